-- Files of projects. Which files a version has, and to whom they are restricted, are fields of the version (projects/files.go);
-- here stands what each file is. The bytes lie where internal/blob keeps them, under the row's id.
create table project_attachments (
    id           uuid primary key,
    project      uuid references projects (id) on delete set null,
    name         text not null check (name <> ''),
    format       text not null,
    media_type   text not null,
    size         bigint not null check (size > 0),
    sha256       bytea not null,
    removed      text[] not null default '{}',
    state        text not null check (state in ('arriving', 'scanning', 'clean', 'unscanned', 'infected')),
    found        text not null default '',
    uploaded_by  uuid not null references personal.parties (id),
    key_hash     bytea unique,
    order_hash   bytea,
    created_at   timestamptz not null default now(),
    scanned_at   timestamptz,
    unused_since timestamptz,
    check ((state in ('clean', 'infected')) = (scanned_at is not null)),
    check (state = 'infected' or found = '')
);
create index project_attachments_project on project_attachments (project);
create index project_attachments_unused on project_attachments (created_at) where state = 'arriving' or project is null or unused_since is not null;
comment on table project_attachments is 'files that the applicant''s side has sent; a row goes with its bytes when no version needs it that others saw or that is being written';
comment on column project_attachments.project is 'null: it was deleted, and the bytes are to go';
comment on column project_attachments.name is 'as it was sent, cleaned; what it is called now is a field of the version';
comment on column project_attachments.format is 'what its content is (projects/attachments/formats.json)';
comment on column project_attachments.size is 'of the bytes that are kept; sha256: likewise';
comment on column project_attachments.removed is 'what was taken out of it before it was kept: metadata, location, comments';
comment on column project_attachments.state is 'arriving: the bytes are being kept; scanning: nobody but the applicant''s side reads it yet; unscanned: no scanner was named; infected: nobody reads it, and its bytes are gone';
comment on column project_attachments.found is 'what the scanner calls it';
comment on column project_attachments.key_hash is 'SHA-256 of who asked and of their Idempotency-Key; order_hash: of what was sent';
comment on column project_attachments.unused_since is 'when it was first found that no version needs it any more; a day later it goes';

grant select, insert, delete, update (state, found, scanned_at, unused_since) on project_attachments to lupakartta_personal;

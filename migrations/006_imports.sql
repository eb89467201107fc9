-- Whoever imports works as lupakartta_layers (internal/pg, roles.go): it owns the tables of features and writes what is
-- said about layers, and sees nothing about persons.
grant usage, create on schema layer_data to lupakartta_layers;
grant usage on schema public to lupakartta_layers;
do $$
declare
    features record;
begin
    for features in select tablename from pg_tables where schemaname = 'layer_data' and tableowner <> 'lupakartta_layers' loop
        execute format('alter table layer_data.%I owner to lupakartta_layers', features.tablename);
    end loop;
end $$;
alter default privileges for role lupakartta_layers in schema layer_data grant select on tables to lupakartta_app;
alter default privileges in schema layer_data grant select on tables to lupakartta_layers;
grant select on schema_version, check_rules, authorities to lupakartta_layers;
grant select, insert, update, delete on layers, layer_versions, theme_coverage, layer_search to lupakartta_layers;
-- In whose office somebody may work on a layer is asked in the transaction that writes the audit log.
grant select on layers, layer_versions to lupakartta_personal;

alter table layers
    add column keeper uuid references authorities (id),
    add column given boolean not null default false;
comment on column layers.keeper is 'authority whose registrars import, approve and refresh it; null: whoever runs the service';
comment on column layers.given is 'the keeper was named by whoever runs the service, and stays so whatever becomes of their first import';

create table layer_uploads (
    id         uuid primary key,
    party      uuid not null,
    authority  uuid not null references authorities (id),
    folder     uuid not null,
    name       text not null,
    size       bigint not null check (size > 0),
    received   bigint not null default 0 check (received <= size),
    created_at timestamptz not null default now(),
    changed_at timestamptz not null default now()
);
create index layer_uploads_changed on layer_uploads (folder, changed_at);
comment on table layer_uploads is 'files that registrars send (tus); the bytes lie in a folder under the id, never under the name';
comment on column layer_uploads.folder is 'of which folder: instances with other disks do not have it';
comment on column layer_uploads.name is 'as the sender calls the file; for people and for matching recipes';
comment on column layer_uploads.changed_at is 'when bytes came last';

create table layer_imports (
    id         uuid primary key,
    number     integer generated always as identity unique,
    party      uuid,
    authority  uuid references authorities (id),
    kind       text not null check (kind in ('upload', 'address')),
    upload     uuid,
    address    text not null default '',
    name       text not null,
    layer      text,
    options    jsonb not null default '{}',
    state      text not null default 'queued'
               check (state in ('queued', 'fetching', 'reading', 'choosing', 'waiting', 'done', 'failed', 'cancelled')),
    choices    jsonb,
    progress   jsonb not null default '{}',
    versions   bigint[] not null default '{}',
    reports    jsonb not null default '[]',
    error      jsonb,
    tries      integer not null default 0,
    cancelled  boolean not null default false,
    created_at timestamptz not null default now(),
    changed_at timestamptz not null default now(),
    started_at timestamptz,
    ended_at   timestamptz,
    check ((kind = 'upload') = (upload is not null)),
    check ((kind = 'address') = (address <> '')),
    check ((state in ('waiting', 'done', 'failed', 'cancelled')) = (ended_at is not null))
);
create index layer_imports_authority on layer_imports (authority, number desc);
create index layer_imports_open on layer_imports (state) where ended_at is null;
create index layer_imports_upload on layer_imports (upload) where upload is not null;
comment on table layer_imports is 'imports from an upload or an address into versions of layers: who, how far, how it ended';
comment on column layer_imports.number is 'key of the advisory lock that whoever works on it holds: a lock that is free means that nobody does';
comment on column layer_imports.party is 'the person who asked for it; null: the schedule of the source, or the command line';
comment on column layer_imports.layer is 'the layer whose source is refreshed; null: what the file holds';
comment on column layer_imports.options is 'what was chosen (imports.Options)';
comment on column layer_imports.choices is 'what must be chosen before it goes on (imports.Choices); set in state choosing';
comment on column layer_imports.progress is 'step, layer, read, total and per second (imports.Progress)';
comment on column layer_imports.error is 'code and what explains it; never an address with its query';
comment on column layer_imports.tries is 'how often it was begun: one that keeps killing its worker is given up';
comment on column layer_imports.cancelled is 'somebody wants it to stop';

alter table layer_versions
    add column imported_by   uuid,
    add column imported_for  uuid references authorities (id),
    add column published_by  uuid,
    add column published_for uuid references authorities (id),
    add column decisions     jsonb,
    add column import_id     uuid references layer_imports (id),
    add column difference    jsonb,
    add column replaced      bigint references layer_versions (number);
update layer_versions v set replaced = (select max(f.number) from layer_versions f where f.layer = v.layer and f.number < v.number and f.published_at is not null)
    where v.published_at is not null;
create index layer_versions_import on layer_versions (import_id) where import_id is not null;
comment on column layer_versions.imported_by is 'party; shown to nobody but its authority. imported_for: the authority in whose office; null: whoever runs the service';
comment on column layer_versions.published_by is 'party; published_for: the authority in whose office';
comment on column layer_versions.decisions is 'what an official decided on the report''s warnings before it was published';
comment on column layer_versions.replaced is 'that was published when this one was for the first time: what a rollback goes back to';
comment on column layer_versions.difference is 'counts of layer_differences by kind, and the version compared with';

create table layer_differences (
    version   bigint not null references layer_versions (number) on delete cascade,
    former    bigint not null references layer_versions (number) on delete cascade,
    kind      text not null check (kind in ('added', 'removed', 'moved', 'changed')),
    fid       bigint not null,
    source_id text not null,
    geom      geometry(Geometry, 3067),
    detail    jsonb not null default '{}',
    primary key (version, former, kind, fid)
);
create index layer_differences_geom on layer_differences using gist (geom);
create index layer_differences_former on layer_differences (former);
comment on table layer_differences is 'what a version changes against another of its layer';
comment on column layer_differences.geom is 'what is shown on the map: the feature as it is, or as it was when it is removed';

create table layer_sources (
    layer         text primary key references layers (id) on delete cascade,
    address       text not null check (address <> ''),
    kind          text not null,
    options       jsonb not null default '{}',
    every         interval not null check (every >= interval '5 minutes'),
    publish       text not null default 'ask' check (publish in ('ask', 'auto')),
    next_at       timestamptz not null default now(),
    checked_at    timestamptz,
    changed_at    timestamptz,
    etag          text not null default '',
    last_modified text not null default '',
    sha256        text not null default '',
    failures      integer not null default 0,
    failing_since timestamptz,
    error         jsonb,
    alerted_at    timestamptz,
    import_id     uuid references layer_imports (id) on delete set null,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now()
);
create index layer_sources_next on layer_sources (next_at);
comment on table layer_sources is 'where a layer is fetched from and how often; what came of it last';
comment on column layer_sources.address is 'may hold a key in its query: shown without';
comment on column layer_sources.kind is 'how it is read: a file, WFS or OGC API Features (layers/fetch)';
comment on column layer_sources.publish is 'ask: a new version waits for approval; auto: it is published when nothing is to be decided and the layer does not shrink by over 20 %';
comment on column layer_sources.sha256 is 'of what was read last: the same bytes make no version';
comment on column layer_sources.alerted_at is 'when it was said that it keeps failing; null: it does not';
comment on column layer_sources.import_id is 'the newest import from it';

-- What an official orders and its line in the audit log are one transaction (lupakartta_personal); what comes of it is
-- written by whoever imports.
grant select, insert, update, delete on layer_uploads to lupakartta_personal;
grant select, insert on layer_imports to lupakartta_personal;
grant update (state, options, choices, cancelled, tries, changed_at, ended_at) on layer_imports to lupakartta_personal;
grant select, insert, update, delete on layer_sources to lupakartta_personal;
grant select, insert, update, delete on layer_imports, layer_differences to lupakartta_layers;
grant select, update, delete on layer_uploads to lupakartta_layers;
grant select, insert, update, delete on layer_sources to lupakartta_layers;
grant select on layer_differences, layer_sources to lupakartta_app;

-- Jobs; the tables in it are those of River (internal/pg, river.go).
create schema river;
comment on schema river is 'jobs that outlive a request (https://riverqueue.com); written by River alone';
revoke all on schema river from public;
grant usage on schema river to lupakartta_app, lupakartta_personal, lupakartta_layers;

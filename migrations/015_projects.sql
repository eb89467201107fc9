-- Projects and events (lupahanke, tapahtuma). The applicant's side writes a working version; others only ever see a version that
-- was shown to them, of which the tables projects_shown and project_parts hold what the map and lists need. Contact persons,
-- comments and who looked when are about persons and stand in the schema personal.

create table projects (
    id           uuid primary key,
    number       bigint generated always as identity unique,
    party        uuid not null references personal.parties (id),
    matter       text not null,
    state        text not null default 'draft' check (state in ('draft', 'visible', 'sent', 'cancelled')),
    open         boolean not null default false,
    revision     bigint not null default 1,
    floor        bigint not null default 0,
    fields       jsonb not null default '{}',
    working      integer not null default 1,
    shown        integer,
    origin       uuid references projects (id) on delete set null,
    created_by   uuid not null references personal.parties (id),
    created_at   timestamptz not null default now(),
    saved_by     uuid not null references personal.parties (id),
    saved_at     timestamptz not null default now(),
    visible_at   timestamptz,
    sent_at      timestamptz,
    cancelled_at timestamptz,
    cancelled_by uuid references personal.parties (id),
    reason       text not null default '' check (char_length(reason) <= 2000),
    key_hash     bytea unique,
    order_hash   bytea,
    check ((state = 'cancelled') = (cancelled_at is not null)),
    check (state not in ('visible', 'sent') or shown is not null)
);
create index projects_party on projects (party, saved_at desc, id desc);
create index projects_origin on projects (origin) where origin is not null;
comment on table projects is 'what applicants plan (lupahanke), each with all of its versions';
comment on column projects.number is 'the project in tiles, which have whole numbers only';
comment on column projects.party is 'the applicant: the person or organisation whose project it is';
comment on column projects.matter is 'what a mandate must be for to work on it (identity/mandates/matters.json), by the kind of the working version';
comment on column projects.state is 'draft: private; visible: shown to authorities as a draft, unofficial and not pending; sent: pending (vireillä); cancelled: by the applicant (peruutettu)';
comment on column projects.open is 'what was shown is for everybody, not for the authorities alone';
comment on column projects.revision is 'rises with every save (ETag)';
comment on column projects.floor is 'saves that rest on an older revision cannot be merged any more: what was removed until then is forgotten in fields';
comment on column projects.fields is 'for each field, by its path, the revision in which it last changed: what two people write at once is merged by it';
comment on column projects.working is 'number of the version that is being written';
comment on column projects.shown is 'number of the version that others see; null: none';
comment on column projects.origin is 'the earlier project that it was begun from';
comment on column projects.key_hash is 'SHA-256 of who asked and of their Idempotency-Key; order_hash: of what was asked';

create table project_versions (
    project   uuid not null references projects (id) on delete cascade,
    number    integer not null check (number > 0),
    kind      text not null,
    title     text not null default '',
    content   jsonb not null,
    place     jsonb not null default '{}',
    geom      geometry(Geometry, 3067),
    starts    timestamptz,
    ends      timestamptz,
    revision  bigint not null,
    author    uuid not null references personal.parties (id),
    begun_at  timestamptz not null default now(),
    saved_at  timestamptz not null default now(),
    shown_at  timestamptz,
    shown_by  uuid references personal.parties (id),
    runs      uuid[] not null default '{}',
    past      jsonb not null default '{}',
    primary key (project, number)
);
comment on table project_versions is 'what a project said, version by version. One person''s writing in one go is one version; a version that was shown never changes again';
comment on column project_versions.content is 'fields by their path, parts of the place apart (projects.Fields)';
comment on column project_versions.place is 'parts of the place by their path; coordinates are CRS84 with every digit that came';
comment on column project_versions.geom is 'all parts together in EPSG:3067; null: no place yet';
comment on column project_versions.starts is 'first and last moment of its days and parts; null: none told';
comment on column project_versions.revision is 'of the project, when the version was last saved';
comment on column project_versions.past is 'restrictions of items that versions shown before had and this one has not: they stay secret in those';
comment on column project_versions.runs is 'the checks that were kept when it was shown (check_runs), of its areas, lines and points';

create table personal.project_people (
    project uuid not null,
    number  integer not null,
    people  jsonb not null,
    primary key (project, number),
    foreign key (project, number) references project_versions (project, number) on delete cascade
);
comment on table personal.project_people is 'contact persons, agents and landowners that a version names';
comment on column personal.project_people.people is 'by their path among the version''s fields';

create table projects_shown (
    project    uuid primary key references projects (id) on delete cascade,
    version    integer not null,
    kind       text not null,
    event      boolean not null,
    title      text not null,
    state      text not null,
    starts     timestamptz,
    ends       timestamptz,
    severity   text not null check (severity in ('red', 'amber', 'unknown', 'green')),
    red        integer not null,
    amber      integer not null,
    unknown    integer not null,
    green      integer not null,
    middle     geometry(Point, 3067) not null,
    box        geometry(Polygon, 3067) not null,
    open       boolean not null,
    shown_at   timestamptz not null,
    first_at   timestamptz not null
);
create index projects_shown_box on projects_shown using gist (box);
create index projects_shown_open on projects_shown (shown_at desc, project desc) where open;
comment on table projects_shown is 'projects as others than the applicant''s side see them in lists: private drafts have no row here, so none leaves the server';
comment on column projects_shown.severity is 'the worst finding of the check that was kept when it was shown; red, amber, unknown, green: how many';
comment on column projects_shown.starts is 'first and last moment of what is not restricted to anybody; so are middle and box, a square of 10 km where all of the place is';
comment on column projects_shown.middle is 'a point in the place';
comment on column projects_shown.first_at is 'when it was first shown; shown_at: when this version was';

create table project_parts (
    number     bigint generated always as identity primary key,
    project    uuid not null references projects (id) on delete cascade,
    part       uuid not null,
    kind       text not null,
    event      boolean not null,
    state      text not null,
    title      text not null,
    name       text not null,
    purpose    text not null,
    starts     timestamptz,
    ends       timestamptz,
    geom       geometry(Geometry, 3067) not null,
    audience   text[] not null,
    over_at    timestamptz,
    changed_at timestamptz not null default now(),
    unique (project, part)
);
create index project_parts_over on project_parts (over_at) where over_at is not null;
create index project_parts_geom on project_parts using gist (geom);
comment on table project_parts is 'the parts of the places of projects that were shown, each a feature of the map';
comment on column project_parts.audience is 'who may see it: the applicant, the project''s authorities, or everybody, less than that where it is restricted';
comment on column project_parts.starts is 'first and last moment of what all who see the part may know';
comment on column project_parts.over_at is 'when the last day of the event is over, and its parts leave the map; null: no event, or it does not say when';

create table project_authorities (
    project   uuid not null references projects (id) on delete cascade,
    authority uuid not null references authorities (id),
    fields    text[] not null,
    since     timestamptz not null,
    until     timestamptz,
    version   integer not null,
    kind      text not null,
    title     text not null,
    state     text not null,
    severity  text not null check (severity in ('red', 'amber', 'unknown', 'green')),
    red       integer not null,
    amber     integer not null,
    unknown   integer not null,
    green     integer not null,
    starts    timestamptz,
    ends      timestamptz,
    middle    geometry(Point, 3067) not null,
    box       geometry(Polygon, 3067) not null,
    shown_at  timestamptz not null,
    hidden    text[] not null default '{}',
    runs      uuid[],
    primary key (authority, project)
);
create index project_authorities_newest on project_authorities (authority, shown_at desc, project desc) include (kind, state, severity, starts, ends, until);
create index project_authorities_project on project_authorities (project);
create index project_authorities_box on project_authorities using gist (box);
create index project_authorities_title on project_authorities using gin (title gin_trgm_ops);
comment on table project_authorities is 'authorities that a project concerns, by competence at its place: they see it and comment on it';
comment on column project_authorities.fields is 'what they are competent for there (fields)';
comment on column project_authorities.until is 'when the place moved out of their area, or the matter out of their hands: they still see what they were shown; null: they are competent';
comment on column project_authorities.version is 'the version that it sees; with kind and all that follows so that one index answers its list';
comment on column project_authorities.hidden is 'paths of the fields that are restricted to others: what is said about them is neither read nor counted';
comment on column project_authorities.severity is 'and red, amber, unknown, green: of what it may see';
comment on column project_authorities.runs is 'kept checks of what it may see of the version; null: it sees all that was checked, so those of the version';
comment on column project_authorities.starts is 'first and last moment of what is not restricted to others; so are middle and box, a square of 10 km where all of the place is';

create table personal.project_restrictions (
    id        uuid primary key,
    project   uuid not null references projects (id) on delete cascade,
    item      text not null,
    authority uuid not null references authorities (id),
    audience  uuid[] not null check (authority = any (audience)),
    why       text not null check (why <> '' and char_length(why) <= 2000),
    made_by   uuid not null references personal.parties (id),
    made_at   timestamptz not null default now(),
    lifted_by uuid references personal.parties (id),
    lifted_at timestamptz,
    key_hash  bytea unique,
    check ((lifted_at is null) = (lifted_by is null))
);
create unique index project_restrictions_standing on personal.project_restrictions (project, item, authority) where lifted_at is null;
comment on table personal.project_restrictions is 'items of projects that an authority keeps to some of the project''s authorities (P3), in every version; what the applicant restricts is a field of the version';
comment on column personal.project_restrictions.item is 'as in /restricted/<item>: answers.noise, parts.<id>';
comment on column personal.project_restrictions.authority is 'that restricted it, and alone lifts it';
comment on column personal.project_restrictions.audience is 'authorities that see the item';
comment on column personal.project_restrictions.why is 'in words of an official: the applicant and those who see the item read it';

create table personal.project_looks (
    project uuid not null references projects (id) on delete cascade,
    person  uuid not null references personal.parties (id),
    authority uuid references authorities (id),
    version integer not null,
    at      timestamptz not null default now(),
    primary key (project, person)
);
create index project_looks_person on personal.project_looks (person, project) include (version);
comment on table personal.project_looks is 'which shown version an official last looked at, so that they are told what changed since (F17)';
comment on column personal.project_looks.authority is 'in whose office they looked';

create table personal.project_contacts (
    project   uuid not null references projects (id) on delete cascade,
    authority uuid not null references authorities (id),
    person    uuid not null references personal.parties (id),
    since     timestamptz not null default now(),
    primary key (project, authority, person)
);
comment on table personal.project_contacts is 'officials who said that they see to the project at their authority: whom the applicant may turn to';

create table personal.project_comments (
    id         uuid primary key,
    project    uuid not null references projects (id) on delete cascade,
    version    integer not null,
    field      text not null default '',
    author     uuid not null references personal.parties (id),
    authority  uuid references authorities (id),
    kind       text not null default 'comment' check (kind in ('comment', 'question', 'condition')),
    audience   text not null default 'all' check (audience in ('all', 'authorities')),
    text       text not null check (text <> '' and char_length(text) <= 10000),
    answers    uuid references personal.project_comments (id),
    created_at timestamptz not null default now(),
    key_hash   bytea unique,
    check (authority is not null or (kind = 'comment' or kind = 'question') and audience = 'all')
);
create index project_comments_project on personal.project_comments (project, id);
comment on table personal.project_comments is 'what authorities and the applicant''s side say to each other about a project that was shown; a row never changes';
comment on column personal.project_comments.field is 'path of the field, part or day that it is about; empty: the whole';
comment on column personal.project_comments.authority is 'in whose office it was written; null: by the applicant''s side';
comment on column personal.project_comments.kind is 'condition: something to be heeded, which is shown beside when next year''s project is begun from this one';
comment on column personal.project_comments.audience is 'all: the applicant''s side and the project''s authorities; authorities: the authorities only (F47)';

create table personal.project_receipts (
    id         uuid primary key,
    project    uuid not null references projects (id) on delete cascade,
    kind       text not null check (kind in ('cancelled')),
    given_to   uuid not null references personal.parties (id),
    told       jsonb not null,
    created_at timestamptz not null default now()
);
create index project_receipts_project on personal.project_receipts (project);
comment on table personal.project_receipts is 'receipts of what an applicant did with legal effect (F12)';
comment on column personal.project_receipts.told is 'the authorities that are told: [{"authority", "name"}]';

-- The map. One table of parts serves two layers, so both hear of its changes.
create view map_projects as
    select number as id, kind, geom,
        jsonb_strip_nulls(jsonb_build_object('project', project, 'title', title, 'name', nullif(name, ''), 'purpose', nullif(purpose, ''), 'state', state,
            'starts', to_char(starts at time zone 'Europe/Helsinki', 'YYYY-MM-DD'), 'ends', to_char(ends at time zone 'Europe/Helsinki', 'YYYY-MM-DD'))) as attributes,
        audience, changed_at
    from project_parts where not event;
comment on view map_projects is 'live layer live_projects; starts and ends are days in Finland';
create view map_events as
    select number as id, kind, geom,
        jsonb_strip_nulls(jsonb_build_object('project', project, 'title', title, 'name', nullif(name, ''), 'purpose', nullif(purpose, ''), 'state', state,
            'starts', to_char(starts at time zone 'Europe/Helsinki', 'YYYY-MM-DD'), 'ends', to_char(ends at time zone 'Europe/Helsinki', 'YYYY-MM-DD'))) as attributes,
        audience, changed_at
    from project_parts where event;
comment on view map_events is 'live layer live_events';
select map_follow('project_parts', 'live_projects');
create trigger map_inserted_events after insert on project_parts referencing new table as new_rows for each statement execute function map_changed('live_events');
create trigger map_updated_events after update on project_parts referencing old table as old_rows new table as new_rows for each statement execute function map_changed('live_events');
create trigger map_deleted_events after delete on project_parts referencing old table as old_rows for each statement execute function map_changed('live_events');
create trigger map_truncated_events after truncate on project_parts for each statement execute function map_changed('live_events');

grant select on map_projects, map_events to lupakartta_app;
grant select, insert, update, delete on projects, project_versions, projects_shown, project_parts, project_authorities to lupakartta_personal;
grant select, insert, update, delete on personal.project_people, personal.project_looks, personal.project_contacts to lupakartta_personal;
grant select, insert on personal.project_comments, personal.project_receipts to lupakartta_personal;
grant select, insert, update (lifted_by, lifted_at) on personal.project_restrictions to lupakartta_personal;

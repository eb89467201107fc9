-- Checks of many places at once. What somebody plans at so many places, and what they call them, is their own: it lies with
-- what is about persons, is shown to nobody else and goes when its time is over.
create table personal.check_batches (
    id         uuid primary key,
    party      uuid not null references personal.parties (id),
    key_hash   bytea unique,
    order_hash bytea not null,
    name       text not null,
    source     text not null check (source in ('table', 'geojson', 'layer')),
    layer      text,
    version    bigint,
    columns    jsonb not null default '[]',
    taken      jsonb not null default '{}',
    answers    jsonb not null default '{}',
    state      text not null default 'queued' check (state in ('queued', 'working', 'done', 'cancelled', 'failed')),
    total      integer not null check (total > 0),
    done       integer not null default 0 check (done between 0 and total),
    faulty     integer not null default 0,
    red        integer not null default 0,
    amber      integer not null default 0,
    unknown    integer not null default 0,
    green      integer not null default 0,
    basis      jsonb,
    pinned_at  timestamptz,
    headings   jsonb,
    changes    jsonb not null default '[]',
    rules      jsonb not null default '[]',
    failure    text not null default '',
    attempt    integer not null default 0,
    tries      integer not null default 0,
    beat_at    timestamptz not null default now(),
    created_at timestamptz not null default now(),
    started_at timestamptz,
    ended_at   timestamptz,
    expires_at timestamptz not null,
    check ((source = 'layer') = (layer is not null) and (layer is null) = (version is null)),
    check ((state in ('done', 'cancelled', 'failed')) = (ended_at is not null))
);
create index check_batches_party on personal.check_batches (party, id desc);
create index check_batches_open on personal.check_batches (state) where ended_at is null;
create index check_batches_expires on personal.check_batches (expires_at);
comment on table personal.check_batches is 'proximity checks of many places, ordered by one person for themselves';
comment on column personal.check_batches.key_hash is 'SHA-256 of who asked and of their Idempotency-Key; order_hash: of what was ordered';
comment on column personal.check_batches.name is 'of the file, or the layer''s id';
comment on column personal.check_batches.version is 'of the layer whose features are the places';
comment on column personal.check_batches.columns is 'names of the places'' own columns, in their order';
comment on column personal.check_batches.taken is 'how the file was read (batches.Taken)';
comment on column personal.check_batches.answers is 'what was told about the project, of what questions ask (checks.Answers)';
comment on column personal.check_batches.done is 'how many places were looked at; the first ones: places are checked in their order';
comment on column personal.check_batches.faulty is 'rows that are no place or could not be checked; red, amber, unknown, green: places by the worst of their findings';
comment on column personal.check_batches.basis is 'what the checks rest on (checks.Basis), pinned at pinned_at; headings: the titles of its rules';
comment on column personal.check_batches.changes is 'where it could not be kept: [{"row", "basis"}], from which place on it was another';
comment on column personal.check_batches.rules is 'at the end: rules and how many places they found something at (batches.RuleCount)';
comment on column personal.check_batches.failure is 'code of why it failed';
comment on column personal.check_batches.attempt is 'rises with every worker that takes it: what an earlier one still writes is refused';
comment on column personal.check_batches.tries is 'workers since a place was last done: one that keeps killing them is given up';
comment on column personal.check_batches.beat_at is 'when its worker was last heard of';

create table personal.check_batch_places (
    batch         uuid not null references personal.check_batches (id) on delete cascade,
    row           integer not null check (row > 0),
    name          text not null default '',
    own           json not null default '[]',
    place         text,
    point         geometry(Point, 3067),
    fault         jsonb,
    severity      text check (severity in ('red', 'amber', 'unknown', 'green')),
    red           integer not null default 0,
    amber         integer not null default 0,
    unknown       integer not null default 0,
    green         integer not null default 0,
    red_rules     text[] not null default '{}',
    amber_rules   text[] not null default '{}',
    unknown_rules text[] not null default '{}',
    primary key (batch, row),
    check ((place is null) = (point is null))
);
comment on table personal.check_batch_places is 'the places of a batch, and in short what was found at each';
comment on column personal.check_batch_places.row is 'from 1, as in the file below its header';
comment on column personal.check_batch_places.name is 'what the file calls it';
comment on column personal.check_batch_places.own is 'values of the batch''s columns';
comment on column personal.check_batch_places.place is 'GeoJSON in CRS84 with every digit; null: the row is none, fault says why';
comment on column personal.check_batch_places.point is 'where it stands on the map';
comment on column personal.check_batch_places.severity is 'of the worst finding; null: not checked yet, or not at all. red, amber, unknown, green: how many findings';

create table personal.check_batch_results (
    batch     uuid not null references personal.check_batches (id) on delete cascade,
    first_row integer not null,
    last_row  integer not null,
    fi        bytea not null,
    sv        bytea not null,
    en        bytea not null,
    primary key (batch, first_row)
);
alter table personal.check_batch_results alter column fi set storage external, alter column sv set storage external, alter column en set storage external;
comment on table personal.check_batch_results is 'what was found at a run of places, as a check of each would answer it';
comment on column personal.check_batch_results.fi is 'the answers in Finnish, byte for byte, one line for each place and an empty one where there is none; compressed together (Zstandard), since most of them say the same';

grant select, insert, update, delete on personal.check_batches, personal.check_batch_places, personal.check_batch_results to lupakartta_personal;

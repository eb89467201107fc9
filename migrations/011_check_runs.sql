-- Versions that something refers to which is kept: their features are never cleared (layers/clear.go) nor removed. Whoever
-- keeps what was made of a version writes a line in the same transaction (layers.Hold).
create table layer_holds (
    version bigint not null references layer_versions (number),
    holder  text not null check (holder ~ '^[a-z][a-z0-9_]{0,62}$'),
    held_at timestamptz not null default now(),
    primary key (version, holder)
);
comment on table layer_holds is 'layer versions that something kept refers to: one line for each kind of thing, however many there are';
comment on column layer_holds.holder is 'the table in which it is kept';

create table check_runs (
    id         uuid primary key,
    created_at timestamptz not null default now(),
    party      uuid references personal.parties (id),
    key_hash   bytea unique,
    place      text not null,
    geom       geometry(Geometry, 3067) not null,
    answers    jsonb not null,
    day        date not null,
    rules      jsonb not null,
    layers     jsonb not null,
    engine     text not null,
    result_fi  text not null,
    result_sv  text not null,
    result_en  text not null
);
create index check_runs_geom on check_runs using gist (geom);
create index check_runs_party on check_runs (party) where party is not null;
comment on table check_runs is 'proximity checks that somebody kept, as they were: a row never changes';
comment on column check_runs.id is 'version 7: in the order in which they were made. Whoever has it may read the run, as checks/run.go says';
comment on column check_runs.party is 'the person who was signed in; null: nobody was. Not for those who read the run';
comment on column check_runs.key_hash is 'SHA-256 of who asked and of their Idempotency-Key: asked again with it, the same run is the answer';
comment on column check_runs.place is 'GeoJSON in CRS84 with every digit, as it was checked; geom: the same in EPSG:3067';
comment on column check_runs.answers is 'what was told about the project, of what questions ask (checks.Answers)';
comment on column check_runs.day is 'in Finland, whose rules were in force';
comment on column check_runs.rules is 'every rule that was in force: [{"rule", "rule_version"}]';
comment on column check_runs.layers is 'every layer that was looked at: [{"layer", "theme", "layer_version"}], of a live layer, which has no versions, {"at"} the moment; versions stand in layer_holds too';
comment on column check_runs.engine is 'version of the mechanics (checks.EngineVersion)';
comment on column check_runs.result_fi is 'the answer in Finnish, byte for byte as it was given; result_sv in Swedish, result_en in English. Text, since jsonb would put its members in another order';

create table personal.check_disputes (
    id            uuid primary key,
    run           uuid not null references check_runs (id),
    party         uuid not null references personal.parties (id),
    rule          text not null,
    rule_version  integer not null,
    layer         text not null,
    layer_version bigint not null,
    feature_id    text,
    status        text not null,
    title         jsonb not null,
    point         geometry(Point, 3067) not null,
    reason        text not null check (reason <> '' and char_length(reason) <= 2000),
    state         text not null default 'open' check (state in ('open', 'accepted', 'rejected')),
    answer        text not null default '' check (char_length(answer) <= 2000),
    answered_by   uuid references personal.parties (id),
    answered_for  uuid references authorities (id),
    answered_at   timestamptz,
    version       bigint not null default 1,
    created_at    timestamptz not null default now(),
    check ((state = 'open') = (answered_at is null)),
    check ((answered_at is null) = (answered_by is null) and (answered_at is null) = (answered_for is null)),
    check (state = 'open' or answer <> '')
);
create unique index check_disputes_once on personal.check_disputes (run, party, rule, layer, feature_id) nulls not distinct;
create index check_disputes_layer on personal.check_disputes (layer, id);
create index check_disputes_point on personal.check_disputes using gist (point);
create index check_disputes_party on personal.check_disputes (party);
comment on table personal.check_disputes is 'findings of kept checks that somebody holds to be wrong, and what the keeper of the layer answered';
comment on column personal.check_disputes.party is 'the person who disputes; shown to nobody';
comment on column personal.check_disputes.layer is 'the layer that is held to be wrong: its keeper answers';
comment on column personal.check_disputes.feature_id is 'id that the register gives the feature; null: that nothing was found, or that it is not known, is disputed';
comment on column personal.check_disputes.status is 'what the finding says (checks.Status)';
comment on column personal.check_disputes.title is 'of the finding, in every language';
comment on column personal.check_disputes.point is 'where the line of the distance ends at the feature, or a point of the place';
comment on column personal.check_disputes.answered_for is 'the authority in whose office it was answered';
comment on column personal.check_disputes.version is 'rises with every answer (ETag)';

grant select on layer_holds to lupakartta_app;
grant select on layer_holds to lupakartta_layers;
grant select, insert on layer_holds to lupakartta_personal;
-- Who kept a run is no business of those who read it.
grant select (id, created_at, place, geom, answers, day, rules, layers, engine, result_fi, result_sv, result_en) on check_runs to lupakartta_app;
-- A run and its line in the audit log are one transaction.
grant select, insert on check_runs to lupakartta_personal;
grant select, insert, update (state, answer, answered_by, answered_for, answered_at, version) on personal.check_disputes to lupakartta_personal;

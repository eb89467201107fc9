create table check_rules (
    id          text not null check (id ~ '^[a-z][a-z0-9_]{0,62}$'),
    version     integer not null,
    theme       text not null,
    relation    text not null check (relation in ('inside', 'within', 'nearest')),
    distance_m  double precision not null default 0 check (distance_m >= 0),
    severity    text not null check (severity in ('red', 'amber', 'green')),
    condition   jsonb,
    title       jsonb not null,
    why         jsonb not null,
    next        jsonb not null,
    statute     jsonb not null,
    authority   jsonb not null,
    valid_from  date not null,
    valid_to    date,
    primary key (id, version)
);
comment on table check_rules is 'proximity rules: law as data, versioned; a check uses the highest version valid on its day';
comment on column check_rules.relation is 'inside: touches the feature; within: nearer than distance_m; nearest: the nearest one however far, up to distance_m when that is above 0';
comment on column check_rules.distance_m is 'true metres on GRS 80 between the nearest points';
comment on column check_rules.condition is '{"meaning": attribute meaning, "in": [values]}: only features whose attribute of that meaning has one of the values';
comment on column check_rules.why is 'reason in every language; {name} stands for the feature''s title';
comment on column check_rules.statute is 'statute and section, or the word policy, in every language';

-- Rules that depend on what is planned. A release that does not know these columns takes a rule with cases or of relation
-- overlaps for one that is not in order, which answers not known; of the others it finds more than this one, never less.
alter table check_rules drop constraint check_rules_relation_check;
alter table check_rules drop constraint check_rules_severity_check;
alter table check_rules
    add column kinds  text[] not null default '{}',
    add column share  double precision not null default 0,
    add column zone   text not null default '',
    add column during boolean not null default false,
    add column cases  jsonb,
    add column field  text not null default '',
    add constraint check_rules_relation_check check (relation in ('inside', 'overlaps', 'within', 'nearest')),
    add constraint check_rules_severity_check check (severity in ('red', 'amber', 'green') or severity = '' and cases is not null),
    add constraint check_rules_share_check check (share >= 0 and share <= 1);
comment on column check_rules.relation is 'inside: touches the feature; overlaps: at least share of the place lies in it; within: nearer than distance_m; nearest: the nearest one however far, up to distance_m when that is above 0';
comment on column check_rules.kinds is 'kinds of project that the rule concerns, choices of the question kind; none: every kind';
comment on column check_rules.share is 'of relation overlaps: the least share of the place''s area or length that lies in the feature';
comment on column check_rules.zone is 'the meaning of the attribute that gives each feature''s own distance in metres; distance_m is then the furthest that is looked';
comment on column check_rules.during is 'features whose own time does not meet the project''s, its answers starts and ends, are left out';
comment on column check_rules.cases is '[{"when": {question: [values]}, "distance_m" or "formula", "severity"}] instead of distance_m and severity: the first whose when the answers fulfil';
comment on column check_rules.field is 'field of the directory of authorities, by which the competent authority at the place is found';

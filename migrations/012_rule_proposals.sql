-- Rules that officials keep. A release that does not know these columns takes a version that ends a rule for one that is in
-- force: of that rule it finds what this one no longer looks for, never less.
alter table check_rules
    add column repealed boolean not null default false,
    add column origin   text not null default 'program' check (origin in ('program', 'official')),
    add column made_at  timestamptz;
alter table check_rules alter column made_at set default now();
comment on column check_rules.repealed is 'a version that ends the rule: from valid_from on there is none';
comment on column check_rules.origin is 'program: it came with the program; official: those who keep the rules approved it (rule_proposals)';
comment on column check_rules.made_at is 'when it was added; null: before this was kept';

create table rule_keeping (
    one    boolean primary key default true check (one),
    keeper uuid not null references authorities (id)
);
comment on table rule_keeping is 'the authority whose officials change the rules of checks, by the word of whoever runs the service; no row: nobody does';

create table rule_offers (
    rule       text not null,
    version    integer not null,
    text       jsonb not null,
    offered_at timestamptz not null default now(),
    primary key (rule, version)
);
comment on table rule_offers is 'versions that came with the program of rules that officials have changed: not in force, but offered to those who keep the rules';
comment on column rule_offers.version is 'the program''s own number';

create table rule_proposals (
    id           uuid primary key,
    key_hash     bytea unique,
    kind         text not null check (kind in ('new', 'change', 'end')),
    rule         text not null check (rule ~ '^[a-z][a-z0-9_]{0,62}$'),
    base         integer not null check (base >= 0 and (base = 0) = (kind = 'new')),
    offer        integer,
    text         jsonb not null,
    places       jsonb not null default '[]',
    answers      jsonb not null default '{}',
    reason       text not null check (char_length(reason) <= 2000),
    state        text not null default 'draft' check (state in ('draft', 'proposed', 'approved', 'rejected', 'withdrawn')),
    effect       jsonb,
    effect_of    bytea,
    effect_tag   text,
    authority    uuid not null references authorities (id),
    proposed_by  uuid not null references personal.parties (id),
    proposed_at  timestamptz,
    decided_by   uuid references personal.parties (id),
    decided_at   timestamptz,
    answer       text not null default '' check (char_length(answer) <= 2000),
    rule_version integer,
    version      bigint not null default 1,
    created_at   timestamptz not null default now(),
    changed_at   timestamptz not null default now(),
    unique (rule, rule_version),
    check (decided_by <> proposed_by),
    check ((state in ('approved', 'rejected')) = (decided_at is not null) and (decided_at is null) = (decided_by is null)),
    check ((state = 'approved') = (rule_version is not null)),
    check (state not in ('proposed', 'approved', 'rejected') or proposed_at is not null and reason <> ''),
    check (state <> 'approved' or effect_tag is not null),
    check ((effect is null) = (effect_of is null) and (effect is null) = (effect_tag is null))
);
create index rule_proposals_rule on rule_proposals (rule, id);
create index rule_proposals_state on rule_proposals (state, id);
comment on table rule_proposals is 'changes of rules of checks that officials propose, and that another of them approves';
comment on column rule_proposals.key_hash is 'SHA-256 of who asked and of their Idempotency-Key: asked again with it, the same proposal is the answer';
comment on column rule_proposals.base is 'the highest version of the rule that the proposer saw; approval wants it to be the highest still';
comment on column rule_proposals.offer is 'the version of rule_offers that it takes up';
comment on column rule_proposals.text is 'the rule as it is to be (checks.Rule); its version is given at approval';
comment on column rule_proposals.places is '[{"name", "geometry"}]: where the proposer looks at the effect';
comment on column rule_proposals.answers is 'what is planned at those places (checks.Answers)';
comment on column rule_proposals.effect is 'what the change does (checks.Effect), worked out before it is approved';
comment on column rule_proposals.effect_of is 'SHA-256 of the text, the base and the places that the effect is of';
comment on column rule_proposals.effect_tag is 'of this very effect: whoever approves names the one they have seen';
comment on column rule_proposals.proposed_by is 'the official; shown to nobody outside their authority';
comment on column rule_proposals.rule_version is 'the version that it became';

grant select on rule_keeping, rule_offers to lupakartta_app;
-- Who proposed and who approved is told by their authority, never by name.
grant select (id, kind, rule, base, reason, state, authority, proposed_at, decided_at, answer, rule_version) on rule_proposals to lupakartta_app;
grant select on rule_keeping, rule_offers to lupakartta_personal;
-- An approved proposal becomes a version of the rule in one transaction with its line in the audit log.
grant select, insert on check_rules to lupakartta_personal;
grant select, insert, update on rule_proposals to lupakartta_personal;

create table personal.mandates (
    id             uuid primary key,
    giver          uuid not null references personal.parties (id),
    receiver       uuid not null references personal.parties (id),
    matter         text not null,
    property_units text[] not null default '{}',
    state          text not null check (state in ('requested', 'given', 'refused', 'revoked')),
    note           text not null default '',
    valid_from     timestamptz not null,
    valid_to       timestamptz not null,
    given_by       uuid references personal.parties (id),
    created_at     timestamptz not null default now(),
    changed_at     timestamptz not null default now(),
    check (giver <> receiver),
    check (valid_to > valid_from),
    check (state <> 'given' or given_by is not null),
    check (given_by <> receiver)
);
create index mandates_giver on personal.mandates (giver);
create index mandates_receiver on personal.mandates (receiver);
comment on table personal.mandates is 'rights to act for another that were given here (valtuus; oikeustoimilaki 228/1929 2 luku)';
comment on column personal.mandates.matter is 'what it is for: a matter of identity/mandates/matters.json, or all';
comment on column personal.mandates.property_units is 'property units (14 digits) to which it is limited; empty: no limit';
comment on column personal.mandates.valid_to is 'the moment from which it holds no more';
comment on column personal.mandates.given_by is 'the person who gave it: the giver, or who represents the giver; never the receiver, whose own right it would outlive';

create table personal.suomifi_choices (
    id          uuid primary key,
    session     uuid not null references personal.sessions (id) on delete cascade,
    kind        text not null check (kind in ('person', 'organisation')),
    state_hash  bytea unique,
    web_session text not null,
    token       text not null default '',
    return_to   text not null,
    created_at  timestamptz not null default now(),
    expires_at  timestamptz not null
);
create index suomifi_choices_session on personal.suomifi_choices (session);
comment on table personal.suomifi_choices is 'choices of whom to act for at Suomi.fi e-Authorizations; they end with our session';
comment on column personal.suomifi_choices.state_hash is 'SHA-256 of the state that must come back; null: it came, and counts no more';
comment on column personal.suomifi_choices.web_session is 'id of the Web API session there, encrypted';
comment on column personal.suomifi_choices.token is 'access token there, encrypted; empty: nothing chosen yet';
comment on column personal.suomifi_choices.expires_at is 'until when the choice must be made; then, when the token ends';

create table personal.suomifi_principals (
    choice uuid not null references personal.suomifi_choices (id) on delete cascade,
    party  uuid not null references personal.parties (id),
    name   text not null,
    primary key (choice, party)
);
create index suomifi_principals_party on personal.suomifi_principals (party);
comment on table personal.suomifi_principals is 'who was chosen; whether the right is there is asked at each use';
comment on column personal.suomifi_principals.name is 'as Suomi.fi tells it to whoever chose';

grant select, insert, update on personal.mandates to lupakartta_personal;
grant select, insert, update, delete on personal.suomifi_choices, personal.suomifi_principals to lupakartta_personal;

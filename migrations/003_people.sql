-- Two roles do what the service does, and own nothing: lupakartta_app reads and writes the domain's tables,
-- lupakartta_personal what is about persons. They are made before the migrations (internal/pg, roles.go).
revoke create on schema public from public;
grant usage on schema public, layer_data to lupakartta_app, lupakartta_personal;
grant select on schema_version, layers, layer_versions, theme_coverage, layer_search, check_rules to lupakartta_app;
grant select on all tables in schema layer_data to lupakartta_app;
alter default privileges in schema layer_data grant select on tables to lupakartta_app;

create schema personal;
comment on schema personal is 'what is about persons; one role reads it, and every reading is in audit.entries';
revoke all on schema personal from public;
grant usage on schema personal to lupakartta_personal;

create table personal.parties (
    id               uuid primary key,
    kind             text not null check (kind in ('person', 'organisation')),
    name             text not null check (name <> ''),
    given_name       text not null default '',
    family_name      text not null default '',
    national_id      text,
    national_id_hash bytea unique,
    business_id      text unique check (business_id ~ '^[0-9]{7}-[0-9]$'),
    protected        boolean not null default false,
    language         text not null default 'fi' check (language in ('fi', 'sv', 'en')),
    email            text not null default '',
    phone            text not null default '',
    channels         text[] not null default '{}',
    street           text not null default '',
    postal_code      text not null default '',
    town             text not null default '',
    version          bigint not null default 1,
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now(),
    check (kind = 'person' or (national_id is null and national_id_hash is null and not protected)),
    check (kind = 'organisation' or business_id is null),
    check ((national_id is null) = (national_id_hash is null)),
    check (not protected or (street = '' and postal_code = '' and town = ''))
);
comment on table personal.parties is 'persons and organisations that act here or are acted for';
comment on column personal.parties.national_id is 'identity code (henkilötunnus) as internal/keys encrypted it for the purpose party.national_id';
comment on column personal.parties.national_id_hash is 'keyed hash by which it is found';
comment on column personal.parties.protected is 'turvakielto (661/2009 36 §): no address is kept, and no listing holds the person';
comment on column personal.parties.channels is 'preferred ways to be told, the first first: suomifi, email, paper';
comment on column personal.parties.version is 'rises with every change of the profile (ETag)';

create table personal.identities (
    provider   text not null,
    subject    text not null,
    party      uuid not null references personal.parties (id),
    created_at timestamptz not null default now(),
    primary key (provider, subject)
);
create index identities_party on personal.identities (party);
comment on table personal.identities is 'as whom an identity provider, by its id in the configuration, knows a person';

create table personal.sign_ins (
    state_hash   bytea primary key,
    browser_hash bytea not null,
    provider     text not null,
    nonce        text not null,
    verifier     text not null,
    return_to    text not null,
    address      text not null default '',
    created_at   timestamptz not null default now(),
    expires_at   timestamptz not null
);
create index sign_ins_expires on personal.sign_ins (expires_at);
comment on table personal.sign_ins is 'sign-ins that have begun; a row is taken away when it is used, so an answer counts once';
comment on column personal.sign_ins.browser_hash is 'hash of the cookie of the browser that began it: nobody else can finish it';
comment on column personal.sign_ins.verifier is 'PKCE verifier (RFC 7636), encrypted';

create table personal.sessions (
    token_hash bytea primary key,
    id         uuid not null unique,
    party      uuid not null references personal.parties (id),
    name       text not null,
    protected  boolean not null default false,
    language   text not null default 'fi',
    provider   text not null,
    strength   text not null default '',
    acting_for uuid references personal.parties (id),
    acting     jsonb,
    offices    jsonb not null default '[]',
    id_token   text not null default '',
    address    text not null default '',
    agent      text not null default '',
    created_at timestamptz not null default now(),
    seen_at    timestamptz not null default now(),
    expires_at timestamptz not null,
    check ((acting_for is null) = (acting is null))
);
create index sessions_party on personal.sessions (party);
create index sessions_expires on personal.sessions (expires_at);
comment on table personal.sessions is 'signed-in browsers; everything that a request needs to know stands in the one row';
comment on column personal.sessions.token_hash is 'SHA-256 of the cookie, which itself is nowhere kept';
comment on column personal.sessions.acting is 'for whom and by what right (identity.Acting)';
comment on column personal.sessions.offices is 'the person''s offices (identity.Office), kept alike by triggers on officials';
comment on column personal.sessions.id_token is 'for signing out at the provider, encrypted';
comment on column personal.sessions.seen_at is 'last request, at most a minute old; idle sessions end by it';
comment on column personal.sessions.expires_at is 'when it ends at the latest';

create table personal.tokens (
    id         uuid primary key,
    party      uuid not null references personal.parties (id),
    name       text not null check (name <> ''),
    hash       bytea not null unique,
    scopes     text[] not null check (scopes <> '{}'),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    revoked_at timestamptz,
    used_at    timestamptz
);
create index tokens_party on personal.tokens (party);
comment on table personal.tokens is 'API tokens of machines that work for a person';
comment on column personal.tokens.hash is 'SHA-256 of the token, which itself is shown once and nowhere kept';
comment on column personal.tokens.used_at is 'last use, at most a minute old';

grant select, insert, update, delete on personal.sign_ins to lupakartta_personal;
-- Offices in a session are written by triggers alone (004).
grant select, insert, delete, update (acting_for, acting, name, protected, seen_at) on personal.sessions to lupakartta_personal;
grant select, insert, update on personal.parties, personal.identities, personal.tokens to lupakartta_personal;

create schema audit;
comment on schema audit is 'who did or read what personal data: rows are added through audit.append and never change';
revoke all on schema audit from public;
grant usage on schema audit to lupakartta_personal;

create table audit.entries (
    number     bigint primary key,
    at         timestamptz not null,
    kind       text not null,
    operation  text not null,
    actor      uuid,
    acting_for uuid,
    subjects   uuid[] not null,
    matter     text not null,
    address    text not null,
    session    uuid,
    detail     jsonb not null check (octet_length(detail::text) <= 4096),
    previous   bytea not null,
    hash       bytea not null
);
create index entries_subjects on audit.entries using gin (subjects);
create index entries_actor on audit.entries (actor, number);
create index entries_acting_for on audit.entries (acting_for, number) where acting_for is not null;
comment on column audit.entries.kind is 'read, write, sign_in, sign_out, mandate or refused';
comment on column audit.entries.operation is 'the operation of the access table (identity/access.go)';
comment on column audit.entries.subjects is 'the parties whose data it is about';
comment on column audit.entries.matter is 'the case for which, as kind:id; empty: none';
comment on column audit.entries.address is 'network address from which';
comment on column audit.entries.detail is 'what else explains it: never an identifier, a token or content';
comment on column audit.entries.hash is 'SHA-256 of previous and of every other column (audit.digest); previous is the hash of the row before';

create table audit.head (
    one    boolean primary key default true check (one),
    number bigint not null,
    hash   bytea not null
);
comment on table audit.head is 'the newest entry: whoever appends holds its row, so numbers have no gaps';
insert into audit.head (number, hash) values (0, '');

-- Every field is written with its length before it, so that no two entries are written alike.
create function audit.field(value text) returns bytea language sql immutable
    set search_path = pg_catalog
    return case when value is null then convert_to('-;', 'UTF8') else convert_to(octet_length(value) || ':' || value || ';', 'UTF8') end;

create function audit.digest(e audit.entries) returns bytea language sql stable
    set search_path = pg_catalog
    return sha256(e.previous || audit.field(e.number::text) || audit.field(((extract(epoch from e.at) * 1000000)::bigint)::text) || audit.field(e.kind)
        || audit.field(e.operation) || audit.field(e.actor::text) || audit.field(e.acting_for::text) || audit.field(array_to_string(e.subjects, ','))
        || audit.field(e.matter) || audit.field(e.address) || audit.field(e.session::text) || audit.field(e.detail::text));

create function audit.append(kind text, operation text, actor uuid, acting_for uuid, subjects uuid[], matter text, address text, session uuid, detail jsonb)
    returns bigint language plpgsql security definer set search_path = pg_catalog as $$
declare
    entry audit.entries;
begin
    select head.number + 1, head.hash into strict entry.number, entry.previous from audit.head for update;
    entry.at := clock_timestamp();
    entry.kind := append.kind;
    entry.operation := append.operation;
    entry.actor := append.actor;
    entry.acting_for := append.acting_for;
    entry.subjects := coalesce(append.subjects, '{}');
    entry.matter := append.matter;
    entry.address := append.address;
    entry.session := append.session;
    entry.detail := coalesce(append.detail, '{}');
    entry.hash := audit.digest(entry);
    insert into audit.entries select entry.*;
    update audit.head set number = entry.number, hash = entry.hash;
    return entry.number;
end $$;

create function audit.refuse() returns trigger language plpgsql as $$
begin
    raise exception 'entries of the audit log do not change' using errcode = 'insufficient_privilege';
end $$;
create trigger unchanged before update or delete on audit.entries for each row execute function audit.refuse();
create trigger kept before truncate on audit.entries for each statement execute function audit.refuse();

revoke all on function audit.append, audit.field, audit.digest, audit.refuse from public;
grant execute on function audit.append to lupakartta_personal;
grant select on audit.entries, audit.head to lupakartta_personal;

create table fields (
    code text primary key check (code ~ '^[a-z][a-z0-9_]{0,62}$'),
    name jsonb not null
);
comment on table fields is 'what an authority can be competent for: environmental_permit, building_permit, public_event …';
comment on column fields.name is 'in every language';

create table authorities (
    id          uuid primary key,
    code        text not null unique check (code ~ '^[a-z][a-z0-9_]{0,62}$'),
    parent      uuid references authorities (id),
    kind        text not null check (kind in ('state', 'municipality', 'joint', 'police', 'rescue')),
    name        jsonb not null,
    business_id text check (business_id ~ '^[0-9]{7}-[0-9]$'),
    channels    jsonb not null default '{}',
    hours       jsonb not null default '{}',
    own_card    boolean not null default false,
    valid_from  date not null,
    valid_to    date check (valid_to >= valid_from),
    version     bigint not null default 1,
    updated_at  timestamptz not null default now(),
    check (parent <> id)
);
create index authorities_parent on authorities (parent);
comment on table authorities is 'authorities and their units; powers and names change by law, so each has the days on which it exists';
comment on column authorities.parent is 'the authority that this is a unit of';
comment on column authorities.channels is 'ways to reach it, for everybody: phone, email, web, address; no person''s own';
comment on column authorities.hours is 'service hours by weekday and exceptions by date, Finnish local time';
comment on column authorities.own_card is 'its administrators changed channels or hours here: a directory''s file no longer does';
comment on column authorities.version is 'rises with every change (ETag)';
comment on column authorities.valid_to is 'last day; null: until further notice';

create table competences (
    id             uuid primary key,
    authority      uuid not null references authorities (id) on delete cascade,
    field          text not null references fields (code),
    area           text not null check (area in ('country', 'region', 'municipality', 'drawn')),
    municipalities text[] not null default '{}',
    geom           geometry(MultiPolygon, 3067) not null,
    statute        jsonb not null,
    valid_from     date not null,
    valid_to       date check (valid_to >= valid_from),
    unique (authority, field, valid_from)
);
create index competences_geom on competences using gist (geom);
create index competences_field on competences (field);
comment on table competences is 'who is competent for what and where';
comment on column competences.area is 'what the geometry is: the whole country, municipalities together or one (by their codes), or drawn';
comment on column competences.municipalities is 'three-digit codes from which the geometry was made';
comment on column competences.statute is 'by which statute, in every language';

create table personal.officials (
    id         uuid primary key,
    person     uuid not null references personal.parties (id),
    authority  uuid not null references authorities (id),
    role       text not null check (role in ('handler', 'decision_maker', 'supervisor', 'registrar', 'administrator')),
    source     text not null,
    valid_from date not null default current_date,
    valid_to   date,
    created_at timestamptz not null default now(),
    created_by uuid,
    blocked_at timestamptz,
    unique (person, authority, role),
    check (source = 'here' or valid_to is not null)
);
create index officials_authority on personal.officials (authority);
comment on table personal.officials is 'who works for which authority in which role';
comment on column personal.officials.source is 'here: an administrator gave it; otherwise the id of the sign-in provider that says so';
comment on column personal.officials.valid_to is 'last day; null: until further notice; what a provider states holds for some time after the last sign-in';
comment on column personal.officials.blocked_at is 'when an administrator took it away; it is not held, whatever the days say, until an administrator gives it anew';

-- A request reads its session's row and nothing else, so the offices in it follow what changes here at once.
create function personal.offices(of_person uuid) returns jsonb language sql stable
    set search_path = pg_catalog
    return (select coalesce(jsonb_agg(jsonb_build_object('authority', o.authority, 'role', o.role, 'from', o.valid_from, 'to', o.valid_to) order by o.authority, o.role), '[]')
            from personal.officials o where o.person = of_person and o.blocked_at is null);
create function personal.offices_changed() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
    if tg_op <> 'INSERT' then
        update personal.sessions set offices = personal.offices(old.person) where party = old.person;
    end if;
    if tg_op <> 'DELETE' then
        update personal.sessions set offices = personal.offices(new.person) where party = new.person;
    end if;
    return null;
end $$;
create trigger offices_changed after insert or update or delete on personal.officials for each row execute function personal.offices_changed();

revoke all on function personal.offices, personal.offices_changed from public;
grant execute on function personal.offices to lupakartta_personal;
grant select on fields, authorities, competences to lupakartta_app, lupakartta_personal;
-- Whoever owns the tables loads a directory. The service makes areas anew when borders are, and changes nothing else:
-- from authorities.parent it follows who administers what.
grant update (geom) on competences to lupakartta_app;
-- An administrator's change of the card and its line in the audit log are one transaction.
grant update (channels, hours, own_card, version, updated_at) on authorities to lupakartta_personal;
grant select, insert, update, delete on personal.officials to lupakartta_personal;

-- Live layers: what the service itself keeps on the map and changes from moment to moment. Each is a view
-- map_*(id, kind, geom, attributes, audience, changed_at); every row's audience says who may see it (layers/live.go).
-- A part of the product joins by a view over a table with the columns geom, audience and changed_at, by select map_follow('table', 'live_layer'),
-- and by what the layer is called (layers/live/*.json). A view shows something else only when its table was written: nothing of it hangs on the time of day.

create table layer_changes (
    id         bigint generated always as identity primary key,
    txid       xid8 not null default pg_current_xact_id(),
    layer      text not null,
    kind       text not null check (kind in ('features', 'version')),
    open       boolean not null default true,
    west       float8,
    south      float8,
    east       float8,
    north      float8,
    changed_at timestamptz not null default clock_timestamp()
);
create index layer_changes_txid on layer_changes (txid);
create index layer_changes_changed on layer_changes (changed_at);
comment on table layer_changes is 'where the map changed, for every instance to read (layers/changes): notifications only wake; rows are taken away after an hour';
comment on column layer_changes.txid is 'the transaction: rows are read by what a snapshot did not see yet, since ids do not come in the order of commits';
comment on column layer_changes.kind is 'features: rows of a live layer; version: what is published of an imported layer, who keeps it, or whose features are kept';
comment on column layer_changes.open is 'whether everybody could see what was changed, before or after';
comment on column layer_changes.west is 'of the box in EPSG:3067, metres; null: everywhere';

-- Rows of a table behind a view have changed: one line per place, the old and the new, or one around all of them where they are many.
create function map_changed() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    written integer;
begin
    if tg_op = 'TRUNCATE' then
        insert into layer_changes (layer, kind) values (tg_argv[0], 'features');
        written := 1;
    else
        execute format($sql$
            insert into layer_changes (layer, kind, open, west, south, east, north)
            with places as materialized (
                select distinct coalesce('public' = any (audience), false) as open,
                    st_xmin(geom) as west, st_ymin(geom) as south, st_xmax(geom) as east, st_ymax(geom) as north
                from (%s) changed where not st_isempty(geom)
            ), counted as (select count(*) as places from places)
            select $1, 'features', open, west, south, east, north from places, counted where counted.places <= 100
            union all
            select $1, 'features', open, min(west), min(south), max(east), max(north) from places, counted where counted.places > 100 group by open
        $sql$, case tg_op
            when 'INSERT' then 'select geom, audience from new_rows'
            when 'DELETE' then 'select geom, audience from old_rows'
            else 'select geom, audience from old_rows union all select geom, audience from new_rows' end) using tg_argv[0];
        get diagnostics written = row_count;
    end if;
    if written > 0 then
        perform pg_notify('layers', tg_argv[0]);
    end if;
    return null;
end $$;

create function map_touched() returns trigger language plpgsql as $$
begin
    new.changed_at := now();
    return new;
end $$;

create function map_follow(followed regclass, layer text) returns void language plpgsql as $$
begin
    execute format('create trigger map_touched before insert or update on %s for each row execute function map_touched()', followed);
    execute format('create trigger map_inserted after insert on %s referencing new table as new_rows for each statement execute function map_changed(%L)', followed, layer);
    execute format('create trigger map_updated after update on %s referencing old table as old_rows new table as new_rows for each statement execute function map_changed(%L)', followed, layer);
    execute format('create trigger map_deleted after delete on %s referencing old table as old_rows for each statement execute function map_changed(%L)', followed, layer);
    execute format('create trigger map_truncated after truncate on %s for each statement execute function map_changed(%L)', followed, layer);
end $$;
comment on function map_follow is 'lets every change of a table behind a map_* view reach the map';
revoke execute on function map_follow from public;

-- What is published goes the same way, so that an instance that hears nothing reads it all the same.
create function layer_told() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    told text;
begin
    if tg_table_name = 'layers' then
        told := new.id;
    else
        told := new.layer;
    end if;
    insert into layer_changes (layer, kind) values (told, 'version');
    perform pg_notify('layers', told);
    return null;
end $$;
create trigger layer_told after update of current, keeper on layers for each row
    when (old.current is distinct from new.current or old.keeper is distinct from new.keeper) execute function layer_told();
create trigger layer_told after update of state on layer_versions for each row
    when (new.state = 'cleared' and old.state <> 'cleared') execute function layer_told();

create table roadworks (
    id         bigint generated always as identity primary key,
    kind       text not null check (kind in ('digging', 'pipes', 'cable', 'paving', 'building')),
    geom       geometry(Geometry, 3067) not null check (not st_isempty(geom) and st_isvalid(geom)),
    what       jsonb not null check (what ? 'fi' and what ? 'sv' and what ? 'en'),
    street     text not null default '',
    traffic    text not null check (traffic in ('open', 'narrowed', 'closed')),
    starts     date not null,
    ends       date not null check (ends >= starts),
    operator   text not null default '',
    permit     text not null default '',
    audience   text[] not null default '{public}',
    changed_at timestamptz not null default now()
);
create index roadworks_geom on roadworks using gist (geom);
comment on table roadworks is 'works in streets and roads that the service itself keeps';
comment on column roadworks.what is 'what is done, in fi, sv and en';
comment on column roadworks.traffic is 'what it means for traffic';
comment on column roadworks.starts is 'first day';
comment on column roadworks.ends is 'last day';
comment on column roadworks.operator is 'the organisation that does the work, never a person';
comment on column roadworks.permit is 'number of the decision on the work, where there is one';
comment on column roadworks.audience is 'who may see it: public, authority:<id>, party:<id>; nobody where it is empty';

create view map_roadworks as
    select id, kind, geom, audience, changed_at, jsonb_strip_nulls(jsonb_build_object(
        'what', what ->> 'fi', 'what_sv', what ->> 'sv', 'what_en', what ->> 'en', 'street', nullif(street, ''), 'traffic', traffic,
        'starts', starts, 'ends', ends, 'operator', nullif(operator, ''), 'permit', nullif(permit, ''))) as attributes
    from roadworks;
comment on view map_roadworks is 'live layer live_roadworks';
select map_follow('roadworks', 'live_roadworks');

grant select on map_roadworks to lupakartta_app;
grant select, delete on layer_changes to lupakartta_app;

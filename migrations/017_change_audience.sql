-- Pages of those who are signed in are told where rows changed that not everybody sees, when they are among those who do.

alter table layer_changes add column audience text[];
comment on column layer_changes.audience is 'of what not everybody could see: who could; null: everybody, or nobody';

-- As in 008, with the audience of each place. Where a statement touches many places, each of those who see some of them has a line around
-- what they see, and no other: a box around all would tell where others plan.
create or replace function map_changed() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    written integer;
begin
    if tg_op = 'TRUNCATE' then
        insert into layer_changes (layer, kind) values (tg_argv[0], 'features');
        written := 1;
    else
        execute format($sql$
            insert into layer_changes (layer, kind, open, audience, west, south, east, north)
            with places as materialized (
                select distinct coalesce('public' = any (audience), false) as open, case when 'public' = any (audience) then null else audience end as audience,
                    st_xmin(geom) as west, st_ymin(geom) as south, st_xmax(geom) as east, st_ymax(geom) as north
                from (%s) changed where not st_isempty(geom)
            ), counted as (
                select (select count(*) from places) as places, (select count(distinct seen) from places, unnest(audience) seen where not open) as viewers
            )
            select $1, 'features', open, audience, west, south, east, north from places, counted where counted.places <= 100
            union all
            select $1, 'features', true, null, min(west), min(south), max(east), max(north) from places, counted where counted.places > 100 and open group by open
            union all
            select $1, 'features', false, array[seen], min(west), min(south), max(east), max(north) from places cross join counted cross join unnest(audience) seen
                where counted.places > 100 and not open and counted.viewers <= 1000 group by seen
            union all -- so many that it is shorter to tell everybody that something changed, and not where
            select $1, 'features', true, null, null, null, null, null from counted where counted.places > 100 and counted.viewers > 1000
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

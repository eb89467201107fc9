-- A register without ids gives a changed feature a new one, the hash of its new content. What went and what came in its
-- place are one feature when they have the same geometry; or the same attributes, which nothing else that went or came
-- has, not further apart than {apart} metres.
create temporary table twins on commit drop as
with gone as (
        select p.former_fid, f.geom, row_number() over (partition by f.geom order by f.fid) as n
        from pairs p join layer_data.v{former} f on f.fid = p.former_fid where p.fid is null and f.source_id ~ '{hash}'),
    come as (
        select p.fid, f.geom, row_number() over (partition by f.geom order by f.fid) as n
        from pairs p join layer_data.v{version} f on f.fid = p.fid where p.former_fid is null and f.source_id ~ '{hash}')
select gone.former_fid, come.fid, true as placed from gone join come using (geom, n);

insert into twins
with gone as (
        select min(p.former_fid) as former_fid, f.attributes - $1::text[] as attributes
        from pairs p join layer_data.v{former} f on f.fid = p.former_fid
        where p.fid is null and f.source_id ~ '{hash}' and not exists (select from twins t where t.former_fid = p.former_fid)
        group by 2 having count(*) = 1),
    come as (
        select min(p.fid) as fid, f.attributes - $1::text[] as attributes
        from pairs p join layer_data.v{version} f on f.fid = p.fid
        where p.former_fid is null and f.source_id ~ '{hash}' and not exists (select from twins t where t.fid = p.fid)
        group by 2 having count(*) = 1)
select gone.former_fid, come.fid, {placed} from gone join come using (attributes)
join layer_data.v{former} a on a.fid = gone.former_fid join layer_data.v{version} b on b.fid = come.fid
where come.attributes <> '{}' and st_dwithin(a.geom, b.geom, {apart});

delete from pairs p using twins t where p.fid is null and p.former_fid = t.former_fid;
delete from pairs p using twins t where p.former_fid is null and p.fid = t.fid;
insert into pairs (former_fid, fid, placed, described, shown, apart, twin)
select t.former_fid, t.fid, t.placed, jsonb_strip_nulls(a.attributes) = jsonb_strip_nulls(b.attributes),
    jsonb_strip_nulls(a.attributes - $1::text[]) = jsonb_strip_nulls(b.attributes - $1::text[]),
    st_distance(st_centroid(a.geom), st_centroid(b.geom)), true
from twins t join layer_data.v{former} a on a.fid = t.former_fid join layer_data.v{version} b on b.fid = t.fid;

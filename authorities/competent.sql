-- $1 place in EPSG:3067, $2 field or '', $3 day, $4 and $5 what is too small to count (competent.go)
with recursive place as materialized (
    select g, st_dimension(g) as dimension, st_npoints(g) = 1 as single, case st_dimension(g) when 2 then st_area(g) when 1 then st_length(g) else st_npoints(g) end as size
    from (select case when st_dimension(given) = 2 then st_makevalid(given)
            -- A line counts once where it lies twice; one of no length is a point.
            when st_isempty(st_unaryunion(given)) then st_centroid(given) else st_unaryunion(given) end as g
        from (select $1::geometry as given) g) p
), gone as (
    -- What does not exist on the day takes its units along.
    select id from authorities where not $3::date between valid_from and coalesce(valid_to, 'infinity')
    union
    select a.id from authorities a join gone on a.parent = gone.id
)
select a.id, a.code, coalesce(p.code, ''), a.kind, a.name, coalesce(a.business_id, ''), a.channels, a.hours,
    a.valid_from::text, coalesce(a.valid_to::text, ''), a.version,
    c.id, f.code, f.name, c.area, c.statute, coalesce(c.valid_to::text, ''),
    case when place.size - inside < least($4::float8, $5::float8 * place.size) then 1 else inside / place.size end as share
from place
    -- By the GiST index of competences.geom first: the fields of one place are few.
    join competences c on st_intersects(c.geom, place.g)
    cross join lateral (select case when place.single or st_covers(c.geom, place.g) then place.size else
        (select case place.dimension when 2 then st_area(i) when 1 then st_length(i) else st_npoints(i) end from st_intersection(c.geom, place.g) i) end as inside) m
    join fields f on f.code = c.field
    join authorities a on a.id = c.authority
    left join authorities p on p.id = a.parent
where ($2 = '' or c.field = $2) and $3::date between c.valid_from and coalesce(c.valid_to, 'infinity')
    and a.id not in (select id from gone) and inside >= least($4::float8, $5::float8 * place.size)
order by share desc, a.code, f.code

-- $1 before, $2 after, EPSG:3067; null: none. Overlay to a tenth of a millimetre, so that shared edges leave no slivers.
with shapes as (
    select $1::geometry as before, $2::geometry as after
), parts as (
    select before, after,
        case when before is null then after else st_difference(after, before, 0.0001) end as added,
        case when after is null then before else st_difference(before, after, 0.0001) end as removed
    from shapes
)
select coalesce(st_asgeojson(st_transform(case when not st_isempty(added) then added end, 4326), 7), 'null')::json,
    coalesce(st_asgeojson(st_transform(case when not st_isempty(removed) then removed end, 4326), 7), 'null')::json,
    coalesce(st_area(st_transform(added, 4258)::geography), 0), coalesce(st_area(st_transform(removed, 4258)::geography), 0),
    coalesce(case when st_dimension(added) = 1 then st_length(st_transform(added, 4258)::geography) end, 0),
    coalesce(case when st_dimension(removed) = 1 then st_length(st_transform(removed, 4258)::geography) end, 0),
    coalesce(st_length(st_transform(st_makeline(st_centroid(before), st_centroid(after)), 4258)::geography), 0)
from parts

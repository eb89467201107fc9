-- What version {version} changes against version {former}. One pass over both tables finds the pairs of features that
-- are not the same bytes; everything after looks at those alone.
create temporary table pairs on commit drop as
select a.fid as former_fid, b.fid,
    {placed} as placed,
    -- A value that is null and one that is missing tell the same.
    a.attributes = b.attributes or jsonb_strip_nulls(a.attributes) = jsonb_strip_nulls(b.attributes) as described,
    a.attributes = b.attributes or jsonb_strip_nulls(a.attributes - $1::text[]) = jsonb_strip_nulls(b.attributes - $1::text[]) as shown,
    case when not a.geom = b.geom then st_distance(st_centroid(a.geom), st_centroid(b.geom)) end as apart,
    false as twin
from layer_data.v{former} a full join layer_data.v{version} b using (source_id)
where a.fid is null or b.fid is null or not a.geom = b.geom or a.attributes <> b.attributes;

-- The lines that people see: of each kind the first {most}, of what moved those that moved furthest.
insert into layer_differences (version, former, kind, fid, source_id, geom, detail)
select {version}, {former}, p.kind, coalesce(p.fid, p.former_fid), coalesce(b.source_id, a.source_id), coalesce(b.geom, a.geom),
    jsonb_strip_nulls(jsonb_build_object(
        'former_id', case when a.source_id <> b.source_id then a.source_id end,
        -- True metres between the centroids; in the plane how far the outlines are from each other at the most.
        'moved_m', case when p.kind = 'moved' then round(st_distance(
            st_transform(st_centroid(a.geom), 4258)::geography, st_transform(st_centroid(b.geom), 4258)::geography)::numeric, 3) end,
        'apart_m', case when p.kind = 'moved' and st_npoints(a.geom)::bigint * st_npoints(b.geom) <= {comparable}
            then round(st_hausdorffdistance(a.geom, b.geom)::numeric, 3) end,
        'area_before_m2', case when st_dimension(a.geom) = 2 then round(st_area(a.geom)::numeric, 2) end,
        'area_after_m2', case when st_dimension(b.geom) = 2 then round(st_area(b.geom)::numeric, 2) end,
        'length_before_m', case when st_dimension(a.geom) = 1 then round(st_length(a.geom)::numeric, 2) end,
        'length_after_m', case when st_dimension(b.geom) = 1 then round(st_length(b.geom)::numeric, 2) end,
        'attributes', case when not p.shown then (
            select jsonb_agg(jsonb_build_object('name', name,
                'from', case when length(v.before #>> '{}') > {longest} then to_jsonb(left(v.before #>> '{}', {longest}) || '…') else v.before end,
                'to', case when length(v.after #>> '{}') > {longest} then to_jsonb(left(v.after #>> '{}', {longest}) || '…') else v.after end) order by name)
            from jsonb_object_keys(a.attributes || b.attributes) as name, lateral (select a.attributes -> name as before, b.attributes -> name as after) v
            where name <> all ($1::text[]) and coalesce(v.before, 'null') <> coalesce(v.after, 'null')) end))
from (
    select former_fid, fid, shown, case when former_fid is null then 'added' when fid is null then 'removed' when not placed then 'moved' else 'changed' end as kind,
        row_number() over (partition by former_fid is null, fid is null, placed order by apart desc nulls last, coalesce(fid, former_fid)) as n
    from pairs where former_fid is null or fid is null or not placed or not shown) p
left join layer_data.v{former} a on a.fid = p.former_fid left join layer_data.v{version} b on b.fid = p.fid
where p.n <= {most}

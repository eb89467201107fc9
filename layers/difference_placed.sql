-- Bytes first. Else the same place is one whose outline is nowhere further than a millimetre from the other's: where a
-- ring begins, which way it turns and positions on a straight side do not matter. Boxes and areas say no cheaply.
(a.geom = b.geom or (
    st_dimension(a.geom) = st_dimension(b.geom)
    and abs(st_xmin(a.geom) - st_xmin(b.geom)) <= {tolerance} and abs(st_ymin(a.geom) - st_ymin(b.geom)) <= {tolerance}
    and abs(st_xmax(a.geom) - st_xmax(b.geom)) <= {tolerance} and abs(st_ymax(a.geom) - st_ymax(b.geom)) <= {tolerance}
    and abs(st_area(a.geom) - st_area(b.geom)) <= {tolerance} * (st_perimeter(a.geom) + st_perimeter(b.geom))
    and case when st_npoints(a.geom)::bigint * st_npoints(b.geom) <= {comparable} then st_hausdorffdistance(a.geom, b.geom, 0.5) <= {tolerance}
        -- The distance of large outlines would take minutes: their positions are compared one by one.
        else st_npoints(a.geom) = st_npoints(b.geom) and exists (
            select from (values (a.geom, b.geom), (st_normalize(a.geom), st_normalize(b.geom))) as outline(a, b)
            where not exists (select from st_dumppoints(outline.a) with ordinality as p(path, geom, n)
                join st_dumppoints(outline.b) with ordinality as q(path, geom, n) using (n)
                where p.path <> q.path or st_distance(p.geom, q.geom) > {tolerance})) end))

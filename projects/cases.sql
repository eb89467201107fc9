-- $1 authorities, $2 kinds, $3 states, $4 severities, $5 $6 time, $7 title, $8 box, $9 its SRID, $10 $11 after, $12 limit, $13 person, $14 unseen only
with newest as (
    select distinct on (n.shown_at, n.project) n.*
    from unnest($1::uuid[]) as office (authority)
        -- per authority, so that the index gives them in order and the rest is never read
        cross join lateral (
            select a.project, a.authority, a.shown_at, a.until
            from project_authorities a
            where a.authority = office.authority
                and ($2::text[] is null or a.kind = any ($2)) and ($3::text[] is null or a.state = any ($3)) and ($4::text[] is null or a.severity = any ($4))
                and ($5::timestamptz is null or a.ends is null or a.ends >= $5) and ($6::timestamptz is null or a.starts is null or a.starts <= $6)
                and ($7 = '' or a.title ilike $7)
                -- told once, as the authority knows it that was shown it last
                and (a.until is null or not exists (select from project_authorities b where b.project = a.project and b.authority = any ($1) and b.shown_at > a.shown_at))
                and ($8::float8[] is null or a.box && st_makeenvelope($8[1], $8[2], $8[3], $8[4], $9))
                -- the first finds most of what was seen in one set, the second the rest one by one
                and (not $14 or (a.project, a.version) not in (select l.project, l.version from personal.project_looks l where l.person = $13) and not exists (select from personal.project_looks l where l.project = a.project and l.person = $13 and l.version >= a.version))
                and ($10::timestamptz is null or (a.shown_at, a.project) < ($10, $11))
            order by a.shown_at desc, a.project desc
            limit $12
        ) as n
    order by n.shown_at desc, n.project desc, n.until desc nulls first
    limit $12
)
select a.project, a.version, a.kind, a.title, a.state, a.starts, a.ends, a.severity, a.red, a.amber, a.unknown, a.green,
    st_x(a.middle), st_y(a.middle), a.shown_at, w.first_at, a.until is null, l.version, l.at,
    (select count(*) from personal.project_comments c where c.project = a.project and c.author <> $13 and c.version <= a.version and not (c.field = any (a.hidden)))
from newest n join project_authorities a on a.authority = n.authority and a.project = n.project join projects_shown w on w.project = a.project
    left join personal.project_looks l on l.project = a.project and l.person = $13
order by a.shown_at desc, a.project desc

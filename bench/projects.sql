-- 100,000 projects with ten versions of some 2 kB each, shown to an authority of the whole country and each to one of 300 others.
set synchronous_commit = off;

insert into personal.parties (id, kind, name) select gen_random_uuid(), 'organisation', 'Mitattu ' || n from generate_series(0, 999) n;
insert into personal.parties (id, kind, name) values (gen_random_uuid(), 'person', 'Mitattu virkahenkilö');
insert into authorities (id, code, kind, name, valid_from)
    select gen_random_uuid(), 'measured_' || n, 'state', jsonb_build_object('fi', 'Mitattu ' || n, 'sv', 'Mätt ' || n, 'en', 'Measured ' || n), '2020-01-01' from generate_series(0, 300) n;

-- What each project is: its party (the first has 500), its kind, its worst finding, its time and its place.
create temporary table measured as
    select n, gen_random_uuid() as id, (select p.id from personal.parties p where p.name = 'Mitattu ' || case when n <= 500 then 0 else 1 + n % 999 end) as party,
        case when n % 1000 = 0 then 'mine' when n % 3 = 0 then 'building' else 'event' end as kind,
        'Hanke ' || n || ' ' || (array['kesäjuhla', 'katutyö', 'tori', 'rakennus', 'kilpailu'])[1 + n % 5] as title,
        (array['red', 'amber', 'amber', 'green', 'unknown', 'amber', 'green'])[1 + n % 7] as severity,
        timestamptz '2026-01-01' + n % 900 * interval '1 day' as starts,
        timestamptz '2026-01-01' + n * interval '5 minutes' as shown,
        250000 + 300000 * random() as e, 6800000 + 600000 * random() as north, gen_random_uuid() as part
    from generate_series(1, 100000) n;
alter table measured add column geom geometry(Polygon, 3067), add column words text;
update measured set geom = st_buffer(st_setsrid(st_makepoint(e, north), 3067), 20 + n % 300, 8),
    words = (select string_agg(md5(n::text || k), ' ') from generate_series(1, 35) k);
create index on measured (n);
analyze measured;

insert into projects (id, party, matter, state, revision, fields, working, shown, created_by, created_at, saved_by, saved_at, visible_at)
    select id, party, 'events', 'visible', 10, jsonb_build_object('/kind', 1, '/title', 9, '/summary', 10, '/answers/attendance', 4, '/parts/' || part, 7), 10, 10, party, shown, party, shown, shown from measured;
insert into project_versions (project, number, kind, title, content, place, geom, starts, ends, revision, author, begun_at, saved_at, shown_at, shown_by)
    select m.id, v, m.kind, m.title,
        jsonb_build_object('/kind', m.kind, '/title', m.title, '/summary', m.words || v, '/answers/attendance', m.n % 3000),
        jsonb_build_object('/parts/' || m.part, jsonb_build_object('id', m.part, 'purpose', 'site', 'geometry', st_asgeojson(st_transform(m.geom, 4326), 9)::jsonb)),
        m.geom, m.starts, m.starts + interval '2 days', v, m.party, m.shown, m.shown, m.shown, m.party
    from measured m cross join generate_series(1, 10) v;
insert into projects_shown (project, version, kind, event, title, state, starts, ends, severity, red, amber, unknown, green, middle, box, open, shown_at, first_at)
    select id, 10, kind, kind = 'event', title, 'visible', starts, starts + interval '2 days', severity, 1, 2, 3, 4, st_pointonsurface(geom), st_envelope(geom), n % 10 = 0, shown, shown from measured;
insert into project_parts (project, part, kind, event, state, title, name, purpose, starts, ends, geom, audience)
    select id, part, kind, kind = 'event', 'visible', title, '', 'site', starts, starts + interval '2 days', geom, case when n % 10 = 0 then array['public'] else array['party:' || party] end from measured;
insert into project_authorities (project, authority, fields, since, version, kind, title, state, severity, red, amber, unknown, green, starts, ends, middle, box, shown_at)
    select m.id, a.id, array['public_event'], m.shown, 10, m.kind, m.title, 'visible', m.severity, 1, 2, 3, 4, m.starts, m.starts + interval '2 days', st_pointonsurface(m.geom), st_envelope(m.geom), m.shown
    from measured m join authorities a on a.code in ('measured_0', 'measured_' || 1 + m.n % 300);
-- The newest 20,000 were looked at; every second project has a comment.
insert into personal.project_looks (project, person, authority, version)
    select m.id, (select id from personal.parties where name = 'Mitattu virkahenkilö'), (select id from authorities where code = 'measured_0'), 10 from measured m where m.n > 80000;
insert into personal.project_comments (id, project, version, author, authority, text)
    select gen_random_uuid(), m.id, 10, m.party, (select id from authorities where code = 'measured_0'), 'Huomatkaa melu.' from measured m where m.n % 2 = 0;

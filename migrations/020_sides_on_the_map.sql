-- Who may act for a party in one matter only sees its projects of that matter on the map, and nothing else of it: they are named by party
-- and matter (identity.PartyAudience).
update project_parts t set audience = (select array_agg(who order by who) from unnest(t.audience || ('party:' || p.party || ':' || p.matter)) who)
    from projects p where p.id = t.project and 'party:' || p.party = any (t.audience);

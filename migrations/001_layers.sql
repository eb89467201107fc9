create extension if not exists postgis;
create extension if not exists pg_trgm;

-- One table per layer version, v<number>; the numbers come from layer_versions.
create schema layer_data;
comment on schema layer_data is 'immutable tables of imported features, one per layer version';

create table layers (
    id         text primary key check (id ~ '^[a-z][a-z0-9_]{0,62}$'),
    theme      text not null,
    recipe     jsonb not null,
    current    bigint,
    last_fid   bigint not null default 0,
    position   integer not null default 0,
    created_at timestamptz not null default now()
);
comment on table layers is 'named sets of features imported from a register; rules name themes, not layers';
comment on column layers.recipe is 'titles, key, attribute labels, coverage, licence and style in force for the next import (layers.Recipe)';
comment on column layers.current is 'number of the published version; null until one is published';
comment on column layers.last_fid is 'highest fid given so far: a fid is never used for another source_id';
comment on column layers.position is 'drawing order, lowest at the bottom';

create table layer_versions (
    number        bigint generated always as identity primary key,
    layer         text not null references layers (id),
    state         text not null default 'building'
                  check (state in ('building', 'waiting', 'published', 'superseded', 'failed')),
    recipe        jsonb not null,
    feature_count bigint not null default 0,
    geometry_type text not null default '',
    bbox          geometry(Polygon, 3067),
    coverage      geometry(MultiPolygon, 3067),
    source        text not null default '',
    source_sha256 text not null default '',
    source_crs    text not null default '',
    data_date     date,
    report        jsonb not null default '{}',
    imported_at   timestamptz not null default now(),
    published_at  timestamptz
);
create index layer_versions_layer on layer_versions (layer, number);
comment on table layer_versions is 'what was imported when; features lie in layer_data.v<number>';
comment on column layer_versions.coverage is 'where the absence of a feature means that there is none; envelopes of refused features are cut out';
comment on column layer_versions.recipe is 'the recipe this version was built with';
comment on column layer_versions.source is 'name of the file or address it was read from, without folders';
comment on column layer_versions.data_date is 'the day the register says the data describes';

alter table layers add foreign key (current) references layer_versions (number);

create table theme_coverage (
    theme text primary key,
    geom  geometry(MultiPolygon, 3067) not null
);
comment on table theme_coverage is 'union of the coverage of a theme''s published versions, rebuilt in the transaction that publishes';

create table layer_search (
    version bigint not null references layer_versions (number),
    fid     bigint not null,
    kind    text not null check (kind in ('address', 'place', 'property', 'feature')),
    title   text not null,
    detail  text not null default '',
    folded  text not null,
    words   text not null generated always as (' ' || translate(folded || ', ' || lower(detail), 'åäö', 'aao')) stored,
    point   geometry(Point, 3067) not null,
    bbox    geometry(Polygon, 3067) not null,
    primary key (version, kind, fid)
);
-- Property unit ids are found by how they begin: millions of them would only make this index slow to build.
create index layer_search_words on layer_search using gin (words gin_trgm_ops) where kind <> 'property';
create index layer_search_prefix on layer_search (words text_pattern_ops);
comment on table layer_search is 'names by which features are found; only rows of published versions are searched';
comment on column layer_search.folded is 'title in lower case without diacritics other than å, ä and ö';
comment on column layer_search.words is 'a space, folded title, a comma, a space and the detail, all diacritics removed: what is compared, so that every word follows a space';

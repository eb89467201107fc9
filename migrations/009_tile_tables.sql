-- Copies of versions for tiles, layer_data.v<number>_web (layers/tile_table.go): made from a version's own table whenever
-- an instance has no room in memory for it, dropped when none has needed it for some time.
create table layer_tile_tables (
    version    bigint primary key references layer_versions (number) on delete cascade,
    attributes text[] not null,
    made_at    timestamptz not null default now(),
    needed_at  timestamptz not null default now()
);
comment on table layer_tile_tables is 'versions with a table for tiles in web mercator; a line comes in the transaction that makes the table';
comment on column layer_tile_tables.attributes is 'names of the attributes that travel in tiles, which the table has';
comment on column layer_tile_tables.needed_at is 'when an instance said last that it makes tiles from it';
grant select, insert, update, delete on layer_tile_tables to lupakartta_layers;
grant select on layer_tile_tables to lupakartta_app;

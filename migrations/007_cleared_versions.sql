-- Versions that nobody needs any more lose their features (layers/clear.go); their lines and reports stay.
alter table layer_versions
    drop constraint layer_versions_state_check,
    add constraint layer_versions_state_check check (state in ('building', 'waiting', 'published', 'superseded', 'cleared', 'failed')),
    add column superseded_at timestamptz;
update layer_versions set superseded_at = now() where state = 'superseded';
create index layer_versions_superseded on layer_versions (superseded_at) where state = 'superseded';
comment on column layer_versions.superseded_at is 'when another version took its place, the last time';

-- What somebody of an applicant's side has seen of what authorities did with a project: so that they are told what is new.
create table personal.project_visits (
    project uuid not null references projects (id) on delete cascade,
    person  uuid not null references personal.parties (id),
    at      timestamptz not null,
    primary key (project, person)
);
comment on table personal.project_visits is 'until when somebody of the applicant''s side has seen what authorities said about a project and restricted of it (F17)';
create index project_restrictions_project on personal.project_restrictions (project);
grant select, insert, update, delete on personal.project_visits to lupakartta_personal;

-- A file that the virus scanner does not take, as it is larger than its limit, ends here instead of waiting for it for ever.
alter table project_attachments drop constraint project_attachments_state_check;
alter table project_attachments add constraint project_attachments_state_check check (state in ('arriving', 'scanning', 'clean', 'unscanned', 'infected', 'too_large'));
comment on column project_attachments.state is 'arriving: the bytes are being kept; scanning: nobody but the applicant''s side reads it yet; unscanned: no scanner was named; too_large: for the scanner, and read by nobody but the applicant''s side; infected: nobody reads it, and its bytes are gone';

-- Streets are looked up by their names (projects/placing/street.go), which are attributes like any other.
create function feature_words(attributes jsonb) returns text language sql immutable parallel safe as $$
    select lower(string_agg(' ' || v.value || E'\n', '')) from jsonb_each_text(attributes) v
$$;
comment on function feature_words is 'what a feature''s attributes say in lower case, each after a space and before the end of a line: what the names of streets are looked up in';
do $$
declare
    street record;
begin
    for street in select number from layer_versions where recipe ->> 'theme' = 'base_street' and to_regclass('layer_data.v' || number) is not null loop
        execute format('create index on layer_data.%I using gin (feature_words(attributes) gin_trgm_ops)', 'v' || street.number);
    end loop;
end $$;

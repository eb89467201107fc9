-- What a batch rests on is kept whole: also how old its layers were, what was left out and which answers nobody read.
alter table personal.check_batches
    add column unread  jsonb not null default '[]',
    add column unasked jsonb not null default '[]',
    add column fetched jsonb;
comment on column personal.check_batches.unread is 'names among the answers that no question has; their values are not kept';
comment on column personal.check_batches.unasked is 'rules that wait for the kind of the project (checks.Waiting), by the basis; those of a change stand there';
comment on column personal.check_batches.fetched is '{layer: when its source was last fetched}, as it was at pinned_at; null: not begun, or begun before this was kept';
comment on column personal.check_batches.pinned_at is 'the moment of the basis, or of the last of the changes';

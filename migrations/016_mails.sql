-- The outbox of mails. A row and the job that sends it are one transaction with what causes them.
create table personal.mails (
    id          uuid primary key,
    party       uuid references personal.parties (id),
    authority   uuid references authorities (id),
    address     text not null default '',
    language    text not null default '' check (language in ('', 'fi', 'sv', 'en')),
    template    text not null,
    parameters  jsonb not null default '{}' check (octet_length(parameters::text) <= 16384),
    path        text not null check (path like '/%'),
    matter      text not null default '',
    dedup       text not null unique check (dedup <> ''),
    state       text not null default 'queued' check (state in ('queued', 'sent', 'kept', 'failed', 'suppressed')),
    reason      text not null default '',
    tries       integer not null default 0,
    taken_until timestamptz,
    created_at  timestamptz not null default now(),
    sent_at     timestamptz,
    ended_at    timestamptz,
    check ((party is null) <> (authority is null)),
    check ((state = 'queued') = (ended_at is null)),
    check ((state = 'sent') = (sent_at is not null))
);
create index mails_party on personal.mails (party, id desc);
create index mails_authority on personal.mails (authority, id desc) where authority is not null;
create index mails_ended on personal.mails (ended_at) where ended_at is not null;
comment on table personal.mails is 'mails to persons, organisations and authorities; gone 90 days after they ended';
comment on column personal.mails.party is 'who reads it; null: the mailbox of an authority';
comment on column personal.mails.address is 'to which it was sent; of a party empty until then, since the profile may change';
comment on column personal.mails.language is 'likewise';
comment on column personal.mails.template is 'what it says (identity/mails/templates)';
comment on column personal.mails.parameters is 'what the template names and nothing else, each in every language';
comment on column personal.mails.path is 'of the page that it leads to, below the language';
comment on column personal.mails.matter is 'what it is about, as kind:id';
comment on column personal.mails.dedup is 'what it is told once for';
comment on column personal.mails.state is 'kept: in the demo, where it is read on a page instead; suppressed: no address, or no wish for e-mail';
comment on column personal.mails.reason is 'code of why it failed or was suppressed; of what went wrong last while it is queued';
comment on column personal.mails.taken_until is 'a worker is at it until then';

grant select, insert, delete, update (address, language, state, reason, tries, taken_until, sent_at, ended_at) on personal.mails to lupakartta_personal;

-- What happened, and mail that waits to be delivered.

create table audit_events (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    kind text not null,
    by text not null,
    organisation_id uuid,
    application_id uuid,
    event text not null
);
comment on table audit_events is 'What happened; entries are added in the transaction of the change and never altered.';
comment on column audit_events.id is 'Number of the entry.';
comment on column audit_events.at is 'When, by the service''s clock.';
comment on column audit_events.kind is 'What kind of event.';
comment on column audit_events.by is 'Who did it: user, link, visitor or service.';
comment on column audit_events.organisation_id is 'The organisation that may see it; null for the team''s own matters.';
comment on column audit_events.application_id is 'The application that it concerns.';
comment on column audit_events.event is 'The event as canonical JSON text; kept as text so that a digest stays true.';
create index audit_events_application on audit_events (application_id, id);
create index audit_events_organisation on audit_events (organisation_id, id);

create table outbox (
    id uuid primary key,
    kind text not null,
    recipient text not null,
    subject text not null,
    body_text text not null,
    body_html text not null,
    created_at timestamptz not null,
    next_attempt_at timestamptz not null,
    attempts integer not null default 0,
    claimed_until timestamptz,
    delivered_at timestamptz,
    given_up_at timestamptz,
    last_error text
);
comment on table outbox is 'E-mails, rendered when queued in the transaction of the change that they tell of.';
comment on column outbox.id is 'Identifier; the Message-ID is made from it and so stays the same when delivery is repeated.';
comment on column outbox.kind is 'Which notice.';
comment on column outbox.recipient is 'E-mail address.';
comment on column outbox.subject is 'Subject line.';
comment on column outbox.body_text is 'Plain text; blanked after delivery because it may hold a one-time link.';
comment on column outbox.body_html is 'The same words as HTML; blanked after delivery.';
comment on column outbox.created_at is 'When it was queued.';
comment on column outbox.next_attempt_at is 'Not to be tried before.';
comment on column outbox.attempts is 'How often delivery was tried.';
comment on column outbox.claimed_until is 'A worker is delivering it until then.';
comment on column outbox.delivered_at is 'When the mail server took it.';
comment on column outbox.given_up_at is 'When no further attempt will be made.';
comment on column outbox.last_error is 'What the mail server said last, without addresses or text.';
create index outbox_due on outbox (next_attempt_at) where delivered_at is null and given_up_at is null;

create index outbox_recipient on outbox (lower(recipient), created_at);

create function access.was_mailed(p_recipient text, p_kinds text[], p_seconds integer) returns boolean
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select exists (select from public.outbox
          where lower(recipient) = lower(p_recipient) and kind = any (p_kinds)
            and created_at > access.now() - make_interval(secs => p_seconds)) $$;
comment on function access.was_mailed is 'Whether such mail was queued for an address in the last seconds, so that nobody''s mailbox is filled.';

create function access.link_organisation() returns uuid
    language sql stable set search_path = pg_catalog as $$ select null::uuid $$;
comment on function access.link_organisation is 'The organisation of the presented link.';
grant execute on function access.link_organisation() to psn_app, psn_resolver;

alter table audit_events enable row level security;
alter table audit_events force row level security;
alter table outbox enable row level security;
alter table outbox force row level security;

grant select, insert on audit_events to psn_app;
grant insert on audit_events to psn_worker;
create policy read_own on audit_events for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[])
           or (select access.team_role()) is not null);
create policy record on audit_events for insert to psn_app
    with check (organisation_id is null
                or organisation_id = any ((select access.organisations())::uuid[])
                or organisation_id = (select access.link_organisation())
                or (select access.team_role()) is not null);
create policy record_by_service on audit_events for insert to psn_worker with check (true);
create policy record_by_owner on audit_events for insert to psn_owner with check (organisation_id is null);

grant select (recipient, kind, created_at) on outbox to psn_resolver;
create policy resolve on outbox for select to psn_resolver using (true);
alter function access.was_mailed(text, text[], integer) owner to psn_resolver;
revoke execute on function access.was_mailed(text, text[], integer) from public;
grant execute on function access.was_mailed(text, text[], integer) to psn_app;

grant insert on outbox to psn_app, psn_worker;
grant select, update on outbox to psn_worker;
create policy queue on outbox for insert to psn_app with check (true);
create policy deliver on outbox to psn_worker using (true) with check (true);

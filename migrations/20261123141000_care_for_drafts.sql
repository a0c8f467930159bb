-- Drafts that nobody works on, drafts that are deleted, and applications that are withdrawn.

insert into rule_values (name, from_on, value, source) values
    ('draft_first_reminder_days', '2015-07-08', 14, 'House rule: a draft that nobody saved for two weeks may be forgotten'),
    ('draft_second_reminder_days', '2015-07-08', 28, 'House rule: a second and last reminder'),
    ('draft_undo_days', '2015-07-08', 30, 'House rule: a deleted draft can be brought back for a month');

alter table applications drop constraint applications_state_check;
alter table applications
    add constraint applications_state_check check (state in ('draft', 'submitted', 'under_review',
        'awaiting_supplier', 'recommended', 'approved', 'refused', 'certified', 'withdrawn', 'deleted')),
    add column ended_at timestamptz,
    add column ended_by_name text,
    add column ended_reason text,
    add column erase_on date,
    add check ((state in ('withdrawn', 'deleted')) = (ended_at is not null)),
    add check ((state = 'deleted') = (erase_on is not null));
comment on column applications.ended_at is 'When it was withdrawn or deleted.';
comment on column applications.ended_by_name is 'Name of who withdrew or deleted it.';
comment on column applications.ended_reason is 'Why it was withdrawn, in the supplier''s words; empty when they said none.';
comment on column applications.erase_on is 'The day on which a deleted draft is erased.';
grant update (ended_at, ended_by_name, ended_reason, erase_on) on applications to psn_app;
create index applications_to_erase on applications (erase_on) where state = 'deleted';
create index applications_quiet on applications (coalesce(last_saved_at, created_at)) where state = 'draft';

-- A deleted draft is the supplier's alone, as it was before.
drop policy read_own on applications;
create policy read_own on applications for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[])
           or ((select access.team_role()) is not null and state not in ('draft', 'deleted')));
drop policy change_own on applications;
create policy change_own on applications for update to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[])
           or ((select access.team_role()) is not null and state not in ('draft', 'deleted')));

create or replace function page.is_in_view(p_view text, p_user uuid, p_today date,
    p_state text, p_assigned_to uuid, p_target_on date, p_paused_at timestamptz) returns boolean
    language sql immutable
    as $$ select case p_view
        when 'mine' then p_assigned_to = p_user and p_state not in ('refused', 'certified', 'withdrawn')
        when 'unassigned' then p_assigned_to is null and p_state not in ('refused', 'certified', 'withdrawn')
        when 'waiting' then p_state = 'awaiting_supplier'
        when 'approve' then p_state = 'recommended'
        when 'issue' then p_state = 'approved'
        when 'overdue' then p_target_on < p_today and p_paused_at is null
            and p_state not in ('approved', 'refused', 'certified', 'withdrawn')
        when 'decided' then p_state in ('refused', 'certified', 'withdrawn')
        else p_state not in ('refused', 'certified', 'withdrawn')
    end $$;

create table draft_reminders (
    application_id uuid not null,
    organisation_id uuid not null,
    days integer not null,
    quiet_since timestamptz not null,
    sent_at timestamptz not null,
    primary key (application_id, days, quiet_since),
    foreign key (organisation_id, application_id) references applications (organisation_id, id)
);
comment on table draft_reminders is 'Reminders of drafts that nobody saves: each once for a time of quiet.';
comment on column draft_reminders.application_id is 'The draft.';
comment on column draft_reminders.organisation_id is 'The supplier.';
comment on column draft_reminders.days is 'After so many quiet days.';
comment on column draft_reminders.quiet_since is 'When it was saved last, or started.';
comment on column draft_reminders.sent_at is 'When the reminder was queued.';
alter table draft_reminders enable row level security;
alter table draft_reminders force row level security;
grant select, insert, delete on draft_reminders to psn_resolver;
create policy resolve on draft_reminders to psn_resolver using (true) with check (true);
create policy read_own on draft_reminders for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[]));
grant select on draft_reminders to psn_app;

create function access.quiet_drafts(p_limit integer)
    returns table (application_id uuid, organisation_id uuid, reference text, service_name text, days integer,
                   quiet_since timestamptz, people jsonb)
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    with quiet as (
        select a.id, a.organisation_id, a.reference, a.service_name, a.created_by,
               coalesce(a.last_saved_at, a.created_at) as since,
               access.today() - (coalesce(a.last_saved_at, a.created_at) at time zone 'Europe/London')::date as days
        from public.applications a
        where a.state = 'draft'
          and coalesce(a.last_saved_at, a.created_at)
              < access.now() - make_interval(days => access.rule_value('draft_first_reminder_days', access.today()) - 1)),
    due as (
        select q.*, (select max(r.days) from (values (access.rule_value('draft_first_reminder_days', access.today())),
                                                     (access.rule_value('draft_second_reminder_days', access.today()))) r(days)
                     where r.days <= q.days) as reminder
        from quiet q)
    select d.id, d.organisation_id, d.reference, d.service_name, d.reminder, d.since,
        (select coalesce(jsonb_agg(jsonb_build_object('name', u.name, 'email', u.email) order by u.name), '[]'::jsonb)
         from public.memberships m join public.users u on u.id = m.user_id
         where m.organisation_id = d.organisation_id and (m.leaves_on is null or m.leaves_on >= access.today())
           and (m.user_id = d.created_by
                or (m.role = 'administrator' and not exists (
                    select from public.memberships own
                    where own.organisation_id = d.organisation_id and own.user_id = d.created_by
                      and (own.leaves_on is null or own.leaves_on >= access.today())))))
    from due d
    where d.reminder is not null
      and not exists (select from public.draft_reminders sent
                      where sent.application_id = d.id and sent.quiet_since = d.since and sent.days >= d.reminder)
    order by d.since, d.id limit p_limit $$;
comment on function access.quiet_drafts is 'Drafts that nobody saved for so long that a reminder is due, with whom to remind: who started it, else the administrators. For the worker.';

create function access.note_draft_reminder(p_application uuid, p_days integer, p_quiet_since timestamptz) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        insert into public.draft_reminders (application_id, organisation_id, days, quiet_since, sent_at)
            select a.id, a.organisation_id, p_days, p_quiet_since, access.now()
            from public.applications a
            where a.id = p_application and a.state = 'draft' and coalesce(a.last_saved_at, a.created_at) = p_quiet_since
            on conflict do nothing;
        return found;
    end $$;
comment on function access.note_draft_reminder is 'Notes that a reminder is sent; false when it was sent before or somebody saved meanwhile. For the worker.';

create function access.drafts_to_erase(p_limit integer) returns table (application_id uuid, organisation_id uuid)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select a.id, a.organisation_id from public.applications a
          where a.state = 'deleted' and a.erase_on <= access.today() order by a.erase_on, a.id limit p_limit $$;
comment on function access.drafts_to_erase is 'Deleted drafts whose time to be brought back is over. For the worker.';

create function access.erase_draft(p_application uuid) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        perform from public.applications a
            where a.id = p_application and a.state = 'deleted' and a.erase_on <= access.today() for update;
        if not found then
            return false;
        end if;
        delete from public.links where application_id = p_application;
        delete from public.owner_requests where application_id = p_application;
        delete from public.signature_requests where application_id = p_application;
        delete from public.section_marks where application_id = p_application;
        delete from public.answer_history where application_id = p_application;
        delete from public.answers where application_id = p_application;
        delete from public.draft_reminders where application_id = p_application;
        delete from public.renewals where application_id = p_application;
        delete from public.applications where id = p_application;
        return true;
    end $$;
comment on function access.erase_draft is 'Erases a deleted draft with everything that belongs to it, but for the record of what happened; false when it may not be erased. For the worker.';

grant select (application_id), delete on answers, answer_history, section_marks to psn_resolver;
grant delete on links, owner_requests, signature_requests, renewals, applications to psn_resolver;
grant update (erase_on) on applications to psn_resolver;
create policy erase on answers to psn_resolver using (true);
create policy erase on answer_history to psn_resolver using (true);
create policy erase on section_marks to psn_resolver using (true);
create policy erase on renewals for delete to psn_resolver using (true);
create policy erase on owner_requests for delete to psn_resolver using (true);
create policy erase on signature_requests for delete to psn_resolver using (true);
create policy erase on applications for delete to psn_resolver using (state = 'deleted');
create policy hold on applications for update to psn_resolver using (state = 'deleted') with check (false);

alter function access.quiet_drafts(integer) owner to psn_resolver;
alter function access.note_draft_reminder(uuid, integer, timestamptz) owner to psn_resolver;
alter function access.drafts_to_erase(integer) owner to psn_resolver;
alter function access.erase_draft(uuid) owner to psn_resolver;
revoke execute on function access.quiet_drafts(integer), access.note_draft_reminder(uuid, integer, timestamptz),
    access.drafts_to_erase(integer), access.erase_draft(uuid) from public;
grant execute on function access.quiet_drafts(integer), access.note_draft_reminder(uuid, integer, timestamptz),
    access.drafts_to_erase(integer), access.erase_draft(uuid) to psn_worker;

-- The reminder of a quiet draft (M16) names the tasks that are left: by which set the draft is filled in, and which tasks
-- people said are complete. Titles of tasks only, never answers.

drop function access.quiet_drafts(integer);

create function access.quiet_drafts(p_limit integer)
    returns table (application_id uuid, organisation_id uuid, reference text, service_name text, days integer,
                   quiet_since timestamptz, people jsonb, set_id text, set_version text, set_hash text,
                   completed text[])
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    with quiet as (
        select a.id, a.organisation_id, a.reference, a.service_name, a.created_by, a.set_id, a.set_version, a.set_hash,
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
                      and (own.leaves_on is null or own.leaves_on >= access.today()))))),
        d.set_id, d.set_version, d.set_hash,
        (select coalesce(array_agg(mark.task order by mark.task), '{}')
         from public.section_marks mark where mark.application_id = d.id and mark.is_complete)
    from due d
    where d.reminder is not null
      and not exists (select from public.draft_reminders sent
                      where sent.application_id = d.id and sent.quiet_since = d.since and sent.days >= d.reminder)
    order by d.since, d.id limit p_limit $$;
comment on function access.quiet_drafts is 'Drafts that nobody saved for so long that a reminder is due, with whom to remind (who started it, else the administrators), its question set and the tasks that people said are complete. For the worker.';

alter function access.quiet_drafts(integer) owner to psn_resolver;
revoke execute on function access.quiet_drafts(integer) from public;
grant execute on function access.quiet_drafts(integer) to psn_worker;

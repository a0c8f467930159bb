-- What the worker says of an application it says in the words of the revision of the questions that the application
-- began with: summaries of a day, and whom a certificate that ends is about.

create or replace function access.summaries_due(p_limit integer)
    returns table (user_id uuid, name text, email text, day date, applications jsonb)
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
#variable_conflict use_column
declare
    v_today date := access.today();
    v_from timestamptz := (v_today - 1)::timestamp at time zone 'Europe/London';
    v_to timestamptz := v_today::timestamp at time zone 'Europe/London';
begin
    -- In the morning, so that it is there when work begins.
    if extract(hour from access.now() at time zone 'Europe/London') < 6 then
        return;
    end if;
    return query
    select u.id, u.name, u.email, v_today - 1, changed.applications
    from public.notice_choices n join public.users u on u.id = n.user_id
    cross join lateral (
        select jsonb_agg(jsonb_build_object('reference', one.reference, 'service_name', one.service_name,
                             'set_id', one.set_id, 'set_version', one.set_version, 'set_hash', one.set_hash,
                             'saved', coalesce(one.saved, '[]'), 'given', coalesce(one.given, '[]'))
                         order by one.reference) as applications
        from (select a.reference, a.service_name, a.set_id, a.set_version, a.set_hash,
                  (select jsonb_agg(distinct jsonb_build_object('by', h.saved_by_name, 'page', h.page))
                   from public.answer_history h
                   where h.application_id = a.id and h.saved_at >= v_from and h.saved_at < v_to
                     and h.saved_by <> u.id) as saved,
                  (select jsonb_agg(jsonb_build_object('by', t.assigned_by_name, 'task', t.task, 'due_on', t.due_on)
                                    order by t.due_on, t.task)
                   from public.task_assignments t
                   where t.application_id = a.id and t.assignee = u.id and t.assigned_by <> u.id
                     and t.assigned_at >= v_from and t.assigned_at < v_to) as given
              from public.memberships m join public.applications a on a.organisation_id = m.organisation_id
              where m.user_id = u.id and (m.leaves_on is null or m.leaves_on >= v_today)
                and a.state not in ('deleted', 'withdrawn')
                and (a.last_saved_at >= v_from
                     or exists (select from public.task_assignments t
                         where t.application_id = a.id and t.assignee = u.id and t.assigned_at >= v_from))
              order by a.reference limit 50) one
        where one.saved is not null or one.given is not null) changed
    where n.choice = 'daily' and changed.applications is not null
      and not exists (select from public.daily_summaries s where s.user_id = n.user_id and s.day = v_today - 1)
    order by u.id limit p_limit;
end $$;

drop function access.certificates_to_remind(text[], integer);
create function access.certificates_to_remind(p_pages text[], p_limit integer)
    returns table (certificate_id uuid, organisation_id uuid, number text, service_name text, last_day date,
                   days integer, days_left integer, set_id text, set_version text,
                   set_hash text, answers jsonb)
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    with alone as (
        select c.id, c.organisation_id, c.application_id, c.number, c.service_name, c.valid_from, c.valid_to,
               greatest(c.valid_to, c.renewal_ended_on) as last_day, c.valid_to - access.today() as days_left
        from public.certificates c
        where c.withdrawn_on is null
          and greatest(c.valid_to, c.renewal_ended_on)
              >= access.today() - access.rule_value('certificate_ended_days_max', access.today())
          and c.valid_to <= access.today() + access.rule_value('certificate_reminder_1_days', access.today())
          -- While a renewal that was submitted in time is decided, it counts on and nothing is left to do.
          and (c.renewal_submitted_on is null or c.renewal_ended_on is not null)
          and not exists (select from public.certificates later
                          where later.service_code = c.service_code and later.valid_to > c.valid_to)),
    due as (
        select a.*, case
            when a.last_day < access.today() then 0
            when a.days_left >= 0 then (
                select min(r.days) from (
                    select access.rule_value('certificate_reminder_' || n || '_days', access.today())
                    from generate_series(1, 5) n) r(days)
                -- What was due before it was issued is not made up for.
                where a.days_left <= r.days and a.valid_to - r.days >= a.valid_from)
            end as days
        from alone a)
    select d.id, d.organisation_id, d.number, d.service_name, d.last_day, d.days, d.days_left,
        a.set_id, a.set_version, a.set_hash,
        (select coalesce(jsonb_agg(jsonb_build_object('page', w.page, 'item', w.item, 'answer', w.answer)), '[]'::jsonb)
         from public.answers w where w.application_id = d.application_id and w.page = any (p_pages))
    from due d join public.applications a on a.id = d.application_id
    where d.days is not null
      and not exists (select from public.certificate_reminders sent
                      where sent.certificate_id = d.id
                        and case when d.days = 0 then sent.days = 0 else sent.days <= d.days end)
    order by d.valid_to, d.id limit p_limit $$;
comment on function access.certificates_to_remind is 'Certificates of which a reminder is due or which have ended, with the answers to these pages of the application that they were issued for. For the worker.';
alter function access.certificates_to_remind(text[], integer) owner to psn_resolver;
revoke execute on function access.certificates_to_remind(text[], integer) from public;
grant execute on function access.certificates_to_remind(text[], integer) to psn_worker;

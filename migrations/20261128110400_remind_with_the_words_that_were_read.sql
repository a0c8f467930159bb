-- A reminder of tasks says them in the words of the revision of the questions that the application began with.

drop function access.tasks_to_remind(integer);
create function access.tasks_to_remind(p_limit integer)
    returns table (organisation_id uuid, application_id uuid, reference text, service_name text, set_id text,
                   set_version text, set_hash text, signature text, owner text, assignee uuid, name text, email text, choice text,
                   tasks jsonb)
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    with due as (
        select t.application_id, t.task, t.assignee, t.due_on, t.due_on < access.today() as is_overdue
        from public.task_assignments t join public.applications a on a.id = t.application_id
        -- In the morning, so that it is there when work begins.
        where a.state = 'draft' and extract(hour from access.now() at time zone 'Europe/London') >= 6
          and t.due_on <= access.today() + access.rule_value('task_reminder_days', access.today())
          -- What was near already when it was given was said then.
          and (t.due_on < access.today()
               or t.due_on - access.rule_value('task_reminder_days', access.today())
                  > (t.assigned_at at time zone 'Europe/London')::date)
          and not exists (select from public.section_marks m
              where m.application_id = t.application_id and m.task = t.task and m.is_complete)
          and not exists (select from public.task_reminders r
              where r.application_id = t.application_id and r.task = t.task and r.assignee = t.assignee
                and r.due_on = t.due_on and r.is_overdue = (t.due_on < access.today()))),
    people as (
        select d.application_id, d.assignee,
               jsonb_agg(jsonb_build_object('task', d.task, 'due_on', d.due_on, 'is_overdue', d.is_overdue)
                         order by d.due_on, d.task) as tasks
        from due d group by d.application_id, d.assignee)
    select a.organisation_id, a.id, a.reference, a.service_name, a.set_id, a.set_version,
        a.set_hash,
        (select s.state from public.signature_requests s where s.application_id = a.id and s.kind = 'initial'
         order by s.sent_at desc limit 1),
        (select o.state from public.owner_requests o where o.application_id = a.id order by o.sent_at desc limit 1),
        u.id, u.name, u.email, coalesce(n.choice, 'each'), p.tasks
    from people p join public.applications a on a.id = p.application_id
    join public.memberships m on m.organisation_id = a.organisation_id and m.user_id = p.assignee
        and m.role in ('administrator', 'editor') and (m.leaves_on is null or m.leaves_on >= access.today())
    join public.users u on u.id = p.assignee
    left join public.notice_choices n on n.user_id = u.id
    order by a.id, u.id limit p_limit $$;
comment on function access.tasks_to_remind is 'Who is to be reminded of which assigned tasks of a draft, those soon due and those overdue, each once, without an answer. For the worker.';
alter function access.tasks_to_remind(integer) owner to psn_resolver;
revoke execute on function access.tasks_to_remind(integer) from public;
grant execute on function access.tasks_to_remind(integer) to psn_worker;

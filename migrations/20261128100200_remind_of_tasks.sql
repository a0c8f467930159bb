-- Colleagues are reminded of the tasks that they were given: once before the day and once when it is over.

insert into rule_values (name, from_on, value, source) values
    ('task_reminder_days', '2015-07-08', 2, 'House rule: a reminder two days before an assigned task is due, like notice M34 before a reply is');

create table task_reminders (
    application_id uuid not null,
    organisation_id uuid not null,
    task text not null,
    assignee uuid not null references users (id) on delete cascade,
    due_on date not null,
    is_overdue boolean not null,
    sent_at timestamptz not null,
    primary key (application_id, task, assignee, due_on, is_overdue),
    foreign key (organisation_id, application_id) references applications (organisation_id, id) on delete cascade
);
comment on table task_reminders is 'Reminders of assigned tasks: one before the day and one after it, for each person and day.';
comment on column task_reminders.application_id is 'The application.';
comment on column task_reminders.organisation_id is 'The supplier.';
comment on column task_reminders.task is 'Task of the question set.';
comment on column task_reminders.assignee is 'Who was reminded.';
comment on column task_reminders.due_on is 'By when the task was to be done.';
comment on column task_reminders.is_overdue is 'Whether that day was over.';
comment on column task_reminders.sent_at is 'When the reminder was queued.';
create index task_reminders_assignee on task_reminders (assignee);
create index task_assignments_due on task_assignments (due_on) where due_on is not null;
alter table task_reminders enable row level security;
alter table task_reminders force row level security;

create function access.tasks_to_remind(p_limit integer)
    returns table (organisation_id uuid, application_id uuid, reference text, service_name text, set_id text,
                   set_version text, signature text, owner text, assignee uuid, name text, email text, choice text,
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

create function access.note_task_reminders(p_application uuid, p_assignee uuid, p_tasks jsonb) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        insert into public.task_reminders (application_id, organisation_id, task, assignee, due_on, is_overdue, sent_at)
            select a.id, a.organisation_id, t.task, p_assignee, t.due_on, t.is_overdue, access.now()
            from public.applications a,
                 jsonb_to_recordset(p_tasks) as t(task text, due_on date, is_overdue boolean)
            where a.id = p_application and a.state = 'draft'
            on conflict do nothing;
        return found;
    end $$;
comment on function access.note_task_reminders is 'Notes that somebody is reminded of these tasks; false when they were before, or the application is no draft any more. For the worker.';

grant select, insert on task_reminders to psn_resolver;
create policy resolve on task_reminders to psn_resolver using (true) with check (true);
grant select (application_id, task, is_complete) on section_marks to psn_resolver;
alter function access.tasks_to_remind(integer) owner to psn_resolver;
alter function access.note_task_reminders(uuid, uuid, jsonb) owner to psn_resolver;
revoke execute on function access.tasks_to_remind(integer), access.note_task_reminders(uuid, uuid, jsonb) from public;
grant execute on function access.tasks_to_remind(integer), access.note_task_reminders(uuid, uuid, jsonb) to psn_worker;

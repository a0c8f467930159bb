-- Which e-mails people want about their colleagues' work, and the summary of a day.

create table notice_choices (
    user_id uuid primary key references users (id) on delete cascade,
    choice text not null check (choice in ('each', 'daily', 'none')),
    chosen_at timestamptz not null
);
comment on table notice_choices is 'Which e-mails somebody wants about work on applications; each event for who never chose. Decisions and security are always told.';
comment on column notice_choices.user_id is 'Who.';
comment on column notice_choices.choice is 'Each event, a daily summary, or none.';
comment on column notice_choices.chosen_at is 'When they chose.';
create index notice_choices_daily on notice_choices (user_id) where choice = 'daily';

create table daily_summaries (
    user_id uuid not null references users (id) on delete cascade,
    day date not null,
    changes integer not null check (changes > 0),
    sent_at timestamptz not null,
    primary key (user_id, day)
);
comment on table daily_summaries is 'Summaries that were sent: one for a person and a day, however many workers there are.';
comment on column daily_summaries.user_id is 'Who got it.';
comment on column daily_summaries.day is 'The day that it is about, in UK time.';
comment on column daily_summaries.changes is 'How many changes it told of.';
comment on column daily_summaries.sent_at is 'When it was queued.';

alter table notice_choices enable row level security;
alter table notice_choices force row level security;
alter table daily_summaries enable row level security;
alter table daily_summaries force row level security;
grant select, insert on notice_choices to psn_app;
grant update (choice, chosen_at) on notice_choices to psn_app;
-- Whoever writes to a colleague has to know whether they want it.
create policy read_colleagues on notice_choices for select to psn_app
    using (user_id = (select access.user_id())
           or exists (select from memberships m
               where m.user_id = notice_choices.user_id
                 and m.organisation_id = any ((select access.organisations())::uuid[])));
create policy add_own on notice_choices for insert to psn_app with check (user_id = (select access.user_id()));
create policy change_own on notice_choices for update to psn_app using (user_id = (select access.user_id()));

grant select on notice_choices to psn_resolver;
grant select, insert on daily_summaries to psn_resolver;
create policy resolve on notice_choices for select to psn_resolver using (true);
create policy resolve on daily_summaries to psn_resolver using (true) with check (true);
grant select (application_id, page, saved_at, saved_by, saved_by_name) on answer_history to psn_resolver;
grant select (id, organisation_id, reference, service_name, set_id, set_version, state, last_saved_at) on applications to psn_resolver;
grant select (application_id, task, assignee, due_on, assigned_at, assigned_by, assigned_by_name) on task_assignments to psn_resolver;
create policy summarise on task_assignments for select to psn_resolver using (true);

create function access.summaries_due(p_limit integer)
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
                             'set_id', one.set_id, 'set_version', one.set_version,
                             'saved', coalesce(one.saved, '[]'), 'given', coalesce(one.given, '[]'))
                         order by one.reference) as applications
        from (select a.reference, a.service_name, a.set_id, a.set_version,
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
comment on function access.summaries_due is 'Who wants a summary of yesterday and has not got it, with what others saved and assigned to them, by page and task, never an answer. For the worker.';

create function access.note_summary(p_user uuid, p_day date, p_changes integer) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        insert into public.daily_summaries (user_id, day, changes, sent_at)
            select n.user_id, p_day, p_changes, access.now()
            from public.notice_choices n where n.user_id = p_user and n.choice = 'daily'
            on conflict do nothing;
        return found;
    end $$;
comment on function access.note_summary is 'Notes that a summary is sent; false when it was before, or is not wanted any more. For the worker.';

alter function access.summaries_due(integer) owner to psn_resolver;
alter function access.note_summary(uuid, date, integer) owner to psn_resolver;
revoke execute on function access.summaries_due(integer), access.note_summary(uuid, date, integer) from public;
grant execute on function access.summaries_due(integer), access.note_summary(uuid, date, integer) to psn_worker;

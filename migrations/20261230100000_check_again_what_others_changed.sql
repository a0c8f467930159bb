-- A section that somebody marked as complete is to be checked again once somebody else changes an answer of it, or answers
-- are taken from a file; and every saved version says where it came from.

alter table section_marks
    add column marked_by uuid references users (id),
    add column changed_at timestamptz,
    add column changed_by_name text,
    add column is_changed_from_file boolean not null default false,
    add check ((changed_at is null) = (changed_by_name is null));
comment on column section_marks.is_complete is 'What was said; false also once it is to be checked again.';
comment on column section_marks.marked_by is 'Who said so; null for marks from before this was kept.';
comment on column section_marks.changed_at is 'When somebody else, or a file, last changed an answer of it after it was marked as complete, so that it is to be checked again; null when nobody did, and once somebody has said again whether it is complete.';
comment on column section_marks.changed_by_name is 'Who changed it then.';
comment on column section_marks.is_changed_from_file is 'Whether that change was taken from a file.';
create index section_marks_changed on section_marks (application_id) where changed_at is not null and not is_complete;
grant update (marked_by, changed_at, changed_by_name, is_changed_from_file) on section_marks to psn_app;
grant select (changed_at) on section_marks to psn_resolver;

alter table answer_history
    add column origin text not null default 'typed'
        check (origin in ('typed', 'started', 'carried', 'reconfirmed', 'file', 'kept')),
    add column origin_name text check (length(origin_name) between 1 and 200);
comment on column answer_history.origin is 'Where it came from: typed; filled in when the application was started; carried from the application that is renewed; said to be still right as it was carried; taken from a file; sent again from what was kept. What was saved before this was kept counts as typed, but for the answers that an application began with.';
comment on column answer_history.origin_name is 'The reference of the application that it was carried from, or what the file was called.';

-- Answers of an application's first moment were not typed in it.
alter table applications no force row level security;
alter table renewals no force row level security;
alter table answer_history no force row level security;
update answer_history h
    set origin = case when began.reference is null then 'started' else 'carried' end, origin_name = began.reference
    from (select a.id, a.created_at, e.reference
          from applications a left join renewals r on r.application_id = a.id
              left join applications e on e.id = r.earlier_application_id) began
    where began.id = h.application_id and h.version = 1 and h.saved_at = began.created_at;
alter table applications force row level security;
alter table renewals force row level security;
alter table answer_history force row level security;

create function page.check_again(p_application uuid, p_task text, p_name text, p_is_from_file boolean) returns void
    language plpgsql set search_path = pg_catalog, public
    as $$
begin
    -- Whoever said that it is complete may change it without asking themselves, but a file was not looked at like that.
    update section_marks m
        set is_complete = false, changed_at = access.now(), changed_by_name = p_name,
            is_changed_from_file = p_is_from_file
        where m.application_id = p_application and m.task = p_task and (m.is_complete or m.changed_at is not null)
          and (p_is_from_file or not coalesce(m.marked_by = access.user_id(), m.marked_by_name = p_name));
end $$;
comment on function page.check_again is 'Notes that a section was changed after somebody else had marked it as complete, or from a file.';

-- Under a name of its own, because the release before this one still calls the other.
create function page.keep_answer(p_credential text, p_application uuid, p_state text, p_signature uuid,
        p_page text, p_item smallint, p_answer jsonb, p_is_complete boolean, p_seen integer, p_version integer,
        p_name text, p_service_name text, p_organisation_name text, p_unmarked text[], p_task text, p_origin text,
        p_origin_name text, p_events jsonb, p_messages jsonb, out outcome text, out next_version integer)
    language plpgsql set search_path = pg_catalog, public
    as $$
declare
    v_now timestamptz;
    v_current integer;
begin
    perform set_config('app.credential', p_credential, true);
    v_now := access.now();
    outcome := page.hold_application(p_application, p_state, p_signature);
    if outcome <> 'held' then
        return;
    end if;
    select w.version into v_current from answers w
        where w.application_id = p_application and w.page = p_page and w.item = p_item;
    if coalesce(v_current, 0) <> p_seen then
        outcome := 'stale';
        return;
    end if;
    -- A list item that was removed leaves its versions behind; a new one of its number goes on from there.
    next_version := 1 + coalesce(v_current, (select max(h.version) from answer_history h
        where h.application_id = p_application and h.page = p_page and h.item = p_item), 0);
    if next_version <> p_version then
        outcome := 'renumbered';
        return;
    end if;
    insert into answers (organisation_id, application_id, page, item, answer, is_complete, version, saved_at,
                         saved_by, saved_by_name)
        select a.organisation_id, a.id, p_page, p_item, p_answer, p_is_complete, p_version, v_now,
               access.user_id(), p_name
        from applications a where a.id = p_application
        on conflict (application_id, page, item) do update
        set answer = excluded.answer, is_complete = excluded.is_complete, version = excluded.version,
            saved_at = excluded.saved_at, saved_by = excluded.saved_by, saved_by_name = excluded.saved_by_name;
    insert into answer_history (organisation_id, application_id, page, item, answer, version, saved_at, saved_by,
                                saved_by_name, origin, origin_name)
        select a.organisation_id, a.id, p_page, p_item, p_answer, p_version, v_now, access.user_id(), p_name,
               p_origin, p_origin_name
        from applications a where a.id = p_application;
    update applications a set service_name = p_service_name, organisation_name = p_organisation_name
        where a.id = p_application
          and (a.service_name, a.organisation_name) is distinct from (p_service_name, p_organisation_name);
    if p_task is not null then
        perform page.check_again(p_application, p_task, p_name, p_origin = 'file');
    end if;
    perform page.finish_change(p_application, p_page, p_signature, p_name, p_unmarked, p_events, p_messages);
    outcome := 'saved';
end $$;
comment on function page.keep_answer is 'Saves one answer with all that follows from it, in one transaction: saved, stale (somebody else saved it), moved (the application or its request to sign is not as seen), or renumbered (try again with next_version). p_task is the section that is to be checked again when somebody else has marked it as complete; null when none is.';

create or replace function page.save_answer(p_credential text, p_application uuid, p_state text, p_signature uuid,
        p_page text, p_item smallint, p_answer jsonb, p_is_complete boolean, p_seen integer, p_version integer,
        p_name text, p_service_name text, p_organisation_name text, p_unmarked text[], p_events jsonb,
        p_messages jsonb, out outcome text, out next_version integer)
    language plpgsql set search_path = pg_catalog, public
    as $$
begin
    select k.outcome, k.next_version into outcome, next_version
        from page.keep_answer(p_credential, p_application, p_state, p_signature, p_page, p_item, p_answer,
            p_is_complete, p_seen, p_version, p_name, p_service_name, p_organisation_name, p_unmarked, null,
            'typed', null, p_events, p_messages) k;
end $$;
comment on function page.save_answer is 'Saves one answer with all that follows from it. For the release before this one.';

create function page.take_item_away(p_credential text, p_application uuid, p_state text, p_signature uuid,
        p_pages text[], p_item smallint, p_name text, p_unmarked text[], p_task text, p_events jsonb,
        p_messages jsonb) returns text
    language plpgsql set search_path = pg_catalog, public
    as $$
declare
    v_outcome text := page.remove_item(p_credential, p_application, p_state, p_signature, p_pages, p_item, p_name,
                                       p_unmarked, p_events, p_messages);
begin
    if v_outcome = 'removed' and p_task is not null then
        perform page.check_again(p_application, p_task, p_name, false);
    end if;
    return v_outcome;
end $$;
comment on function page.take_item_away is 'Removes an item of a list as page.remove_item does, and notes the section that is to be checked again when somebody else has marked it as complete.';

grant execute on function page.check_again(uuid, text, text, boolean),
    page.keep_answer(text, uuid, text, uuid, text, smallint, jsonb, boolean, integer, integer, text, text, text,
        text[], text, text, text, jsonb, jsonb),
    page.take_item_away(text, uuid, text, uuid, text[], smallint, text, text[], text, jsonb, jsonb) to psn_app;

-- The summary of a day names what is to be checked again since.
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
                             'saved', coalesce(one.saved, '[]'), 'given', coalesce(one.given, '[]'),
                             'check_again', coalesce(one.check_again, '[]'))
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
                     and t.assigned_at >= v_from and t.assigned_at < v_to) as given,
                  (select jsonb_agg(k.task order by k.task) from public.section_marks k
                   where k.application_id = a.id and a.state = 'draft' and not k.is_complete
                     and k.changed_at >= v_from and k.changed_at < v_to) as check_again
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

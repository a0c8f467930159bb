-- The PSN team's queue: one statement, in autocommit, with the caller's rights.

create function page.is_in_view(p_view text, p_user uuid, p_today date,
    p_state text, p_assigned_to uuid, p_target_on date, p_paused_at timestamptz) returns boolean
    language sql immutable
    as $$ select case p_view
        when 'mine' then p_assigned_to = p_user and p_state not in ('refused', 'certified')
        when 'unassigned' then p_assigned_to is null and p_state not in ('refused', 'certified')
        when 'waiting' then p_state = 'awaiting_supplier'
        when 'approve' then p_state = 'recommended'
        when 'issue' then p_state = 'approved'
        when 'overdue' then p_target_on < p_today and p_paused_at is null
            and p_state not in ('approved', 'refused', 'certified')
        when 'decided' then p_state in ('refused', 'certified')
        else p_state not in ('refused', 'certified')
    end $$;
comment on function page.is_in_view is 'Whether an application belongs to a saved view of the queue.';

create function page.queue(p_credential text, p_view text, p_is_descending boolean,
    p_from_on date, p_from_id uuid, p_is_backwards boolean, p_limit integer)
    returns table (user_id uuid, name text, email text, team_role text, memberships jsonb, now timestamptz,
                   id uuid, reference text, organisation_name text, service_name text, submitted_at timestamptz,
                   target_on date, is_paused boolean, assigned_name text, state text)
    language plpgsql set search_path = pg_catalog, public
    as $$
declare
    person record;
    today date;
    chosen uuid[] := '{}';
begin
    perform set_config('app.credential', p_credential, true);
    perform access.session_touch();
    select * into person from access.actor();
    if not found then
        return;
    end if;
    today := (person.now at time zone 'Europe/London')::date;
    -- Two queries, so that each walks the index of the queue in its own direction.
    if person.team_role is not null and p_is_descending = p_is_backwards then
        chosen := array(select a.id from applications a
            where a.state <> 'draft'
              and page.is_in_view(p_view, person.user_id, today, a.state, a.assigned_to, a.target_on, a.paused_at)
              and (p_from_id is null or (a.target_on, a.id) > (p_from_on, p_from_id))
            order by a.target_on, a.id limit p_limit);
    elsif person.team_role is not null then
        chosen := array(select a.id from applications a
            where a.state <> 'draft'
              and page.is_in_view(p_view, person.user_id, today, a.state, a.assigned_to, a.target_on, a.paused_at)
              and (p_from_id is null or (a.target_on, a.id) < (p_from_on, p_from_id))
            order by a.target_on desc, a.id desc limit p_limit);
    end if;
    return query select person.user_id, person.name, person.email, person.team_role, person.memberships, person.now,
            a.id, a.reference, a.organisation_name, a.service_name, a.submitted_at, a.target_on,
            a.paused_at is not null, a.assigned_name, a.state
        from (select) as one left join applications a on a.id = any (chosen)
        order by a.target_on, a.id;
end $$;
comment on function page.queue is 'The signed-in person and one page of the queue in a saved view, by target date, earliest first.';
grant execute on function page.is_in_view(text, uuid, date, text, uuid, date, timestamptz),
    page.queue(text, text, boolean, date, uuid, boolean, integer) to psn_app;

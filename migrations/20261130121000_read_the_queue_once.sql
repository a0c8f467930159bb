-- A page of the queue reads each application once: where the rows lie goes from the list to the page, not their keys.

create function page.walk_queue(p_view text, p_user uuid, p_today date, p_is_ascending boolean,
    p_from_on date, p_from_id uuid, p_limit integer) returns setof tid
    language plpgsql stable set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan
    as $$
begin
    -- Two queries, so that each walks the index in its own direction. Planned anew each time, so that the view's own
    -- index is used.
    if p_is_ascending then
        return query select a.ctid from applications a
            where page.is_in_view(p_view, p_user, p_today, a)
              and (a.target_on, a.id) > (coalesce(p_from_on, '-infinity'),
                                         coalesce(p_from_id, '00000000-0000-0000-0000-000000000000'))
            order by a.target_on, a.id limit p_limit;
    else
        return query select a.ctid from applications a
            where page.is_in_view(p_view, p_user, p_today, a)
              and (a.target_on, a.id) < (coalesce(p_from_on, 'infinity'),
                                         coalesce(p_from_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
            order by a.target_on desc, a.id desc limit p_limit;
    end if;
end $$;
comment on function page.walk_queue is
    'Where the applications of a page of the queue lie. For the team: others see their own rows only.';

create or replace function page.queue(p_credential text, p_view text, p_is_descending boolean,
    p_from_on date, p_from_id uuid, p_is_backwards boolean, p_limit integer)
    returns table (user_id uuid, name text, email text, team_role text, memberships jsonb, session jsonb, now timestamptz,
                   id uuid, reference text, organisation_name text, service_name text, submitted_at timestamptz,
                   target_on date, is_paused boolean, assigned_name text, state text)
    language plpgsql set search_path = pg_catalog, public
    as $$
declare
    person record;
begin
    perform set_config('app.credential', p_credential, true);
    perform access.session_touch();
    select * into person from access.actor();
    if not found then
        return;
    end if;
    -- One query, since rows lie where they do for one look only.
    return query select person.user_id, person.name, person.email, person.team_role, person.memberships, person.session, person.now,
            a.id, a.reference, a.organisation_name, a.service_name, a.submitted_at, a.target_on,
            a.paused_at is not null, a.assigned_name, a.state
        from (select) as one left join applications a on person.team_role is not null and a.ctid = any (array(
            select page.walk_queue(p_view, person.user_id, (person.now at time zone 'Europe/London')::date,
                p_is_descending = p_is_backwards, p_from_on, p_from_id, p_limit)))
        order by a.target_on, a.id;
end $$;

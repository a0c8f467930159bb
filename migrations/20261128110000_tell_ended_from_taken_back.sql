-- Owners and the team see which agreements ended with their last day, as agreed, and which were taken back.

drop function access.hosted(uuid, text, integer);
create function access.hosted(p_infrastructure uuid, p_after text, p_limit integer)
    returns table (key text, service_name text, supplier_id uuid, supplier_name text, service_code text,
                   certificate_number text, valid_to date, application_state text, request_id uuid, agreement text,
                   is_own boolean, is_standing boolean, ended_on date, taken_back_by text, since timestamptz, runs_here boolean,
                   answered_at timestamptz, answered_by_name text)
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    with place as (
        select i.id, i.certificate_number from public.infrastructures i
        where i.id = p_infrastructure and i.confirmed_at is not null
          and (i.owner_organisation_id = any (access.organisations()) or access.team_role() is not null)),
    asked as (
        select distinct on (o.application_id) o.*, place.id as place_id
        from public.owner_requests o, place
        where o.infrastructure_id = place.id or lower(o.certificate_number) = lower(place.certificate_number)
        order by o.application_id, o.sent_at desc, o.id desc),
    named as (
        select (lower(coalesce(c.service_name, o.service_name)) || '/' || o.application_id) collate "C" as key, o.place_id,
               coalesce(c.service_name, o.service_name) as service_name, o.organisation_id, o.supplier_name,
               c.service_code, c.number, c.valid_to, a.state as application_state, o.id as request_id,
               o.state as agreement, o.is_own, o.standing_agreement_id is not null as is_standing,
               case when o.state = 'withdrawn' and o.withdrawn_by_name is null then o.agreed_until end as ended_on,
               case when o.state = 'withdrawn' then o.withdrawn_by_name end as taken_back_by,
               coalesce(o.withdrawn_at, o.answered_at, o.sent_at) as since
        from asked o join public.applications a on a.id = o.application_id
        left join public.certificates c on c.application_id = o.application_id
        where o.state <> 'cancelled' and a.state not in ('refused', 'withdrawn', 'deleted')
          and (c.id is null or (c.withdrawn_on is null and c.valid_to >= access.today())))
    select n.key, n.service_name, n.organisation_id, n.supplier_name, n.service_code, n.number, n.valid_to,
           n.application_state, n.request_id, n.agreement, n.is_own, n.is_standing, n.ended_on, n.taken_back_by,
           n.since, h.runs_here, h.answered_at, h.answered_by_name
    from named n left join public.hosting_answers h
        on h.infrastructure_id = n.place_id and h.service_code = n.service_code
    where p_after = '' or n.key > p_after
    order by n.key limit least(p_limit, 101) $$;
comment on function access.hosted is 'The services that name an infrastructure, with what its owner was asked and says, and which agreements ended with their last day or were taken back by whom, for the organisation that holds it and for the team; nothing that only the supplier may see.';
alter function access.hosted(uuid, text, integer) owner to psn_resolver;
revoke execute on function access.hosted(uuid, text, integer) from public;
grant execute on function access.hosted(uuid, text, integer) to psn_app;

-- That the day is near is told of applications that are still about; what was refused, withdrawn or deleted is not noted
-- as told. A draft that is brought back is, if its agreement has not ended meanwhile.
create or replace function access.next_ending_agreement()
    returns table (request_id uuid, organisation_id uuid, application_id uuid, reference text, supplier_name text,
                   service_name text, infrastructure_name text, owner_name text, agreed_until date, is_over boolean,
                   application_state text, people jsonb)
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
#variable_conflict use_column
declare
    v_next record;
begin
    select o.id, o.organisation_id, o.application_id, o.reference, o.supplier_name, o.service_name,
           o.infrastructure_name, o.owner_name, o.agreed_until, o.requested_by, a.state,
           o.agreed_until < access.today() as is_over
        into v_next
        from public.owner_requests o join public.applications a on a.id = o.application_id
        where o.state = 'agreed' and o.agreed_until is not null
          and (o.agreed_until < access.today()
               or (o.ending_told_at is null and a.state not in ('refused', 'withdrawn', 'deleted') and o.agreed_until
                   <= access.today() + access.rule_value('agreement_ending_notice_days', access.today())))
        order by o.agreed_until, o.id limit 1 for update of o skip locked;
    if not found then
        return;
    end if;
    if v_next.is_over then
        update public.owner_requests o
            set state = 'withdrawn', withdrawn_at = access.now(), withdrawn_from = o.agreed_until + 1
            where o.id = v_next.id;
    else
        update public.owner_requests o set ending_told_at = access.now() where o.id = v_next.id;
    end if;
    return query select v_next.id, v_next.organisation_id, v_next.application_id, v_next.reference, v_next.supplier_name,
        v_next.service_name, v_next.infrastructure_name, v_next.owner_name, v_next.agreed_until, v_next.is_over,
        v_next.state,
        (select coalesce(jsonb_agg(jsonb_build_object('name', u.name, 'email', u.email) order by u.name), '[]'::jsonb)
         from public.memberships m join public.users u on u.id = m.user_id
         where m.organisation_id = v_next.organisation_id
           and (m.user_id = v_next.requested_by or m.role = 'administrator')
           and (m.leaves_on is null or m.leaves_on >= access.today()));
end $$;
comment on function access.next_ending_agreement is 'Takes the next agreement that its owner gave until a day: notes that people are told when that is near, unless the application is refused, withdrawn or deleted, and takes it back when it is over. Answers whom to tell. No row when there is none. For the worker.';

-- That the holder took an agreement back is recorded with the supplier too, in the same transaction: its progress page and
-- the team's timeline say so.
create function access.takes_back(p_organisation uuid, p_application uuid) returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return exists (select from public.owner_requests o
                   join public.infrastructures i on i.id = o.infrastructure_id
                                                    or lower(i.certificate_number) = lower(o.certificate_number)
                   where o.organisation_id = p_organisation and o.application_id = p_application
                     and o.state = 'withdrawn' and o.withdrawn_by_name is not null and o.withdrawn_at = access.now()
                     and i.confirmed_at is not null and i.owner_organisation_id = any (access.administered()));
end $$;
comment on function access.takes_back is 'Whether the signed-in person takes an agreement about this application back in this transaction, as an administrator of the holder of its infrastructure.';
alter function access.takes_back(uuid, uuid) owner to psn_resolver;
revoke execute on function access.takes_back(uuid, uuid) from public;
grant execute on function access.takes_back(uuid, uuid) to psn_app;
create policy record_taking_back on audit_events for insert to psn_app
    with check (kind = 'agreement_withdrawn' and access.takes_back(organisation_id, application_id));

-- A supplier names the services of its host by their codes, as the host's Code of Connection names the services that it
-- hosts: so that both lists can be compared.

alter table owner_requests add column host_services text[] not null default '{}'
    constraint owner_requests_host_services_check check (cardinality(host_services) <= 100);
comment on column owner_requests.host_services is 'Codes of the owner''s services that the supplier says it uses, as the owner was asked.';

create function access.host_services(p_codes text[], p_infrastructure uuid)
    returns table (code text, service_name text, organisation_name text, is_holders boolean)
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    select n.code, c.service_name, c.organisation_name, c.organisation_id = i.owner_organisation_id
    from unnest(p_codes[1:1200]) with ordinality n (code, place)
    left join public.infrastructures i on i.id = p_infrastructure and i.confirmed_at is not null
    left join lateral (select c.service_name, c.organisation_name, c.organisation_id from public.certificates c
                       where c.service_code = n.code order by c.valid_from desc, c.id limit 1) c on true
    order by n.place $$;
comment on function access.host_services is 'Codes with what the public register has under each, and whether the organisation that the team named as the holder of an infrastructure has its certificate; null where there is no holder. For everybody.';
alter function access.host_services(text[], uuid) owner to psn_resolver;
revoke execute on function access.host_services(text[], uuid) from public;
grant execute on function access.host_services(text[], uuid) to psn_app;

drop function access.hosted(uuid, text, integer);
create function access.hosted(p_infrastructure uuid, p_after text, p_limit integer)
    returns table (key text, service_name text, supplier_id uuid, supplier_name text, service_code text,
                   certificate_number text, valid_to date, application_state text, request_id uuid, agreement text,
                   is_own boolean, is_standing boolean, ended_on date, taken_back_by text, since timestamptz, runs_here boolean,
                   answered_at timestamptz, answered_by_name text, host_services text[])
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
               coalesce(o.withdrawn_at, o.answered_at, o.sent_at) as since, o.host_services
        from asked o join public.applications a on a.id = o.application_id
        left join public.certificates c on c.application_id = o.application_id
        where o.state <> 'cancelled' and a.state not in ('refused', 'withdrawn', 'deleted')
          and (c.id is null or (c.withdrawn_on is null and c.valid_to >= access.today())))
    select n.key, n.service_name, n.organisation_id, n.supplier_name, n.service_code, n.number, n.valid_to,
           n.application_state, n.request_id, n.agreement, n.is_own, n.is_standing, n.ended_on, n.taken_back_by,
           n.since, h.runs_here, h.answered_at, h.answered_by_name, n.host_services
    from named n left join public.hosting_answers h
        on h.infrastructure_id = n.place_id and h.service_code = n.service_code
    where p_after = '' or n.key > p_after
    order by n.key limit least(p_limit, 101) $$;
comment on function access.hosted is 'The services that name an infrastructure, with what its owner was asked and says, which of the owner''s services each names, and which agreements ended with their last day or were taken back by whom, for the organisation that holds it and for the team; nothing that only the supplier may see.';
alter function access.hosted(uuid, text, integer) owner to psn_resolver;
revoke execute on function access.hosted(uuid, text, integer) from public;
grant execute on function access.hosted(uuid, text, integer) to psn_app;

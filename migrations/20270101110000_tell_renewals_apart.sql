-- A renewal is another application for the same service, with a request of its own to the owner. What the owner reads
-- before it takes an agreement back, who is told, and what is counted on an infrastructure tell the two apart.

create function access.beside_agreement(p_request uuid)
    returns table (application_state text, certificate_number text, valid_to date, renews_number text, renews_until date,
                   renewal_reference text, renewal_state text, renewal_is_agreed boolean, holder_id uuid,
                   infrastructure_id uuid, holder_people jsonb)
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    select a.state, c.number, c.valid_to, r.certificate_number, renewed.valid_to, open.reference, open.state,
        coalesce(open.is_agreed, false), place.owner_organisation_id, place.id,
        (select coalesce(jsonb_agg(jsonb_build_object('name', u.name, 'email', u.email) order by u.name), '[]'::jsonb)
         from public.memberships m join public.users u on u.id = m.user_id
         where m.organisation_id = place.owner_organisation_id and m.role = 'administrator'
           and (m.leaves_on is null or m.leaves_on >= access.today()))
    from public.owner_requests o
    join public.applications a on a.id = o.application_id
    left join public.certificates c on c.application_id = a.id and c.withdrawn_on is null
    left join public.renewals r on r.application_id = a.id
    left join public.certificates renewed on renewed.id = r.certificate_id
    left join lateral (
        select later.reference, later.state,
               exists (select from (select q.* from public.owner_requests q where q.application_id = later.id
                                    order by q.sent_at desc, q.id desc limit 1) q
                       where access.agreement_state(q.state, q.agreed_until, q.withdrawn_from) = 'agreed'
                         and q.withdrawn_from is null
                         and (q.infrastructure_id = o.infrastructure_id
                              or lower(q.certificate_number) = lower(o.certificate_number))) as is_agreed
        from public.renewals n join public.applications later on later.id = n.application_id
        where n.certificate_id = c.id and later.state not in ('refused', 'withdrawn', 'deleted')
        order by n.started_at desc limit 1) open on true
    left join lateral (
        select i.id, i.owner_organisation_id from public.infrastructures i
        where i.confirmed_at is not null and i.owner_organisation_id is not null
          and (i.id = o.infrastructure_id or lower(i.certificate_number) = lower(o.certificate_number))
        order by i.id limit 1) place on true
    where o.id = p_request and not o.is_own
      and (o.id = (select l.owner_request_id from public.links l where l.id = access.verified_link_id())
           or exists (select from public.infrastructures i
                      where i.owner_organisation_id = any (access.administered()) and i.confirmed_at is not null
                        and (i.id = o.infrastructure_id
                             or lower(i.certificate_number) = lower(o.certificate_number)))) $$;
comment on function access.beside_agreement is 'What lies beside an agreement: the certificate that rests on it, the one that its application renews, a renewal that is under way and whether the owner agreed to that too, and the administrators of the holder. For whoever can take it back: the browser that entered the code of its link, and administrators of the holder; no row for anybody else.';
alter function access.beside_agreement(uuid) owner to psn_resolver;
revoke execute on function access.beside_agreement(uuid) from public;
grant execute on function access.beside_agreement(uuid) to psn_app;

drop function access.hosted(uuid, text, integer);
create function access.hosted(p_infrastructure uuid, p_after text, p_limit integer)
    returns table (key text, service_name text, supplier_id uuid, supplier_name text, service_code text,
                   certificate_number text, valid_to date, renews_number text, renews_until date, application_state text,
                   request_id uuid, agreement text, is_own boolean, is_standing boolean, agreed_until date, ended_on date,
                   taken_back_by text, taken_back_from date, since timestamptz, runs_here boolean,
                   answered_at timestamptz, answered_by_name text, host_services text[])
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    with place as (
        select i.id, i.certificate_number from public.infrastructures i
        where i.id = p_infrastructure and i.confirmed_at is not null
          and (i.owner_organisation_id = any (access.organisations()) or access.team_role() is not null)),
    asked as (
        select distinct on (o.application_id) o.*, place.id as place_id,
               access.agreement_state(o.state, o.agreed_until, o.withdrawn_from) as stands
        from public.owner_requests o, place
        where o.infrastructure_id = place.id or lower(o.certificate_number) = lower(place.certificate_number)
        order by o.application_id, o.sent_at desc, o.id desc),
    named as (
        select (lower(coalesce(c.service_name, o.service_name)) || '/' || o.application_id) collate "C" as key, o.place_id,
               coalesce(c.service_name, o.service_name) as service_name, o.organisation_id, o.supplier_name,
               c.service_code, c.number, c.valid_to, a.state as application_state, o.id as request_id,
               case when c.id is null then r.certificate_number end as renews_number,
               case when c.id is null then renewed.valid_to end as renews_until,
               o.stands as agreement, o.is_own, o.standing_agreement_id is not null as is_standing,
               case when o.stands = 'agreed' then o.agreed_until end as agreed_until,
               case when o.stands = 'withdrawn' and o.withdrawn_by_name is null then o.agreed_until end as ended_on,
               o.withdrawn_by_name as taken_back_by,
               case when o.stands = 'agreed' then o.withdrawn_from end as taken_back_from,
               coalesce(o.withdrawn_at, o.answered_at, o.sent_at) as since, o.host_services
        from asked o join public.applications a on a.id = o.application_id
        left join public.certificates c on c.application_id = o.application_id
        left join public.renewals r on r.application_id = o.application_id
        left join public.certificates renewed on renewed.id = r.certificate_id
        where o.state <> 'cancelled' and a.state not in ('refused', 'withdrawn', 'deleted')
          and (c.id is null or (c.withdrawn_on is null and (c.valid_to >= access.today()
                                           or (c.renewal_submitted_on is not null and c.renewal_ended_on is null)))))
    select n.key, n.service_name, n.organisation_id, n.supplier_name, n.service_code, n.number, n.valid_to,
           n.renews_number, n.renews_until,
           n.application_state, n.request_id, n.agreement, n.is_own, n.is_standing, n.agreed_until, n.ended_on,
           n.taken_back_by, n.taken_back_from, n.since, h.runs_here, h.answered_at, h.answered_by_name, n.host_services
    from named n left join public.hosting_answers h
        on h.infrastructure_id = n.place_id and h.service_code = n.service_code
    where p_after = '' or n.key > p_after
    order by n.key limit least(p_limit, 101) $$;
comment on function access.hosted is 'The services that name an infrastructure and renewals of them, with what its owner was asked and says, which of the owner''s services each names, until which day each agreement was given, and which agreements ended with their last day or were taken back by whom and from which later day, for the organisation that holds it and for the team; nothing that only the supplier may see.';
alter function access.hosted(uuid, text, integer) owner to psn_resolver;
revoke execute on function access.hosted(uuid, text, integer) from public;
grant execute on function access.hosted(uuid, text, integer) to psn_app;

create or replace function access.counted_on(p_infrastructure uuid)
    returns table (services bigint, certified bigint, assessed bigint, drafts bigint, first_ends date, elsewhere bigint)
    language sql stable set search_path = pg_catalog, public
    as $$
    with place as (
        select i.id, i.certificate_number from public.infrastructures i
        where i.id = p_infrastructure and i.confirmed_at is not null),
    asked as (
        select distinct on (o.application_id) o.application_id, o.state
        from public.owner_requests o, place
        where o.infrastructure_id = place.id or lower(o.certificate_number) = lower(place.certificate_number)
        order by o.application_id, o.sent_at desc, o.id desc),
    named as (
        -- A renewal is the service that it renews, once more.
        select bool_or(c.id is not null) as is_certified, bool_or(c.id is null and a.state <> 'draft') as is_assessed,
               max(c.valid_to) as valid_to
        from asked o join public.applications a on a.id = o.application_id
        left join public.certificates c on c.application_id = o.application_id
        left join public.renewals r on r.application_id = o.application_id
        where o.state <> 'cancelled' and a.state not in ('refused', 'withdrawn', 'deleted')
          and (c.id is null or (c.withdrawn_on is null
           and (c.valid_to >= access.today() or (c.renewal_submitted_on is not null and c.renewal_ended_on is null))))
        group by coalesce(c.service_code, r.service_code, a.id::text))
    select count(*), count(*) filter (where n.is_certified), count(*) filter (where n.is_assessed and not n.is_certified),
           count(*) filter (where not n.is_assessed and not n.is_certified),
           min(n.valid_to) filter (where n.valid_to >= access.today()),
           (select count(*) from access.using_from_elsewhere(p_infrastructure))
    from named n $$;
comment on function access.counted_on is 'How many services name an infrastructure (those of the rows of access.hosted, each once with its renewals), by how they stand, when the first of their certificates ends, and how many elsewhere use a service that runs there. For the functions that tell of it.';

create function page.rests_on(p_application uuid, p_day date) returns boolean
    language plpgsql stable set search_path = pg_catalog, public
    as $$ begin
        return exists (
            select from certificates c
            where c.application_id = p_application and c.withdrawn_on is null
              and (c.valid_to >= p_day or (c.renewal_submitted_on is not null and c.renewal_ended_on is null))
              and not exists (select from certificates later where later.service_code = c.service_code
                              and later.issued_at > c.issued_at and later.withdrawn_on is null));
    end $$;
comment on function page.rests_on is 'Whether a certificate counts on the day that this application was granted, and the service has no later one: whether anything rests on its agreement.';
grant execute on function page.rests_on(uuid, date) to psn_app;

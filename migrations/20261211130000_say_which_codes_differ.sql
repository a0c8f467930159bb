-- Where the lists of suppliers and owners differ is told with the codes, and the codes by which suppliers name services
-- of their host are compared too.

create index owner_requests_naming on owner_requests (infrastructure_id) where host_services <> '{}';
create index owner_requests_naming_certificate on owner_requests (lower(certificate_number)) where host_services <> '{}';

drop function access.reconciliation(uuid, uuid, integer);
create function access.reconciliation(p_only uuid, p_after uuid, p_limit integer)
    returns table (id uuid, name text, owner_name text, certificate_number text, valid_to date, holder text,
                   services bigint, unanswered bigint, differences bigint, denied text[], only_owner text[], named jsonb)
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
#variable_conflict use_column
declare
    from_name text := '';
    from_id uuid := '00000000-0000-0000-0000-000000000000';
begin
    if access.team_role() is null then
        return;
    end if;
    if p_after is not null then
        select lower(i.name), i.id into from_name, from_id from public.infrastructures i where i.id = p_after;
        if not found then
            return;
        end if;
    end if;
    return query
        with shown as (
            select i.* from public.infrastructures i
            where i.confirmed_at is not null and (p_only is null or i.id = p_only)
              and (lower(i.name), i.id) > (from_name, from_id)
            order by lower(i.name), i.id limit least(p_limit, 101))
        select i.id, i.name, i.owner_name, i.certificate_number, i.valid_to, o.name,
               listed.services, listed.unanswered, listed.denied_count + owned.count,
               listed.denied[1:10], owned.codes[1:10], coalesce(naming.codes, '[]')
        from shown i left join public.organisations o on o.id = i.owner_organisation_id
        cross join lateral (
            select count(distinct c.service_code) as services,
                   count(distinct c.service_code) filter (where h.runs_here is null) as unanswered,
                   count(distinct c.service_code) filter (where not h.runs_here) as denied_count,
                   coalesce(array_agg(distinct c.service_code order by c.service_code) filter (where not h.runs_here),
                            '{}') as denied
            -- Two lists, so that each walks its own index.
            from (select l.service_code from public.certificates l
                  where l.infrastructure_id = i.id and l.withdrawn_on is null and l.valid_to >= access.today()
                  union all
                  select l.service_code from public.certificates l
                  where l.infrastructure_id = i.id and l.withdrawn_on is null and l.valid_to < access.today()
                    and l.renewal_submitted_on is not null and l.renewal_ended_on is null) c
            left join public.hosting_answers h
                on h.infrastructure_id = i.id and h.service_code = c.service_code) listed
        cross join lateral (
            select count(*) as count, coalesce(array_agg(h.service_code order by h.service_code), '{}') as codes
            from public.hosting_answers h
            where h.infrastructure_id = i.id and h.runs_here and not exists (
                select from public.certificates c where c.service_code = h.service_code
                  and c.infrastructure_id = i.id and c.withdrawn_on is null
                  and (c.valid_to >= access.today()
                       or (c.renewal_submitted_on is not null and c.renewal_ended_on is null)))) owned
        cross join lateral (
            -- The codes that suppliers name as services of the owner, as it was asked last, with what the register has
            -- under each: whose they are is decided where it is for the page of one infrastructure.
            select jsonb_agg(jsonb_build_object('code', n.code, 'service_name', r.service_name,
                       'organisation_name', r.organisation_name,
                       'is_holders', r.organisation_id = i.owner_organisation_id) order by n.code) as codes
            from (select distinct code from public.owner_requests q
                  cross join unnest(q.host_services) code
                  join public.applications a on a.id = q.application_id
                  left join public.certificates c on c.application_id = q.application_id
                  where q.host_services <> '{}' and not q.is_own and q.state <> 'cancelled'
                    and (q.infrastructure_id = i.id or lower(q.certificate_number) = lower(i.certificate_number))
                    and a.state not in ('refused', 'withdrawn', 'deleted')
                    and (c.id is null
                         or (c.withdrawn_on is null
                             and (c.valid_to >= access.today()
                                  or (c.renewal_submitted_on is not null and c.renewal_ended_on is null))))
                    and not exists (
                        select from public.owner_requests later
                        where later.application_id = q.application_id
                          and (later.sent_at, later.id) > (q.sent_at, q.id)
                          and (later.infrastructure_id = i.id
                               or lower(later.certificate_number) = lower(i.certificate_number)))
                  order by code limit 200) n
            left join lateral (
                select c.service_name, c.organisation_name, c.organisation_id from public.certificates c
                where c.service_code = n.code order by c.valid_from desc, c.id limit 1) r on true) naming
        order by lower(i.name), i.id;
end $$;
comment on function access.reconciliation is
    'Infrastructure of the register with where certificates and owners differ, the first codes of each kind, and the codes by which suppliers name services of the owner: one, or a page by name. For the team.';
alter function access.reconciliation(uuid, uuid, integer) owner to psn_resolver;
revoke all on function access.reconciliation(uuid, uuid, integer) from public;
grant execute on function access.reconciliation(uuid, uuid, integer) to psn_app;

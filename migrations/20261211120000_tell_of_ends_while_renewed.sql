-- A certificate that counts after its own last day, because a renewal that was submitted in time is open, can outlive the
-- connection certificate of its infrastructure. Supplier, team and whoever checks it learn of that by the rule for those
-- that end early: while the team decides.

comment on column certificates.connection_ended_on is 'Last day of the connection certificate of its infrastructure, if this one counts longer: because the team ended that early, or because a renewal keeps this one while that ends soon or has ended; null otherwise.';
create index certificates_held on certificates (infrastructure_id)
    where renewal_submitted_on is not null and renewal_ended_on is null and withdrawn_on is null;

create function access.note_ending_connections() returns integer
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_noted integer;
begin
    update public.certificates c set connection_ended_on = d.last_day
        from (select h.id, case when i.ended_early_at is not null
                      or i.valid_to <= access.today() + access.rule_value('infrastructure_ending_notice_days', access.today())
                  then i.valid_to end as last_day
              from public.certificates h join public.infrastructures i on i.id = h.infrastructure_id
              where h.renewal_submitted_on is not null and h.renewal_ended_on is null and h.withdrawn_on is null
                and h.valid_to < access.today()) d
        where c.id = d.id and c.connection_ended_on is distinct from d.last_day;
    get diagnostics v_noted = row_count;
    return v_noted;
end $$;
comment on function access.note_ending_connections is 'Notes with the certificates that only a renewal keeps when the connection certificate of their infrastructure ends, from as many days before as its supplier is told, and takes it back when that was renewed. Answers how many changed. For the worker.';
alter function access.note_ending_connections() owner to psn_resolver;
revoke execute on function access.note_ending_connections() from public;
grant execute on function access.note_ending_connections() to psn_worker;

drop function access.infrastructure_notices_due(integer);
create function access.infrastructure_notices_due(p_limit integer)
    returns table (infrastructure_id uuid, name text, owner_name text, certificate_number text, valid_to date,
                   is_over boolean, organisation_id uuid, application_id uuid, reference text, service_name text,
                   is_certified boolean, renewal_reference text, people jsonb)
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    with ending as (
        select i.id, i.name, i.owner_name, i.certificate_number, i.valid_to, i.valid_to < access.today() as is_over
        from public.infrastructures i
        where i.confirmed_at is not null
          and (i.valid_to between access.today() - 30
                   and access.today() + access.rule_value('infrastructure_ending_notice_days', access.today())
               -- What the team recorded is told at once, however far the day is.
               or i.ended_early_at is not null and i.valid_to >= access.today() - 30)),
    dependent as (
        select e.id, o.application_id, false as is_certified, null::text as renewal_reference
        from ending e join public.owner_requests o on o.infrastructure_id = e.id
        where o.state in ('sent', 'opened', 'agreed')
        union
        select e.id, o.application_id, false, null
        from ending e join public.owner_requests o on lower(o.certificate_number) = lower(e.certificate_number)
        where o.state in ('sent', 'opened', 'agreed')
        union
        -- Also what counts after its own last day, while a renewal that was submitted in time is open.
        select e.id, c.application_id, true,
            case when c.valid_to < access.today() then
                (select n.reference from public.renewals r join public.applications n on n.id = r.application_id
                 where r.certificate_id = c.id
                   and n.state in ('submitted', 'under_review', 'awaiting_supplier', 'recommended', 'approved')
                 order by n.submitted_at desc limit 1) end
        from ending e join public.certificates c on c.infrastructure_id = e.id
        where c.withdrawn_on is null
          and (c.valid_to >= access.today()
               or (c.renewal_submitted_on is not null and c.renewal_ended_on is null)))
    select e.id, e.name, e.owner_name, e.certificate_number, e.valid_to, e.is_over, a.organisation_id, a.id,
        a.reference, a.service_name, d.is_certified, d.renewal_reference,
        (select coalesce(jsonb_agg(jsonb_build_object('name', u.name, 'email', u.email) order by u.name), '[]'::jsonb)
         from public.memberships m join public.users u on u.id = m.user_id
         where m.organisation_id = a.organisation_id and (m.user_id = a.created_by or m.role = 'administrator')
           and (m.leaves_on is null or m.leaves_on >= access.today()))
    from dependent d join ending e on e.id = d.id join public.applications a on a.id = d.application_id
    where (d.is_certified and a.state = 'certified'
           or not d.is_certified and a.state in ('draft', 'submitted', 'under_review', 'awaiting_supplier',
                                                 'recommended', 'approved'))
      and not exists (select from public.infrastructure_notices n
          where n.infrastructure_id = e.id and n.application_id = a.id and n.valid_to = e.valid_to
            and n.is_over = e.is_over)
    order by e.valid_to, e.id, a.id limit p_limit $$;
comment on function access.infrastructure_notices_due is 'Which applications and certificates depend on infrastructure whose connection certificate ends soon, has ended, or ends earlier than was on it, with whom to tell: who started the application and the administrators; and the open renewal that alone keeps a certificate. For the worker.';
alter function access.infrastructure_notices_due(integer) owner to psn_resolver;
revoke execute on function access.infrastructure_notices_due(integer) from public;
grant execute on function access.infrastructure_notices_due(integer) to psn_worker;

-- What counts is in the lists of what runs on an infrastructure.
create or replace function access.hosted(p_infrastructure uuid, p_after text, p_limit integer)
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
          and (c.id is null or (c.withdrawn_on is null and (c.valid_to >= access.today()
                                           or (c.renewal_submitted_on is not null and c.renewal_ended_on is null)))))
    select n.key, n.service_name, n.organisation_id, n.supplier_name, n.service_code, n.number, n.valid_to,
           n.application_state, n.request_id, n.agreement, n.is_own, n.is_standing, n.ended_on, n.taken_back_by,
           n.since, h.runs_here, h.answered_at, h.answered_by_name, n.host_services
    from named n left join public.hosting_answers h
        on h.infrastructure_id = n.place_id and h.service_code = n.service_code
    where p_after = '' or n.key > p_after
    order by n.key limit least(p_limit, 101) $$;

create or replace function access.named_by_owner(p_infrastructure uuid)
    returns table (service_code text, runs_here boolean, answered_at timestamptz, answered_by_name text,
                   service_name text, supplier_name text, infrastructure_name text)
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    select h.service_code, h.runs_here, h.answered_at, h.answered_by_name, c.service_name, c.organisation_name,
           c.infrastructure_name
    from public.hosting_answers h
    left join lateral (select * from public.certificates c where c.service_code = h.service_code
                         and c.withdrawn_on is null
                         and (c.valid_to >= access.today()
                              or (c.renewal_submitted_on is not null and c.renewal_ended_on is null))
                       order by c.valid_from desc limit 1) c on true
    where h.infrastructure_id = p_infrastructure and h.runs_here
      and c.infrastructure_id is distinct from h.infrastructure_id
      and (access.holds(p_infrastructure) or access.team_role() is not null)
    order by h.service_code limit 200 $$;

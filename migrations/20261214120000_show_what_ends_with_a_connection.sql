-- What ends with a connection certificate, counted for its holder and for the team; services elsewhere that say that they
-- use a service which runs there; and the holder hears of the end too.

create index owner_requests_host_services on owner_requests using gin (host_services)
    where cardinality(host_services) > 0;

create function access.using_from_elsewhere(p_infrastructure uuid)
    returns table (key text, service_name text, supplier_name text, service_code text, valid_to date,
                   application_state text, infrastructure_name text, codes text[])
    language sql stable set search_path = pg_catalog, public
    as $$
    with place as (
        select i.id, i.certificate_number from public.infrastructures i
        where i.id = p_infrastructure and i.confirmed_at is not null),
    here as (
        select coalesce(array_agg(distinct c.service_code), '{}') as codes
        from public.certificates c join place on c.infrastructure_id = place.id
        where c.withdrawn_on is null
          and (c.valid_to >= access.today() or (c.renewal_submitted_on is not null and c.renewal_ended_on is null))),
    asked as (
        select distinct on (o.application_id) o.*
        from public.owner_requests o
        where o.application_id in (select r.application_id from public.owner_requests r, here
                                   where r.host_services && here.codes and cardinality(r.host_services) > 0)
        order by o.application_id, o.sent_at desc, o.id desc)
    select (lower(coalesce(c.service_name, o.service_name)) || '/' || o.application_id) collate "C",
           coalesce(c.service_name, o.service_name), o.supplier_name, c.service_code, c.valid_to, a.state,
           coalesce(c.infrastructure_name, o.infrastructure_name),
           array(select code from unnest(o.host_services) code where code = any (here.codes) order by code)
    from asked o cross join here cross join place
    join public.applications a on a.id = o.application_id
    left join public.certificates c on c.application_id = o.application_id
    where o.state <> 'cancelled' and o.host_services && here.codes
      -- Nobody but the supplier sees a draft whose owner is somebody else.
      and a.state not in ('draft', 'refused', 'withdrawn', 'deleted')
      and (c.id is null or (c.withdrawn_on is null
           and (c.valid_to >= access.today() or (c.renewal_submitted_on is not null and c.renewal_ended_on is null))))
      and o.infrastructure_id is distinct from place.id
      and lower(o.certificate_number) <> lower(place.certificate_number) $$;
comment on function access.using_from_elsewhere is 'Services on other infrastructure whose suppliers name a service that runs on this one among those of their host that they use. For the functions that count and list them.';

create function access.counted_on(p_infrastructure uuid)
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
        select a.state, c.valid_to
        from asked o join public.applications a on a.id = o.application_id
        left join public.certificates c on c.application_id = o.application_id
        where o.state <> 'cancelled' and a.state not in ('refused', 'withdrawn', 'deleted')
          and (c.id is null or (c.withdrawn_on is null
           and (c.valid_to >= access.today() or (c.renewal_submitted_on is not null and c.renewal_ended_on is null)))))
    select count(*), count(n.valid_to), count(*) filter (where n.valid_to is null and n.state <> 'draft'),
           count(*) filter (where n.valid_to is null and n.state = 'draft'),
           min(n.valid_to) filter (where n.valid_to >= access.today()),
           (select count(*) from access.using_from_elsewhere(p_infrastructure))
    from named n $$;
comment on function access.counted_on is 'How many services name an infrastructure (the rows of access.hosted), by how they stand, when the first of their certificates ends, and how many elsewhere use a service that runs there. For the functions that tell of it.';

create function access.affected(p_infrastructure uuid)
    returns table (services bigint, certified bigint, assessed bigint, drafts bigint, first_ends date, elsewhere bigint)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select n.* from access.counted_on(p_infrastructure) n
          where access.holds(p_infrastructure) or access.team_role() is not null $$;
comment on function access.affected is 'How many services would be affected by the end of a connection certificate, for its holder and for the team; no row for anybody else.';

create function access.affected_elsewhere(p_infrastructure uuid, p_limit integer)
    returns table (service_name text, supplier_name text, service_code text, valid_to date, application_state text,
                   infrastructure_name text, codes text[])
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select e.service_name, e.supplier_name, e.service_code, e.valid_to, e.application_state, e.infrastructure_name,
                 e.codes
          from access.using_from_elsewhere(p_infrastructure) e
          where access.team_role() is not null order by e.key limit least(p_limit, 200) $$;
comment on function access.affected_elsewhere is 'Services on other infrastructure that use a service which runs on this one, by name, for the team alone: what a supplier says that it uses is not for the owner of other infrastructure.';

-- The holder hears that its connection certificate ends, as the suppliers do.
create table holder_notices (
    infrastructure_id uuid not null references infrastructures (id),
    organisation_id uuid not null references organisations (id) on delete cascade,
    valid_to date not null,
    is_over boolean not null,
    sent_at timestamptz not null,
    primary key (infrastructure_id, organisation_id, valid_to, is_over)
);
comment on table holder_notices is 'Which holders were told that the connection certificate of their infrastructure ends or has ended: each once for a last day.';
comment on column holder_notices.infrastructure_id is 'The infrastructure.';
comment on column holder_notices.organisation_id is 'Its holder.';
comment on column holder_notices.valid_to is 'Last day of the connection certificate, as people were told.';
comment on column holder_notices.is_over is 'Whether that day was over.';
comment on column holder_notices.sent_at is 'When the notice was queued.';
create index holder_notices_organisation on holder_notices (organisation_id);
alter table holder_notices enable row level security;
alter table holder_notices force row level security;
grant select, insert on holder_notices to psn_resolver;
create policy resolve on holder_notices to psn_resolver using (true) with check (true);

create function access.holder_notices_due(p_limit integer)
    returns table (infrastructure_id uuid, name text, certificate_number text, valid_to date, is_over boolean,
                   organisation_id uuid, services bigint, certified bigint, assessed bigint, drafts bigint,
                   first_ends date, elsewhere bigint, people jsonb)
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    select i.id, i.name, i.certificate_number, i.valid_to, i.valid_to < access.today(), i.owner_organisation_id,
        n.services, n.certified, n.assessed, n.drafts, n.first_ends, n.elsewhere,
        (select coalesce(jsonb_agg(jsonb_build_object('name', u.name, 'email', u.email) order by u.name), '[]'::jsonb)
         from public.memberships m join public.users u on u.id = m.user_id
         where m.organisation_id = i.owner_organisation_id and m.role = 'administrator'
           and (m.leaves_on is null or m.leaves_on >= access.today()))
    from public.infrastructures i cross join lateral access.counted_on(i.id) n
    where i.confirmed_at is not null and i.owner_organisation_id is not null
      and (i.valid_to between access.today() - 30
               and access.today() + access.rule_value('infrastructure_ending_notice_days', access.today())
           or i.ended_early_at is not null and i.valid_to >= access.today() - 30)
      and not exists (select from public.holder_notices h
          where h.infrastructure_id = i.id and h.organisation_id = i.owner_organisation_id
            and h.valid_to = i.valid_to and h.is_over = (i.valid_to < access.today()))
    order by i.valid_to, i.id limit p_limit $$;
comment on function access.holder_notices_due is 'Which holders are to hear that the connection certificate of their infrastructure ends soon, has ended, or ends earlier than was on it, with what depends on it and the administrators to tell. For the worker.';

create function access.note_holder_notice(p_infrastructure uuid, p_organisation uuid, p_valid_to date, p_is_over boolean)
    returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        insert into public.holder_notices (infrastructure_id, organisation_id, valid_to, is_over, sent_at)
            select i.id, i.owner_organisation_id, i.valid_to, p_is_over, access.now()
            from public.infrastructures i
            where i.id = p_infrastructure and i.valid_to = p_valid_to and i.owner_organisation_id = p_organisation
            on conflict do nothing;
        return found;
    end $$;
comment on function access.note_holder_notice is 'Notes that a holder is told of the end of its connection certificate; false when it was before, or certificate or holder changed meanwhile. For the worker.';

alter function access.using_from_elsewhere(uuid) owner to psn_resolver;
alter function access.counted_on(uuid) owner to psn_resolver;
alter function access.affected(uuid) owner to psn_resolver;
alter function access.affected_elsewhere(uuid, integer) owner to psn_resolver;
alter function access.holder_notices_due(integer) owner to psn_resolver;
alter function access.note_holder_notice(uuid, uuid, date, boolean) owner to psn_resolver;
revoke execute on function access.using_from_elsewhere(uuid), access.counted_on(uuid), access.affected(uuid),
    access.affected_elsewhere(uuid, integer), access.holder_notices_due(integer),
    access.note_holder_notice(uuid, uuid, date, boolean) from public;
grant execute on function access.affected(uuid), access.affected_elsewhere(uuid, integer) to psn_app;
grant execute on function access.holder_notices_due(integer), access.note_holder_notice(uuid, uuid, date, boolean) to psn_worker;

-- Owners of infrastructure: who holds an entry of the register, what the owner says runs there, standing
-- agreements, and taking an agreement back.

alter table infrastructures add column owner_organisation_id uuid references organisations (id);
comment on column infrastructures.owner_organisation_id is 'Organisation with an account that holds the connection certificate, as the PSN team said; null while none is known.';
create index infrastructures_owner on infrastructures (owner_organisation_id) where owner_organisation_id is not null;

-- Who proposes an entry can't say that they hold it.
drop policy propose on infrastructures;
create policy propose on infrastructures for insert to psn_app
    with check ((select access.team_role()) is not null
                or (confirmed_at is null and owner_organisation_id is null
                    and proposed_by_organisation_id = any ((select access.organisations())::uuid[])));

create function access.holds(p_infrastructure uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select exists (select from public.infrastructures i
                         where i.id = p_infrastructure and i.confirmed_at is not null
                           and i.owner_organisation_id = any (access.organisations())) $$;
comment on function access.holds is 'Whether the signed-in person belongs to the organisation that holds this infrastructure.';

create function access.name_holder(p_infrastructure uuid, p_organisation text) returns text
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_found uuid[];
begin
    if coalesce(access.team_role() not in ('lead', 'service_administrator'), true) then
        return 'refused';
    end if;
    select coalesce(array_agg(o.id), '{}') into v_found from public.organisations o
        where lower(o.name) = lower(p_organisation);
    if p_organisation <> '' and cardinality(v_found) <> 1 then
        return case cardinality(v_found) when 0 then 'unknown' else 'many' end;
    end if;
    update public.infrastructures set owner_organisation_id = v_found[1]
        where id = p_infrastructure and confirmed_at is not null;
    return case when found then 'named' else 'refused' end;
end $$;
comment on function access.name_holder is 'Says which organisation with an account holds an infrastructure, for leads and service administrators; an empty name takes it away. Says "named", or why not: "unknown", "many" organisations of the name, "refused".';

create table hosting_answers (
    infrastructure_id uuid not null references infrastructures (id),
    organisation_id uuid not null references organisations (id),
    service_code text not null check (service_code ~ '^SRV_[0-9]{4,9}$'),
    runs_here boolean not null,
    answered_at timestamptz not null,
    answered_by uuid not null references users (id),
    answered_by_name text not null,
    primary key (infrastructure_id, service_code)
);
comment on table hosting_answers is 'What owners say of the services on their infrastructure, by service code: the other side of what certificates say.';
comment on column hosting_answers.infrastructure_id is 'The infrastructure.';
comment on column hosting_answers.organisation_id is 'The owner.';
comment on column hosting_answers.service_code is 'Code of the service; one that only the owner names may be unknown to the register.';
comment on column hosting_answers.runs_here is 'Whether the owner says that it runs there.';
comment on column hosting_answers.answered_at is 'When.';
comment on column hosting_answers.answered_by is 'Who said so.';
comment on column hosting_answers.answered_by_name is 'That person''s name.';
alter table hosting_answers enable row level security;
alter table hosting_answers force row level security;
grant select, insert on hosting_answers to psn_app;
grant update (organisation_id, runs_here, answered_at, answered_by, answered_by_name) on hosting_answers to psn_app;
create policy read_known on hosting_answers for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[]) or (select access.team_role()) is not null);
create policy answer_own on hosting_answers for insert to psn_app
    with check (organisation_id = any ((select access.organisations())::uuid[]) and access.holds(infrastructure_id)
                and answered_by = (select access.user_id()));
create policy change_own on hosting_answers for update to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[]) and access.holds(infrastructure_id))
    with check (organisation_id = any ((select access.organisations())::uuid[]) and access.holds(infrastructure_id)
                and answered_by = (select access.user_id()));

create table standing_agreements (
    id uuid primary key,
    infrastructure_id uuid not null references infrastructures (id),
    certificate_number text not null,
    organisation_id uuid not null references organisations (id),
    supplier_name text not null,
    owner_organisation_id uuid not null references organisations (id),
    covers_additional boolean not null,
    until date not null,
    agreed_at timestamptz not null,
    agreed_by uuid not null references users (id),
    agreed_by_name text not null,
    agreed_by_email text not null,
    agreed_job_title text not null,
    withdrawn_at timestamptz,
    withdrawn_by_name text
);
comment on table standing_agreements is 'Agreements of owners to every service of a supplier on one infrastructure.';
comment on column standing_agreements.id is 'Identifier.';
comment on column standing_agreements.infrastructure_id is 'The infrastructure, and no other.';
comment on column standing_agreements.certificate_number is 'Number of its connection certificate then; another one is not covered.';
comment on column standing_agreements.organisation_id is 'The supplier.';
comment on column standing_agreements.supplier_name is 'Its name then.';
comment on column standing_agreements.owner_organisation_id is 'The owner.';
comment on column standing_agreements.covers_additional is 'Whether services that bring additional infrastructure are covered too.';
comment on column standing_agreements.until is 'Last day on which a request is answered by it.';
comment on column standing_agreements.agreed_at is 'When it was given.';
comment on column standing_agreements.agreed_by is 'Who gave it.';
comment on column standing_agreements.agreed_by_name is 'That person''s name.';
comment on column standing_agreements.agreed_by_email is 'Where they are told of each request that it answers.';
comment on column standing_agreements.agreed_job_title is 'That person''s job title, as typed.';
comment on column standing_agreements.withdrawn_at is 'When it was taken back or replaced.';
comment on column standing_agreements.withdrawn_by_name is 'Who took it back.';
create unique index standing_agreements_live on standing_agreements (infrastructure_id, organisation_id)
    where withdrawn_at is null;
alter table standing_agreements enable row level security;
alter table standing_agreements force row level security;
grant select, insert on standing_agreements to psn_app;
grant update (withdrawn_at, withdrawn_by_name) on standing_agreements to psn_app;
create policy read_known on standing_agreements for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[])
           or owner_organisation_id = any ((select access.organisations())::uuid[])
           or (select access.team_role()) is not null);
create policy give_own on standing_agreements for insert to psn_app
    with check (owner_organisation_id = any ((select access.administered())::uuid[]) and access.holds(infrastructure_id)
                and agreed_by = (select access.user_id()));
create policy take_back_own on standing_agreements for update to psn_app
    using (owner_organisation_id = any ((select access.administered())::uuid[]));

-- A request is answered by a standing agreement, or an owner takes the agreement back.
alter table owner_requests drop constraint owner_requests_state_check;
alter table owner_requests add constraint owner_requests_state_check
    check (state in ('sent', 'opened', 'agreed', 'declined', 'asked', 'cancelled', 'withdrawn'));
alter table owner_requests add column standing_agreement_id uuid references standing_agreements (id);
alter table owner_requests add column withdrawn_at timestamptz;
alter table owner_requests add column withdrawn_from date;
alter table owner_requests add column withdrawn_by_name text;
alter table owner_requests add column withdrawn_reason text;
comment on column owner_requests.standing_agreement_id is 'The standing agreement that answered it; null when a person did.';
comment on column owner_requests.withdrawn_at is 'When the owner took the agreement back.';
comment on column owner_requests.withdrawn_from is 'From which day the service is no longer to run there.';
comment on column owner_requests.withdrawn_by_name is 'Who took it back.';
comment on column owner_requests.withdrawn_reason is 'Why, in the owner''s words.';
create index owner_requests_infrastructure on owner_requests (infrastructure_id);
create index owner_requests_certificate on owner_requests (lower(certificate_number));

create function access.stands(p_standing uuid, p_organisation uuid, p_infrastructure uuid, p_certificate text,
    p_is_additional boolean) returns boolean
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select exists (select from public.standing_agreements s
                         where s.id = p_standing and s.organisation_id = p_organisation
                           and s.infrastructure_id = p_infrastructure
                           and lower(s.certificate_number) = lower(p_certificate)
                           and s.withdrawn_at is null and s.until >= access.today()
                           and (s.covers_additional or not p_is_additional)) $$;
comment on function access.stands is 'Whether a standing agreement is live and covers this request, and nothing wider than what its owner said.';

-- A supplier can't answer for somebody else's infrastructure: its request is begun as agreed only where it
-- confirms its own, or where a standing agreement covers it.
drop policy ask_own on owner_requests;
create policy ask_own on owner_requests for insert to psn_app
    with check (organisation_id = any ((select access.organisations())::uuid[])
                and (state = 'sent'
                     or (state = 'agreed' and is_own and standing_agreement_id is null)
                     or (state = 'agreed' and not is_own
                         and access.stands(standing_agreement_id, organisation_id, infrastructure_id,
                                           certificate_number, additional_infrastructure <> ''))));

create function access.withdraw_agreement(p_request uuid, p_from date, p_name text, p_reason text)
    returns table (organisation_id uuid, application_id uuid, reference text, supplier_name text, service_name text,
                   infrastructure_name text, owner_name text, asker_name text, asker_email text)
    language sql security definer set search_path = pg_catalog, public
    as $$ update public.owner_requests o
          set state = 'withdrawn', withdrawn_at = access.now(), withdrawn_from = p_from,
              withdrawn_by_name = p_name, withdrawn_reason = p_reason
          where o.id = p_request and o.state = 'agreed' and not o.is_own and p_from >= access.today()
            and (o.id = (select l.owner_request_id from public.links l where l.id = access.verified_link_id())
                 or exists (select from public.infrastructures i
                            where i.owner_organisation_id = any (access.administered()) and i.confirmed_at is not null
                              and (i.id = o.infrastructure_id
                                   or lower(i.certificate_number) = lower(o.certificate_number))))
          returning o.organisation_id, o.application_id, o.reference, o.supplier_name, o.service_name,
                    o.infrastructure_name, o.owner_name, o.requested_by_name, o.requested_by_email $$;
comment on function access.withdraw_agreement is 'Takes back an agreement, for the browser that entered the code of its link and for administrators of the organisation that holds the infrastructure; answers whom to tell, or no row.';

create function access.lengthen_owner_link() returns void
    language sql security definer set search_path = pg_catalog, public
    as $$ update public.links l
          set expires_at = greatest(l.expires_at, (o.certificate_valid_to + 1)::timestamp at time zone 'Europe/London'),
              codes_sent = 0
          from public.owner_requests o
          where l.id = access.verified_link_id() and o.id = l.owner_request_id and o.state = 'agreed' $$;
comment on function access.lengthen_owner_link is 'After the owner agreed, the link works as long as the agreement holds, so that it can be taken back.';

create function access.hosted(p_infrastructure uuid, p_after text, p_limit integer)
    returns table (key text, service_name text, supplier_id uuid, supplier_name text, service_code text,
                   certificate_number text, valid_to date, application_state text, request_id uuid, agreement text,
                   is_own boolean, is_standing boolean, since timestamptz, runs_here boolean, answered_at timestamptz,
                   answered_by_name text)
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
               coalesce(o.withdrawn_at, o.answered_at, o.sent_at) as since
        from asked o join public.applications a on a.id = o.application_id
        left join public.certificates c on c.application_id = o.application_id
        where o.state <> 'cancelled' and a.state not in ('refused', 'withdrawn', 'deleted')
          and (c.id is null or (c.withdrawn_on is null and c.valid_to >= access.today())))
    select n.key, n.service_name, n.organisation_id, n.supplier_name, n.service_code, n.number, n.valid_to,
           n.application_state, n.request_id, n.agreement, n.is_own, n.is_standing, n.since, h.runs_here, h.answered_at,
           h.answered_by_name
    from named n left join public.hosting_answers h
        on h.infrastructure_id = n.place_id and h.service_code = n.service_code
    where p_after = '' or n.key > p_after
    order by n.key limit least(p_limit, 101) $$;
comment on function access.hosted is 'The services that name an infrastructure, with what its owner was asked and says, for the organisation that holds it and for the team; nothing that only the supplier may see.';

create function access.named_by_owner(p_infrastructure uuid)
    returns table (service_code text, runs_here boolean, answered_at timestamptz, answered_by_name text,
                   service_name text, supplier_name text, infrastructure_name text)
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    select h.service_code, h.runs_here, h.answered_at, h.answered_by_name, c.service_name, c.organisation_name,
           c.infrastructure_name
    from public.hosting_answers h
    left join lateral (select * from public.certificates c where c.service_code = h.service_code
                         and c.withdrawn_on is null and c.valid_to >= access.today()
                       order by c.valid_from desc limit 1) c on true
    where h.infrastructure_id = p_infrastructure and h.runs_here
      and c.infrastructure_id is distinct from h.infrastructure_id
      and (access.holds(p_infrastructure) or access.team_role() is not null)
    order by h.service_code limit 200 $$;
comment on function access.named_by_owner is 'Services that the owner says run there and whose certificates do not say so, for the owner and the team, with what the public register says of them.';

create function access.reconciliation()
    returns table (id uuid, name text, owner_name text, certificate_number text, valid_to date, holder text,
                   services bigint, unanswered bigint, differences bigint)
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    select i.id, i.name, i.owner_name, i.certificate_number, i.valid_to, o.name,
           coalesce(listed.services, 0), coalesce(listed.unanswered, 0),
           coalesce(listed.denied, 0) + (
               select count(*) from public.hosting_answers h
               where h.infrastructure_id = i.id and h.runs_here and not exists (
                   select from public.certificates c where c.service_code = h.service_code
                     and c.infrastructure_id = i.id and c.withdrawn_on is null and c.valid_to >= access.today()))
    from public.infrastructures i left join public.organisations o on o.id = i.owner_organisation_id
    left join lateral (
        select count(distinct c.service_code) as services,
               count(distinct c.service_code) filter (where h.runs_here is null) as unanswered,
               count(distinct c.service_code) filter (where not h.runs_here) as denied
        from public.certificates c left join public.hosting_answers h
            on h.infrastructure_id = i.id and h.service_code = c.service_code
        where c.infrastructure_id = i.id and c.withdrawn_on is null and c.valid_to >= access.today()) listed on true
    where i.confirmed_at is not null and access.team_role() is not null
    order by lower(i.name), i.id limit 500 $$;
comment on function access.reconciliation is 'For the team: each infrastructure of the register with who holds it, how many certified services name it, of how many the owner has said nothing, and where both lists differ.';

grant select on hosting_answers, standing_agreements, certificates to psn_resolver;
create policy resolve on hosting_answers for select to psn_resolver using (true);
create policy resolve on standing_agreements for select to psn_resolver using (true);
grant update (owner_organisation_id) on infrastructures to psn_resolver;
create policy name_holder on infrastructures for update to psn_resolver using (true) with check (true);
grant update (state, withdrawn_at, withdrawn_from, withdrawn_by_name, withdrawn_reason) on owner_requests to psn_resolver;
create policy withdraw on owner_requests for update to psn_resolver using (true) with check (true);

alter function access.holds(uuid) owner to psn_resolver;
alter function access.name_holder(uuid, text) owner to psn_resolver;
alter function access.stands(uuid, uuid, uuid, text, boolean) owner to psn_resolver;
alter function access.withdraw_agreement(uuid, date, text, text) owner to psn_resolver;
alter function access.lengthen_owner_link() owner to psn_resolver;
alter function access.hosted(uuid, text, integer) owner to psn_resolver;
alter function access.named_by_owner(uuid) owner to psn_resolver;
alter function access.reconciliation() owner to psn_resolver;
revoke execute on function access.holds(uuid), access.name_holder(uuid, text), access.stands(uuid, uuid, uuid, text, boolean),
    access.withdraw_agreement(uuid, date, text, text), access.lengthen_owner_link(), access.hosted(uuid, text, integer),
    access.named_by_owner(uuid), access.reconciliation() from public;
grant execute on function access.holds(uuid), access.name_holder(uuid, text), access.stands(uuid, uuid, uuid, text, boolean),
    access.withdraw_agreement(uuid, date, text, text), access.lengthen_owner_link(), access.hosted(uuid, text, integer),
    access.named_by_owner(uuid), access.reconciliation() to psn_app;

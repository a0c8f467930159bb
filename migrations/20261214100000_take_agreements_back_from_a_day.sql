-- An owner takes an agreement back from a day that is to come: until the day before, the agreement counts, and its owner can
-- think again.

alter table owner_requests add column kept_at timestamptz;
comment on column owner_requests.kept_at is 'When the owner last kept an agreement after all that it had taken back from a later day.';
comment on column owner_requests.withdrawn_at is 'When the owner said that it takes the agreement back, or when its last day was over. An agreement that is taken back from a later day counts until then.';
comment on column owner_requests.withdrawn_by_name is 'Who takes or took it back; empty when its last day was over.';
comment on column owner_requests.ending_told_at is 'When people were told that the last day on which it counts is near.';
drop index owner_requests_until;
-- The last day on which an agreement counts: until which its owner gave it, or the day before the one from which it is
-- taken back.
create index owner_requests_until on owner_requests (least(agreed_until, withdrawn_from - 1))
    where state = 'agreed' and least(agreed_until, withdrawn_from - 1) is not null;
alter table owner_requests add column is_withdrawn_by_holder boolean not null default false;
comment on column owner_requests.is_withdrawn_by_holder is 'Whether an administrator of the holder took the agreement back, and not who came by the link.';
grant update (kept_at, is_withdrawn_by_holder) on owner_requests to psn_resolver;

create function access.last_day_of_agreement(p_request uuid) returns date
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select least(o.agreed_until, coalesce(
                     (select min(i.valid_to) from public.infrastructures i
                      where (i.id = o.infrastructure_id or lower(i.certificate_number) = lower(o.certificate_number))
                        and i.confirmed_at is not null),
                     o.certificate_valid_to))
          from public.owner_requests o
          where o.id = p_request and o.state = 'agreed' and not o.is_own
            and (o.id = (select l.owner_request_id from public.links l where l.id = access.verified_link_id())
                 or exists (select from public.infrastructures i
                            where i.owner_organisation_id = any (access.administered()) and i.confirmed_at is not null
                              and (i.id = o.infrastructure_id
                                   or lower(i.certificate_number) = lower(o.certificate_number)))) $$;
comment on function access.last_day_of_agreement is 'Last day of an agreement by itself: until which it was given, or until which the certificate of the infrastructure is valid. For whoever can take it back: the browser that entered the code of its link, and administrators of the holder; null for everybody else.';

create or replace function access.withdraw_agreement(p_request uuid, p_from date, p_name text, p_reason text)
    returns table (organisation_id uuid, application_id uuid, reference text, supplier_name text, service_name text,
                   infrastructure_name text, owner_name text, asker_name text, asker_email text)
    language sql security definer set search_path = pg_catalog, public
    as $$ update public.owner_requests o
          set state = case when p_from > access.today() then o.state else 'withdrawn' end,
              withdrawn_at = access.now(), withdrawn_from = p_from, withdrawn_by_name = p_name,
              withdrawn_reason = p_reason, kept_at = null,
              is_withdrawn_by_holder = access.verified_link_id() is null,
              -- Who is told now that it ends soon is not told once more.
              ending_told_at = case when p_from - 1 <= access.today()
                                        + access.rule_value('agreement_ending_notice_days', access.today())
                                    then access.now() end
          where o.id = p_request and o.state = 'agreed' and o.withdrawn_at is null
            and (p_from = access.today()
                 or p_from between access.today() and access.last_day_of_agreement(p_request))
            and access.last_day_of_agreement(p_request) is not null
          returning o.organisation_id, o.application_id, o.reference, o.supplier_name, o.service_name,
                    o.infrastructure_name, o.owner_name, o.requested_by_name, o.requested_by_email $$;
comment on function access.withdraw_agreement is 'Takes back an agreement, at once or from a later day on which it would still count, for the browser that entered the code of its link and for administrators of the organisation that holds the infrastructure; answers whom to tell, or no row.';

create function access.keep_agreement(p_request uuid)
    returns table (organisation_id uuid, application_id uuid, reference text, supplier_name text, service_name text,
                   infrastructure_name text, owner_name text, asker_name text, asker_email text)
    language sql security definer set search_path = pg_catalog, public
    as $$ update public.owner_requests o
          set withdrawn_at = null, withdrawn_from = null, withdrawn_by_name = null, withdrawn_reason = null,
              ending_told_at = null, kept_at = access.now()
          where o.id = p_request and o.state = 'agreed' and o.withdrawn_from > access.today()
            -- Whoever came by the link is named by the supplier, and does not undo what the holder said.
            and (not o.is_withdrawn_by_holder or access.verified_link_id() is null)
            and access.last_day_of_agreement(p_request) is not null
          returning o.organisation_id, o.application_id, o.reference, o.supplier_name, o.service_name,
                    o.infrastructure_name, o.owner_name, o.requested_by_name, o.requested_by_email $$;
comment on function access.keep_agreement is 'Keeps an agreement after all that was taken back from a day that is still to come, for whoever could take it back, but by the link only what was taken back by it; answers whom to tell, or no row.';

alter function access.last_day_of_agreement(uuid) owner to psn_resolver;
alter function access.keep_agreement(uuid) owner to psn_resolver;
revoke execute on function access.last_day_of_agreement(uuid), access.keep_agreement(uuid) from public;
grant execute on function access.last_day_of_agreement(uuid), access.keep_agreement(uuid) to psn_app;

-- The holder's word is recorded with the supplier too, in the same transaction.
create or replace function access.takes_back(p_organisation uuid, p_application uuid) returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return exists (select from public.owner_requests o
                   join public.infrastructures i on i.id = o.infrastructure_id
                                                    or lower(i.certificate_number) = lower(o.certificate_number)
                   where o.organisation_id = p_organisation and o.application_id = p_application
                     and (o.kept_at = access.now()
                          or (o.state in ('agreed', 'withdrawn') and o.withdrawn_by_name is not null
                              and o.withdrawn_at = access.now()))
                     and i.confirmed_at is not null and i.owner_organisation_id = any (access.administered()));
end $$;
comment on function access.takes_back is 'Whether the signed-in person takes an agreement about this application back in this transaction, or keeps it after all, as an administrator of the holder of its infrastructure.';
drop policy record_taking_back on audit_events;
create policy record_taking_back on audit_events for insert to psn_app
    with check (kind in ('agreement_withdrawn', 'agreement_kept')
                and access.takes_back(organisation_id, application_id));

drop function access.next_ending_agreement();
create function access.next_ending_agreement()
    returns table (request_id uuid, organisation_id uuid, application_id uuid, reference text, supplier_name text,
                   service_name text, infrastructure_name text, owner_name text, agreed_until date, is_over boolean,
                   taken_back_by text, application_state text, people jsonb)
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
#variable_conflict use_column
declare
    v_next record;
begin
    select o.id, o.organisation_id, o.application_id, o.reference, o.supplier_name, o.service_name,
           o.infrastructure_name, o.owner_name, least(o.agreed_until, o.withdrawn_from - 1) as counts_until, o.requested_by, a.state,
           o.withdrawn_by_name,
           least(o.agreed_until, o.withdrawn_from - 1) < access.today() as is_over
        into v_next
        from public.owner_requests o join public.applications a on a.id = o.application_id
        where o.state = 'agreed' and least(o.agreed_until, o.withdrawn_from - 1) is not null
          and (least(o.agreed_until, o.withdrawn_from - 1) < access.today()
               or (o.ending_told_at is null and a.state not in ('refused', 'withdrawn', 'deleted') and least(o.agreed_until, o.withdrawn_from - 1)
                   <= access.today() + access.rule_value('agreement_ending_notice_days', access.today())))
        order by least(o.agreed_until, o.withdrawn_from - 1), o.id limit 1 for update of o skip locked;
    if not found then
        return;
    end if;
    if v_next.is_over then
        update public.owner_requests o
            set state = 'withdrawn', withdrawn_at = coalesce(o.withdrawn_at, access.now()),
                withdrawn_from = v_next.counts_until + 1
            where o.id = v_next.id;
    else
        update public.owner_requests o set ending_told_at = access.now() where o.id = v_next.id;
    end if;
    return query select v_next.id, v_next.organisation_id, v_next.application_id, v_next.reference, v_next.supplier_name,
        v_next.service_name, v_next.infrastructure_name, v_next.owner_name, v_next.counts_until, v_next.is_over,
        v_next.withdrawn_by_name, v_next.state,
        (select coalesce(jsonb_agg(jsonb_build_object('name', u.name, 'email', u.email) order by u.name), '[]'::jsonb)
         from public.memberships m join public.users u on u.id = m.user_id
         where m.organisation_id = v_next.organisation_id
           and (m.user_id = v_next.requested_by or m.role = 'administrator')
           and (m.leaves_on is null or m.leaves_on >= access.today()));
end $$;
comment on function access.next_ending_agreement is 'Takes the next agreement that its owner gave until a day, or takes back from the day after: notes that people are told when that is near, unless the application is refused, withdrawn or deleted, and takes it back when it is over. Answers whom to tell. No row when there is none. For the worker.';
alter function access.next_ending_agreement() owner to psn_resolver;
revoke execute on function access.next_ending_agreement() from public;
grant execute on function access.next_ending_agreement() to psn_worker;

-- A certificate can rest on an agreement that is taken back from a later day, until that day.
create or replace function access.guard_certificate() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    infrastructure public.infrastructures;
begin
    if not exists (select from public.applications a
            where a.id = new.application_id and a.organisation_id = new.organisation_id
              and a.state in ('approved', 'certified')) then
        raise exception 'no certificate without an approved application' using errcode = 'check_violation';
    end if;
    if not exists (select from public.decisions d
            where d.application_id = new.application_id
              and (d.recommendation = 'grant'
                   or (d.recommendation = 'grant_with_conditions'
                       and exists (select from public.grant_conditions c where c.decision_id = d.id)))
              and d.outcome = 'approved' and d.decided_by <> d.recommended_by) then
        raise exception 'no certificate without two different deciding people' using errcode = 'check_violation';
    end if;
    if not exists (select from public.owner_requests o
            where o.application_id = new.application_id and o.state = 'agreed'
              and coalesce(least(o.agreed_until, o.withdrawn_from - 1) >= access.today(), true)
              and lower(o.certificate_number) = lower(new.infrastructure_certificate)) then
        raise exception 'no certificate without a live agreement of the infrastructure owner' using errcode = 'check_violation';
    end if;
    select i.* into infrastructure from public.infrastructures i where i.id = new.infrastructure_id;
    if not found or infrastructure.confirmed_at is null or infrastructure.valid_to < new.valid_from
            or lower(infrastructure.certificate_number) <> lower(new.infrastructure_certificate) then
        raise exception 'no certificate without a live connection certificate' using errcode = 'check_violation';
    end if;
    if new.valid_to > infrastructure.valid_to or new.valid_to >= new.valid_from + interval '12 months 1 day' then
        raise exception 'a certificate ends after 12 months or with its infrastructure' using errcode = 'check_violation';
    end if;
    if not exists (select from public.signature_requests s
            where s.application_id = new.application_id and s.state = 'signed'
              and s.snapshot_sha256 = new.snapshot_sha256) then
        raise exception 'no certificate without a signature on what was assessed' using errcode = 'check_violation';
    end if;
    return new;
end $$;

drop function access.hosted(uuid, text, integer);
create function access.hosted(p_infrastructure uuid, p_after text, p_limit integer)
    returns table (key text, service_name text, supplier_id uuid, supplier_name text, service_code text,
                   certificate_number text, valid_to date, application_state text, request_id uuid, agreement text,
                   is_own boolean, is_standing boolean, ended_on date, taken_back_by text,
                   taken_back_from date, since timestamptz, runs_here boolean,
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
               o.withdrawn_by_name as taken_back_by,
               case when o.state = 'agreed' then o.withdrawn_from end as taken_back_from,
               coalesce(o.withdrawn_at, o.answered_at, o.sent_at) as since, o.host_services
        from asked o join public.applications a on a.id = o.application_id
        left join public.certificates c on c.application_id = o.application_id
        where o.state <> 'cancelled' and a.state not in ('refused', 'withdrawn', 'deleted')
          and (c.id is null or (c.withdrawn_on is null and (c.valid_to >= access.today()
                                           or (c.renewal_submitted_on is not null and c.renewal_ended_on is null)))))
    select n.key, n.service_name, n.organisation_id, n.supplier_name, n.service_code, n.number, n.valid_to,
           n.application_state, n.request_id, n.agreement, n.is_own, n.is_standing, n.ended_on, n.taken_back_by,
           n.taken_back_from, n.since, h.runs_here, h.answered_at, h.answered_by_name, n.host_services
    from named n left join public.hosting_answers h
        on h.infrastructure_id = n.place_id and h.service_code = n.service_code
    where p_after = '' or n.key > p_after
    order by n.key limit least(p_limit, 101) $$;
comment on function access.hosted is 'The services that name an infrastructure, with what its owner was asked and says, which of the owner''s services each names, and which agreements ended with their last day or were taken back by whom and from which later day, for the organisation that holds it and for the team; nothing that only the supplier may see.';
alter function access.hosted(uuid, text, integer) owner to psn_resolver;
revoke execute on function access.hosted(uuid, text, integer) from public;
grant execute on function access.hosted(uuid, text, integer) to psn_app;

-- An owner may agree until a day. People are told before, and when the day is over the agreement counts as taken back.

insert into rule_values (name, from_on, value, source) values
    ('agreement_ending_notice_days', '2015-07-08', 30, 'House rule: as long before as the second reminder of a certificate that ends');

alter table owner_requests
    add column agreed_until date,
    add column ending_told_at timestamptz,
    add check (agreed_until is null or answered_at is not null);
comment on column owner_requests.agreed_until is 'Last day of the agreement, if the owner set one; it never outlives the certificate of the infrastructure.';
comment on column owner_requests.withdrawn_at is 'When the owner took the agreement back, or when its last day was over.';
comment on column owner_requests.withdrawn_by_name is 'Who took it back; empty when its last day was over.';
comment on column owner_requests.ending_told_at is 'When people were told that this day is near.';
create index owner_requests_until on owner_requests (agreed_until) where state = 'agreed' and agreed_until is not null;
grant update (agreed_until) on owner_requests to psn_app;

create function access.next_ending_agreement()
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
               or (o.ending_told_at is null and o.agreed_until
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
comment on function access.next_ending_agreement is 'Takes the next agreement that its owner gave until a day: notes that people are told when that is near, and takes it back when it is over. Answers whom to tell. No row when there is none. For the worker.';
grant update (ending_told_at) on owner_requests to psn_resolver;
alter function access.next_ending_agreement() owner to psn_resolver;
revoke execute on function access.next_ending_agreement() from public;
grant execute on function access.next_ending_agreement() to psn_worker;

-- No certificate rests on an agreement whose day is over, even before the worker takes it back.
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
              and (o.agreed_until is null or o.agreed_until >= access.today())
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

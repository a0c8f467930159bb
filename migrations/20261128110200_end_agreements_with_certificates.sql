-- An agreement never outlives the certificate of the infrastructure: not the one that its owner was asked about, and
-- not the one that is in the register, be it that the infrastructure was chosen there or its certificate's number typed.

alter table owner_requests add constraint owner_requests_until_within_certificate
    check (agreed_until is null or agreed_until <= certificate_valid_to);

create function access.register_valid_to() returns date
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select min(i.valid_to)
          from public.links l
          join public.owner_requests o on o.id = l.owner_request_id
          join public.infrastructures i on i.id = o.infrastructure_id
                                           or lower(i.certificate_number) = lower(o.certificate_number)
          where l.id = access.link_id() and i.confirmed_at is not null $$;
comment on function access.register_valid_to is 'Last day of the certificate in the register that the request of the presented link is about; null when the register has none.';

create function access.guard_agreement() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
begin
    if exists (select from public.infrastructures i
               where (i.id = new.infrastructure_id or lower(i.certificate_number) = lower(new.certificate_number))
                 and i.confirmed_at is not null and i.valid_to < new.agreed_until) then
        raise exception 'no agreement beyond the certificate of the infrastructure' using errcode = 'check_violation';
    end if;
    return new;
end $$;
comment on function access.guard_agreement is 'Refuses an agreement until a day after the end of the certificate in the register.';

alter function access.register_valid_to() owner to psn_resolver;
alter function access.guard_agreement() owner to psn_resolver;
revoke execute on function access.register_valid_to(), access.guard_agreement() from public;
grant execute on function access.register_valid_to() to psn_app;
create trigger guard_agreement_given before insert on owner_requests
    for each row when (new.agreed_until is not null) execute function access.guard_agreement();
create trigger guard_agreement_changed before update of agreed_until on owner_requests
    for each row when (new.agreed_until is distinct from old.agreed_until) execute function access.guard_agreement();

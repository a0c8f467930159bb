-- Two people of the team who confirm the same number at the same moment each saw that nobody has it. Whoever comes second
-- now waits for the first and is refused. Numbers that were listed twice before stay as they are.

create function access.hold_number(p_number text) returns void
    language sql set search_path = pg_catalog
    as $$ select pg_advisory_xact_lock(hashtextextended('connection certificate ' || access.forgiven(p_number), 0)) $$;
comment on function access.hold_number is 'Holds the number of a connection certificate, however it is spelled, until the transaction ends.';

create function access.guard_listed() returns trigger
    language plpgsql set search_path = pg_catalog, public
    as $$
begin
    perform access.hold_number(new.certificate_number);
    if exists (select from public.infrastructures i
               where i.confirmed_at is not null and i.id <> new.id
                 and access.forgiven(i.certificate_number) = access.forgiven(new.certificate_number)) then
        raise exception 'the register has other infrastructure with this number' using errcode = 'unique_violation';
    end if;
    return new;
end $$;
comment on function access.guard_listed is 'Refuses to confirm a number that the register has for other infrastructure, also of two at the same moment.';
revoke execute on function access.hold_number(text), access.guard_listed() from public;
grant execute on function access.hold_number(text) to psn_app;
create trigger guard_listed_new before insert on infrastructures
    for each row when (current_user = 'psn_app' and new.confirmed_at is not null) execute function access.guard_listed();
create trigger guard_listed_changed before update of certificate_number, confirmed_at on infrastructures
    for each row when (current_user = 'psn_app' and new.confirmed_at is not null
        and (old.confirmed_at is null or new.certificate_number <> old.certificate_number))
    execute function access.guard_listed();

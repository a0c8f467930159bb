-- Whoever checks a certificate reads that the connection certificate of its infrastructure was ended early, while the
-- PSN team decides what becomes of it.

alter table certificates add column connection_ended_on date;
comment on column certificates.connection_ended_on is 'Last day of the connection certificate of its infrastructure, if the team ended that early while this one counts longer: by its own last day, or held by a renewal; null otherwise.';

create function access.note_ended_connection() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
begin
    update public.certificates c set connection_ended_on = new.valid_to
        where c.infrastructure_id = new.id
          and (c.valid_to > new.valid_to or (c.renewal_submitted_on is not null and c.renewal_ended_on is null));
    return null;
end $$;
comment on function access.note_ended_connection is 'Notes with the certificates on an infrastructure that its connection certificate was ended before they cease to count.';
grant update (connection_ended_on) on certificates to psn_resolver;
alter function access.note_ended_connection() owner to psn_resolver;
revoke execute on function access.note_ended_connection() from public;
create trigger note_ended_connection after update of valid_to on infrastructures
    for each row when (new.ended_early_at is not null and new.valid_to is distinct from old.valid_to)
    execute function access.note_ended_connection();

update certificates c set connection_ended_on = i.valid_to
    from infrastructures i
    where i.id = c.infrastructure_id and i.ended_early_at is not null
      and (c.valid_to > i.valid_to or (c.renewal_submitted_on is not null and c.renewal_ended_on is null));

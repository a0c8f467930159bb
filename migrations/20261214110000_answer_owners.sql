-- A supplier answers what the owner asked, or why it did not agree, on the request that it sends next.

alter table owner_requests
    add column reply_to text,
    add column reply_to_state text check (reply_to_state in ('asked', 'declined')),
    add column reply text check (char_length(reply) between 1 and 4000),
    add constraint owner_requests_reply_has_question
        check ((reply is null) = (reply_to is null) and (reply is null) = (reply_to_state is null));
comment on column owner_requests.reply_to is 'What the owner wrote on the request before, as it stood when this one was sent; null when this one answers nothing.';
comment on column owner_requests.reply_to_state is 'How that request ended: the owner asked something first, or declined.';
comment on column owner_requests.reply is 'What the supplier answers to that, for the owner and the PSN team.';

create function access.quote_owner() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_before record;
begin
    select o.state, o.reason, o.reply_to, o.reply_to_state, o.owner_name, o.certificate_number into v_before
        from public.owner_requests o
        where o.application_id = new.application_id and o.organisation_id = new.organisation_id
        order by o.sent_at desc, o.id desc limit 1;
    if v_before.state in ('asked', 'declined') then
        new.reply_to := v_before.reason;
        new.reply_to_state := v_before.state;
    else
        -- It takes the place of a request that answered the same.
        new.reply_to := v_before.reply_to;
        new.reply_to_state := v_before.reply_to_state;
    end if;
    if new.reply_to is null or (lower(v_before.owner_name) <> lower(new.owner_name)
            and lower(v_before.certificate_number) <> lower(new.certificate_number)) then
        raise exception 'this owner wrote nothing that could be answered' using errcode = 'check_violation';
    end if;
    return new;
end $$;
comment on function access.quote_owner is 'Puts what the owner wrote on the request before beside the supplier''s answer, in the owner''s own words; refuses an answer where the owner wrote nothing, or another owner did.';
alter function access.quote_owner() owner to psn_resolver;
revoke execute on function access.quote_owner() from public;
create trigger quote_owner before insert on owner_requests
    for each row when (new.reply is not null) execute function access.quote_owner();

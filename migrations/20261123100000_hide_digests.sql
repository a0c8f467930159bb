-- The digests of e-mailed links are credentials: whoever may present one is let in. Pages have no
-- need to read them, so that SQL which is injected into a page can't either (docs/adr/0010). What
-- has to do with the e-mailed codes of links goes through the gate.

revoke select, insert, update on links from psn_app;
revoke update (cancelled_at, code_hash, code_sent_at, code_expires_at, code_attempts, codes_sent, session_hash,
    session_expires_at, draft) on links from psn_app;
grant select (id, organisation_id, application_id, owner_request_id, signature_request_id, email, created_at,
    expires_at, cancelled_at, code_sent_at, code_expires_at, code_attempts, codes_sent, session_expires_at, draft)
    on links to psn_app;
grant insert (id, organisation_id, application_id, owner_request_id, signature_request_id, token_hash, email,
    created_at, expires_at) on links to psn_app;
grant update (cancelled_at, draft) on links to psn_app;

revoke select, insert on invitations from psn_app;
grant select (id, organisation_id, organisation_name, email, role, invited_by, invited_by_name, created_at,
    expires_at, accepted_at, cancelled_at) on invitations to psn_app;
grant insert (id, organisation_id, organisation_name, email, role, token_hash, invited_by, invited_by_name,
    created_at, expires_at) on invitations to psn_app;

create function access.presented_link(p_token bytea) returns uuid
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select id from public.links where id = access.link_id() and token_hash = p_token $$;
comment on function access.presented_link is 'The link that is presented, if it is the one of this token.';

create function access.presented_invitation(p_token bytea) returns uuid
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select id from public.invitations where token_hash = p_token and p_token = access.credential() $$;
comment on function access.presented_invitation is 'The invitation of this token, for whoever presents it.';

create function access.keep_link_code(p_code bytea, p_lasts interval, p_pause interval, p_codes integer)
    returns text
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_now timestamptz := access.now();
    v_link record;
begin
    select id, code_sent_at, codes_sent into v_link from public.links
        where token_hash = access.credential() and cancelled_at is null and expires_at > v_now for update;
    if not found then
        return 'closed';
    elsif v_link.codes_sent >= p_codes then
        return 'too_many';
    elsif v_link.code_sent_at > v_now - p_pause then
        return 'too_soon';
    end if;
    update public.links set code_hash = p_code, code_sent_at = v_now, code_expires_at = v_now + p_lasts,
        code_attempts = 0, codes_sent = codes_sent + 1 where id = v_link.id;
    return 'kept';
end $$;
comment on function access.keep_link_code is 'Keeps the digest of a new code of the presented link; the one before stops working. Says "kept", or why not: "closed", "too_many" codes, or "too_soon" after the last.';

create function access.open_link(p_code bytea, p_browser bytea, p_lasts interval, p_tries integer) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_now timestamptz := access.now();
begin
    update public.links set code_hash = null, code_expires_at = null, session_hash = p_browser,
        session_expires_at = v_now + p_lasts
        where token_hash = access.credential() and cancelled_at is null and code_hash = p_code
          and code_expires_at > v_now and code_attempts < p_tries;
    if found then
        return true;
    end if;
    update public.links set code_attempts = code_attempts + 1
        where token_hash = access.credential() and code_hash is not null and code_attempts < p_tries;
    return false;
end $$;
comment on function access.open_link is 'Opens the presented link for a browser when this is the digest of the code that was sent last, which is then used up; otherwise counts a wrong try and says false.';

alter function access.presented_link(bytea) owner to psn_resolver;
alter function access.presented_invitation(bytea) owner to psn_resolver;
alter function access.keep_link_code(bytea, interval, interval, integer) owner to psn_resolver;
alter function access.open_link(bytea, bytea, interval, integer) owner to psn_resolver;
revoke execute on function access.presented_link(bytea), access.presented_invitation(bytea),
    access.keep_link_code(bytea, interval, interval, integer), access.open_link(bytea, bytea, interval, integer)
    from public;
grant execute on function access.presented_link(bytea), access.presented_invitation(bytea),
    access.open_link(bytea, bytea, interval, integer) to psn_app;
grant execute on function access.keep_link_code(bytea, interval, interval, integer) to psn_gate;
grant update on links to psn_resolver;
drop policy resolve on links;
create policy resolve on links to psn_resolver using (true) with check (true);

-- A code that was sent is recorded with the supplier whose request the link leads to.
create policy record_link_at_gate on audit_events for insert to psn_gate
    with check (organisation_id = (select access.link_organisation()));

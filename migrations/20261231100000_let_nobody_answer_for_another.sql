-- The pages let nobody answer for another party. From here on the database does not either: what a supplier's own
-- credential may change of a request is that it is taken back or sent again; what the owner or the signatory says, only
-- the browser says that entered the code of the request's link; and the steps of an application are taken by whose
-- turn it is. The functions of the service that act on their own reasons (access.*) are not meant.

-- Only what a page fills in; the rest is given later, by whoever it belongs to.
revoke insert on owner_requests, signature_requests, applications, decisions, clarifications, clarification_items,
    infrastructures from psn_app;
grant insert (id, organisation_id, application_id, state, is_own, reference, supplier_name, service_name,
    description_for_users, additional_infrastructure, infrastructure_id, infrastructure_name, owner_name,
    certificate_number, certificate_valid_to, contact_name, contact_job_title, contact_email, requested_by,
    requested_by_name, requested_by_email, sent_at, expires_at, answered_at, answered_name, answered_job_title,
    standing_agreement_id, host_services, reply) on owner_requests to psn_app;
grant insert (id, organisation_id, application_id, state, kind, reference, supplier_name, service_name, snapshot,
    snapshot_sha256, changes, commitments_version, signatory_name, signatory_job_title, signatory_email, requested_by,
    requested_by_name, requested_by_email, sent_at, expires_at) on signature_requests to psn_app;
grant insert (id, organisation_id, organisation_name, reference, set_id, set_version, set_hash, state, created_by,
    created_at, request_key) on applications to psn_app;
grant insert (id, organisation_id, application_id, recommendation, reasons, recommended_at, recommended_by,
    recommended_by_name) on decisions to psn_app;
grant insert (id, organisation_id, application_id, number, state, asked_at, asked_by, asked_by_name, due_on)
    on clarifications to psn_app;
grant insert (organisation_id, clarification_id, application_id, subject, request, before)
    on clarification_items to psn_app;
grant insert (id, name, owner_name, certificate_number, valid_to, proposed_by_organisation_id, confirmed_at,
    confirmed_by) on infrastructures to psn_app;

drop policy ask_own on owner_requests;
create policy ask_own on owner_requests for insert to psn_app
    with check (organisation_id = any ((select access.organisations())::uuid[])
                and ((state = 'sent' and not is_own and standing_agreement_id is null
                      and num_nonnulls(answered_at, answered_name, answered_job_title) = 0)
                     or (state = 'agreed' and is_own and standing_agreement_id is null
                         and not access.belongs_to_another(infrastructure_id, certificate_number))
                     or (state = 'agreed' and not is_own
                         and access.stands(standing_agreement_id, organisation_id, infrastructure_id,
                                           certificate_number, additional_infrastructure <> ''))));
drop policy ask_own on signature_requests;
create policy ask_own on signature_requests for insert to psn_app
    with check (organisation_id = any ((select access.organisations())::uuid[]) and state = 'sent');
drop policy start_own on applications;
create policy start_own on applications for insert to psn_app
    with check (organisation_id = any ((select access.organisations())::uuid[]) and state = 'draft');
drop policy ask on clarifications;
create policy ask on clarifications for insert to psn_app
    with check ((select access.team_role()) in ('assessor', 'lead') and asked_by = (select access.user_id())
                and state = 'asked');

-- A link goes to whom its request names, and to nobody else.
create function access.is_whom_is_asked(p_application uuid, p_owner_request uuid, p_signature_request uuid, p_email text)
    returns boolean
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select exists (select from public.owner_requests o
                         where o.id = p_owner_request and o.application_id = p_application and o.contact_email = p_email)
              or exists (select from public.signature_requests s
                         where s.id = p_signature_request and s.application_id = p_application
                           and s.signatory_email = p_email) $$;
comment on function access.is_whom_is_asked is 'Whether this is the address of whom a request of an application asks; answers yes or no only.';
alter function access.is_whom_is_asked(uuid, uuid, uuid, text) owner to psn_resolver;
revoke execute on function access.is_whom_is_asked(uuid, uuid, uuid, text) from public;
grant execute on function access.is_whom_is_asked(uuid, uuid, uuid, text) to psn_app;
drop policy make_own on links;
create policy make_own on links for insert to psn_app
    with check (organisation_id = any ((select access.organisations())::uuid[])
                and access.is_whom_is_asked(application_id, owner_request_id, signature_request_id, email));

-- An auditor reads the register of infrastructure and changes nothing in it.
drop policy propose on infrastructures;
create policy propose on infrastructures for insert to psn_app
    with check (((select access.team_role()) in ('assessor', 'lead', 'service_administrator')
                 and confirmed_by = (select access.user_id()))
                or (confirmed_at is null and confirmed_by is null
                    and proposed_by_organisation_id = any ((select access.organisations())::uuid[])));
drop policy confirm on infrastructures;
create policy confirm on infrastructures for update to psn_app
    using ((select access.team_role()) in ('assessor', 'lead', 'service_administrator'));

create function access.guard_owner_request() returns trigger
    language plpgsql set search_path = pg_catalog, public
    as $$
declare
    v_is_owner boolean := exists (select from public.links l
        where l.id = access.verified_link_id() and l.owner_request_id = old.id);
    v_is_answer boolean := (new.answered_at, new.answered_name, new.answered_job_title, new.reason, new.agreed_until)
        is distinct from (old.answered_at, old.answered_name, old.answered_job_title, old.reason, old.agreed_until);
begin
    if (v_is_owner
            and ((old.state = new.state and not v_is_answer and new.opened_at is not distinct from old.opened_at)
                 or (old.state = 'sent' and new.state = 'opened' and not v_is_answer)
                 or (old.state = 'opened' and new.state in ('agreed', 'declined', 'asked')
                     and new.opened_at is not distinct from old.opened_at))
            and (new.expires_at, new.cancelled_at) is not distinct from (old.expires_at, old.cancelled_at))
        or (not v_is_owner and not v_is_answer and new.opened_at is not distinct from old.opened_at
            and ((old.state = new.state and old.state in ('sent', 'opened')
                  and new.cancelled_at is not distinct from old.cancelled_at)
                 or (old.state in ('sent', 'opened', 'agreed') and new.state = 'cancelled'
                     and new.expires_at = old.expires_at)))
    then
        return new;
    end if;
    raise exception 'only the owner answers, in the browser that entered the code' using errcode = 'insufficient_privilege';
end $$;
comment on function access.guard_owner_request is 'What a supplier changes of a request to an owner is that it is sent again or taken back; where it stands otherwise, and what is answered, comes from the browser that entered the code of its link.';
create trigger guard_owner_request before update on owner_requests
    for each row when (current_user = 'psn_app') execute function access.guard_owner_request();

create function access.guard_signature_request() returns trigger
    language plpgsql set search_path = pg_catalog, public
    as $$
declare
    v_is_signatory boolean := exists (select from public.links l
        where l.id = access.verified_link_id() and l.signature_request_id = old.id);
    v_is_answer boolean := (new.opened_at, new.authority_confirmed_at, new.signed_at, new.signed_name,
                            new.signed_job_title, new.signed_ip, new.signed_user_agent, new.declined_at,
                            new.cannot_sign, new.cannot_sign_note)
        is distinct from (old.opened_at, old.authority_confirmed_at, old.signed_at, old.signed_name,
                          old.signed_job_title, old.signed_ip, old.signed_user_agent, old.declined_at,
                          old.cannot_sign, old.cannot_sign_note);
begin
    if (v_is_signatory
            and ((old.state = new.state and not v_is_answer)
                 or (old.state = 'sent' and new.state = 'opened')
                 or (old.state = 'opened' and new.state in ('opened', 'signed', 'declined')
                     and new.opened_at is not distinct from old.opened_at))
            and (new.expires_at, new.voided_at, new.voided_page)
                is not distinct from (old.expires_at, old.voided_at, old.voided_page))
        or (not v_is_signatory and not v_is_answer
            and ((old.state = new.state and old.state in ('sent', 'opened')
                  and new.voided_at is not distinct from old.voided_at)
                 or (old.state in ('sent', 'opened', 'signed') and new.state in ('voided', 'cancelled')
                     and new.expires_at = old.expires_at)))
    then
        return new;
    end if;
    raise exception 'only the signatory signs, in the browser that entered the code' using errcode = 'insufficient_privilege';
end $$;
comment on function access.guard_signature_request is 'What a supplier changes of a request to sign is that it is sent again, taken back or void; where it stands otherwise, and every word of the signature, comes from the browser that entered the code of its link.';
create trigger guard_signature_request before update on signature_requests
    for each row when (current_user = 'psn_app') execute function access.guard_signature_request();

-- What waits on the check page is the owner's; and a link that was taken back stays so.
create function access.guard_link() returns trigger
    language plpgsql set search_path = pg_catalog, public
    as $$
begin
    if (new.draft is distinct from old.draft and old.id is distinct from access.verified_link_id())
        or (old.cancelled_at is not null and new.cancelled_at is distinct from old.cancelled_at) then
        raise exception 'this link is somebody else''s' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
comment on function access.guard_link is 'An answer that waits is written by the browser that entered the code of the link; a link that was taken back stays taken back.';
create trigger guard_link before update on links
    for each row when (current_user = 'psn_app') execute function access.guard_link();

create function access.guard_step() returns trigger
    language plpgsql set search_path = pg_catalog, public
    as $$
declare
    v_role text := access.team_role();
    v_step text := old.state || ' to ' || new.state;
    v_is_own boolean := old.organisation_id = any (access.organisations());
begin
    if new.state is distinct from old.state and not (
            (v_is_own and (v_step in ('draft to submitted', 'awaiting_supplier to under_review', 'draft to deleted',
                                      'deleted to draft')
                           or (new.state = 'withdrawn' and old.state in ('submitted', 'under_review',
                                'awaiting_supplier', 'recommended', 'approved'))))
            or (v_role in ('assessor', 'lead')
                and v_step in ('submitted to under_review', 'under_review to awaiting_supplier',
                               'under_review to recommended'))
            or (v_role = 'lead'
                and (v_step in ('recommended to under_review', 'approved to certified')
                     or (v_step in ('recommended to approved', 'recommended to refused')
                         and exists (select from public.decisions d
                                     where d.application_id = old.id and d.outcome = 'approved'
                                       and d.decided_by = access.user_id()))))) then
        raise exception 'it is not their turn to take an application from %', v_step using errcode = 'insufficient_privilege';
    end if;
    if v_role is null
        and ((new.assigned_to, new.assigned_name) is distinct from (old.assigned_to, old.assigned_name)
             or (new.state = old.state
                 and (new.target_on, new.paused_at, new.submitted_at)
                     is distinct from (old.target_on, old.paused_at, old.submitted_at))) then
        raise exception 'the PSN team says who reviews and until when' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
comment on function access.guard_step is 'A supplier submits, replies, withdraws, deletes and brings back; the PSN team reviews, and a lead decides and issues. Who reviews and until when is the team''s to say.';
create trigger guard_step before update of state, assigned_to, assigned_name, target_on, paused_at, submitted_at on applications
    for each row when (current_user = 'psn_app'
        and (new.state, new.assigned_to, new.assigned_name, new.target_on, new.paused_at, new.submitted_at)
            is distinct from (old.state, old.assigned_to, old.assigned_name, old.target_on, old.paused_at, old.submitted_at))
    execute function access.guard_step();

-- A supplier replies once, and a decision is made once.
create function access.guard_once() returns trigger
    language plpgsql set search_path = pg_catalog, public
    as $$
begin
    raise exception 'what stands in % is not said anew', tg_table_name using errcode = 'insufficient_privilege';
end $$;
comment on function access.guard_once is 'Refuses to say anew what was said.';
create trigger guard_reply before update on clarifications
    for each row when (current_user = 'psn_app' and not (old.state = 'asked' and new.state = 'answered'))
    execute function access.guard_once();
create trigger guard_decision before update on decisions
    for each row when (current_user = 'psn_app' and old.outcome is not null)
    execute function access.guard_once();
revoke execute on function access.guard_owner_request(), access.guard_signature_request(), access.guard_link(),
    access.guard_step(), access.guard_once() from public;

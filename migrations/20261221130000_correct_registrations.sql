-- Register and number are the key of an organisation: two people of the team correct them, for a member who asks.

alter table support_actions
    add column organisation_kind text
        check (organisation_kind in ('company', 'charity', 'central_government', 'local_authority', 'public_body', 'other')),
    add column register text,
    add column registration_number text,
    add column answers jsonb,
    add column registration_before text not null default '',
    add column registration_after text not null default '';
comment on column support_actions.organisation_kind is 'What kind the organisation is to have, where its registration is corrected; null otherwise.';
comment on column support_actions.register is 'Which register its number is to be from; null without a number.';
comment on column support_actions.registration_number is 'Its number in that register, normalised; null without a number.';
comment on column support_actions.answers is 'The answers of the pages that ask for kind and number, which fill in later applications, where they are corrected; null otherwise.';
comment on column support_actions.registration_before is 'Kind, number and register in words as they were when it was proposed; empty where they are not corrected.';
comment on column support_actions.registration_after is 'The same as they are to be.';
comment on table support_actions is 'What the team does to the account of somebody outside of it, or to the registration of their organisation: one proposes, another one approves.';
comment on column support_actions.user_id is 'To whose account; where a registration is corrected, who of the organisation asks for it.';
comment on column support_actions.organisation_id is 'Of which organisation they become an administrator, or whose registration is corrected; null for a second factor, which is not an organisation''s.';

alter table support_actions drop constraint support_actions_kind_check;
alter table support_actions add constraint support_actions_kind_check
    check (kind in ('reset_second_factor', 'appoint_administrator', 'correct_registration'));
alter table support_actions drop constraint support_actions_check;
alter table support_actions add constraint support_actions_organisation
    check ((kind = 'reset_second_factor') = (organisation_id is null));
alter table support_actions add constraint support_actions_registration
    check ((kind = 'correct_registration') = (organisation_kind is not null and answers is not null));

grant update (kind, register, registration_number) on organisations to psn_resolver;

create or replace function access.decide_support_action(p_id uuid, p_outcome text) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    action public.support_actions;
begin
    if access.team_role() is null or access.team_role() not in ('lead', 'service_administrator') then
        return false;
    end if;
    select a.* into action from public.support_actions a where a.id = p_id and a.state = 'proposed' for update;
    if not found or (p_outcome = 'approved' and action.expires_at <= access.now()) then
        return false;
    end if;
    -- The second person is one whom the first did not just bring in, and who was there before.
    if p_outcome = 'approved' and exists (
            select from public.users me where me.id = access.user_id()
              and (me.team_role_since > action.proposed_at
                   or (me.team_role_by = action.proposed_by
                       and me.team_role_since > access.now() - interval '30 days'))) then
        return false;
    end if;
    if p_outcome = 'approved' and exists (
            select from public.users them where them.id = action.user_id and them.team_role is not null) then
        return false;
    end if;
    update public.support_actions a
        set state = p_outcome, decided_at = access.now(), decided_by = access.user_id(),
            decided_by_name = (select u.name from public.users u where u.id = access.user_id())
        where a.id = p_id;
    if p_outcome = 'approved' then
        if action.kind = 'appoint_administrator' then
            insert into public.memberships (organisation_id, user_id, role, created_at)
                values (action.organisation_id, action.user_id, 'administrator', access.now())
                on conflict (organisation_id, user_id) do update set role = 'administrator', leaves_on = null;
        elsif action.kind = 'correct_registration' then
            update public.organisations o
                set kind = action.organisation_kind, register = action.register,
                    registration_number = action.registration_number,
                    -- What fills in later applications says the same, under the name that it has now.
                    details = o.details || jsonb_set(action.answers, '{organisation/name-and-number,name}',
                                                     jsonb_build_array(o.name))
                where o.id = action.organisation_id;
            return true;
        else
            perform access.remove_factors(action.user_id);
            -- Whoever knows the password alone must not be let in: the mailbox is needed as well.
            update public.users set password_hash = '!', password_changed_at = access.now() where id = action.user_id;
        end if;
        delete from public.sessions s where s.user_id = action.user_id;
    end if;
    return true;
end $$;

-- Administrators keep the name and the address of their organisation up to date. What was signed, submitted or certified keeps
-- what it said.

grant update (name, address, details) on organisations to psn_resolver;
create policy change_details on organisations for update to psn_resolver using (true) with check (true);

create function access.change_organisation(p_organisation uuid, p_name text, p_address text, p_page text, p_answers jsonb)
    returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
begin
    if not (p_organisation = any (access.administered())) then
        return false;
    end if;
    update public.organisations o
        set name = p_name, address = p_address,
            -- What fills in later applications says the same.
            details = case when o.details ? p_page then jsonb_set(o.details, array[p_page], p_answers) else o.details end
        where o.id = p_organisation;
    return found;
end $$;
comment on function access.change_organisation is 'Changes the name and the address of an organisation, and the answers of one page that fill in its later applications, for its administrators; false for everybody else.';

create function access.is_known_to_team(p_organisation uuid) returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
begin
    return p_organisation = any (access.organisations())
        and (exists (select from public.applications a
                     where a.organisation_id = p_organisation
                       and a.state in ('submitted', 'under_review', 'awaiting_supplier', 'recommended', 'approved'))
             or exists (select from public.certificates c
                        where c.organisation_id = p_organisation and c.withdrawn_on is null
                          and (c.valid_to >= access.today()
                               or (c.renewal_submitted_on is not null and c.renewal_ended_on is null))));
end $$;
comment on function access.is_known_to_team is 'Whether the team has an application of an organisation before it, or it has a live certificate; for its members.';

alter function access.change_organisation(uuid, text, text, text, jsonb) owner to psn_resolver;
alter function access.is_known_to_team(uuid) owner to psn_resolver;
revoke execute on function access.change_organisation(uuid, text, text, text, jsonb), access.is_known_to_team(uuid) from public;
grant execute on function access.change_organisation(uuid, text, text, text, jsonb), access.is_known_to_team(uuid) to psn_app;

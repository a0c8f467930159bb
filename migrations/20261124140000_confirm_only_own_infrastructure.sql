-- Who says that infrastructure is its own does not answer for somebody else's.

create function access.belongs_to_another(p_infrastructure uuid, p_certificate text) returns boolean
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select exists (select from public.infrastructures i
                         where (i.id = p_infrastructure or lower(i.certificate_number) = lower(p_certificate))
                           and i.confirmed_at is not null and i.owner_organisation_id is not null
                           and not i.owner_organisation_id = any (access.organisations())) $$;
comment on function access.belongs_to_another is 'Whether the PSN team has named an organisation as the holder of this infrastructure, or of one with this certificate, to which the signed-in person does not belong.';
alter function access.belongs_to_another(uuid, text) owner to psn_resolver;
revoke execute on function access.belongs_to_another(uuid, text) from public;
grant execute on function access.belongs_to_another(uuid, text) to psn_app;

drop policy ask_own on owner_requests;
create policy ask_own on owner_requests for insert to psn_app
    with check (organisation_id = any ((select access.organisations())::uuid[])
                and (state = 'sent'
                     or (state = 'agreed' and is_own and standing_agreement_id is null
                         and not access.belongs_to_another(infrastructure_id, certificate_number))
                     or (state = 'agreed' and not is_own
                         and access.stands(standing_agreement_id, organisation_id, infrastructure_id,
                                           certificate_number, additional_infrastructure <> ''))));

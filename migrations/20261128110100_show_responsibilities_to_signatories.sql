-- Who signs for a service reads what remains with it, as the owner of its infrastructure publishes that.

create function access.responsibilities_to_sign(p_infrastructure uuid)
    returns table (subject text, infrastructure_name text, owner_name text, covers text, remains text,
                   published_at timestamptz, published_by_name text)
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    select r.subject, i.name, i.owner_name, r.covers, r.remains, r.published_at, r.published_by_name
    from public.infrastructures i
    join public.responsibilities r on r.infrastructure_id = i.id and r.organisation_id = i.owner_organisation_id
    where i.id = p_infrastructure
      and exists (select from public.links l
                  join public.signature_requests s on s.id = l.signature_request_id
                  join public.applications a on a.id = s.application_id
                  where l.id = access.verified_link_id()
                    and (a.infrastructure_id = p_infrastructure
                         or exists (select from public.answers w
                                    where w.application_id = a.id and w.page = 'infrastructure/find'
                                      and w.answer @> jsonb_build_object('infrastructure',
                                                                         jsonb_build_array(p_infrastructure::text)))))
    order by r.subject limit 100 $$;
comment on function access.responsibilities_to_sign is 'What the owner of an infrastructure publishes, for the browser that entered the code of a request to sign an application that names it; nothing for anybody else.';

grant select on responsibilities to psn_resolver;
create policy resolve on responsibilities for select to psn_resolver using (true);
alter function access.responsibilities_to_sign(uuid) owner to psn_resolver;
revoke execute on function access.responsibilities_to_sign(uuid) from public;
grant execute on function access.responsibilities_to_sign(uuid) to psn_app;

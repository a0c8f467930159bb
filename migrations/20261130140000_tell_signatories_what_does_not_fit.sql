-- Who signs sees the same doubts about the application as its supplier: also those that need more than the answers.

create function access.known_to_sign(p_infrastructure uuid)
    returns table (target_on date, people_who_left text[], renewal jsonb, owner_request jsonb, entry jsonb)
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    select a.target_on,
        array(select u.email from public.memberships m join public.users u on u.id = m.user_id
              where m.organisation_id = a.organisation_id and m.leaves_on < access.today()
                and strpos(lower(s.snapshot), lower(u.email)) > 0
              order by m.leaves_on desc limit 200),
        (select jsonb_build_object('certificate', r.certificate_number, 'service_code', r.service_code,
                    'rules', r.rules_version, 'ends_on', c.valid_to, 'reference', e.reference, 'set_id', e.set_id,
                    'set_version', e.set_version, 'set_hash', e.set_hash,
                    'answers', (select jsonb_agg(jsonb_build_object('page', w.page, 'item', w.item, 'answer', w.answer))
                                from public.answers w where w.application_id = e.id))
         from public.renewals r join public.applications e on e.id = r.earlier_application_id
             join public.certificates c on c.id = r.certificate_id
         where r.application_id = a.id),
        (select jsonb_build_object('state', o.state, 'service_name', o.service_name,
                    'infrastructure_name', o.infrastructure_name, 'owner_name', o.owner_name,
                    'certificate_number', o.certificate_number,
                    'additional_infrastructure', o.additional_infrastructure)
         from public.owner_requests o where o.application_id = a.id order by o.sent_at desc, o.id desc limit 1),
        (select jsonb_build_object('name', i.name, 'owner_name', i.owner_name,
                    'certificate_number', i.certificate_number)
         from public.infrastructures i
         where i.id = p_infrastructure
           and (i.confirmed_at is not null or i.proposed_by_organisation_id = a.organisation_id)
           and strpos(s.snapshot, i.id::text) > 0)
    from public.links l
    join public.signature_requests s on s.id = l.signature_request_id
    join public.applications a on a.id = s.application_id
    where l.id = access.verified_link_id() $$;
comment on function access.known_to_sign is 'What the rules may look at beside the answers, for the browser that entered the code of a request to sign: addresses only where the text to sign has them; nothing for anybody else.';

alter function access.known_to_sign(uuid) owner to psn_resolver;
revoke execute on function access.known_to_sign(uuid) from public;
grant execute on function access.known_to_sign(uuid) to psn_app;

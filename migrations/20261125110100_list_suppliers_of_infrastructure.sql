-- The suppliers to whom the holder of an infrastructure can give a standing agreement: all of them, found by name.

create function access.suppliers_on(p_infrastructure uuid, p_words text, p_limit integer)
    returns table (id uuid, name text)
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    with place as (
        select i.id, i.certificate_number from public.infrastructures i
        where i.id = p_infrastructure and i.confirmed_at is not null
          and (i.owner_organisation_id = any (access.organisations()) or access.team_role() is not null)),
    latest as (
        select distinct on (o.application_id) o.application_id, o.organisation_id, o.supplier_name, o.state, o.is_own, o.sent_at
        from public.owner_requests o, place
        where o.infrastructure_id = place.id or lower(o.certificate_number) = lower(place.certificate_number)
        order by o.application_id, o.sent_at desc, o.id desc),
    suppliers as (
        select distinct on (l.organisation_id) l.organisation_id, l.supplier_name
        from latest l join public.applications a on a.id = l.application_id
        left join public.certificates c on c.application_id = l.application_id
        where l.state <> 'cancelled' and not l.is_own and a.state not in ('refused', 'withdrawn', 'deleted')
          and (c.id is null or (c.withdrawn_on is null and c.valid_to >= access.today()))
        order by l.organisation_id, l.sent_at desc)
    select s.organisation_id, s.supplier_name from suppliers s
    where position(lower(p_words) in lower(s.supplier_name)) > 0
    order by lower(s.supplier_name), s.organisation_id limit least(p_limit, 101) $$;
comment on function access.suppliers_on is 'The suppliers of whose services one names an infrastructure, by name, for the organisation that holds it and for the team.';
alter function access.suppliers_on(uuid, text, integer) owner to psn_resolver;
revoke execute on function access.suppliers_on(uuid, text, integer) from public;
grant execute on function access.suppliers_on(uuid, text, integer) to psn_app;

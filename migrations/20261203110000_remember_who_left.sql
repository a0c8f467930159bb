-- That somebody left an organisation lasts for two years: a contact whom an application or its renewal names is found
-- also when their place in the organisation is long gone.

create table former_members (
    organisation_id uuid not null references organisations (id) on delete cascade,
    email_sha256 bytea not null check (length(email_sha256) = 32),
    left_on date not null,
    primary key (organisation_id, email_sha256)
);
comment on table former_members is 'Who belonged to an organisation and does not any more, for two years. Only who knows an address already can find it here.';
comment on column former_members.organisation_id is 'The organisation.';
comment on column former_members.email_sha256 is 'SHA-256 of the organisation''s identifier, a colon, and the address they had when they left, in small letters.';
comment on column former_members.left_on is 'Their last day, in UK time; the latest when they left more than once.';
alter table former_members enable row level security;
alter table former_members force row level security;
grant select, insert, update, delete on former_members to psn_resolver;
create index former_members_left_on on former_members (left_on);
create policy resolve on former_members to psn_resolver using (true) with check (true);
grant select on former_members to psn_app;
create policy read_own on former_members for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[])
           or (select access.team_role()) is not null);

-- The same address in two organisations looks different, so that nobody is followed from one to the other.
create function access.former_member(p_organisation uuid, p_email text) returns bytea
    language sql immutable set search_path = pg_catalog
    as $$ select sha256(convert_to(p_organisation::text || ':' || lower(p_email), 'UTF8')) $$;
comment on function access.former_member is 'What is kept of the address of somebody who left an organisation.';
revoke execute on function access.former_member(uuid, text) from public;
grant execute on function access.former_member(uuid, text) to psn_app, psn_resolver;

-- Whoever takes a membership away: an administrator, the person, or the worker after the last day.
create function access.note_former_member() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public
    as $$ begin
        insert into public.former_members as f (organisation_id, email_sha256, left_on)
            select old.organisation_id, access.former_member(old.organisation_id, u.email),
                   least(coalesce(old.leaves_on, access.today()), access.today())
            from public.users u where u.id = old.user_id
            on conflict (organisation_id, email_sha256) do update
            set left_on = greatest(f.left_on, excluded.left_on);
        return null;
    end $$;
comment on function access.note_former_member is 'Keeps that somebody belonged to the organisation, when their membership goes.';
alter function access.note_former_member() owner to psn_resolver;
revoke execute on function access.note_former_member() from public;
create trigger note_former_member after delete on memberships
    for each row execute function access.note_former_member();

-- With the rights of whoever asks, who sees the people of the organisation or does not.
create function access.who_left(p_organisation uuid, p_addresses text[]) returns setof text
    language plpgsql stable set search_path = pg_catalog, public
    as $$
begin
    return query
    with named as (select one.address, lower(one.address) as small from unnest(p_addresses) one(address)),
    members as (
        select lower(u.email) as small, bool_or(m.leaves_on is null or m.leaves_on >= access.today()) as stays
        from public.memberships m join public.users u on u.id = m.user_id
        where m.organisation_id = p_organisation and lower(u.email) in (select n.small from named n)
        group by 1)
    select n.address from named n
    left join members m on m.small = n.small
    left join public.former_members f
        on f.organisation_id = p_organisation and f.email_sha256 = access.former_member(p_organisation, n.small)
    where case when m.small is null then f.left_on is not null else not m.stays end
    order by n.address;
end $$;
comment on function access.who_left is 'Those of these addresses whose people belonged to the organisation and do not any more: their last day is over, or they were removed. Not those who never did, or do again.';
revoke execute on function access.who_left(uuid, text[]) from public;
grant execute on function access.who_left(uuid, text[]) to psn_app, psn_resolver;

-- Who left before today is known from what was recorded then.
create function access.fill_former_members() returns void
    language sql security definer set search_path = pg_catalog, public
    as $$
    insert into public.former_members as f (organisation_id, email_sha256, left_on)
        select e.organisation_id, access.former_member(e.organisation_id, u.email),
               max((e.at at time zone 'Europe/London')::date)
        from public.audit_events e
        join public.users u on u.id::text = e.event::jsonb -> 'details' ->> 'user'
        join public.organisations o on o.id = e.organisation_id
        where e.kind in ('member_left', 'member_removed')
        group by 1, 2 $$;
alter function access.fill_former_members() owner to psn_resolver;
select access.fill_former_members();
drop function access.fill_former_members();

create or replace function access.known_to_sign(p_infrastructure uuid)
    returns table (target_on date, people_who_left text[], renewal jsonb, owner_request jsonb, entry jsonb)
    language sql stable security definer set search_path = pg_catalog, public
    as $$
    select a.target_on,
        array(select access.who_left(a.organisation_id, array(
              select distinct lower(hit[1])
              from regexp_matches(s.snapshot, '"([^"[:space:]]+@[^"[:space:]]+)"', 'g') hit))),
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

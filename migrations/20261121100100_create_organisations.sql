-- Organisations, their people and invitations.

create table organisations (
    id uuid primary key,
    name text not null,
    kind text not null check (kind in ('company', 'charity', 'central_government', 'local_authority', 'public_body', 'other')),
    register text,
    registration_number text,
    address text not null,
    details jsonb not null default '{}',
    created_at timestamptz not null,
    request_key uuid unique
);
comment on table organisations is 'Organisations: the tenants.';
comment on column organisations.id is 'Identifier.';
comment on column organisations.name is 'Legal name of one legal entity.';
comment on column organisations.kind is 'Kind, which decides whether a registration number is asked.';
comment on column organisations.register is 'Which register the number is from; null when not asked or not given.';
comment on column organisations.registration_number is 'Number in that register, normalised; null when not asked or not given.';
comment on column organisations.address is 'Postal address, one line per line.';
comment on column organisations.details is 'The answers of the pages that set it up, by page and field, which fill in its applications.';
comment on column organisations.created_at is 'When it was set up here.';
comment on column organisations.request_key is 'Key of the form that made it, so that sending it twice makes one.';
create unique index organisations_number on organisations (register, registration_number)
    where registration_number is not null;

create table memberships (
    organisation_id uuid not null references organisations (id),
    user_id uuid not null references users (id),
    role text not null check (role in ('administrator', 'editor', 'viewer')),
    created_at timestamptz not null,
    primary key (organisation_id, user_id)
);
comment on table memberships is 'Who belongs to which organisation.';
comment on column memberships.organisation_id is 'The organisation.';
comment on column memberships.user_id is 'The person.';
comment on column memberships.role is 'What they may do in it.';
comment on column memberships.created_at is 'Since when.';
create index memberships_user on memberships (user_id);

create table invitations (
    id uuid primary key,
    organisation_id uuid not null references organisations (id),
    organisation_name text not null,
    email text not null,
    role text not null check (role in ('administrator', 'editor', 'viewer')),
    token_hash bytea not null unique check (length(token_hash) = 32),
    invited_by uuid not null references users (id),
    invited_by_name text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    accepted_at timestamptz,
    cancelled_at timestamptz
);
comment on table invitations is 'Invitations to join an organisation.';
comment on column invitations.id is 'Identifier.';
comment on column invitations.organisation_id is 'Which organisation.';
comment on column invitations.organisation_name is 'Its name when the invitation was sent, for the page of the link.';
comment on column invitations.email is 'Who is invited.';
comment on column invitations.role is 'As what.';
comment on column invitations.token_hash is 'SHA-256 of the link''s token.';
comment on column invitations.invited_by is 'Who invited.';
comment on column invitations.invited_by_name is 'That person''s name when the invitation was sent.';
comment on column invitations.created_at is 'When it was sent.';
comment on column invitations.expires_at is 'When it stops working.';
comment on column invitations.accepted_at is 'When it was accepted.';
comment on column invitations.cancelled_at is 'When it was cancelled.';
create unique index invitations_open on invitations (organisation_id, lower(email))
    where accepted_at is null and cancelled_at is null;

create function access.organisations() returns uuid[]
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
declare
    who uuid := access.user_id();
begin
    return (select coalesce(array_agg(organisation_id), '{}') from public.memberships where user_id = who);
end $$;
comment on function access.organisations is 'The organisations of the signed-in person.';

create function access.organisation_is_new(p_organisation uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select not exists (select from public.memberships where organisation_id = p_organisation) $$;
comment on function access.organisation_is_new is 'True while nobody belongs to the organisation.';

create function access.administered() returns uuid[]
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
declare
    who uuid := access.user_id();
begin
    return (select coalesce(array_agg(organisation_id), '{}') from public.memberships
            where user_id = who and role = 'administrator');
end $$;
comment on function access.administered is 'The organisations that the signed-in person is an administrator of.';

create function access.number_is_taken(p_register text, p_number text) returns boolean
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select access.user_id() is not null and exists (
              select from public.organisations
              where register = p_register and registration_number = p_number) $$;
comment on function access.number_is_taken is 'Whether an organisation with this number is here, for whoever is signed in; says nothing else of it.';

create function access.my_invitations() returns table (
    id uuid, organisation_name text, role text, invited_by_name text, expires_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select i.id, i.organisation_name, i.role, i.invited_by_name, i.expires_at
          from public.invitations i
          join public.users u on u.id = access.user_id() and lower(u.email) = lower(i.email)
          where i.accepted_at is null and i.cancelled_at is null and i.expires_at > access.now()
          order by i.created_at limit 50 $$;
comment on function access.my_invitations is 'Open invitations to the signed-in person''s confirmed address.';

create function access.accept_invitation(p_invitation uuid) returns uuid
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    invitation public.invitations;
begin
    select i.* into invitation from public.invitations i
        join public.users u on u.id = access.user_id() and lower(u.email) = lower(i.email)
        where i.id = p_invitation and i.accepted_at is null and i.cancelled_at is null
          and i.expires_at > access.now()
        for update of i;
    if not found then
        return null;
    end if;
    update public.invitations set accepted_at = access.now() where id = invitation.id;
    insert into public.memberships (organisation_id, user_id, role, created_at)
        values (invitation.organisation_id, access.user_id(), invitation.role, access.now())
        on conflict (organisation_id, user_id) do nothing;
    return invitation.organisation_id;
end $$;
comment on function access.accept_invitation is 'Makes the signed-in person a member, when the invitation is to their address and open.';

create function access.actor() returns table (
    user_id uuid, name text, email text, team_role text, memberships jsonb, now timestamptz)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select u.id, u.name, u.email, u.team_role,
                 coalesce((select jsonb_agg(jsonb_build_object(
                     'organisation', m.organisation_id, 'organisation_name', o.name, 'role', m.role) order by o.name)
                  from public.memberships m join public.organisations o on o.id = m.organisation_id
                  where m.user_id = u.id), '[]'::jsonb),
                 access.now()
          from public.users u where u.id = access.user_id() $$;
comment on function access.actor is 'The signed-in person with their places.';

grant select on organisations to psn_resolver;
grant select, insert on memberships to psn_resolver;
grant select, update on invitations to psn_resolver;
alter function access.organisations() owner to psn_resolver;
alter function access.organisation_is_new(uuid) owner to psn_resolver;
alter function access.administered() owner to psn_resolver;
alter function access.number_is_taken(text, text) owner to psn_resolver;
alter function access.my_invitations() owner to psn_resolver;
alter function access.accept_invitation(uuid) owner to psn_resolver;
alter function access.actor() owner to psn_resolver;
revoke execute on function access.organisations(), access.organisation_is_new(uuid),
    access.administered(), access.number_is_taken(text, text), access.my_invitations(),
    access.accept_invitation(uuid), access.actor() from public;
grant execute on function access.organisations(), access.organisation_is_new(uuid),
    access.administered(), access.number_is_taken(text, text), access.my_invitations(),
    access.accept_invitation(uuid), access.actor() to psn_app, psn_resolver;

alter table organisations enable row level security;
alter table organisations force row level security;
alter table memberships enable row level security;
alter table memberships force row level security;
alter table invitations enable row level security;
alter table invitations force row level security;
create policy resolve on organisations to psn_resolver using (true);
create policy resolve on memberships to psn_resolver using (true) with check (true);
create policy resolve on invitations to psn_resolver using (true) with check (true);

grant select, insert on organisations to psn_app;
create policy read_own on organisations for select to psn_app
    using (id = any ((select access.organisations())::uuid[]) or (select access.team_role()) is not null);
create policy set_up on organisations for insert to psn_app
    with check ((select access.user_id()) is not null);

grant select, insert, delete on memberships to psn_app;
grant update (role) on memberships to psn_app;
create policy read_own on memberships for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[])
           or (select access.team_role()) is not null);
create policy begin on memberships for insert to psn_app
    with check (user_id = (select access.user_id()) and access.organisation_is_new(organisation_id));
create policy change_own on memberships for update to psn_app
    using (organisation_id = any ((select access.administered())::uuid[]));
create policy remove_own on memberships for delete to psn_app
    using (organisation_id = any ((select access.administered())::uuid[]));

grant select, insert on invitations to psn_app;
grant update (cancelled_at) on invitations to psn_app;
create policy read_own on invitations for select to psn_app
    using (organisation_id = any ((select access.organisations())::uuid[])
           or token_hash = (select access.credential()));
create policy invite on invitations for insert to psn_app
    with check (organisation_id = any ((select access.administered())::uuid[])
                and invited_by = (select access.user_id()));
create policy change_own on invitations for update to psn_app
    using (organisation_id = any ((select access.administered())::uuid[]));

-- People see themselves, their colleagues and, in the team, everybody.
create policy read_known on users for select to psn_app
    using (id = (select access.user_id()) or id = (select access.token_user())
           or (select access.team_role()) is not null
           or id in (select m.user_id from memberships m));

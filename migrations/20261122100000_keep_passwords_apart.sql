-- The two rules for passwords that need other passwords ("not reused", "not used for another
-- account"), how often somebody may ask, and closing an account (docs/adr/0011).

create table password_history (
    id bigint generated always as identity primary key,
    user_id uuid not null references users (id) on delete cascade,
    password_hash text not null,
    replaced_at timestamptz not null
);
comment on table password_history is 'Earlier passwords of an account, as long as the rule against reuse needs them.';
comment on column password_history.id is 'Identifier; the order in which they were replaced.';
comment on column password_history.user_id is 'Whose.';
comment on column password_history.password_hash is 'Argon2id hash in PHC form.';
comment on column password_history.replaced_at is 'When another password took its place.';
create index password_history_user on password_history (user_id, replaced_at desc);

create table password_tags (
    tag integer primary key check (tag between 0 and 134217727)
);
comment on table password_tags is 'Every password in use or used before, as 27 bits of a slow keyed digest: no account, no time, no order.';
comment on column password_tags.tag is 'First 27 bits of the keyed digest.';

alter table users
    add column password_tags bytea,
    add column password_profile text not null default 'csp10-strict'
        check (password_profile in ('csp10-strict', 'modern')),
    add column closed_at timestamptz;
comment on column users.password_tags is 'The tags of the person''s own passwords, sealed with a key outside the database; only for taking them away with the account.';
comment on column users.password_profile is 'The rules that the password kept when it was set.';
comment on column users.closed_at is 'When the person closed the account: only the name is left, where they are named.';

create table password_tries (
    id bigint generated always as identity primary key,
    user_id uuid references users (id) on delete cascade,
    link bytea check (length(link) = 32),
    at timestamptz not null
);
comment on table password_tries is 'Passwords that somebody tried to set within the last day, to limit how much can be asked of the index.';
comment on column password_tries.id is 'Identifier.';
comment on column password_tries.user_id is 'Whose password; null for a new account.';
comment on column password_tries.link is 'Digest of the e-mailed link''s token; null for a signed-in person.';
comment on column password_tries.at is 'When.';
create index password_tries_at on password_tries (at);

-- The functions act for whoever presents the credential, and for nobody else.

create function access.password_owner() returns uuid
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select coalesce(access.user_id(), access.token_user()) $$;
comment on function access.password_owner is 'The person whose password the presented credential may set.';

create function access.count_password_try() returns integer
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_now timestamptz := access.now();
    v_user uuid := access.password_owner();
    v_link bytea := case when access.user_id() is null then access.credential() end;
    v_until timestamptz;
begin
    -- One at a time, so that many at once do not get round the limits.
    perform pg_advisory_xact_lock(hashtext('password_tries'));
    delete from public.password_tries where at <= v_now - interval '1 day';
    v_until := greatest(
        (select at + interval '1 hour' from public.password_tries where user_id = v_user order by at desc offset 4 limit 1),
        (select at + interval '1 day' from public.password_tries where user_id = v_user order by at desc offset 19 limit 1),
        (select at + interval '1 day' from public.password_tries where link = v_link order by at desc offset 9 limit 1),
        (select at + interval '1 hour' from public.password_tries order by at desc offset 199 limit 1));
    if v_until > v_now then
        return ceil(extract(epoch from v_until - v_now));
    end if;
    insert into public.password_tries (user_id, link, at) values (v_user, v_link, v_now);
    return 0;
end $$;
comment on function access.count_password_try is 'Counts one try to set a password; seconds to wait when there were too many: 5 an hour and 20 a day for an account, 10 for a link, 200 an hour for everybody.';

create function access.claim_password_tag(p_tag integer, p_known integer[]) returns boolean
    language sql security definer set search_path = pg_catalog, public
    as $$ with claimed as (
              insert into public.password_tags (tag)
              select p_tag where not exists (select from public.password_tags t where t.tag = any (p_known))
              on conflict do nothing returning tag)
          select exists (select from claimed) $$;
comment on function access.claim_password_tag is 'Keeps a password''s tag unless it, or one that it has by a retired pepper, is kept already: of two at once, one wins.';

create function access.lock_password() returns table (password_hash text, password_tags bytea)
    language sql security definer set search_path = pg_catalog, public
    as $$ select u.password_hash, u.password_tags from public.users u
          where u.id = access.password_owner() for update $$;
comment on function access.lock_password is 'The owner''s hash and sealed tags; nobody else changes them until the transaction ends.';

create function access.earlier_passwords(p_since timestamptz, p_last integer, p_most integer) returns setof text
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select h.password_hash from (
              select password_hash, replaced_at, row_number() over (order by replaced_at desc, id desc) as number
              from public.password_history where user_id = access.password_owner()) h
          where (h.replaced_at > p_since or h.number <= p_last) and h.number <= p_most $$;
comment on function access.earlier_passwords is 'The hashes of the owner''s earlier passwords that count as reused: those in use since a time and the last ones.';

create function access.set_password(p_hash text, p_profile text, p_tags bytea, p_since timestamptz, p_last integer,
        p_most integer) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_user uuid := access.password_owner();
    v_now timestamptz := access.now();
begin
    insert into public.password_history (user_id, password_hash, replaced_at)
        select id, password_hash, v_now from public.users where id = v_user and password_hash <> '!';
    update public.users
        set password_hash = p_hash, password_changed_at = v_now, password_profile = p_profile, password_tags = p_tags
        where id = v_user;
    if not found then
        return false;
    end if;
    delete from public.password_history where id in (
        select h.id from (
            select id, replaced_at, row_number() over (order by replaced_at desc, id desc) as number
            from public.password_history where user_id = v_user) h
        where h.number > p_most or (h.replaced_at <= p_since and h.number > p_last));
    return true;
end $$;
comment on function access.set_password is 'Sets the owner''s password, keeps the earlier one, and forgets those that no rule needs.';

create function access.requires_second_factor() returns boolean
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select exists (select from public.users where id = access.user_id() and team_role is not null)
              or exists (select from public.memberships m
                         join public.organisations o on o.id = m.organisation_id
                         where m.user_id = access.user_id() and o.requires_second_factor) $$;
comment on function access.requires_second_factor is 'Whether the signed-in person is required to have a second factor.';

-- Closing an account.

create function access.organisations_to_hand_over() returns table (id uuid, name text)
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select o.id, o.name
          from public.memberships mine join public.organisations o on o.id = mine.organisation_id
          where mine.user_id = access.user_id() and mine.role = 'administrator' and not exists (
              select from public.memberships other
              where other.organisation_id = o.id and other.user_id <> mine.user_id
                and other.role = 'administrator'
                and (other.leaves_on is null or other.leaves_on >= access.today()))
          order by o.name $$;
comment on function access.organisations_to_hand_over is 'The organisations that the signed-in person is the only administrator of.';

create function access.close_account(p_tags integer[]) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
declare
    v_user uuid := access.user_id();
begin
    -- Nobody becomes or stops being an administrator there meanwhile.
    perform 1 from public.memberships m
        where m.organisation_id in (select organisation_id from public.memberships where user_id = v_user)
          and m.role = 'administrator'
        order by m.organisation_id, m.user_id for update;
    if v_user is null or exists (select from access.organisations_to_hand_over())
            or exists (select from public.users where id = v_user and team_role is not null) then
        return false;
    end if;
    delete from public.memberships where user_id = v_user;
    delete from public.password_history where user_id = v_user;
    delete from public.password_tries where user_id = v_user;
    delete from public.password_tags where tag = any (p_tags);
    delete from public.account_tokens
        where user_id = v_user or lower(email) = (select lower(email) from public.users where id = v_user);
    update public.users
        set email = 'closed-' || id || '@closed.invalid', password_hash = '!', password_changed_at = access.now(),
            password_tags = null, last_signed_in_at = null, closed_at = access.now()
        where id = v_user;
    return true;
end $$;
comment on function access.close_account is 'Closes the signed-in person''s account, unless an organisation would be left without an administrator or they are of the PSN team. Their sessions end last, see access.end_all_sessions.';

create function access.end_all_sessions() returns void
    language sql security definer set search_path = pg_catalog, public
    as $$ delete from public.sessions where user_id = access.user_id() $$;
comment on function access.end_all_sessions is 'Ends every session of the signed-in person, this one too.';

grant select, insert, delete on password_history, password_tries, password_tags to psn_resolver;
grant update (email, password_hash, password_changed_at, password_profile, password_tags, closed_at) on users to psn_resolver;
grant delete on account_tokens to psn_resolver;
grant update (role), delete on memberships to psn_resolver;

alter function access.password_owner() owner to psn_resolver;
alter function access.count_password_try() owner to psn_resolver;
alter function access.claim_password_tag(integer, integer[]) owner to psn_resolver;
alter function access.lock_password() owner to psn_resolver;
alter function access.earlier_passwords(timestamptz, integer, integer) owner to psn_resolver;
alter function access.set_password(text, text, bytea, timestamptz, integer, integer) owner to psn_resolver;
alter function access.requires_second_factor() owner to psn_resolver;
alter function access.organisations_to_hand_over() owner to psn_resolver;
alter function access.close_account(integer[]) owner to psn_resolver;
alter function access.end_all_sessions() owner to psn_resolver;
revoke execute on function access.password_owner(), access.count_password_try(),
    access.claim_password_tag(integer, integer[]), access.lock_password(),
    access.earlier_passwords(timestamptz, integer, integer),
    access.set_password(text, text, bytea, timestamptz, integer, integer), access.requires_second_factor(),
    access.organisations_to_hand_over(), access.close_account(integer[]), access.end_all_sessions() from public;
grant execute on function access.password_owner(), access.count_password_try(),
    access.claim_password_tag(integer, integer[]), access.lock_password(),
    access.earlier_passwords(timestamptz, integer, integer),
    access.set_password(text, text, bytea, timestamptz, integer, integer), access.requires_second_factor(),
    access.organisations_to_hand_over(), access.close_account(integer[]), access.end_all_sessions()
    to psn_gate, psn_resolver;

-- A new account comes with its tags; later ones are set by access.set_password alone.
revoke update (password_changed_at) on users from psn_gate;
grant insert (password_tags) on users to psn_gate;

alter table password_history enable row level security;
alter table password_history force row level security;
alter table password_tags enable row level security;
alter table password_tags force row level security;
alter table password_tries enable row level security;
alter table password_tries force row level security;
create policy resolve on password_history to psn_resolver using (true) with check (true);
create policy resolve on password_tags to psn_resolver using (true) with check (true);
create policy resolve on password_tries to psn_resolver using (true) with check (true);

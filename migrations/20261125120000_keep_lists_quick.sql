-- Lists that stay as quick with a million applications as with a thousand: each walks an index in the
-- order of the list and reads only what it shows.

-- Which applications renew a certificate, where the queue looks.
alter table applications add column is_renewal boolean not null default false;
comment on column applications.is_renewal is 'True when it renews a certificate (see renewals).';
alter table applications no force row level security;
alter table renewals no force row level security;
update applications a set is_renewal = true where exists (select from renewals r where r.application_id = a.id);
alter table applications force row level security;
alter table renewals force row level security;

-- The views of the queue, each with its index, in the order of target dates.
drop index applications_queue;
create index applications_open on applications (target_on, id)
    where state not in ('draft', 'deleted', 'refused', 'certified', 'withdrawn');
create index applications_of_assessor on applications (assigned_to, target_on, id)
    where state not in ('draft', 'deleted', 'refused', 'certified', 'withdrawn');
create index applications_unassigned on applications (target_on, id)
    where assigned_to is null and state not in ('draft', 'deleted', 'refused', 'certified', 'withdrawn');
create index applications_renewing on applications (target_on, id)
    where is_renewal and state not in ('draft', 'deleted', 'refused', 'certified', 'withdrawn');
create index applications_running on applications (target_on, id)
    where paused_at is null and state not in ('draft', 'deleted', 'approved', 'refused', 'certified', 'withdrawn');
create index applications_in_state on applications (state, target_on, id)
    where state in ('awaiting_supplier', 'recommended', 'approved');
create index applications_decided on applications (target_on, id)
    where state in ('refused', 'certified', 'withdrawn');

-- What a view shows. Written into the query that calls it, where a view's own words leave one condition over.
create function page.is_in_view(p_view text, p_user uuid, p_today date, a applications) returns boolean
    language sql immutable
    as $$ select case p_view
        when 'mine' then a.assigned_to = p_user
            and a.state not in ('draft', 'deleted', 'refused', 'certified', 'withdrawn')
        when 'unassigned' then a.assigned_to is null
            and a.state not in ('draft', 'deleted', 'refused', 'certified', 'withdrawn')
        when 'waiting' then a.state = 'awaiting_supplier'
        when 'approve' then a.state = 'recommended'
        when 'issue' then a.state = 'approved'
        when 'overdue' then a.target_on < p_today and a.paused_at is null
            and a.state not in ('draft', 'deleted', 'approved', 'refused', 'certified', 'withdrawn')
        when 'renewals' then a.is_renewal
            and a.state not in ('draft', 'deleted', 'refused', 'certified', 'withdrawn')
        when 'decided' then a.state in ('refused', 'certified', 'withdrawn')
        else a.state not in ('draft', 'deleted', 'refused', 'certified', 'withdrawn')
    end $$;
comment on function page.is_in_view(text, uuid, date, applications) is 'Whether a view of the queue shows an application.';

-- Planned anew each time, so that the view's own index is used.
create function page.list_queue(p_view text, p_user uuid, p_today date, p_is_ascending boolean,
    p_from_on date, p_from_id uuid, p_limit integer) returns setof uuid
    language plpgsql stable set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan
    as $$
begin
    -- Two queries, so that each walks the index in its own direction.
    if p_is_ascending then
        return query select a.id from applications a
            where page.is_in_view(p_view, p_user, p_today, a)
              and (a.target_on, a.id) > (coalesce(p_from_on, '-infinity'),
                                         coalesce(p_from_id, '00000000-0000-0000-0000-000000000000'))
            order by a.target_on, a.id limit p_limit;
    else
        return query select a.id from applications a
            where page.is_in_view(p_view, p_user, p_today, a)
              and (a.target_on, a.id) < (coalesce(p_from_on, 'infinity'),
                                         coalesce(p_from_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
            order by a.target_on desc, a.id desc limit p_limit;
    end if;
end $$;
comment on function page.list_queue is
    'The applications of a page of the queue, in the order of the page. For the team: others see their own rows only.';

create or replace function page.queue(p_credential text, p_view text, p_is_descending boolean,
    p_from_on date, p_from_id uuid, p_is_backwards boolean, p_limit integer)
    returns table (user_id uuid, name text, email text, team_role text, memberships jsonb, session jsonb, now timestamptz,
                   id uuid, reference text, organisation_name text, service_name text, submitted_at timestamptz,
                   target_on date, is_paused boolean, assigned_name text, state text)
    language plpgsql set search_path = pg_catalog, public
    as $$
declare
    person record;
    chosen uuid[] := '{}';
begin
    perform set_config('app.credential', p_credential, true);
    perform access.session_touch();
    select * into person from access.actor();
    if not found then
        return;
    end if;
    if person.team_role is not null then
        chosen := array(select page.list_queue(p_view, person.user_id, (person.now at time zone 'Europe/London')::date,
            p_is_descending = p_is_backwards, p_from_on, p_from_id, p_limit));
    end if;
    return query select person.user_id, person.name, person.email, person.team_role, person.memberships, person.session, person.now,
            a.id, a.reference, a.organisation_name, a.service_name, a.submitted_at, a.target_on,
            a.paused_at is not null, a.assigned_name, a.state
        from (select) as one left join applications a on a.id = any (chosen)
        order by a.target_on, a.id;
end $$;
drop function page.is_in_view(text, uuid, date, text, uuid, date, timestamptz);

-- Whom people know by name: those of their organisations, looked up by organisation instead of
-- reading every membership there is.
create function access.colleagues() returns uuid[]
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select coalesce(array_agg(distinct m.user_id), '{}') from public.memberships m
          where m.organisation_id = any (access.organisations()) $$;
comment on function access.colleagues is 'Everybody in the organisations of the person who asks.';
alter function access.colleagues() owner to psn_resolver;
revoke all on function access.colleagues() from public;
grant execute on function access.colleagues() to psn_app;
drop policy read_known on users;
create policy read_known on users for select to psn_app
    using (id = (select access.user_id()) or id = (select access.token_user())
        or (select access.team_role()) is not null or id = any ((select access.colleagues())::uuid[]));

-- The judgement of a whole application, also of one that was returned.
create index decisions_application on decisions (application_id, recommended_at desc);

-- What runs on an infrastructure, and what was asked of its owner.
create index certificates_infrastructure on certificates (infrastructure_id, valid_to);

-- Both lists side by side, a page at a time.
drop index infrastructures_name;
create index infrastructures_name on infrastructures (lower(name), id);
drop function access.reconciliation();
create function access.reconciliation(p_only uuid, p_after uuid, p_limit integer)
    returns table (id uuid, name text, owner_name text, certificate_number text, valid_to date, holder text,
                   services bigint, unanswered bigint, differences bigint)
    language plpgsql stable security definer set search_path = pg_catalog, public
    as $$
#variable_conflict use_column
declare
    from_name text := '';
    from_id uuid := '00000000-0000-0000-0000-000000000000';
begin
    if access.team_role() is null then
        return;
    end if;
    if p_after is not null then
        select lower(i.name), i.id into from_name, from_id from public.infrastructures i where i.id = p_after;
        if not found then
            return;
        end if;
    end if;
    return query
        with shown as (
            select i.* from public.infrastructures i
            where i.confirmed_at is not null and (p_only is null or i.id = p_only)
              and (lower(i.name), i.id) > (from_name, from_id)
            order by lower(i.name), i.id limit least(p_limit, 101))
        select i.id, i.name, i.owner_name, i.certificate_number, i.valid_to, o.name,
               listed.services, listed.unanswered,
               listed.denied + (
                   select count(*) from public.hosting_answers h
                   where h.infrastructure_id = i.id and h.runs_here and not exists (
                       select from public.certificates c where c.service_code = h.service_code
                         and c.infrastructure_id = i.id and c.withdrawn_on is null and c.valid_to >= access.today()))
        from shown i left join public.organisations o on o.id = i.owner_organisation_id
        cross join lateral (
            select count(distinct c.service_code) as services,
                   count(distinct c.service_code) filter (where h.runs_here is null) as unanswered,
                   count(distinct c.service_code) filter (where not h.runs_here) as denied
            from public.certificates c left join public.hosting_answers h
                on h.infrastructure_id = i.id and h.service_code = c.service_code
            where c.infrastructure_id = i.id and c.withdrawn_on is null and c.valid_to >= access.today()) listed
        order by lower(i.name), i.id;
end $$;
comment on function access.reconciliation is
    'Infrastructure of the register with where certificates and owners differ: one, or a page by name. For the team.';
alter function access.reconciliation(uuid, uuid, integer) owner to psn_resolver;
revoke all on function access.reconciliation(uuid, uuid, integer) from public;
grant execute on function access.reconciliation(uuid, uuid, integer) to psn_app;

-- The register: words are found by their threes of characters wherever they stand.
create schema trigrams;
create extension pg_trgm schema trigrams;
alter table certificates add column search_text text not null generated always as
    (lower(service_name || ' ' || organisation_name || ' ' || infrastructure_name || ' ' || description || ' '
        || service_code || ' ' || number)) stored;
comment on column certificates.search_text is 'What the search of the register looks through, in lower case.';
create index certificates_words on certificates using gin (search_text trigrams.gin_trgm_ops);
create index certificates_withdrawn on certificates (lower(service_name), id) where withdrawn_on is not null;
create index certificates_beginning on certificates (valid_from);

-- Planned anew each time: a rare word is looked up, a common one is met on the way through the names.
create function page.register(p_today date, p_words text[], p_status text, p_after text, p_limit bigint)
    returns table (number text, organisation_id uuid, organisation_name text, service_code text, service_name text,
                   slug text, description text, infrastructure_name text, infrastructure_certificate text,
                   legal_jurisdiction text, management_model text, service_desk text, commitments_version text,
                   snapshot_sha256 text, valid_from date, valid_to date, withdrawn_on date, renewal_submitted_on date,
                   renewal_ended_on date, issued_at timestamptz, pdf_bytes integer, json_bytes integer)
    language plpgsql stable set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan
    as $$
declare
    from_name text := '';
    from_id uuid := '00000000-0000-0000-0000-000000000000';
    pattern text;
begin
    if p_after is not null then
        select lower(seen.service_name), seen.id into from_name, from_id from certificates seen where seen.number = p_after;
        if not found then
            return;
        end if;
    end if;
    select '%' || regexp_replace(word, '([\\%_])', '\\\1', 'g') || '%' into pattern
        from unnest(p_words) word order by length(word) desc limit 1;
    return query select c.number, c.organisation_id, c.organisation_name, c.service_code, c.service_name,
            c.slug, c.description, c.infrastructure_name, c.infrastructure_certificate,
            c.legal_jurisdiction, c.management_model, c.service_desk, c.commitments_version,
            c.snapshot_sha256, c.valid_from, c.valid_to, c.withdrawn_on, c.renewal_submitted_on,
            c.renewal_ended_on, c.issued_at, octet_length(c.pdf), octet_length(c.signed_json)
        from certificates c
        where (lower(c.service_name), c.id) > (from_name, from_id)
          and (pattern is null or c.search_text like pattern)
          and (cardinality(p_words) < 2
               or not exists (select from unnest(p_words) word where strpos(c.search_text, word) = 0))
          and case p_status
                when 'withdrawn' then c.withdrawn_on <= p_today
                when 'not_yet_valid' then c.valid_from > p_today and (c.withdrawn_on <= p_today) is not true
                when 'expired' then c.valid_to < p_today and c.valid_from <= p_today
                    and (c.withdrawn_on <= p_today) is not true
                    and (c.renewal_submitted_on is null or c.renewal_ended_on < p_today)
                when 'valid' then c.valid_from <= p_today and (c.withdrawn_on <= p_today) is not true
                    and (c.valid_to >= p_today
                        or (c.renewal_submitted_on is not null and (c.renewal_ended_on < p_today) is not true))
                else true
              end
          -- Looked up for each service that is met, not joined: a page shows few of very many.
          and case when exists (select from certificates other
                where other.service_code = c.service_code
                  and (other.valid_from <= p_today, other.valid_from, other.id)
                      > (c.valid_from <= p_today, c.valid_from, c.id)) then false else true end
        order by lower(c.service_name), c.id limit p_limit;
end $$;
comment on function page.register is
    'A page of the register: services in the order of their names, each with the certificate that stands for it on the day.';

-- Tells programs that ask again whether the register is as it was, without counting it.
create table register_changes (
    is_only boolean primary key default true check (is_only),
    number bigint not null
);
comment on table register_changes is 'How often the register has changed: one row.';
comment on column register_changes.is_only is 'There is one row.';
comment on column register_changes.number is 'Grows with each statement that changes certificates.';
insert into register_changes (number) values (0);
grant select on register_changes to psn_app;
grant select, update on register_changes to psn_resolver;

create function access.note_register_change() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public
    as $$
begin
    update public.register_changes set number = number + 1;
    return null;
end $$;
alter function access.note_register_change() owner to psn_resolver;
revoke all on function access.note_register_change() from public;
create trigger note_change after insert or update or delete on certificates
    for each statement execute function access.note_register_change();
grant update (is_renewal) on applications to psn_app;
grant execute on function page.is_in_view(text, uuid, date, applications),
    page.list_queue(text, uuid, date, boolean, date, uuid, integer),
    page.register(date, text[], text, text, bigint) to psn_app;

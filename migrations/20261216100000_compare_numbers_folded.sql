-- Register and number together are the key of an organisation, however they are typed. Who names a number without a
-- register, as public bodies may, is not known by it.

create function access.number_key(p_register text, p_number text) returns text
    language sql immutable set search_path = pg_catalog
    as $$ select case when p_register <> 'public_body' then
              upper(regexp_replace(p_register, '[[:space:]‐‑–-]', '', 'g')) || ' '
              || upper(regexp_replace(p_number, '[[:space:]‐‑–-]', '', 'g')) end $$;
comment on function access.number_key is 'A register and a number without spaces, hyphens and case; null when the register is not known.';
revoke execute on function access.number_key(text, text) from public;
grant execute on function access.number_key(text, text) to psn_app, psn_resolver;

drop index organisations_number;
create unique index organisations_number on organisations (access.number_key(register, registration_number));

create or replace function access.number_is_taken(p_register text, p_number text) returns boolean
    language sql stable security definer set search_path = pg_catalog, public
    as $$ select access.user_id() is not null and exists (
              select from public.organisations
              where access.number_key(register, registration_number) = access.number_key(p_register, p_number)) $$;
comment on function access.number_is_taken is 'Whether an organisation with this number is here, for whoever is signed in; says nothing else of it.';

-- Infrastructure that somebody types although the register has it is found by what it is, however it is spelled.

create function access.forgiven(p_number text) returns text
    language sql immutable set search_path = pg_catalog
    as $$ select translate(upper(regexp_replace(p_number, '[[:space:]_‐-―-]', '', 'g')), 'OIL', '011') $$;
comment on function access.forgiven is 'A number read forgivingly: without spaces and hyphens, in capitals, O as 0, I and L as 1 (domain::reference::forgive).';

create function access.plain_name(p_name text) returns text
    language sql immutable set search_path = pg_catalog
    as $$ select lower(regexp_replace(p_name, '[^[:alnum:]]', '', 'g')) $$;
comment on function access.plain_name is 'A name as small letters and digits alone.';

revoke execute on function access.forgiven(text), access.plain_name(text) from public;
grant execute on function access.forgiven(text), access.plain_name(text) to psn_app, psn_resolver, psn_owner;

create index infrastructures_certificate on infrastructures (access.forgiven(certificate_number))
    where confirmed_at is not null;
create index infrastructures_plain_name on infrastructures (access.plain_name(name)) where confirmed_at is not null;

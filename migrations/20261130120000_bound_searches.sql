-- A search of the register takes bounded work, however common its words are.
--
-- The planner can't know how common a word is (row-level security keeps the statistics from it) and looked up
-- every service with a word that very many have, to show the first twenty. It is not asked any more. The first names are
-- walked through, where words that very many have are met soon; when that does not fill the page, the services with the
-- words are looked up, so many at most, and put in order.

create function page.has_status(p_status text, p_today date, p_from date, p_to date, p_withdrawn date, p_renewal date,
                                p_renewal_ended date) returns boolean
    -- Without a search path of its own, so that it becomes part of the statement and indexes serve it.
    language sql immutable
    as $$ select case p_status
        when 'withdrawn' then p_withdrawn <= p_today
        when 'not_yet_valid' then p_from > p_today and (p_withdrawn <= p_today) is not true
        when 'expired' then p_to < p_today and p_from <= p_today and (p_withdrawn <= p_today) is not true
            and (p_renewal is null or p_renewal_ended < p_today)
        when 'valid' then p_from <= p_today and (p_withdrawn <= p_today) is not true
            and (p_to >= p_today or (p_renewal is not null and (p_renewal_ended < p_today) is not true))
        else true end $$;
comment on function page.has_status is 'Whether a certificate has this status on the day; every one has no status at all.';

create function page.stands(p_today date, p_code text, p_from date, p_id uuid) returns boolean
    language plpgsql stable set search_path = pg_catalog, public
    as $$ begin
        return not exists (select from certificates other where other.service_code = p_code
            and (other.valid_from <= p_today, other.valid_from, other.id) > (p_from <= p_today, p_from, p_id));
    end $$;
comment on function page.stands is
    'Whether a certificate stands for its service on the day: the latest that has begun, else the next.';

create function page.services(p_today date, p_words text[], p_status text, p_after text, p_limit bigint)
    returns table (number text, organisation_id uuid, organisation_name text, service_code text, service_name text,
                   slug text, description text, infrastructure_name text, infrastructure_certificate text,
                   legal_jurisdiction text, management_model text, service_desk text, commitments_version text,
                   snapshot_sha256 text, valid_from date, valid_to date, withdrawn_on date, renewal_submitted_on date,
                   renewal_ended_on date, connection_ended_on date, issued_at timestamptz, pdf_bytes integer,
                   json_bytes integer, is_cut boolean)
    language plpgsql stable set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan
    as $$
declare
    -- How many names are walked through, and how many services with the words are put in order.
    walked constant integer := 1000;
    ordered constant integer := 5000;
    from_name text := '';
    from_id uuid := '00000000-0000-0000-0000-000000000000';
    patterns text[];
    is_number boolean;
    -- Where the rows lie, which reads each once.
    met_first tid[];
    shown tid[];
    are_more boolean := false;
begin
    if p_after is not null then
        select lower(seen.service_name), seen.id into from_name, from_id from certificates seen where seen.number = p_after;
        if not found then
            return;
        end if;
    end if;
    select array_agg('%' || regexp_replace(word, '([\\%_])', '\\\1', 'g') || '%') into patterns from unnest(p_words) word;
    if patterns is null then
        shown := array(select c.ctid from certificates c
            where (lower(c.service_name), c.id) > (from_name, from_id)
              and page.has_status(p_status, p_today, c.valid_from, c.valid_to, c.withdrawn_on, c.renewal_submitted_on,
                                  c.renewal_ended_on)
              and page.stands(p_today, c.service_code, c.valid_from, c.id)
            order by lower(c.service_name), c.id limit p_limit);
    else
        -- Codes and numbers are looked up at once: hardly a walk would meet them.
        is_number := exists (select from unnest(p_words) word where word ~ '[0-9]');
        for step in 1..2 loop
            if (step = 1) = is_number then
                with matching as materialized (
                    select c.ctid as place, c.id, lower(c.service_name) as name, c.service_code, c.valid_from
                    from certificates c
                    where (lower(c.service_name), c.id) > (from_name, from_id)
                      and c.search_text like patterns[1]
                      and (patterns[2] is null or c.search_text like patterns[2])
                      and (patterns[3] is null or c.search_text like patterns[3])
                      and (patterns[4] is null or c.search_text like patterns[4])
                      and (patterns[5] is null or c.search_text like patterns[5])
                      and (patterns[6] is null or c.search_text like patterns[6])
                      and (patterns[7] is null or c.search_text like patterns[7])
                      and (patterns[8] is null or c.search_text like patterns[8])
                      and page.has_status(p_status, p_today, c.valid_from, c.valid_to, c.withdrawn_on,
                                          c.renewal_submitted_on, c.renewal_ended_on)
                    limit ordered + 1)
                select array(select met.place from (select m.* from matching m order by m.name, m.id offset 0) met
                             where page.stands(p_today, met.service_code, met.valid_from, met.id) limit p_limit),
                       (select count(*) > ordered from matching)
                    into shown, are_more;
                exit when not are_more;
            else
                met_first := array(select met.place from (
                        select c.ctid as place, c.id, c.search_text, c.service_code, c.valid_from from certificates c
                        where (lower(c.service_name), c.id) > (from_name, from_id)
                          and page.has_status(p_status, p_today, c.valid_from, c.valid_to, c.withdrawn_on,
                                              c.renewal_submitted_on, c.renewal_ended_on)
                        order by lower(c.service_name), c.id limit walked) met
                    where met.search_text like all (patterns)
                      and page.stands(p_today, met.service_code, met.valid_from, met.id)
                    limit p_limit);
                if cardinality(met_first) = p_limit then
                    shown := met_first;
                    are_more := false;
                    exit;
                end if;
            end if;
        end loop;
    end if;
    return query select c.number, c.organisation_id, c.organisation_name, c.service_code, c.service_name,
            c.slug, c.description, c.infrastructure_name, c.infrastructure_certificate,
            c.legal_jurisdiction, c.management_model, c.service_desk, c.commitments_version,
            c.snapshot_sha256, c.valid_from, c.valid_to, c.withdrawn_on, c.renewal_submitted_on,
            c.renewal_ended_on, c.connection_ended_on, c.issued_at, octet_length(c.pdf), octet_length(c.signed_json),
            are_more
        from certificates c where c.ctid = any (shown) order by lower(c.service_name), c.id;
end $$;
comment on function page.services is
    'A page of the register: services in the order of their names, each with the certificate that stands for it on the day; is_cut when so many have the words that some were left out.';

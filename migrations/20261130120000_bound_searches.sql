-- A search of the register takes bounded work, however common its words are.
--
-- The planner can't know how common a word is (row-level security keeps the statistics from it) and looked up
-- every service with a word that very many have, to show the first twenty. It is not asked any more. The first names are
-- walked through, where words that very many have are met soon; when that does not fill the page, certificates with the
-- words are looked up, so many at most, and their services put in order.

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
    -- Asked for each service that is met, so not planned anew each time.
    language plpgsql stable set search_path = pg_catalog, public set plan_cache_mode = force_generic_plan
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
    -- How many names are walked through, and how many certificates with the words are looked at.
    walked integer := 1000;
    looked_up constant integer := 5000;
    nobody constant uuid := '00000000-0000-0000-0000-000000000000';
    from_name text := '';
    from_id uuid := nobody;
    patterns text[];
    is_number boolean;
    can_look_up boolean;
    -- Where the rows lie, which reads each once.
    met tid[] := '{}';
    found_by_words tid[] := '{}';
    shown tid[];
    are_more boolean := false;
begin
    if p_after is not null then
        select lower(seen.service_name), seen.id into from_name, from_id from certificates seen where seen.number = p_after;
        if not found then
            return;
        end if;
    end if;
    select array_agg('%' || regexp_replace(word, '([\\%_])', '\\\1', 'g') || '%'),
           bool_or(word ~ '[0-9]'), bool_or(word ~ '[[:alnum:]]{3}')
        into patterns, is_number, can_look_up from unnest(p_words) word;
    if patterns is null then
        shown := array(select c.ctid from certificates c
            where (lower(c.service_name), c.id) > (from_name, from_id)
              and page.has_status(p_status, p_today, c.valid_from, c.valid_to, c.withdrawn_on, c.renewal_submitted_on,
                                  c.renewal_ended_on)
              and page.stands(p_today, c.service_code, c.valid_from, c.id)
            order by lower(c.service_name), c.id limit p_limit);
    elsif not can_look_up then
        -- Too short for their threes of characters: there is only the walk.
        walked := looked_up;
    end if;
    -- Codes and numbers are looked up before the walk, which would hardly meet them; words after it.
    for step in 1..2 loop
        exit when patterns is null;
        if (step = 1) = is_number then
            continue when not can_look_up;
            with having_words as materialized (
                select c.ctid as place, c.id, lower(c.service_name) as name, c.service_code, c.valid_from,
                       page.has_status(p_status, p_today, c.valid_from, c.valid_to, c.withdrawn_on, c.renewal_submitted_on,
                                       c.renewal_ended_on) as has_status
                from certificates c
                where c.search_text like patterns[1]
                  and (patterns[2] is null or c.search_text like patterns[2])
                  and (patterns[3] is null or c.search_text like patterns[3])
                  and (patterns[4] is null or c.search_text like patterns[4])
                  and (patterns[5] is null or c.search_text like patterns[5])
                  and (patterns[6] is null or c.search_text like patterns[6])
                  and (patterns[7] is null or c.search_text like patterns[7])
                  and (patterns[8] is null or c.search_text like patterns[8])
                limit looked_up + 1)
            select array(select h.place from (select * from having_words w
                             where w.has_status and (w.name, w.id) > (from_name, from_id)
                             order by w.name, w.id offset 0) h
                         where page.stands(p_today, h.service_code, h.valid_from, h.id) limit p_limit),
                   (select count(*) > looked_up from having_words)
                into found_by_words, are_more;
            exit when not are_more;
        else
            met := array(select m.place from (
                    select c.ctid as place, c.id, c.search_text, c.service_code, c.valid_from from certificates c
                    where (lower(c.service_name), c.id) > (from_name, from_id)
                      and page.has_status(p_status, p_today, c.valid_from, c.valid_to, c.withdrawn_on,
                                          c.renewal_submitted_on, c.renewal_ended_on)
                    order by lower(c.service_name), c.id limit walked) m
                where m.search_text like all (patterns)
                  and page.stands(p_today, m.service_code, m.valid_from, m.id)
                limit p_limit);
            are_more := cardinality(met) < p_limit;
            exit when not are_more;
        end if;
    end loop;
    -- A walk that came to the end has met everything.
    if are_more then
        are_more := exists (select from certificates c
            where (lower(c.service_name), c.id) > (from_name, from_id)
              and page.has_status(p_status, p_today, c.valid_from, c.valid_to, c.withdrawn_on, c.renewal_submitted_on,
                                  c.renewal_ended_on)
            order by lower(c.service_name), c.id offset walked limit 1);
    end if;
    if patterns is not null then
        shown := met || found_by_words;
    end if;
    return query (select c.number, c.organisation_id, c.organisation_name, c.service_code, c.service_name,
            c.slug, c.description, c.infrastructure_name, c.infrastructure_certificate,
            c.legal_jurisdiction, c.management_model, c.service_desk, c.commitments_version,
            c.snapshot_sha256, c.valid_from, c.valid_to, c.withdrawn_on, c.renewal_submitted_on,
            c.renewal_ended_on, c.connection_ended_on, c.issued_at, octet_length(c.pdf), octet_length(c.signed_json),
            are_more
        from certificates c where c.ctid = any (shown) order by lower(c.service_name), c.id limit p_limit)
        union all
        -- Nothing was met, and not everything was looked at: a row that says only that.
        select '', nobody, '', '', '', '', '', '', '', '', '', '', '', '', p_today, p_today, null, null, null, null,
            now(), 0, 0, true
        where are_more and cardinality(shown) = 0;
end $$;
comment on function page.services is
    'A page of the register: services in the order of their names, each with the certificate that stands for it on the day. is_cut when not every certificate with the words was looked at; the only row has no number when none was met.';

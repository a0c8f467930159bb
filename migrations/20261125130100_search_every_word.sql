-- Every word of a search is looked up by its trigrams, so that a rare one beside a common one is as quick as alone.

create or replace function page.register(p_today date, p_words text[], p_status text, p_after text, p_limit bigint)
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
    patterns text[];
begin
    if p_after is not null then
        select lower(seen.service_name), seen.id into from_name, from_id from certificates seen where seen.number = p_after;
        if not found then
            return;
        end if;
    end if;
    select array_agg('%' || regexp_replace(word, '([\\%_])', '\\\1', 'g') || '%') into patterns from unnest(p_words) word;
    return query select c.number, c.organisation_id, c.organisation_name, c.service_code, c.service_name,
            c.slug, c.description, c.infrastructure_name, c.infrastructure_certificate,
            c.legal_jurisdiction, c.management_model, c.service_desk, c.commitments_version,
            c.snapshot_sha256, c.valid_from, c.valid_to, c.withdrawn_on, c.renewal_submitted_on,
            c.renewal_ended_on, c.issued_at, octet_length(c.pdf), octet_length(c.signed_json)
        from certificates c
        where (lower(c.service_name), c.id) > (from_name, from_id)
          and (patterns[1] is null or c.search_text like patterns[1])
          and (patterns[2] is null or c.search_text like patterns[2])
          and (patterns[3] is null or c.search_text like patterns[3])
          and (patterns[4] is null or c.search_text like patterns[4])
          and (patterns[5] is null or c.search_text like patterns[5])
          and (patterns[6] is null or c.search_text like patterns[6])
          and (patterns[7] is null or c.search_text like patterns[7])
          and (patterns[8] is null or c.search_text like patterns[8])
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

-- The register is searched without accents too: who types cafe finds Café, and the other way round.
drop index certificates_words;
alter table certificates drop column search_text;
alter table certificates add column search_text text not null generated always as
    (lower(regexp_replace(normalize(service_name || ' ' || organisation_name || ' ' || infrastructure_name || ' '
        || description || ' ' || service_code || ' ' || number, nfkd), '[\u0300-\u036f]', '', 'g'))) stored;
comment on column certificates.search_text is 'What the search of the register looks through, in lower case and without accents.';
create index certificates_words on certificates using gin (search_text trigrams.gin_trgm_ops);

-- The applications of seed_batch (first, last): what each is, before any of its rows.
--
-- Of 100: 17 drafts, 1 deleted, 6 submitted, 8 under review, 4 awaiting the supplier, 2 recommended, 2 approved,
-- 6 refused, 1 withdrawn, 53 certified. One of 100 has every answer, with its history; the others have those of
-- the pages that lists and summaries are made of.

create temp table if not exists seed_applications (
    place bigint not null, organisation bigint not null, is_whole boolean not null, state text not null,
    created_at timestamptz not null, service_name text not null, infrastructure bigint not null,
    assessor bigint not null, lead bigint not null, id uuid not null, reference text not null,
    submitted_at timestamptz, recommended_at timestamptz, decided_at timestamptz, issued_at timestamptz,
    organisation_id uuid not null, organisation_name text not null, editor_id uuid not null,
    editor_name text not null, snapshot text, snapshot_sha256 text
) on commit drop;
-- Read again at once: packing it would be for nothing.
alter table seed_applications alter snapshot set storage external;
truncate seed_applications;

insert into seed_applications
select x.place, x.organisation, x.is_whole, x.state, x.created_at, x.service_name, x.infrastructure, x.assessor, x.lead,
    pg_temp.identifier(x.seed, x.place, 21, x.created_at), r.reference,
    t.submitted_at,
    case when x.state in ('recommended', 'approved', 'refused', 'certified') then t.submitted_at + x.pace * 14 end,
    case when x.state in ('approved', 'refused', 'certified') then t.submitted_at + x.pace * 16 end,
    case when x.state = 'certified' then t.submitted_at + x.pace * 17 end,
    o.id, o.name, p.id, p.name, n.snapshot,
    encode(sha256(convert_to(n.snapshot, 'UTF8')), 'hex')
from (
    select s.seed, s.thin_snapshot, s.whole_snapshot, a.place,
        1 + a.place % s.organisations as organisation,
        pg_temp.pick(s.seed, a.place, 22) % 100 = 0 as is_whole,
        c.state,
        -- Decided ones are of three years, open ones of the last months and so quicker.
        s.now - interval '10 days' - case
            when c.state in ('certified', 'refused')
            then interval '30 days' + pg_temp.pick(s.seed, a.place, 23) % (1080 * 86400) * interval '1 second'
            else pg_temp.pick(s.seed, a.place, 23) % (case c.state when 'draft' then 180 when 'deleted' then 15 else 40 end * 86400)
                * interval '1 second' end as created_at,
        case when c.state in ('certified', 'refused') then interval '1 day' else interval '1 hour' end as pace,
        pg_temp.word(w.places, pg_temp.pick(s.seed, a.place, 24)) || ' '
            || pg_temp.word(w.trades, pg_temp.pick(s.seed, a.place, 25)) || ' '
            || pg_temp.word(w.products, pg_temp.pick(s.seed, a.place, 26)) as service_name,
        pg_temp.pick(s.seed, a.place, 27) % 200 as infrastructure,
        pg_temp.pick(s.seed, a.place, 28) % 20 as assessor,
        20 + pg_temp.pick(s.seed, a.place, 29) % 4 as lead
    from seed_settings s, seed_words w, seed_batch b, lateral generate_series(b.first_place, b.last_place) a (place),
    lateral (select pg_temp.pick(s.seed, a.place, 30) % 100 as number) k,
    lateral (select case
        when k.number < 17 then 'draft' when k.number < 18 then 'deleted' when k.number < 24 then 'submitted' when k.number < 32 then 'under_review'
        when k.number < 36 then 'awaiting_supplier' when k.number < 38 then 'recommended'
        when k.number < 40 then 'approved' when k.number < 46 then 'refused' when k.number < 47 then 'withdrawn'
        else 'certified' end as state) c
) x
join seed_organisations o on o.place = x.organisation
join seed_suppliers p on p.place = x.organisation and p.person = 2
cross join lateral (
    -- Multiplying by an odd number gives each place another one of 2^32, and none twice.
    select 'COP-' || substr(h.digits, 1, 4) || '-' || substr(h.digits, 5) as reference
    from (select upper(lpad(to_hex((x.place * 2654435761 + x.seed) & 4294967295), 8, '0')) as digits) h
) r
cross join lateral (
    select case when x.state not in ('draft', 'deleted') then x.created_at + interval '9 days 3 hours' end as submitted_at
) t
cross join lateral (
    select case when x.state not in ('draft', 'deleted') then
        replace(replace(replace(case when x.is_whole then x.whole_snapshot else x.thin_snapshot end,
            '@REFERENCE@', r.reference), '@ORGANISATION@', o.name), '@SERVICE@', x.service_name) end as snapshot
    -- Keeps the text from being put together once for each time that it is named.
    offset 0
) n;
analyze seed_applications;

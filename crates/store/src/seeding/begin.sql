-- Lets the owner load rows. What checks each row by itself is put aside here, and put back by
-- finish.sql in the same transaction, which checks all rows at once.

-- What is made of a batch stays in memory. Indexes are built there too, and long texts packed the quick way, where this PostgreSQL has it.
set local temp_buffers = '256MB';
set local maintenance_work_mem = '512MB';
set local work_mem = '64MB';
select set_config('default_toast_compression', 'lz4', true)
from pg_settings where name = 'default_toast_compression' and 'lz4' = any (enumvals);

create temp table seed_aside (place serial primary key, statement text not null) on commit drop;

create temp table seed_loaded (name text primary key) on commit drop;
insert into seed_loaded values
    ('users'), ('organisations'), ('memberships'), ('infrastructures'), ('applications'), ('answers'),
    ('answer_history'), ('section_marks'), ('owner_requests'), ('signature_requests'), ('judgements'),
    ('clarifications'), ('clarification_items'), ('decisions'), ('services'), ('certificates'),
    ('certificate_serials'), ('audit_events');

do $$
declare
    found record;
begin
    for found in
        select l.name from seed_loaded l join pg_class c on c.oid = l.name::regclass where c.relforcerowsecurity
    loop
        execute format('alter table %I no force row level security', found.name);
        insert into seed_aside (statement)
        values (format('alter table %I force row level security', found.name));
    end loop;
    for found in
        select k.conrelid::regclass as name, k.conname, pg_get_constraintdef(k.oid) as definition
        from pg_constraint k join seed_loaded l on k.conrelid = l.name::regclass
        where k.contype = 'f' order by k.conrelid::regclass::text, k.conname
    loop
        execute format('alter table %s drop constraint %I', found.name, found.conname);
        insert into seed_aside (statement)
        values (format('alter table %s add constraint %I %s', found.name, found.conname, found.definition));
    end loop;
    -- What the guards of certificates read keeps its indexes: they look things up for each certificate.
    for found in
        select k.conrelid::regclass as name, k.conname, pg_get_constraintdef(k.oid) as definition
        from pg_constraint k join seed_loaded l on k.conrelid = l.name::regclass
        where k.contype in ('p', 'u')
          and l.name not in ('applications', 'infrastructures', 'owner_requests', 'signature_requests', 'decisions')
          and not exists (select from pg_constraint f where f.contype = 'f' and f.conindid = k.conindid)
        order by k.conrelid::regclass::text, k.conname
    loop
        execute format('alter table %s drop constraint %I', found.name, found.conname);
        insert into seed_aside (statement)
        values (format('alter table %s add constraint %I %s', found.name, found.conname, found.definition));
    end loop;
    for found in
        select i.indexrelid::regclass as name, pg_get_indexdef(i.indexrelid) as definition
        from pg_index i join seed_loaded l on i.indrelid = l.name::regclass
        where l.name not in ('owner_requests', 'signature_requests', 'decisions')
          and i.indexrelid <> 'certificates_service'::regclass
          and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
        order by i.indexrelid::regclass::text
    loop
        execute format('drop index %s', found.name);
        insert into seed_aside (statement) values (found.definition);
    end loop;
end $$;

-- What the same seed always makes of the same place: a number from 0 to 2^31 - 1.
create function pg_temp.pick(seed bigint, place bigint, what int) returns bigint
    language sql immutable parallel safe
    return hashint8extended(place, seed * 1000 + what) & 2147483647;

-- An identifier as the service makes them: time first, then what nobody guesses (here: what the seed makes).
create function pg_temp.identifier(seed bigint, place bigint, what int, at timestamptz) returns uuid
    language sql immutable parallel safe
    return (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7'
        || lpad(to_hex(pg_temp.pick(seed, place, what) & 4095), 3, '0') || '8'
        || lpad(to_hex(pg_temp.pick(seed, place, what + 500) & 268435455), 7, '0')
        || lpad(to_hex(pg_temp.pick(seed, place, what + 600)), 8, '0'))::uuid;

-- One of these texts.
create function pg_temp.word(words text[], number bigint) returns text
    language sql immutable parallel safe
    return words[1 + (number % array_length(words, 1))::int];

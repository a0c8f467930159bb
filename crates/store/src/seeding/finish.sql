-- Puts everything back that begin.sql put aside, which checks every row, and moves the serials on.

insert into certificate_serials (year, last_serial)
select extract(year from valid_from)::int, max(split_part(number, '-', 3)::int) from certificates group by 1;
select setval('service_serial', greatest((select applications from seed_settings), 1));

do $$
declare
    aside record;
begin
    for aside in select a.statement from seed_aside a order by a.place desc loop
        execute aside.statement;
    end loop;
end $$;

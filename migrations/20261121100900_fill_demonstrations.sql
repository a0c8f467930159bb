-- What only the filling of a demonstration may do, as the owner of the database.

alter table service_clock add column filled_at timestamptz;
comment on column service_clock.filled_at is 'When the demonstration was filled to the end; null before that, and everywhere else.';

-- A certificate is withdrawn by nobody yet, and the demonstration shows one.
create policy see_in_demonstration on certificates for select to psn_owner
    using ((select demonstration from service_clock));
create policy withdraw_in_demonstration on certificates for update to psn_owner
    using ((select demonstration from service_clock));

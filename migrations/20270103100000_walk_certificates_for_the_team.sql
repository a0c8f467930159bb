-- The team's views of certificates each walk an index: by the last day there is one already; what a renewal holds
-- and what was withdrawn are few among many.

create index certificates_held_by_renewal on certificates ((coalesce(renewal_ended_on, 'infinity')))
    where renewal_submitted_on is not null;
create index certificates_taken_back on certificates (valid_to, id) where withdrawn_on is not null;

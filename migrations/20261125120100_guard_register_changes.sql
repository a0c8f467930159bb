-- Certificates that are restored from a copy change the register too.

comment on function access.note_register_change() is 'Counts a statement that changes certificates.';
alter table certificates enable always trigger note_change;

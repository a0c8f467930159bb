-- How many links and messages an organisation sent in the last day is counted before the next.
create index links_made on links (organisation_id, created_at);
create index enquiry_messages_written on enquiry_messages (organisation_id, written_at) where not is_from_team;

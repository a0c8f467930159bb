-- A document that no scanner looked at is a matter of demonstrations alone, whatever a page says.
drop policy add_own on documents;
create policy add_own on documents for insert to psn_app
    with check (organisation_id = any ((select access.organisations())::uuid[]) and added_by = (select access.user_id())
                and not is_file_deleted and replaced_at is null and scan_found is null
                and case when file_of is null
                    then (scan = 'waiting' or (scan = 'not_scanned' and (select demonstration from service_clock)))
                         and scanned_at is null and scan_engine is null
                    else number = 1 and access.may_share_file(organisation_id, file_of, sha256, bytes, kind, scan,
                                                              scanned_at, scan_engine) end);

-- Records of the privacy desk are never changed, removed or emptied: whoever tries is stopped by the engine.
create function only_grows() returns trigger language plpgsql as $$ begin raise exception '% chỉ ghi thêm, không sửa, không xoá', tg_table_name; end $$;
create trigger consent_stays before update or delete or truncate on consent for each statement execute function only_grows();
create trigger subject_request_stays before update or delete or truncate on subject_request for each statement execute function only_grows();
create trigger subject_request_event_stays before update or delete or truncate on subject_request_event for each statement execute function only_grows();
create trigger incident_stays before update or delete or truncate on incident for each statement execute function only_grows();
create trigger incident_event_stays before update or delete or truncate on incident_event for each statement execute function only_grows();
create trigger disclosure_stays before update or delete or truncate on disclosure for each statement execute function only_grows();

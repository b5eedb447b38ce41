-- Records of the privacy desk are never changed or removed: whoever tries is stopped by the engine.
create trigger consent_stays before update on consent begin select raise(abort, 'consent chỉ ghi thêm, không sửa'); end;
create trigger consent_remains before delete on consent begin select raise(abort, 'consent chỉ ghi thêm, không xoá'); end;
create trigger subject_request_stays before update on subject_request begin select raise(abort, 'subject_request chỉ ghi thêm, không sửa'); end;
create trigger subject_request_remains before delete on subject_request begin select raise(abort, 'subject_request chỉ ghi thêm, không xoá'); end;
create trigger subject_request_event_stays before update on subject_request_event begin select raise(abort, 'subject_request_event chỉ ghi thêm, không sửa'); end;
create trigger subject_request_event_remains before delete on subject_request_event begin select raise(abort, 'subject_request_event chỉ ghi thêm, không xoá'); end;
create trigger incident_stays before update on incident begin select raise(abort, 'incident chỉ ghi thêm, không sửa'); end;
create trigger incident_remains before delete on incident begin select raise(abort, 'incident chỉ ghi thêm, không xoá'); end;
create trigger incident_event_stays before update on incident_event begin select raise(abort, 'incident_event chỉ ghi thêm, không sửa'); end;
create trigger incident_event_remains before delete on incident_event begin select raise(abort, 'incident_event chỉ ghi thêm, không xoá'); end;
create trigger disclosure_stays before update on disclosure begin select raise(abort, 'disclosure chỉ ghi thêm, không sửa'); end;
create trigger disclosure_remains before delete on disclosure begin select raise(abort, 'disclosure chỉ ghi thêm, không xoá'); end;

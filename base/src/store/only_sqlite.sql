-- What only SQLite has. The audit, the agreed versions and the published reports are append-only: a row can be added, never
-- rewritten or removed.
create trigger if not exists audit_keeps before update on audit
when old.seal is not null or new.institution_id <> old.institution_id or new.seq <> old.seq or new.at <> old.at or new.actor <> old.actor
  or new.seat <> old.seat or new.act <> old.act or new.placement_id is not old.placement_id or new.subject_id is not old.subject_id or new.detail <> old.detail
begin select raise(abort, 'the audit is append-only'); end;
create trigger if not exists audit_keeps_session before update on audit when new.session <> old.session
begin select raise(abort, 'the audit is append-only'); end;
create trigger if not exists audit_stays before delete on audit
begin select raise(abort, 'the audit is append-only'); end;
create trigger if not exists sheet_version_keeps before update on sheet_version
begin select raise(abort, 'an agreed version is never altered'); end;
create trigger if not exists sheet_version_stays before delete on sheet_version
begin select raise(abort, 'an agreed version is never altered'); end;
create trigger if not exists report_published_keeps before update on report_published
begin select raise(abort, 'a published report is never altered'); end;
create trigger if not exists report_published_stays before delete on report_published
begin select raise(abort, 'a published report is never altered'); end;
create trigger if not exists booklet_version_keeps before update on booklet_version
begin select raise(abort, 'an agreed version is never altered'); end;
create trigger if not exists booklet_version_stays before delete on booklet_version
begin select raise(abort, 'an agreed version is never altered'); end;

-- What only PostgreSQL has. The second wall: row-level security by institution on every table that has one, also for the owner.
do $$
declare t record;
begin
  for t in select c.table_name from information_schema.columns c
           join information_schema.tables b on b.table_schema = c.table_schema and b.table_name = c.table_name and b.table_type = 'BASE TABLE'
           where c.table_schema = current_schema() and c.column_name = 'institution_id'
  loop
    execute format('alter table %I enable row level security', t.table_name);
    execute format('alter table %I force row level security', t.table_name);
    if not exists (select 1 from pg_policies p where p.schemaname = current_schema() and p.tablename = t.table_name and p.policyname = 'own_institution') then
      execute format('create policy own_institution on %I using (institution_id = current_setting(''banso.institution'', true) or current_setting(''banso.institution'', true) = ''*'')', t.table_name);
    end if;
  end loop;
end $$;
create or replace function banso_audit_keeps() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.seal is not null or new.institution_id <> old.institution_id or new.seq <> old.seq or new.at <> old.at or new.actor <> old.actor
     or new.seat <> old.seat or new.act <> old.act or new.placement_id is distinct from old.placement_id or new.subject_id is distinct from old.subject_id or new.detail <> old.detail or new.session <> old.session
  then raise exception 'the audit is append-only'; end if;
  return new;
end $$;
create or replace trigger audit_keeps before update or delete on audit for each row execute function banso_audit_keeps();
create or replace function banso_never() returns trigger language plpgsql as $$
begin raise exception 'what was agreed or published is never altered'; end $$;
create or replace trigger sheet_version_keeps before update or delete on sheet_version for each row execute function banso_never();
create or replace trigger audit_stays before truncate on audit for each statement execute function banso_never();
create or replace trigger sheet_version_stays before truncate on sheet_version for each statement execute function banso_never();
create or replace trigger report_published_keeps before update or delete on report_published for each row execute function banso_never();
create or replace trigger report_published_stays before truncate on report_published for each statement execute function banso_never();
create or replace trigger booklet_version_keeps before update or delete on booklet_version for each row execute function banso_never();
create or replace trigger booklet_version_stays before truncate on booklet_version for each statement execute function banso_never();

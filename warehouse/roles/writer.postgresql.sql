-- What the application's login may do with the operational tables of their owner: everything with rows, but with books that only grow
-- nothing except adding; nothing with tables, triggers and the list of migrations.
do $$
declare
    writer text := current_setting('khoyte.writer');
    book text;
begin
    execute format('grant usage on schema public to %I', writer);
    execute format('grant select, insert, update, delete on all tables in schema public to %I', writer);
    execute format('grant usage, select, update on all sequences in schema public to %I', writer);
    for book in
        select distinct t.tgrelid::regclass::text from pg_trigger t join pg_proc p on p.oid = t.tgfoid where p.proname = 'only_grows'
    loop
        execute format('revoke update, delete on %s from %I', book, writer);
    end loop;
    -- Writing tables anew after a shredding (ask/shredding/wipe); older servers leave that to the owner.
    if current_setting('server_version_num')::integer >= 170000 then
        execute format('grant maintain on legal_hold, shredding, shredding_subject, shredding_record, shredding_file, '
            'redaction, opening, opening_review to %I', writer);
    end if;
    execute format('revoke insert, update, delete on migration from %I', writer);
end $$;

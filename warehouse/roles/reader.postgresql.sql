-- What the login of the questions may do with the warehouse of its owner: read, also what is made later.
do $$
declare
    reader text := current_setting('khoyte.reader');
    part text;
begin
    foreach part in array array['house', 'std', 'vault', 'link', 'core', 'dim', 'mart'] loop
        execute format('grant usage on schema %I to %I', part, reader);
        execute format('grant select on all tables in schema %I to %I', part, reader);
    end loop;
    execute format('alter default privileges grant usage on schemas to %I', reader);
    execute format('alter default privileges grant select on tables to %I', reader);
end $$;

//! The database's own catalogue: row-level security everywhere, roles that can't get
//! around it, and words for everything.

use tests::TestApp;

/// Tables that hold nothing of any organisation.
const WITHOUT_OWNER: [&str; 6] = [
    // Numbers that rules need, the same for everybody.
    "rule_values",
    // Domains of public mail services, the same for everybody.
    "public_mail_domains",
    // Bookkeeping of migrations; no role of the service reads it.
    "_sqlx_migrations",
    // One row: how far the clock is moved.
    "service_clock",
    // The last number of each year.
    "certificate_serials",
    // How often the register, which is everybody's, has changed.
    "register_changes",
];

/// Functions that run with more rights than their caller, each for a reason. The
/// database's answer is compared with this list, so that none comes in unnoticed.
const WITH_RIGHTS_OF_THEIR_OWN: &str = include_str!("../golden/functions-with-own-rights.txt");

/// The answer of a query, one text a row.
async fn rows(app: &TestApp, query: &'static str) -> Vec<String> {
    sqlx::query_scalar(query)
        .fetch_all(app.superuser())
        .await
        .unwrap()
}

/// Fails with a sentence and the names if there are any.
#[track_caller]
fn expect_none(found: Vec<String>, sentence: &str) {
    assert!(found.is_empty(), "{sentence}: {found:?}");
}

#[tokio::test]
async fn every_table_forces_row_level_security_and_has_a_policy() {
    let app = TestApp::start().await;
    let mut open = rows(
        &app,
        "select c.relname::text from pg_class c
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
           and not (c.relrowsecurity and c.relforcerowsecurity
                    and exists (select from pg_policy p where p.polrelid = c.oid))
         order by 1",
    )
    .await;
    open.retain(|table| !WITHOUT_OWNER.contains(&table.as_str()));
    expect_none(
        open,
        "these tables need `enable` and `force row level security` and a policy in their migration",
    );
    let held = rows(
        &app,
        "select distinct c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
           and a.attname in ('organisation_id', 'application_id', 'user_id') order by 1",
    )
    .await;
    for table in WITHOUT_OWNER {
        assert!(
            !held.iter().any(|name| name == table),
            "{table} holds somebody's data"
        );
    }
}

#[tokio::test]
async fn the_roles_of_the_service_own_nothing_and_cannot_get_around_the_policies() {
    let app = TestApp::start().await;
    expect_none(
        rows(
            &app,
            "select rolname::text from pg_roles where rolname like 'psn%'
               and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)",
        )
        .await,
        "these roles have too many rights",
    );
    expect_none(
        rows(
            &app,
            "select r.rolname || ' owns ' || o.what from pg_roles r join (
                 select relowner as owner, 'the table ' || relname as what from pg_class
                 union all select proowner, 'the function ' || proname from pg_proc
                 union all select nspowner, 'the schema ' || nspname from pg_namespace
                 union all select typowner, 'the type ' || typname from pg_type
                 union all select datdba, 'the database ' || datname from pg_database
                     where datname = current_database()) o on o.owner = r.oid
             where r.rolname in ('psn_app', 'psn_gate', 'psn_worker')",
        )
        .await,
        "the roles that pages and workers connect as must own nothing",
    );
    expect_none(
        rows(
            &app,
            "select m.rolname || ' in ' || g.rolname from pg_auth_members a
             join pg_roles m on m.oid = a.member join pg_roles g on g.oid = a.roleid
             where m.rolname in ('psn_app', 'psn_gate', 'psn_worker')",
        )
        .await,
        "the roles that pages and workers connect as must be in no other",
    );
}

#[tokio::test]
async fn nobody_can_alter_what_the_audit_log_says() {
    let app = TestApp::start().await;
    expect_none(
        rows(
            &app,
            "select r || ' may ' || p from unnest(array['psn_app', 'psn_gate', 'psn_worker', 'psn_resolver']) r,
                 unnest(array['update', 'delete', 'truncate', 'trigger', 'references']) p
             where has_table_privilege(r, 'audit_events', p)
                or (p in ('update', 'references') and has_any_column_privilege(r, 'audit_events', p))",
        )
        .await,
        "entries of the audit log are never altered",
    );
}

#[tokio::test]
async fn nobody_reads_password_hashes_but_the_sign_in_function() {
    let app = TestApp::start().await;
    expect_none(
        rows(
            &app,
            "select r from unnest(array['psn_app', 'psn_gate', 'psn_worker', 'public']) r
             where has_column_privilege(r, 'users', 'password_hash', 'select')",
        )
        .await,
        "these roles can read password hashes",
    );
}

#[tokio::test]
async fn nobody_reads_or_sets_the_digests_that_let_somebody_in() {
    let app = TestApp::start().await;
    // The gate reads the one of the link that is presented; nobody sets one that is there.
    expect_none(
        rows(
            &app,
            "select r || ' may ' || p || ' ' || c.relname || '.' || a.attname
             from pg_class c join pg_attribute a on a.attrelid = c.oid,
                  unnest(array['psn_app', 'psn_gate', 'psn_worker', 'public']) r,
                  unnest(array['select', 'update']) p
             where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0
               and not a.attisdropped and a.atttypid = 'bytea'::regtype
               and (a.attname like '%hash%' or a.attname like '%secret%' or a.attname like 'sealed%'
                    or a.attname like '%token%' or a.attname in ('source', 'link'))
               and has_column_privilege(r, c.oid, a.attnum, p)
               and not (r = 'psn_gate' and p = 'select' and c.relname || '.' || a.attname = 'account_tokens.id_hash')
             order by 1",
        )
        .await,
        "these are credentials or their digests: give the columns that are needed, one by one",
    );
}

#[tokio::test]
async fn functions_with_rights_of_their_own_are_known_and_hold_their_search_path() {
    let app = TestApp::start().await;
    let found = rows(
        &app,
        "select n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')'
         from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema') order by 1",
    )
    .await;
    let known: Vec<&str> = WITH_RIGHTS_OF_THEIR_OWN
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split("  ").next().unwrap_or_default())
        .collect();
    assert_eq!(
        found, known,
        "a function with rights of its own can read everything: is it needed? Then add it to \
         tests/golden/functions-with-own-rights.txt by hand, with the reason"
    );
    expect_none(
        rows(
            &app,
            "select p.proname::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
             where n.nspname in ('access', 'page', 'public')
               -- One that only reckons with its arguments names nothing; a path would keep it from being inlined.
               and not (p.provolatile = 'i' and not p.prosecdef)
               and not exists (select from unnest(p.proconfig) c where c like 'search_path=pg_catalog%')",
        )
        .await,
        "these functions need `set search_path = pg_catalog, public`",
    );
    expect_none(
        rows(
            &app,
            "select p.proname::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
             where n.nspname in ('access', 'page', 'public') and p.prosecdef
               and has_function_privilege('public', p.oid, 'execute')",
        )
        .await,
        "anybody may call these functions; revoke that from public",
    );
}

#[tokio::test]
async fn views_see_no_more_than_who_looks() {
    let app = TestApp::start().await;
    expect_none(
        rows(
            &app,
            "select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname in ('public', 'access', 'page') and (c.relkind = 'm' or (c.relkind = 'v'
               and not coalesce(c.reloptions, '{}') && array['security_invoker=true', 'security_invoker=on']))",
        )
        .await,
        "these views need `with (security_invoker = true)`",
    );
}

#[tokio::test]
async fn everything_in_the_database_says_what_it_is() {
    let app = TestApp::start().await;
    expect_none(
        rows(
            &app,
            "select c.relname::text from pg_class c
             where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')
               and c.relname <> '_sqlx_migrations' and obj_description(c.oid, 'pg_class') is null
             union all
             select c.relname || '.' || a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
             where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')
               and c.relname <> '_sqlx_migrations' and a.attnum > 0 and not a.attisdropped
               and col_description(c.oid, a.attnum) is null
             union all
             select p.proname || '()' from pg_proc p join pg_namespace n on n.oid = p.pronamespace
             where n.nspname in ('public', 'access', 'page') and obj_description(p.oid, 'pg_proc') is null",
        )
        .await,
        "these need a `comment on` in their migration",
    );
}

/// Numbers that rules need, as they were published: name, first day, value, source.
const RULE_VALUES: &str = include_str!("../golden/rule-values.txt");

#[tokio::test]
async fn published_numbers_of_rules_never_change() {
    let app = TestApp::start().await;
    let numbers = rows(
        &app,
        "select concat_ws(' | ', name, from_on, value, source) from rule_values order by name collate \"C\", from_on",
    )
    .await;
    let published: Vec<&str> = RULE_VALUES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    assert_eq!(
        numbers, published,
        "a number is never altered: a new one has a later day and a line of its own in tests/golden/rule-values.txt"
    );
    let all_say_why = "select name from rule_values where source = ''";
    expect_none(rows(&app, all_say_why).await, "no source");
}

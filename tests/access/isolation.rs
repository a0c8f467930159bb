//! Row-level security, tried as everybody who is not organisation A: no row of A is
//! seen, none can be changed, and none can be added in its name. Pages have their own
//! checks; this holds even for SQL that somebody injected.

use sqlx::postgres::PgQueryResult;
use sqlx::{AssertSqlSafe, PgConnection};
use tests::TestApp;

/// Organisation A, whose rows everybody tries to reach (tests/access/fixture.sql).
const A: &str = "a0000000-0000-4000-8000-000000000001";

/// Tables that anybody may read: the public register.
const PUBLIC: [&str; 2] = ["certificates", "services"];

/// Tables into which some may put rows that look like A's, and why that gives nothing away.
const OPEN_FOR_ADDING: [&str; 3] = [
    // Mail is queued by whoever causes it; nobody but the worker reads it.
    "outbox",
    // Anybody may ask for a link by e-mail.
    "account_tokens",
    // Anybody who is signed in may set up an organisation; A's own key is taken.
    "organisations",
];

/// The roles of the database that act for people.
const ROLES: [&str; 2] = ["psn_app", "psn_gate"];

/// What the worker may read, by its own narrow policies.
const FOR_THE_WORKER: [&str; 2] = ["documents", "outbox"];

/// Who tries, with the words of tests/access/fixture.sql whose digest is the credential.
const OTHERS: [(&str, &str); 10] = [
    ("nobody", ""),
    ("a guessed credential", "guess"),
    ("B's administrator", "session of b"),
    ("a person of no organisation", "session of d"),
    ("A's person after the session ended", "ended session of a"),
    ("the holder of B's password link", "account token of b"),
    (
        "the holder of a link to make an account",
        "account token of nobody",
    ),
    ("the holder of B's invitation", "invitation of b"),
    ("B's infrastructure owner", "owner browser of COP-BBBB-BBB5"),
    ("B's signatory", "signatory browser of COP-BBBB-BBB5"),
];

async fn filled() -> TestApp {
    let app = TestApp::start().await;
    app.sql(include_str!("fixture.sql")).await;
    app
}

/// Every table that holds somebody's data, with the condition for A's rows.
async fn tables(app: &TestApp) -> Vec<(String, String)> {
    let names: Vec<(String, bool)> = sqlx::query_as(
        "select c.relname::text, exists (select from pg_attribute a
             where a.attrelid = c.oid and a.attname = 'organisation_id')
         from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
           and c.relrowsecurity order by 1",
    )
    .fetch_all(app.superuser())
    .await
    .unwrap();
    names
        .into_iter()
        .map(|(table, has_organisation)| {
            let condition = match table.as_str() {
                _ if has_organisation => format!("organisation_id = '{A}'"),
                "organisations" => format!("id = '{A}'"),
                "infrastructures" => format!("proposed_by_organisation_id = '{A}'"),
                "users" => "email = 'ann@a.example'".to_owned(),
                "password_tags" => "tag = 4711".to_owned(),
                "attempts" => "source = sha256('attempts of a')".to_owned(),
                "sessions" | "account_tokens" | "password_history" | "password_tries"
                | "notice_choices" | "daily_summaries" | "authenticators" | "recovery_codes"
                | "passkeys" | "known_devices" | "kept_answers" => {
                    "user_id = 'a0000000-0000-4000-8000-000000000002'".to_owned()
                }
                // Nobody's, and nobody sees it.
                "answered_questions" => "true".to_owned(),
                "outbox" => "recipient = 'ann@a.example'".to_owned(),
                _ => panic!(
                    "say in tests/access/isolation.rs which rows of the new table {table} are A's, \
                     and add one to tests/access/fixture.sql"
                ),
            };
            (table, condition)
        })
        .collect()
}

/// Begins what is undone at the end, in the sight of one credential.
async fn present(connection: &mut PgConnection, secret: &str) {
    sqlx::raw_sql("rollback; begin")
        .execute(&mut *connection)
        .await
        .unwrap();
    let digest = "select set_config('app.credential', case when $1 = '' then ''
                      else encode(sha256(convert_to($1, 'UTF8')), 'hex') end, true)";
    sqlx::query(digest)
        .bind(secret)
        .execute(connection)
        .await
        .unwrap();
}

/// Runs a statement and undoes it. The transaction goes on in the sight of its credential.
async fn run_and_undo(
    connection: &mut PgConnection,
    statement: &str,
) -> Result<PgQueryResult, sqlx::Error> {
    sqlx::raw_sql("savepoint before")
        .execute(&mut *connection)
        .await
        .unwrap();
    let result = sqlx::query(AssertSqlSafe(statement.to_owned()))
        .execute(&mut *connection)
        .await;
    sqlx::raw_sql("rollback to before")
        .execute(connection)
        .await
        .unwrap();
    result
}

/// How many rows a statement saw or changed; none when it was refused for lack of a right.
async fn reached(connection: &mut PgConnection, statement: String) -> u64 {
    match run_and_undo(connection, &statement).await {
        Ok(done) => done.rows_affected(),
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("42501") => 0,
        Err(error) => panic!("{statement}: {error}"),
    }
}

#[tokio::test]
async fn the_fixture_has_a_row_of_a_in_every_table() {
    let app = filled().await;
    for (table, condition) in tables(&app).await {
        assert!(
            app.count(&format!("{table} where {condition}")).await > 0,
            "add a row of A to {table} in tests/access/fixture.sql, so that others can try to read it"
        );
    }
}

#[tokio::test]
async fn the_credentials_of_the_test_are_good_for_their_own_rows() {
    let app = filled().await;
    let mut connection = app.database.connect("psn_app").await;
    let own = [
        (
            "session of a",
            "select id from applications where organisation_id = 'a0000000-0000-4000-8000-000000000001'",
            2,
        ),
        ("session of b", "select id from applications", 1),
        ("session of b", "select id from memberships", 1),
        ("session of d", "select id from users", 1),
        ("session of c", "select id from applications", 1),
        ("account token of b", "select id from users", 1),
        ("invitation of b", "select id from invitations", 1),
        (
            "owner browser of COP-BBBB-BBB5",
            "select id from owner_requests",
            1,
        ),
        (
            "signatory browser of COP-BBBB-BBB5",
            "select id from signature_requests",
            1,
        ),
    ];
    for (secret, query, rows) in own {
        let query = query.replace("id from memberships", "user_id from memberships");
        present(&mut connection, secret).await;
        assert_eq!(
            reached(&mut connection, query.clone()).await,
            rows,
            "{secret}: {query}"
        );
    }
}

#[tokio::test]
async fn nobody_else_sees_a_row_of_an_organisation() {
    let app = filled().await;
    let tables = tables(&app).await;
    for role in ROLES {
        let mut connection = app.database.connect(role).await;
        for (who, secret) in OTHERS {
            present(&mut connection, secret).await;
            for (table, condition) in &tables {
                let query = format!("select 1 from {table} where {condition}");
                let seen = reached(&mut connection, query).await;
                if !PUBLIC.contains(&table.as_str()) {
                    assert_eq!(seen, 0, "{role}: {who} sees rows of A in {table}");
                }
            }
        }
    }
}

#[tokio::test]
async fn nobody_else_changes_or_removes_a_row_of_an_organisation() {
    let app = filled().await;
    let mut connection = app.database.connect(cluster::SUPERUSER).await;
    for (table, condition) in tables(&app).await {
        for role in ROLES {
            let statements = blind_statements(&app, role, &table, &condition).await;
            for (who, secret) in OTHERS {
                for statement in &statements {
                    let at = At { role, secret };
                    let hit = hit_blindly(&mut connection, at, statement, &table, &condition).await;
                    assert_eq!(hit, 0, "{role}: {who} hits rows of A: {statement}");
                }
            }
        }
    }
}

/// A change of every column and the removal of every row, without a `where`: so no right
/// to read is needed, and only the policies for changing and removing hold it back.
async fn blind_statements(app: &TestApp, role: &str, table: &str, condition: &str) -> Vec<String> {
    let columns: Vec<(String, bool)> = sqlx::query_as(
        "select attname::text, not attnotnull and exists (select from pg_index i
             where i.indrelid = attrelid and i.indisunique and attnum = any (i.indkey::int2[]))
         from pg_attribute where attrelid = $1::regclass and attnum > 0
           and not attisdropped and has_column_privilege($2, attrelid, attnum, 'update')",
    )
    .bind(table)
    .bind(role)
    .fetch_all(app.superuser())
    .await
    .unwrap();
    let mut statements = vec![format!("delete from {table}")];
    for (column, is_unique) in columns {
        // The value that A has fits the table's checks; a unique one can't be in two rows.
        let value: String = if is_unique {
            "null".to_owned()
        } else {
            let query =
                format!("select quote_nullable({column}) from {table} where {condition} limit 1");
            app.value(&query).await
        };
        statements.push(format!("update {table} set {column} = {value}"));
    }
    statements
}

/// Who runs a statement: the role of the database, and the words whose digest is the credential.
#[derive(Clone, Copy)]
struct At {
    role: &'static str,
    secret: &'static str,
}

/// How many of A's rows a statement hit that names none of them.
async fn hit_blindly(
    connection: &mut PgConnection,
    at: At,
    statement: &str,
    table: &str,
    condition: &str,
) -> i64 {
    present(connection, at.secret).await;
    let of_a = format!("select count(*) from {table} where {condition}");
    let count = |query: String| sqlx::query_scalar::<_, i64>(AssertSqlSafe(query));
    let before = count(of_a.clone())
        .fetch_one(&mut *connection)
        .await
        .unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!("set local role {}", at.role)))
        .execute(&mut *connection)
        .await
        .unwrap();
    let result = sqlx::query(AssertSqlSafe(statement.to_owned()))
        .execute(&mut *connection)
        .await;
    match result {
        Ok(_) => {}
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("42501") => return 0,
        Err(error) => panic!("{statement}: {error}"),
    }
    sqlx::raw_sql("reset role")
        .execute(&mut *connection)
        .await
        .unwrap();
    let untouched = format!("{of_a} and xmin::text::bigint <> txid_current()");
    before - count(untouched).fetch_one(&mut *connection).await.unwrap()
}

#[tokio::test]
async fn a_hole_in_the_policies_is_noticed() {
    let app = filled().await;
    app.sql(
        "create policy hole on answers for select to psn_app using (true);
         create policy hole on applications for update to psn_app using (true) with check (true);
         create policy hole on memberships for delete to psn_app using (true);",
    )
    .await;
    let mut connection = app.database.connect("psn_app").await;
    present(&mut connection, "session of b").await;
    let query = format!("select 1 from answers where organisation_id = '{A}'");
    assert_eq!(reached(&mut connection, query).await, 2);
    let mut connection = app.database.connect(cluster::SUPERUSER).await;
    let of_a = format!("organisation_id = '{A}'");
    for (statement, table, rows) in [
        ("update applications set version = 1", "applications", 2),
        ("delete from memberships", "memberships", 4),
    ] {
        let at = At {
            role: "psn_app",
            secret: "session of b",
        };
        let hit = hit_blindly(&mut connection, at, statement, table, &of_a).await;
        assert_eq!(hit, rows, "{statement}");
    }
}

#[tokio::test]
async fn nobody_else_adds_a_row_in_the_name_of_an_organisation() {
    let app = filled().await;
    let mut connections = Vec::new();
    for role in ROLES {
        connections.push((role, app.database.connect(role).await));
    }
    for (table, condition) in tables(&app).await {
        if OPEN_FOR_ADDING.contains(&table.as_str()) {
            continue;
        }
        let row: String = app
            .value(&format!(
                "select quote_literal(to_jsonb(t)) from {table} t where {condition} limit 1"
            ))
            .await;
        for (role, connection) in &mut connections {
            // Of what the role may fill in at all, so that the policy alone has to refuse.
            let columns: Option<String> = sqlx::query_scalar(
                "select string_agg(quote_ident(attname), ', ') from pg_attribute
                 where attrelid = $1::regclass and attnum > 0 and not attisdropped and attidentity = '' and attgenerated = ''
                   and has_column_privilege($2, attrelid, attnum, 'insert')",
            )
            .bind(&table)
            .bind(*role)
            .fetch_one(app.superuser())
            .await
            .unwrap();
            let Some(columns) = columns else {
                continue;
            };
            let adding = format!(
                "insert into {table} ({columns}) select {columns}
                 from jsonb_populate_record(null::{table}, {row}::jsonb)"
            );
            for (who, secret) in OTHERS {
                present(connection, secret).await;
                let code = code_of(connection, &adding).await;
                assert_eq!(code, "42501", "{role}: {who} adds a row of A to {table}");
            }
        }
    }
}

/// The code with which a statement is refused. A policy refuses before any key is looked at, so a
/// taken key means that it let through.
async fn code_of(connection: &mut PgConnection, statement: &str) -> String {
    match &run_and_undo(connection, statement).await {
        Err(sqlx::Error::Database(error)) => error.code().unwrap_or_default().into_owned(),
        _ => String::new(),
    }
}

#[tokio::test]
async fn a_member_finds_no_credential_in_links_and_invitations_and_sets_none() {
    let app = filled().await;
    let mut connection = app.database.connect("psn_app").await;
    // The member sees the link and the invitation themselves, as the pages of people do.
    present(&mut connection, "session of a").await;
    for seen in ["select id from links", "select id from invitations"] {
        assert!(
            reached(&mut connection, seen.to_owned()).await > 0,
            "{seen}"
        );
    }
    for attempt in [
        "select token_hash from links",
        "select code_hash from links",
        "select session_hash from links",
        "select * from links",
        "select id from links where session_hash is not null",
        "select token_hash from invitations",
        "select * from invitations",
        "update links set session_hash = 'x'",
        "update links set code_hash = 'x'",
        "update links set code_attempts = 0",
        "insert into links (id, session_hash) values (gen_random_uuid(), 'x')",
        "insert into invitations (id, accepted_at) values (gen_random_uuid(), now())",
        "select access.keep_link_code('x', '1 hour', '0', 100)",
    ] {
        let code = code_of(&mut connection, attempt).await;
        assert_eq!(code, "42501", "{attempt}");
    }
}

#[tokio::test]
async fn what_is_injected_into_a_page_signs_nobody_in() {
    let app = filled().await;
    let mut connection = app.database.connect("psn_app").await;
    let somebody = "'a0000000-0000-4000-8000-000000000002'::uuid";
    for attempt in [
        "select access.session_create('x', '{}')".to_owned(),
        format!("select access.session_begin('x', {somebody}, 2::smallint, '', '', null, null)"),
        format!("insert into sessions (id_hash, user_id) values ('x', {somebody})"),
        format!("update sessions set user_id = {somebody}"),
        format!(
            "insert into account_tokens (id_hash, kind, user_id) values ('x', 'reset_password', {somebody})"
        ),
        "select * from access.sign_in_candidate('ann@a.example')".to_owned(),
        "select * from access.session_load('x')".to_owned(),
        format!("select * from access.factors_of({somebody})"),
        format!("select access.use_step({somebody}, 1)"),
        format!("select access.remove_factors({somebody})"),
        format!(
            "insert into authenticators (user_id, sealed_secret, created_at) values ({somebody}, 'x', now())"
        ),
        "delete from recovery_codes".to_owned(),
        "select * from access.passkey_owner('x')".to_owned(),
        "update users set password_hash = 'x'".to_owned(),
        "select access.set_password('x', 'modern', null, now(), 0, 0)".to_owned(),
        "select access.close_account('{}')".to_owned(),
        "select access.claim_password_tag(1, '{1}')".to_owned(),
        "set role psn_gate".to_owned(),
        "set session authorization psn_gate".to_owned(),
    ] {
        present(&mut connection, "session of b").await;
        assert_eq!(
            code_of(&mut connection, &attempt).await,
            "42501",
            "{attempt}"
        );
    }
}

#[tokio::test]
async fn the_team_sees_no_draft() {
    let app = filled().await;
    let mut connection = app.database.connect("psn_app").await;
    present(&mut connection, "session of c").await;
    let draft = "application_id = 'a0000000-0000-4000-8000-000000000006'";
    for (table, _) in tables(&app).await {
        let has_column: bool = sqlx::query_scalar(
            "select exists (select from pg_attribute where attrelid = $1::regclass and attname = 'application_id')",
        )
        .bind(&table)
        .fetch_one(app.superuser())
        .await
        .unwrap();
        if has_column {
            let seen = reached(
                &mut connection,
                format!("select 1 from {table} where {draft}"),
            )
            .await;
            assert_eq!(seen, 0, "the team sees a draft's rows in {table}");
        }
    }
}

#[tokio::test]
async fn the_worker_sees_only_what_it_works_on() {
    let app = filled().await;
    let mut connection = app.database.connect("psn_worker").await;
    let mut seen = Vec::new();
    for (table, condition) in tables(&app).await {
        let query = format!("select 1 from {table} where {condition}");
        present(&mut connection, "session of a").await;
        if reached(&mut connection, query).await > 0 {
            seen.push(table);
        }
    }
    assert_eq!(seen, FOR_THE_WORKER);
}

#[tokio::test]
async fn a_replaced_document_is_for_the_team_only_once_it_was_submitted_and_for_no_signatory() {
    let app = filled().await;
    let columns = "organisation_id, file_name, kind, bytes, sha256, scan, scan_next_at, title, added_at, added_by, added_by_name";
    let document = "a0000000-0000-4000-8000-00000000000d";
    app.sql(&format!(
        "insert into documents (id, application_id, version_of, number, {columns})
             select gen_random_uuid(), application_id, id, 2, {columns} from documents where id = '{document}';
         update documents d set replaced_by = n.id, replaced_at = access.now() from documents n where n.version_of = d.id"
    ))
    .await;
    let mut connection = app.database.connect("psn_app").await;
    let replaced = "select id from documents where replaced_at is not null";
    for (submitted_at, team) in [
        ("null", 0),
        ("access.now() + interval '1 hour'", 0),
        ("access.now() - interval '1 hour'", 1),
    ] {
        app.sql(&format!(
            "update applications set submitted_at = {submitted_at}"
        ))
        .await;
        for (secret, rows) in [
            ("session of a", 1),
            ("session of b", 0),
            ("session of c", team),
            ("signatory browser of COP-AAAA-AAA5", 0),
        ] {
            present(&mut connection, secret).await;
            let seen = reached(&mut connection, replaced.to_owned()).await;
            assert_eq!(seen, rows, "{secret}, submitted at {submitted_at}");
        }
    }
    // The signatory sees the newer one. Nothing is a version of another application's document.
    present(&mut connection, "signatory browser of COP-AAAA-AAA5").await;
    let newer = "select id from documents where number = 2".to_owned();
    assert_eq!(reached(&mut connection, newer).await, 1);
    let mut superuser = app.database.connect(cluster::SUPERUSER).await;
    let other = format!(
        "insert into documents (id, application_id, version_of, number, {columns})
             select gen_random_uuid(), application_id, '{document}', 3, {columns} from documents
             where application_id <> (select application_id from documents where id = '{document}')"
    );
    assert_eq!(code_of_one(&mut superuser, &other).await, "23503");
}

/// A document of A with a file that is clean.
const SCANNED: &str = "a0000000-0000-4000-8000-00000000000d";

/// What is said of a document that is added: the columns and their values.
const SHARED: [(&str, &str); 8] = [
    ("kind", "'pdf'"),
    ("bytes", "9"),
    ("sha256", "repeat('a', 64)"),
    ("scan", "'clean'"),
    ("scanned_at", "access.today() + time '9:00'"),
    ("scan_engine", "'ClamAV'"),
    ("scan_found", "null"),
    ("file_of", "'a0000000-0000-4000-8000-00000000000d'"),
];

/// Adds a document to this application that says all of this, but for one thing.
fn added(reference: &str, by: &str, otherwise: (&str, &str)) -> String {
    let said = SHARED.map(|(column, value)| {
        if column == otherwise.0 {
            otherwise.1
        } else {
            value
        }
    });
    format!(
        "insert into documents (id, organisation_id, application_id, file_name, scan_next_at, title, added_at, added_by,
             added_by_name, {columns})
         select gen_random_uuid(), organisation_id, id, 'a.pdf', access.now(), 'x', access.now(), '{by}', 'x', {values}
         from applications where reference = '{reference}'",
        columns = SHARED.map(|(column, _)| column).join(", "),
        values = said.join(", "),
    )
}

#[tokio::test]
async fn nobody_says_that_a_file_was_scanned_and_documents_share_only_what_their_organisation_has()
{
    let app = filled().await;
    app.sql(&format!(
        "update documents set scanned_at = access.today() + time '9:00', scan_engine = 'ClamAV' where id = '{SCANNED}'"
    ))
    .await;
    let mut connection = app.database.connect("psn_app").await;
    let (ann, bob) = (
        "a0000000-0000-4000-8000-000000000002",
        "b0000000-0000-4000-8000-000000000002",
    );
    present(&mut connection, "session of a").await;
    let same = added("COP-AAAA-AAA6", ann, ("", ""));
    assert_eq!(reached(&mut connection, same.clone()).await, 1);
    for otherwise in [
        ("kind", "'png'"),
        ("bytes", "10"),
        ("sha256", "repeat('b', 64)"),
        ("scan", "'not_scanned'"),
        ("scan", "'waiting'"),
        ("scanned_at", "access.now() - interval '1 day'"),
        ("scan_engine", "'Another'"),
        ("scan_found", "'x'"),
        ("file_of", "null"),
        ("file_of", "gen_random_uuid()"),
    ] {
        let statement = added("COP-AAAA-AAA6", ann, otherwise);
        let reached = reached(&mut connection, statement).await;
        assert_eq!(reached, 0, "{otherwise:?}");
    }
    // B knows every word of it, and still has no such file.
    present(&mut connection, "session of b").await;
    let of_b = added("COP-BBBB-BBB5", bob, ("", ""));
    assert_eq!(reached(&mut connection, of_b).await, 0);
    let asks = format!(
        "select 1 where access.may_share_file('{A}', '{SCANNED}', repeat('a', 64), 9, 'pdf', 'clean',
             access.today() + time '9:00', 'ClamAV')"
    );
    assert_eq!(reached(&mut connection, asks.clone()).await, 0);
    present(&mut connection, "session of a").await;
    assert_eq!(reached(&mut connection, asks).await, 1);
    // A removed one is shared no more.
    app.sql("update documents set removed_at = access.now()")
        .await;
    present(&mut connection, "session of a").await;
    assert_eq!(reached(&mut connection, same).await, 0);
}

/// The code with which a statement is refused that runs by itself.
async fn code_of_one(connection: &mut PgConnection, statement: &str) -> String {
    let result = sqlx::query(AssertSqlSafe(statement.to_owned()))
        .execute(connection)
        .await;
    let code = result.err().and_then(|error| match error {
        sqlx::Error::Database(error) => error.code().map(std::borrow::Cow::into_owned),
        _ => None,
    });
    code.unwrap_or_default()
}

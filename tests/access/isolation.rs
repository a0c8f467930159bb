//! Row-level security, tried as everybody who is not organisation A: no row of A is
//! seen, none can be changed, and none can be added in its name. Pages have their own
//! checks; this holds even for SQL that somebody injected.

mod adding;
mod answering;
mod answers;
mod changing;
mod documents;
mod ink;
mod recording;

use sqlx::postgres::PgQueryResult;
use sqlx::{AssertSqlSafe, PgConnection};
use tests::TestApp;

/// Organisation A, whose rows everybody tries to reach (tests/access/fixture.sql).
const A: &str = "a0000000-0000-4000-8000-000000000001";

/// Tables that anybody may read: the public register.
const PUBLIC: [&str; 2] = ["certificates", "services"];

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

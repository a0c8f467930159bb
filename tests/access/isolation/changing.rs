//! Nobody else changes or removes a row, nor finds one by statements that run blindly.

use super::{A, OTHERS, ROLES, filled, present, reached, tables};
use sqlx::{AssertSqlSafe, PgConnection};
use tests::TestApp;

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
    // Without the triggers that hold back what belongs to another party: the policies alone have to.
    let statement_as = format!(
        "set local session_replication_role = replica; set local role {}",
        at.role
    );
    sqlx::raw_sql(AssertSqlSafe(statement_as))
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

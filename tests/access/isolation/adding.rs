//! Nobody adds a row in the name of an organisation, nor a credential.

use super::{OTHERS, ROLES, filled, present, reached, run_and_undo, tables};
use sqlx::PgConnection;

/// Tables into which some may put rows that look like A's, and why that gives nothing away.
const OPEN_FOR_ADDING: [&str; 3] = [
    // Mail is queued by whoever causes it; nobody but the worker reads it.
    "outbox",
    // Anybody may ask for a link by e-mail.
    "account_tokens",
    // Anybody who is signed in may set up an organisation; A's own key is taken.
    "organisations",
];

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

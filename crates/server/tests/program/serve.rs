//! `psn-cop migrate`, `serve` and `staff add` with a database of an operator.

use crate::running::{Folder, Running, free_port, outcome, psn_cop};
use std::process::Command;

/// A database of the tests' cluster, dropped at the end.
struct Database {
    superuser: String,
    name: String,
    owner: String,
}

impl Database {
    fn create() -> Self {
        let cluster = cluster::shared_for_tests().unwrap();
        let name = format!("psn_program_{}", std::process::id());
        let superuser = cluster.url(cluster::SUPERUSER, cluster::SUPERUSER);
        block_on(store::bootstrap(&superuser, &name)).unwrap();
        Self {
            owner: cluster.url("psn_owner", &name),
            superuser,
            name,
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let statement = format!("drop database if exists {} with (force)", self.name);
        block_on(async {
            use sqlx::Connection as _;
            if let Ok(mut connection) = sqlx::PgConnection::connect(&self.superuser).await {
                let _ = sqlx::query(sqlx::AssertSqlSafe(statement))
                    .execute(&mut connection)
                    .await;
            }
        });
    }
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(work)
}

#[test]
fn an_operator_migrates_serves_and_adds_the_first_of_the_team() {
    let folder = Folder::new("serve");
    let database = Database::create();
    let secrets = folder.0.join("secrets");
    server::keys::Keys::load_or_generate(&secrets).unwrap();
    let port = free_port();
    let command = |arguments: &[&str]| -> Command {
        let mut command = psn_cop(&folder.0);
        command
            .args(arguments)
            .env("DATABASE_URL", &database.owner)
            .env("PSN_BIND", format!("127.0.0.1:{port}"))
            .env("PSN_PUBLIC_URL", format!("http://localhost:{port}"))
            .env("PSN_SMTP_URL", "smtp://127.0.0.1:1")
            .env("PSN_MAIL_FROM", "no-reply@psn.example")
            .env("PSN_TEAM_EMAIL", "team@psn.example")
            .env("PSN_SECRETS_DIR", &secrets);
        command
    };
    let run = |arguments: &[&str]| outcome(&command(arguments).output().unwrap());

    let (code, _, errors) = run(&["serve"]);
    assert_eq!(code, 1);
    assert!(errors.contains("psn-cop migrate"), "{errors}");
    for _ in 0..2 {
        assert_eq!(run(&["migrate"]).0, 0, "twice is as good as once");
    }

    let mut running = Running::start(command(&["serve"]), port);
    for path in ["/demo/mail", "/demo/mail.json", "/demo/clock"] {
        assert!(running.get(path).starts_with("HTTP/1.1 404"), "{path}");
    }
    running.signal("TERM");
    assert_eq!(running.wait().code(), Some(0));

    let add = [
        "staff",
        "add",
        "--email",
        "ruth@psn.example",
        "--name",
        "Ruth Lead",
        "--role",
        "lead",
    ];
    let (code, output, errors) = run(&add);
    assert_eq!(code, 0, "{errors}");
    let link = format!("http://localhost:{port}/reset-password/");
    assert!(
        output.lines().any(|line| line.starts_with(&link)),
        "{output}"
    );
    let (code, _, errors) = run(&add);
    assert_eq!(code, 1);
    assert!(errors.contains("already an account"), "{errors}");
}

//! `psn-cop demo`.

use crate::running::{Folder, Running, free_port, outcome, psn_cop};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

fn demo(folder: &Path) -> Running {
    let mut command = psn_cop(folder);
    command.arg("demo");
    Running::start(command, free_port())
}

/// Starts it, and kills it as soon as it has written the accounts: long before everything is
/// there. Answers what it wrote.
fn broken_off(folder: &Path, accounts: &Path) -> String {
    let mut child = psn_cop(folder)
        .arg("demo")
        .env("PSN_BIND", format!("127.0.0.1:{}", free_port()))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let started = Instant::now();
    while !accounts.exists() {
        assert!(started.elapsed() < Duration::from_mins(2));
        std::thread::sleep(Duration::from_millis(50));
    }
    // Time to keep what was founded, and not enough to fill it.
    std::thread::sleep(Duration::from_millis(500));
    child.kill().unwrap();
    child.wait().unwrap();
    fs::read_to_string(accounts).unwrap()
}

fn is_postgres_running(folder: &Path) -> bool {
    folder
        .join(".data/postgres/cluster/data/postmaster.pid")
        .exists()
}

#[test]
fn the_demonstration_stops_what_it_started_and_finds_its_data_again() {
    let folder = Folder::new("demo");
    let accounts = folder.0.join(".data/demo-accounts.json");

    let of_before = broken_off(&folder.0, &accounts);
    let mut running = demo(&folder.0);
    assert!(is_postgres_running(&folder.0));
    assert!(running.get("/demo/mail.json").starts_with("HTTP/1.1 200"));
    let mode = fs::metadata(&accounts).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600);
    let first = fs::read_to_string(&accounts).unwrap();
    assert_ne!(first, of_before, "it was filled anew");
    expect_accounts(&first);
    let second_program = psn_cop(&folder.0)
        .arg("demo")
        .env("PSN_BIND", format!("127.0.0.1:{}", running.port))
        .output()
        .unwrap();
    let (code, _, errors) = outcome(&second_program);
    assert_eq!(code, 2, "{errors}");
    assert!(errors.contains("PSN_BIND"), "{errors}");
    running.signal("INT");
    assert_eq!(running.wait().code(), Some(0));
    assert!(!is_postgres_running(&folder.0));

    // Killed, it leaves PostgreSQL behind; the next start takes it over.
    let mut running = demo(&folder.0);
    running.signal("KILL");
    running.wait();
    let mut running = demo(&folder.0);
    assert_eq!(fs::read_to_string(&accounts).unwrap(), first);
    running.signal("TERM");
    assert_eq!(running.wait().code(), Some(0));
    assert!(!is_postgres_running(&folder.0));

    // Without the passwords nobody could sign in: it says so, and stops PostgreSQL again.
    fs::remove_file(&accounts).unwrap();
    let port = format!("127.0.0.1:{}", free_port());
    let output = psn_cop(&folder.0)
        .arg("demo")
        .env("PSN_BIND", port)
        .output();
    let (code, _, errors) = outcome(&output.unwrap());
    assert_eq!(code, 1);
    assert!(errors.contains("demo-accounts.json is missing"), "{errors}");
    assert!(!is_postgres_running(&folder.0));
}

fn expect_accounts(text: &str) {
    let accounts: serde_json::Value = serde_json::from_str(text).unwrap();
    let accounts = accounts.as_array().unwrap();
    let texts = |key: &str| -> Vec<&str> {
        let texts = accounts.iter().map(|account| account[key].as_str());
        texts.map(Option::unwrap).collect()
    };
    assert_eq!(
        texts("key"),
        [
            "northwind-admin",
            "northwind-editor",
            "northwind-viewer",
            "fabrikam-admin",
            "fabrikam-editor",
            "host-admin",
            "assessor-1",
            "assessor-2",
            "lead-1",
            "lead-2",
            "service-admin",
            "auditor",
        ]
    );
    let mut passwords = texts("password");
    let policy = password_policy::Policy::default();
    for (password, email) in passwords.iter().zip(texts("email")) {
        let report = policy.check(&password_policy::Candidate {
            password,
            username: email,
            ..password_policy::Candidate::default()
        });
        assert!(report.accepted());
    }
    passwords.sort_unstable();
    passwords.dedup();
    assert_eq!(passwords.len(), 12, "every password is different");
}

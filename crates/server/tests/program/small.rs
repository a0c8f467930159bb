//! The commands that need no database.

use crate::running::{Folder, outcome, psn_cop};
use certificates::{CertificateFacts, KeySet, SigningKey};
use std::fs;
use std::io::Write as _;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Command, Stdio};
use time::macros::{date, datetime};

fn check_password(folder: &Path, password: &[u8], arguments: &[&str]) -> (i32, String, String) {
    let mut child = psn_cop(folder)
        .args(["password", "check"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may end before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(password);
    outcome(&child.wait_with_output().unwrap())
}

fn output_of_text(folder: &Path, password: &[u8]) -> String {
    check_password(folder, password, &[]).1
}

#[test]
fn passwords_are_checked_by_the_rules_of_the_deployment() {
    let folder = Folder::new("deployment");
    let run = |length: &str| {
        let mut child = psn_cop(&folder.0)
            .args(["password", "check"])
            .env("PSN_PASSWORD_MIN_LENGTH", length)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let _ = child.stdin.take().unwrap().write_all(b"Xk7#pQ2v\n");
        outcome(&child.wait_with_output().unwrap())
    };
    assert_eq!(run("8").0, 0);
    assert_eq!(run("").0, 1);
    let (code, _, errors) = run("7");
    assert_eq!(code, 2);
    assert!(
        errors.contains("PSN_PASSWORD_MIN_LENGTH must be from 8 to 128"),
        "{errors}"
    );
}

#[test]
fn passwords_are_checked_from_standard_input() {
    let folder = Folder::new("password");
    let good = b"otter-velvet-gravy-tulip-canyon-47\n";
    let (code, output, _) = check_password(&folder.0, good, &["--format", "json"]);
    assert_eq!(code, 0);
    let json: serde_json::Value = serde_json::from_str(&output).unwrap();
    assert_eq!(json["accepted"], true);
    assert_eq!(json["rules"].as_array().unwrap().len(), 7);

    let (code, output, errors) = check_password(&folder.0, b"Password1", &[]);
    assert_eq!((code, errors.as_str()), (1, ""));
    assert!(output.contains("minimum_length") && !output.contains("Password1\n"));

    let rules = [
        "minimum_length",
        "differs_from_username",
        "no_repeats",
        "not_dictionary_word",
        "letters_and_digits",
        "not_reused",
        "not_used_elsewhere",
    ];
    for (rule, answer) in rules.iter().zip(json["rules"].as_array().unwrap()) {
        let needs_database = matches!(*rule, "not_reused" | "not_used_elsewhere");
        let verdict = if needs_database {
            "not_checked"
        } else {
            "pass"
        };
        let expected = serde_json::json!({ "rule": rule, "verdict": verdict, "message": null });
        assert_eq!(*answer, expected);
    }
    let lines = output_of_text(&folder.0, b"Sunshine2024!!");
    let named: Vec<&str> = lines
        .lines()
        .filter_map(|line| line.split_whitespace().nth(1))
        .collect();
    assert_eq!(named[..7], rules);

    let name = ["--username", "otter-velvet-gravy-tulip-canyon-47"];
    assert_eq!(check_password(&folder.0, good, &name).0, 1);
    assert_eq!(check_password(&folder.0, b"\xff\xfe", &[]).0, 2);
    assert_eq!(check_password(&folder.0, b"", &[]).0, 1);
    assert_eq!(check_password(&folder.0, &vec![b'a'; 1_000_000], &[]).0, 1);
}

/// What `serve` says when it is started with this as its only socket.
fn served_on(given: Stdio) -> String {
    let folder = Folder::new("no-socket");
    let script = "export LISTEN_PID=$$ LISTEN_FDS=1; exec \"$0\" serve 3<&0 </dev/null";
    let output = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_psn-cop")])
        .current_dir(&folder.0)
        .stdin(given)
        .output();
    let (code, _, errors) = outcome(&output.unwrap());
    assert_eq!((code, errors.lines().count()), (2, 1), "{errors}");
    assert!(errors.contains("LISTEN_FDS"), "{errors}");
    errors
}

#[test]
fn serving_on_what_takes_no_connections_is_refused() {
    let errors = served_on(Stdio::null());
    assert!(errors.contains("not a socket"), "{errors}");
    let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
    let errors = served_on(OwnedFd::from(udp).into());
    assert!(errors.contains("not a valid tcp socket"), "{errors}");
    let folder = Folder::new("unix-socket");
    let unix = UnixListener::bind(folder.0.join("socket")).unwrap();
    let errors = served_on(OwnedFd::from(unix).into());
    assert!(errors.contains("not a valid tcp socket"), "{errors}");
    // A connection is a TCP socket too, and nobody can connect to it.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let connection = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let errors = served_on(OwnedFd::from(connection).into());
    assert!(errors.contains("does not listen"), "{errors}");
}

#[test]
fn question_sets_are_shown_to_people_and_programs() {
    let folder = Folder::new("sets");
    let run = |arguments: &[&str]| {
        let output = psn_cop(&folder.0).args(arguments).output().unwrap();
        outcome(&output)
    };
    assert!(
        run(&["question-set", "list"])
            .1
            .contains("psn-cop  2015-07")
    );
    let (code, output, _) = run(&["question-set", "show", "psn-cop", "--format", "json"]);
    assert_eq!(code, 0);
    let json: serde_json::Value = serde_json::from_str(&output).unwrap();
    assert_eq!(json["id"], "psn-cop");
    assert_eq!(json["version"], "2015-07");
    assert_eq!(json["commitments"].as_array().unwrap().len(), 13);
    let questions: usize = json["principles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|principle| principle["questions"].as_array().unwrap().len())
        .sum();
    assert_eq!(questions, 26);
    let (code, _, errors) = run(&["question-set", "show", "other"]);
    assert_eq!((code, errors.lines().count()), (2, 1));
}

#[test]
fn certificates_are_checked_offline() {
    let folder = Folder::new("verify");
    let key = SigningKey::generate().unwrap();
    let signed = certificates::sign(&facts(), &key);
    let file = |name: &str, text: &str| {
        fs::write(folder.0.join(name), text).unwrap();
    };
    file("keys.json", &KeySet::of(&key).to_json());
    file(
        "other-keys.json",
        &KeySet::of(&SigningKey::generate().unwrap()).to_json(),
    );
    file("good.json", &signed);
    file("changed.json", &signed.replace("Gazetteer", "Gazette"));
    file("nothing.json", "{}");
    let verify = |certificate: &str, keys: &str| {
        let output = psn_cop(&folder.0)
            .args(["verify-certificate", certificate, "--keys", keys])
            .output()
            .unwrap();
        outcome(&output)
    };
    let (code, output, _) = verify("good.json", "keys.json");
    assert_eq!(code, 0);
    assert!(
        output.starts_with("Genuine. Certificate PSNS-2026-0042-7"),
        "{output}"
    );
    assert_eq!(verify("changed.json", "keys.json").0, 1);
    assert_eq!(verify("good.json", "other-keys.json").0, 1);
    assert_eq!(verify("nothing.json", "keys.json").0, 2);
    assert_eq!(verify("missing.json", "keys.json").0, 2);
    assert_eq!(verify("good.json", "nothing.json").0, 2);
    let output = psn_cop(&folder.0)
        .args(["verify-certificate", "good.json"])
        .output();
    let (code, _, errors) = outcome(&output.unwrap());
    assert_eq!((code, errors.lines().count()), (2, 1));
    assert!(errors.contains("--keys"), "{errors}");
}

fn facts() -> CertificateFacts {
    CertificateFacts {
        number: certificates::number(2026, 42),
        service_code: "SRV_0042".to_owned(),
        service_name: "Northwind Gazetteer".to_owned(),
        description: "A gazetteer.".to_owned(),
        organisation: "Northwind Mapping Limited".to_owned(),
        infrastructure_name: "Harbour PSN Zone".to_owned(),
        infrastructure_certificate: "PSN-CN-2231".to_owned(),
        valid_from: date!(2026 - 11 - 21),
        valid_to: date!(2027 - 11 - 20),
        issued_at: datetime!(2026-11-21 16:12:03 UTC),
        question_set: "psn-cop 2015-07".to_owned(),
        legal_jurisdiction: "England and Wales".to_owned(),
        management_model: "Managed by us".to_owned(),
        commitments_version: "2026-1".to_owned(),
        snapshot_sha256: "0".repeat(64),
        verify_url: "http://localhost:8080/c/PSNS-2026-0042-7".to_owned(),
    }
}

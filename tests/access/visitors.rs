//! Addresses with things of organisation A in them, and people who come to see them
//! (tests/access/fixture.sql).

use domain::id::UserId;
use tests::{Browser, Setup, TestApp, User};
use web::Route;

/// Organisation A's person, an administrator.
pub const ANN: &str = "a0000000-0000-4000-8000-000000000002";
/// Organisation B's person, an administrator.
pub const BOB: &str = "b0000000-0000-4000-8000-000000000002";
/// The PSN team's lead.
pub const CARL: &str = "c0000000-0000-4000-8000-000000000003";

/// Organisation A's editor.
pub const ELI: &str = "a0000000-0000-4000-8000-000000000012";
/// Organisation A's signatory on record.
pub const SID: &str = "a0000000-0000-4000-8000-000000000013";
/// Organisation A's viewer.
pub const VAL: &str = "a0000000-0000-4000-8000-000000000014";
/// The PSN team's assessor.
pub const CLEO: &str = "c0000000-0000-4000-8000-000000000002";
/// The PSN team's service administrator.
pub const SIA: &str = "c0000000-0000-4000-8000-000000000005";
/// The PSN team's auditor.
pub const AUDREY: &str = "c0000000-0000-4000-8000-000000000006";
/// Another lead, whom addresses of the team's people name.
pub const LOU: &str = "c0000000-0000-4000-8000-000000000007";

/// The service with the rows of the fixture.
pub async fn filled() -> TestApp {
    filled_with(Setup::default()).await
}

/// The same, otherwise than usual.
pub async fn filled_with(setup: Setup) -> TestApp {
    let app = TestApp::start_with(setup).await;
    app.sql(include_str!("fixture.sql")).await;
    for set in questions::sets() {
        let (id, version, hash) = (&set.id, &set.version, &set.hash);
        app.sql(&format!(
            "update applications set set_hash = '{hash}' where set_id = '{id}' and set_version = '{version}'"
        ))
        .await;
    }
    app
}

/// A browser in which one of the fixture's people is signed in.
pub async fn signed_in(app: &TestApp, id: &str) -> Browser {
    let user = User {
        id: UserId::parse(id).unwrap(),
        name: String::new(),
        email: String::new(),
        password: String::new(),
        totp_secret: None,
    };
    app.sign_in(&user).await
}

/// Whose things an address names.
#[derive(Clone, Copy)]
pub enum Naming {
    /// Organisation A's.
    OfA,
    /// Nobody's: plausible, but there is no such thing.
    Unknown,
}

/// The address of a route, its parameters filled in.
pub fn address(route: &Route, naming: Naming) -> String {
    let mut before = "";
    let segments: Vec<String> = route
        .path
        .split('/')
        .map(|segment| {
            let filled = match segment.strip_prefix('{').and_then(|s| s.strip_suffix('}')) {
                Some(name) => parameter(route.path, before, name, naming),
                None => match segment.split_once('{') {
                    // Such as `{number}.json`.
                    Some(_) => segment.replace(['{', '}'], ""),
                    None => segment.to_owned(),
                },
            };
            before = segment;
            filled
        })
        .collect();
    segments.join("/")
}

/// A value for the parameter `name` that comes after the segment `before`.
fn parameter(path: &str, before: &str, name: &str, naming: Naming) -> String {
    let number = |last: &str| match naming {
        Naming::OfA => format!("a0000000-0000-4000-8000-00000000000{last}"),
        Naming::Unknown => format!("e0000000-0000-4000-8000-00000000000{last}"),
    };
    match (before, name) {
        (_, "access_review") => number("b"),
        (_, "document" | "enquiry") => number("d"),
        (_, "support_action") => number("c"),
        (_, "support_kind") => "appoint_administrator".to_owned(),
        (_, "team_person") => match naming {
            Naming::OfA => LOU.to_owned(),
            Naming::Unknown => number("7"),
        },
        ("applications" | "cases", _) | (_, "reference") => match naming {
            Naming::OfA => "COP-AAAA-AAA5".to_owned(),
            Naming::Unknown => "COP-EEEE-EEE5".to_owned(),
        },
        ("organisations", _) | (_, "organisation") => number("1"),
        ("people", _) | (_, "user") => number("2"),
        (_, "token") => "e".repeat(43),
        ("invitations", _) | (_, "invitation") => number("3"),
        // The one that A holds.
        (_, "infrastructure") => match naming {
            Naming::OfA => "c0000000-0000-4000-8000-000000000004".to_owned(),
            Naming::Unknown => number("4"),
        },
        (_, "service") => "SRV_9001".to_owned(),
        (_, "agreement") => number("5"),
        ("clarifications", _) | (_, "clarification") => number("7"),
        ("mail", _) => "e@psn.example".to_owned(),
        (_, "certificate" | "number") => "PSNS-2026-9999-X".to_owned(),
        (_, "page" | "question" | "task" | "subject" | "section" | "q" | "group") => {
            "1a".to_owned()
        }
        (_, "*tail" | "*place") => "security/1a".to_owned(),
        (_, "item") => "1".to_owned(),
        (_, "policy") => "dmp-annex-1".to_owned(),
        (_, "slug" | "name" | "step" | "kind" | "code") => "unknown".to_owned(),
        (_, "id" | "request" | "passkey") => number("8"),
        _ => panic!("say in tests/access/visitors.rs what to put in for {{{name}}} of {path}"),
    }
}

//! Every address, as everybody: strangers, another organisation, and each role.
//!
//! What a route's `Access` says is compared with what happens, by GET and by POST with an
//! otherwise empty form of ours. Exceptions are in tests/golden/access-exemptions.txt, by hand.

use crate::visitors::{
    ANN, AUDREY, BOB, CARL, CLEO, ELI, Naming, SIA, SID, VAL, address, filled, signed_in,
};
use domain::role::{OrganisationRole, TeamRole};
use reqwest::Method;
use tests::{Browser, TestApp};
use web::{Access, Route};

/// Differences that are known. The list may only shrink: lower this with it.
const EXEMPTIONS_MAX: usize = 0;
const EXEMPTIONS: &str = include_str!("../golden/access-exemptions.txt");

/// Who comes.
#[derive(Clone, Copy)]
enum Visitor {
    Stranger,
    /// An administrator of another organisation.
    OtherTenant,
    Organisation(OrganisationRole),
    Team(TeamRole),
}

/// Whoever is not of the team, with who they are in the fixture.
const STRANGERS_AND_SUPPLIERS: [(&str, &str, Visitor); 6] = [
    ("stranger", "", Visitor::Stranger),
    ("other-tenant", BOB, Visitor::OtherTenant),
    (
        "administrator",
        ANN,
        Visitor::Organisation(OrganisationRole::Administrator),
    ),
    (
        "editor",
        ELI,
        Visitor::Organisation(OrganisationRole::Editor),
    ),
    (
        "signatory",
        SID,
        Visitor::Organisation(OrganisationRole::Signatory),
    ),
    (
        "viewer",
        VAL,
        Visitor::Organisation(OrganisationRole::Viewer),
    ),
];

/// The team, with who they are in the fixture.
const TEAM: [(&str, &str, Visitor); 4] = [
    ("assessor", CLEO, Visitor::Team(TeamRole::Assessor)),
    ("lead", CARL, Visitor::Team(TeamRole::Lead)),
    (
        "service_administrator",
        SIA,
        Visitor::Team(TeamRole::ServiceAdministrator),
    ),
    ("auditor", AUDREY, Visitor::Team(TeamRole::Auditor)),
];

/// What should happen.
#[derive(Debug, PartialEq)]
enum Expected {
    /// Neither refused nor sent away.
    Allowed,
    SignIn,
    Forbidden,
    Hidden,
    /// Something else decides, such as the link; it only must not fail.
    Any,
    /// The same for whoever is signed in.
    AnyButSignIn,
}

fn expected(access: Access, visitor: Visitor) -> Expected {
    let is_in = |may: bool| {
        if may {
            Expected::Allowed
        } else {
            Expected::Forbidden
        }
    };
    match (access, visitor) {
        (Access::Demonstration, _) => Expected::Hidden,
        (Access::Public | Access::Link, _) => Expected::Any,
        (_, Visitor::Stranger) => Expected::SignIn,
        (Access::Organisation(least), Visitor::Organisation(role)) => is_in(role.includes(least)),
        (Access::Team(roles), Visitor::Team(role)) => is_in(roles.contains(&role)),
        (Access::Organisation(_) | Access::Team(_), _) => Expected::Hidden,
        // Of the things behind these addresses, others' are not found.
        (Access::SignedIn, _) => Expected::AnyButSignIn,
    }
}

fn is_as_expected(expected: &Expected, status: u16, location: &str) -> bool {
    let goes_to_sign_in = status == 303 && location.starts_with("/sign-in");
    match expected {
        Expected::Any => status < 500,
        Expected::AnyButSignIn => status < 500 && !goes_to_sign_in,
        Expected::SignIn => goes_to_sign_in,
        Expected::Forbidden => status == 403,
        Expected::Hidden => status == 404,
        Expected::Allowed => status < 500 && status != 403 && !goes_to_sign_in,
    }
}

/// Somebody's browser, with the token of its forms.
struct Caller {
    browser: Browser,
    token: String,
}

impl Caller {
    async fn new(app: &TestApp, id: &str) -> Self {
        // Strangers have a token too, from any form of ours.
        let (browser, form) = if id.is_empty() {
            (app.browser(), "/sign-in")
        } else {
            (signed_in(app, id).await, "/account")
        };
        let token = browser.open(form).await.csrf();
        Self { browser, token }
    }

    /// The status, and where it leads. What a page has to hold is for the journeys: a form
    /// that no page shows now, sent all the same, may answer with errors of fields that are not there.
    async fn come(&self, route: &Route) -> (u16, String) {
        let path = address(route, Naming::OfA);
        let (method, body) = if route.method == "GET" {
            (Method::GET, Vec::new())
        } else {
            let token = (govuk::CSRF_FIELD, self.token.as_str());
            let mut body = form_urlencoded::Serializer::new(String::new());
            let body = body.extend_pairs([token]).finish();
            (Method::POST, body.into_bytes())
        };
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        let answer = self.browser.send(method, &path, &kind, body).await;
        let location = answer.headers().get("location");
        let location = location.and_then(|value| value.to_str().ok());
        (
            answer.status().as_u16(),
            location.unwrap_or_default().to_owned(),
        )
    }
}

/// Forms that end or change the session that sends them.
fn is_about_the_session(route: &Route) -> bool {
    let parts = ["/account", "/sign-", "/confirm", "/reset", "/create"];
    route.method == "POST" && parts.iter().any(|part| route.path.starts_with(part))
}

/// What this visitor found otherwise than the access of the addresses says.
async fn differences((name, id, visitor): (&str, &str, Visitor)) -> Vec<String> {
    let mut found = Vec::new();
    let app = filled().await;
    let mut caller = Caller::new(&app, id).await;
    let mut routes = web::routes();
    // Whoever has closed their account comes nowhere else.
    routes.sort_by_key(|route| route.path == "/account/close");
    for route in routes {
        let mut expected = expected(route.access, visitor);
        if expected == Expected::AnyButSignIn && is_about_the_session(&route) {
            expected = Expected::Any;
        }
        let (status, location) = caller.come(&route).await;
        if is_about_the_session(&route) {
            caller = Caller::new(&app, id).await;
        }
        if !is_as_expected(&expected, status, &location) {
            found.push(format!(
                "{} {} {name}: {}, not {expected:?}",
                route.method, route.path, status
            ));
        }
    }
    found
}

/// These visitors find nothing otherwise than is known, and all that is known.
async fn expect_what_is_known(visitors: &[(&str, &str, Visitor)]) {
    let known: Vec<&str> = EXEMPTIONS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    assert_eq!(
        known.len(),
        EXEMPTIONS_MAX,
        "the list may only shrink; lower the number with it"
    );
    for visitor in visitors {
        let found = differences(*visitor).await;
        let new: Vec<&String> = found
            .iter()
            .filter(|line| !known.contains(&line.as_str()))
            .collect();
        assert!(
            new.is_empty(),
            "these addresses do not do what their access in crates/web says:\n{new:#?}"
        );
        let of_visitor = format!(" {}: ", visitor.0);
        let unneeded: Vec<&&str> = known
            .iter()
            .filter(|line| line.contains(&of_visitor) && !found.iter().any(|f| f == *line))
            .collect();
        assert!(
            unneeded.is_empty(),
            "take these out of tests/golden/access-exemptions.txt: {unneeded:#?}"
        );
    }
}

#[tokio::test]
async fn every_address_does_what_its_access_says_for_strangers_and_suppliers() {
    expect_what_is_known(&STRANGERS_AND_SUPPLIERS).await;
}

#[tokio::test]
async fn every_address_does_what_its_access_says_for_the_team() {
    expect_what_is_known(&TEAM).await;
}

#[tokio::test]
async fn an_auditor_sees_the_pages_of_the_team_without_a_button() {
    let app = filled().await;
    let audrey = signed_in(&app, AUDREY).await;
    let mut shown = 0;
    for route in web::routes() {
        let Access::Team(roles) = route.access else {
            continue;
        };
        if route.method != "GET" || !roles.contains(&TeamRole::Auditor) {
            continue;
        }
        let page = audrey.open(&address(&route, Naming::OfA)).await;
        shown += usize::from(page.status() == 200);
        for css in ["main form[method=post]", "main .govuk-button"] {
            let buttons = page.select_text(css);
            assert!(buttons.is_empty(), "{}: {buttons:?}", route.path);
        }
    }
    assert!(shown >= 5, "only {shown} pages were shown");
}

//! Every address, as everybody who should not be there.

use crate::visitors::{ANN, BOB, CARL, Naming, address, filled, signed_in};
use std::fmt::Write as _;
use tests::{Browser, Page, expect_golden};
use web::{Access, Route};

/// Who may use a route, in words.
fn words(access: Access) -> String {
    match access {
        Access::Public => "anybody".to_owned(),
        Access::Link => "holder of a link".to_owned(),
        Access::SignedIn => "signed in".to_owned(),
        Access::Organisation(least) => format!("organisation: {} and above", least.as_str()),
        Access::Team(roles) => {
            let names: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
            format!("team: {}", names.join(", "))
        }
        Access::Demonstration => "demonstration only".to_owned(),
    }
}

/// The routes of one method.
fn routes_of(method: &str) -> impl Iterator<Item = Route> {
    web::routes()
        .into_iter()
        .filter(move |route| route.method == method)
}

/// A post without a form's token.
async fn post_without_token(browser: &Browser, path: &str) -> Page {
    browser.post(path, &[]).await
}

/// A post as from a form of ours that has no other field.
async fn post_with_token(browser: &Browser, path: &str) -> Page {
    let token = browser.open("/account").await.csrf();
    browser.post(path, &[(govuk::CSRF_FIELD, &token)]).await
}

/// Collects what went wrong, so that one run shows everything.
#[derive(Default)]
struct Wrong(String);

impl Wrong {
    fn expect(&mut self, route: &Route, page: &Page, allowed: &[u16]) {
        if !allowed.contains(&page.status()) {
            let (method, path, status) = (route.method, page.path(), page.status());
            let access = words(route.access);
            writeln!(
                self.0,
                "{method} {path} ({access}): {status}, not {allowed:?}"
            )
            .unwrap();
        }
    }

    fn expect_sign_in(&mut self, route: &Route, page: &Page) {
        let leads = page.header("location");
        if page.status() != 303 || !leads.starts_with("/sign-in") {
            let (method, path, status) = (route.method, page.path(), page.status());
            writeln!(self.0, "{method} {path}: {status} {leads}, not to /sign-in").unwrap();
        }
    }

    #[track_caller]
    fn end(self) {
        assert!(self.0.is_empty(), "\n{}", self.0);
    }
}

#[test]
fn the_addresses_are_those_that_were_reviewed() {
    let mut lines: Vec<String> = web::routes()
        .iter()
        .map(|route| {
            format!(
                "{:<4} {:<64} {}",
                route.method,
                route.path,
                words(route.access)
            )
        })
        .collect();
    lines.sort();
    expect_golden("routes.txt", &(lines.join("\n") + "\n"));
}

#[tokio::test]
async fn a_stranger_gets_no_page_that_is_not_public() {
    let app = filled().await;
    let mut wrong = Wrong::default();
    for route in routes_of("GET") {
        let page = app.browser().open(&address(&route, Naming::OfA)).await;
        match route.access {
            Access::Public => wrong.expect(&route, &page, &[200, 303, 404, 410]),
            Access::Link => wrong.expect(&route, &page, &[404, 410, 303]),
            Access::SignedIn | Access::Organisation(_) | Access::Team(_) => {
                wrong.expect_sign_in(&route, &page);
            }
            Access::Demonstration => wrong.expect(&route, &page, &[404]),
        }
    }
    wrong.end();
}

#[tokio::test]
async fn no_form_is_accepted_without_its_token() {
    let app = filled().await;
    let ann = signed_in(&app, ANN).await;
    let carl = signed_in(&app, CARL).await;
    let mut wrong = Wrong::default();
    for route in routes_of("POST") {
        let path = address(&route, Naming::OfA);
        let stranger = post_without_token(&app.browser(), &path).await;
        if route.access == Access::Demonstration {
            wrong.expect(&route, &stranger, &[404, 403]);
            continue;
        }
        // Behind a link that does not exist there is nothing to refuse.
        let is_link = route.access == Access::Link;
        wrong.expect(
            &route,
            &stranger,
            if is_link { &[403, 404] } else { &[403, 303] },
        );
        if stranger.status() == 303 {
            wrong.expect_sign_in(&route, &stranger);
        }
        for browser in [&ann, &carl] {
            let page = post_without_token(browser, &path).await;
            wrong.expect(&route, &page, &[403, 404]);
        }
    }
    wrong.end();
}

#[tokio::test]
async fn the_things_of_another_organisation_do_not_exist() {
    let app = filled().await;
    let bob = signed_in(&app, BOB).await;
    let mut wrong = Wrong::default();
    for route in web::routes() {
        let Access::Organisation(_) = route.access else {
            continue;
        };
        if !route.path.contains('{') {
            continue;
        }
        for naming in [Naming::OfA, Naming::Unknown] {
            let path = address(&route, naming);
            let page = match route.method {
                "GET" => bob.open(&path).await,
                _ => post_with_token(&bob, &path).await,
            };
            wrong.expect(&route, &page, &[404]);
        }
    }
    wrong.end();
}

#[tokio::test]
async fn the_teams_pages_do_not_exist_for_suppliers() {
    let app = filled().await;
    let ann = signed_in(&app, ANN).await;
    let mut wrong = Wrong::default();
    for route in web::routes() {
        let Access::Team(_) = route.access else {
            continue;
        };
        let path = address(&route, Naming::OfA);
        let page = match route.method {
            "GET" => ann.open(&path).await,
            _ => post_with_token(&ann, &path).await,
        };
        wrong.expect(&route, &page, &[404]);
    }
    wrong.end();
}

#[tokio::test]
async fn a_page_that_does_not_exist_looks_like_one_that_may_not_be_seen() {
    let app = filled().await;
    let bob = signed_in(&app, BOB).await;
    for route in routes_of("GET") {
        let Access::Organisation(_) = route.access else {
            continue;
        };
        let foreign = bob.open(&address(&route, Naming::OfA)).await;
        let unknown = bob.open(&address(&route, Naming::Unknown)).await;
        assert_eq!(foreign.text(), unknown.text(), "{}", route.path);
    }
}

#[tokio::test]
async fn no_address_fails_for_people_who_may_use_it() {
    let app = filled().await;
    let ann = signed_in(&app, ANN).await;
    let carl = signed_in(&app, CARL).await;
    let mut wrong = Wrong::default();
    for route in routes_of("GET") {
        for browser in [&ann, &carl] {
            for naming in [Naming::OfA, Naming::Unknown] {
                let page = browser.open(&address(&route, naming)).await;
                wrong.expect(&route, &page, &[200, 303, 403, 404, 409, 410]);
            }
        }
    }
    wrong.end();
}

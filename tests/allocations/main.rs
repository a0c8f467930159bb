//! How often drawing a page asks for memory, and for how much: everything from the request to the
//! last byte of its answer, the task of its own and the database's client included.
//!
//! All of it runs on one thread, whose allocations are counted, and no clock is asked.
//! `tests/golden/page-allocations.txt` holds what pages asked for when that was last looked at.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that can't go on fails"
)]

mod asked;
mod idle;
#[path = "../journeys"]
#[allow(dead_code, reason = "the journeys use more of it")]
mod journeys {
    pub mod given_draft;
}

use asked::Asked;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::http::header::{COOKIE, HOST};
use domain::role::TeamRole;
use journeys::given_draft::GivenDraft;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;
use store::Pools;
use tests::{Browser, Setup, TestApp};
use tokio::runtime::Runtime;
use tower::ServiceExt as _;

/// How often a page is opened before it counts: statements are prepared, buffers have grown.
const BEFORE: usize = 5;
/// How often it is opened then. The least counts: an answer of the database that comes in parts
/// takes a little more.
const COUNTED: usize = 15;

/// The service and what is opened.
struct Counting {
    draft: GivenDraft,
    runtime: Runtime,
    pages: BTreeMap<String, Asked>,
}

impl Counting {
    fn start() -> Self {
        let runtime = one_thread();
        let draft = runtime.block_on(async {
            let app = TestApp::start_with(Setup {
                is_counting: false,
                // One connection each: every one prepares its statements.
                pools: Pools {
                    hot: 1,
                    transactions: 1,
                },
                ..Setup::default()
            });
            GivenDraft::complete_in(app.await).await
        });
        Self {
            draft,
            runtime,
            pages: BTreeMap::new(),
        }
    }

    /// Opens a page and keeps what it asked for.
    fn open(&mut self, name: &str, browser: &Browser, path: &str) {
        let router = web::router(self.draft.app.app.clone());
        let cookies = browser.cookie_line().unwrap_or_default();
        for _ in 0..BEFORE {
            self.opened(&router, &cookies, path);
        }
        let all = (0..COUNTED).map(|_| self.opened(&router, &cookies, path));
        let least = all.reduce(Asked::least).unwrap();
        self.pages.insert(name.to_owned(), least);
    }

    fn opened(&self, router: &Router, cookies: &str, path: &str) -> Asked {
        let mut request = Request::get(path)
            .header(HOST, "localhost")
            .header(COOKIE, cookies)
            .body(Body::empty())
            .unwrap();
        let peer = SocketAddr::from(([127, 0, 0, 1], 1));
        request.extensions_mut().insert(ConnectInfo(peer));
        let router = router.clone();
        let counted = allocation_counter::measure(|| {
            self.runtime.block_on(async {
                let answer = router.oneshot(request).await.unwrap();
                assert_eq!(answer.status(), 200, "{path}");
                to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            });
        });
        // What is left to do, such as giving a connection back, is done before the next.
        self.runtime
            .block_on(async { tokio::time::sleep(Duration::from_millis(5)).await });
        Asked {
            times: counted.count_total,
            bytes: counted.bytes_total,
        }
    }

    fn open_public(&mut self) {
        let stranger = self.draft.app.browser();
        for (name, path) in [
            ("start", "/"),
            ("sign in", "/sign-in"),
            ("create account", "/create-account"),
            ("register", "/register"),
            ("verify", "/verify"),
        ] {
            self.open(name, &stranger, path);
        }
    }

    fn open_of_supplier(&mut self) {
        let browser = self.runtime.block_on(self.draft.browser());
        let path = |tail: &str| self.draft.path(tail).trim_end_matches('/').to_owned();
        let organisation = format!("/organisations/{}", self.draft.organisation.id);
        for (name, path) in [
            ("home", "/home".to_owned()),
            ("account", "/account".to_owned()),
            ("task list", path("")),
            ("question", path("security/4a")),
            ("check answers", path("check-answers")),
            ("history", path("history")),
            ("organisation", organisation),
        ] {
            self.open(name, &browser, &path);
        }
    }

    fn open_of_team(&mut self) {
        let app = &self.draft.app;
        let (browser, root) = self.runtime.block_on(async {
            let assessor = app.given_team_member(TeamRole::Assessor).await;
            let browser = app.sign_in(&assessor).await;
            submit(&self.draft).await;
            let root = format!("/team/applications/{}", self.draft.reference);
            let page = browser.visit(&root).await;
            page.press("Begin the review", []).await.expect_status(303);
            (browser, root)
        });
        for (name, path) in [
            ("queue", "/team".to_owned()),
            ("case", root.clone()),
            ("review", format!("{root}/review/1a")),
            ("timeline", format!("{root}/timeline")),
        ] {
            self.open(name, &browser, &path);
        }
    }
}

/// A runtime that does everything on the thread of whoever waits for it.
fn one_thread() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

/// Submits the application as nothing of the service would: without a signature.
async fn submit(draft: &GivenDraft) {
    let reference = &draft.reference;
    let statements = format!(
        "set session_replication_role = replica;
         update applications set state = 'submitted', submitted_at = access.now(), submitted_by = created_by,
             target_on = access.today() + 28 where reference = '{reference}';
         set session_replication_role = origin"
    );
    draft.app.sql(&statements).await;
}

#[test]
fn no_page_asks_for_more_memory_than_it_did() {
    let mut counting = Counting::start();
    counting.open_public();
    counting.open_of_supplier();
    counting.open_of_team();
    Asked::expect(&counting.pages);
}

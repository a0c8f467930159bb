//! One process takes over from another while people go on asking: nobody is refused, and no
//! request fails (docs/adr/0022).

use crate::callers::Callers;
use crate::programs::{Program, Programs, socket};
use domain::role::OrganisationRole;
use tests::TestApp;

/// How many requests are answered between two steps.
const MEANWHILE: u64 = 500;

/// It was asked to stop, and ends as it should.
async fn expect_good_end(mut program: Program) {
    program.ask_to_stop();
    let status = program.ended().await;
    assert_eq!(status.code(), Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_request_fails_while_processes_follow_each_other() {
    let app = TestApp::start().await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    let editor = app
        .given_member(&organisation, OrganisationRole::Editor)
        .await;
    let browser = app.sign_in(&editor).await;
    let (socket, address) = socket();
    let programs = Programs::of(&app, address);
    let mut serving = programs.serve(&socket).await;
    let pages = ["/healthz", "/account", "/", "/home", "/register"];
    let callers = Callers::begin(address, &browser.cookie_line().unwrap(), &pages);
    for _ in 0..3 {
        callers.go_on_for(MEANWHILE).await;
        let next = programs.serve(&socket).await;
        callers.go_on_for(MEANWHILE).await;
        expect_good_end(std::mem::replace(&mut serving, next)).await;
    }
    callers.go_on_for(MEANWHILE).await;
    // One after the other, as a single service of systemd is started anew: people wait meanwhile.
    expect_good_end(serving).await;
    let last = programs.serve(&socket).await;
    callers.go_on_for(MEANWHILE).await;
    let answered = callers.answered();
    let wrong = callers.end().await;
    assert!(
        wrong.is_empty(),
        "{} of {answered} requests failed, the first: {}",
        wrong.len(),
        wrong[0]
    );
    expect_good_end(last).await;
}

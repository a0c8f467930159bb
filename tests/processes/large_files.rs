//! How much memory the program takes for large files that go into a bucket and come back: what it
//! holds is a part of some of them, however many people send at once. The same for files in a folder is
//! measured by the browser tests (`tests/browser/memory.mjs`).

use crate::programs::{Program, Programs, socket};
use domain::role::OrganisationRole;
use std::time::Duration;
use tests::{Browser, BucketServer, TestApp};
use tokio::time::{interval, timeout};

/// How large a file is, in bytes; it may have 20 MB.
const LARGE: usize = 19_000_000;
/// How many are sent at once. All of them together may have 200 MB.
const AT_ONCE: usize = 8;
/// How much more memory the program may take for them, in bytes. Four are sent to the bucket at the same
/// time, each in parts of 5 MiB of which one is held and on its way once more: 42 MB. Held whole, they
/// would be 76 MB more.
const GROWTH_MAX: usize = 64_000_000;
const BOUNDARY: &str = "----browser";
/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_mins(3);

/// The form with a PDF of about so many bytes.
fn form(token: &str, bytes: usize) -> Vec<u8> {
    let mut body = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{token}\r\n--{BOUNDARY}\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"large.pdf\"\r\n\r\n%PDF-1.7\n",
        govuk::CSRF_FIELD
    )
    .into_bytes();
    body.resize(body.len() + bytes, b' ');
    body.extend(format!("\nstartxref\n9\n%%EOF\n\r\n--{BOUNDARY}--\r\n").as_bytes());
    body
}

/// What the work answers, and how much more memory the program had meanwhile than before.
async fn measured<T>(program: &Program, work: impl Future<Output = T>) -> (T, usize) {
    let before = program.resident();
    let mut peak = before;
    let mut often = interval(Duration::from_millis(10));
    tokio::pin!(work);
    let watched = async {
        loop {
            tokio::select! {
                answer = &mut work => return answer,
                _ = often.tick() => peak = peak.max(program.resident()),
            }
        }
    };
    let answer = timeout(PATIENCE, watched).await.expect("it takes too long");
    (answer, peak - before)
}

async fn send(browser: &Browser, path: &str, form: Vec<u8>) -> String {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let answer = browser.raw_post(path, &kind, form).await;
    let change = answer.expect_status(303).redirect();
    change.strip_suffix("/change").unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn large_files_pass_into_a_bucket_and_out_of_it_without_being_held() {
    let app = TestApp::start().await;
    let bucket = BucketServer::start().await;
    let listening = socket();
    let programs = Programs::of(&app, listening.1).keeping_files_in(&bucket);
    let program = programs.serve(&listening.0).await;
    let organisation = app.given_organisation("Northwind Mapping Limited").await;
    // One person may send half of them at once.
    let mut editors = Vec::new();
    for _ in 0..2 {
        let editor = app.given_member(&organisation, OrganisationRole::Editor);
        let browser = app.sign_in(&editor.await).await.at(listening.1);
        let token = browser.visit("/account").await.csrf();
        editors.push((browser, token));
    }
    let (browser, token) = &editors[0];
    let page = browser.visit("/applications/new").await;
    let root = page.press("Start an application", []).await.redirect();
    let path = format!("{root}/documents/add");
    // What the first file of all needs is not of the others.
    send(browser, &path, form(token, 9)).await;
    let forms = editors.iter().cycle().take(AT_ONCE);
    let forms = forms.map(|(browser, token)| (browser, form(token, LARGE)));
    let forms: Vec<(&Browser, Vec<u8>)> = forms.collect();
    let sending = forms
        .into_iter()
        .map(|(browser, form)| send(browser, &path, form));
    let (documents, growth) = measured(&program, futures_util::future::join_all(sending)).await;
    assert!(
        growth < GROWTH_MAX,
        "{growth} bytes more for {AT_ONCE} files"
    );
    let mut held = bucket.sizes();
    held.retain(|size| *size > LARGE);
    assert_eq!((held.len(), bucket.unfinished()), (AT_ONCE, 0));

    app.sql("update documents set scan = 'clean', scanned_at = access.now()")
        .await;
    let fetching = documents.iter().map(async |document| {
        let file = browser.open(&format!("{document}/file")).await;
        file.expect_status(200).body().len()
    });
    let (sizes, growth) = measured(&program, futures_util::future::join_all(fetching)).await;
    assert!(
        growth < GROWTH_MAX,
        "{growth} bytes more for {AT_ONCE} files"
    );
    assert_eq!(sizes, held);
}

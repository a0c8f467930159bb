//! How the check for viruses ends, with the real clamd.

use super::clamd::{Clamd, EICAR};
use super::{BOUNDARY, PDF, added, files_in, form, given, given_with, upload};
use blobs::Blobs;
use domain::role::OrganisationRole::Viewer;
use service::documents::Files;
use std::path::{Path, PathBuf};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixListener;

const VIRUS: &str = "The selected file contains a virus";

#[tokio::test]
async fn a_virus_is_found_by_the_real_scanner_and_its_file_is_gone() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, &clamd).await;
    let browser = draft.browser().await;
    let own = added(
        &browser,
        &draft,
        "table.csv",
        format!("a,b\n{EICAR}\n").as_bytes(),
    )
    .await;
    draft.app.run_due_work().await;
    let page = browser.visit(&own).await;
    let title = page.select_text("title").concat();
    assert!(title.starts_with("Error: "), "{title}");
    let summary = page.select_text(".govuk-error-summary a[href=\"#file\"]");
    assert_eq!(summary, [VIRUS]);
    let beside = page.select_text("#file-error").concat();
    assert!(beside.contains(VIRUS), "{beside}");
    assert_eq!(browser.open(&format!("{own}/file")).await.redirect(), own);
    assert_eq!(files_in(&folder), Vec::<PathBuf>::new());
    // The same file again is refused at once, under whatever name.
    let again = format!("a,b\n{EICAR}\n");
    let again = upload(&browser, &draft, "other.csv", again.as_bytes()).await;
    again.expect_errors([("file", VIRUS)]);
    assert_eq!(files_in(&folder), Vec::<PathBuf>::new());
    assert_eq!(draft.app.count("documents").await, 1);
    // Another file is taken from the page that said so; who may only read sees no error of theirs.
    let reader = draft.app.given_member(&draft.organisation, Viewer).await;
    let reader = draft.app.sign_in(&reader).await;
    let page = reader.visit(&own).await;
    page.expect_text(VIRUS).expect_no_text("There is a problem");
    added(&browser, &draft, "clean.pdf", PDF).await;
}

#[tokio::test]
async fn while_the_scanner_is_stopped_files_wait_and_are_not_served() {
    let mut clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, &clamd).await;
    clamd.stop().await;
    let browser = draft.browser().await;
    let own = added(&browser, &draft, "a.pdf", PDF).await;
    for _ in 0..5 {
        draft.app.run_due_work().await;
        draft.app.advance(time::Duration::minutes(6)).await;
    }
    let browser = draft.browser().await;
    browser.visit(&own).await.expect_text("Waiting for scan");
    let file = format!("{own}/file");
    assert_eq!(browser.open(&file).await.redirect(), own);
    let state = "select scan || ' ' || is_file_deleted from documents";
    let kept = draft.app.value::<String>(state).await;
    assert_eq!(kept, "waiting false");
    assert_eq!(std::fs::read(&files_in(&folder)[0]).unwrap(), PDF);
    clamd.start_again().await;
    draft.app.run_due_work().await;
    browser.visit(&own).await.expect_text("No virus found");
    assert_eq!(draft.app.value::<String>(state).await, "clean false");
    let answer = browser.open(&file).await;
    answer.expect_status(200);
    assert_eq!(answer.body().as_bytes(), PDF);
}

#[tokio::test]
async fn a_file_that_the_scanner_refuses_is_given_to_nobody() {
    // It takes in no more than this.
    let clamd = Clamd::start_with("StreamMaxLength 64K").await;
    let draft = given(&clamd.folder("files"), &clamd).await;
    let mut large = b"%PDF-1.7\n".to_vec();
    large.resize(300_000, b' ');
    large.extend(b"\nstartxref\n9\n%%EOF\n");
    let own = added(&draft.browser().await, &draft, "a.pdf", &large).await;
    for words in ["Waiting for scan", "Waiting for scan", "We could not scan"] {
        draft.app.run_due_work().await;
        let browser = draft.browser().await;
        browser.visit(&own).await.expect_text(words);
        assert_eq!(browser.open(&format!("{own}/file")).await.redirect(), own);
        draft.app.advance(time::Duration::minutes(2)).await;
    }
}

#[tokio::test]
async fn a_file_that_was_changed_on_the_disk_is_not_released() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, &clamd).await;
    let own = added(&draft.browser().await, &draft, "a.pdf", PDF).await;
    std::fs::write(&files_in(&folder)[0], "something else").unwrap();
    for _ in 0..3 {
        draft.app.run_due_work().await;
        draft.app.advance(time::Duration::minutes(2)).await;
    }
    let page = draft.browser().await.visit(&own).await;
    page.expect_text("We could not scan");
}

#[tokio::test]
async fn in_the_demonstration_files_are_given_out_and_say_that_nobody_looked() {
    let folder = std::env::temp_dir().join(format!("psn-not-scanned-{}", std::process::id()));
    let draft = given_with(Files::not_scanned(Blobs::in_folder(&folder))).await;
    let browser = draft.browser().await;
    let own = added(&browser, &draft, "a.pdf", PDF).await;
    draft.app.run_due_work().await;
    browser
        .visit(&own)
        .await
        .expect_text("This file was not scanned for viruses")
        .expect_text("Not scanned");
    assert_eq!(browser.open(&format!("{own}/file")).await.status(), 200);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn without_a_scanner_files_are_refused_in_words() {
    let folder = std::env::temp_dir().join("psn-no-scanner");
    let draft = given_with(Files::without_scanner(Blobs::in_folder(&folder))).await;
    let browser = draft.browser().await;
    let add = draft.path("documents/add");
    let page = browser.visit(&add).await;
    page.expect_text("You cannot add documents at the moment");
    let list = browser.visit(&draft.path("documents")).await;
    list.expect_text("You cannot add documents at the moment");
    list.expect_no_text("Add a document");
    let token = browser.visit("/account").await.csrf();
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let refused = browser
        .raw_post(&add, &kind, form(&token, "a.pdf", PDF))
        .await;
    refused.expect_status(409);
}

#[tokio::test]
async fn what_nobody_scanned_is_served_in_demonstrations_alone() {
    let clamd = Clamd::start().await;
    let draft = given(&clamd.folder("files"), &clamd).await;
    let browser = draft.browser().await;
    let own = added(&browser, &draft, "a.pdf", PDF).await;
    // As it is where the database of a demonstration came to be used elsewhere.
    draft
        .app
        .sql("update documents set scan = 'not_scanned'")
        .await;
    let file = browser.open(&format!("{own}/file")).await;
    assert_eq!(file.redirect(), own);
}

/// A scanner that answers everybody and goes away over a file with this word in it.
#[expect(clippy::disallowed_methods, reason = "a scanner beside the service")]
fn falling_over(socket: &Path, word: &'static str) {
    let listener = UnixListener::bind(socket).unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut sent = Vec::new();
                let mut piece = [0; 4096];
                while !sent.ends_with(&[0, 0, 0, 0]) && !sent.starts_with(b"zVERSION") {
                    match stream.read(&mut piece).await {
                        Ok(read @ 1..) => sent.extend(&piece[..read]),
                        _ => return,
                    }
                }
                if String::from_utf8_lossy(&sent).contains(word) {
                    return;
                }
                let answer: &[u8] = if sent.starts_with(b"zVERSION") {
                    b"ClamAV 1.4.6\0"
                } else {
                    b"stream: OK\0"
                };
                let _gone = stream.write_all(answer).await;
            });
        }
    });
}

#[tokio::test]
async fn a_file_over_which_the_scanner_goes_away_keeps_no_other_waiting() {
    let folder = std::env::temp_dir().join(format!("psn-falling-over-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let socket = folder.join("socket");
    falling_over(&socket, "poison");
    let place = Blobs::in_folder(folder.join("files"));
    let draft = given_with(Files::scanned(place, blobs::Clamd::Socket(socket))).await;
    let browser = draft.browser().await;
    let poison = added(&browser, &draft, "a.csv", b"a,b\npoison,1\n").await;
    let other = added(&browser, &draft, "b.pdf", PDF).await;
    draft.app.run_due_work().await;
    browser.visit(&poison).await.expect_text("Waiting for scan");
    browser.visit(&other).await.expect_text("No virus found");
    for _ in 0..2 {
        draft.app.advance(time::Duration::minutes(2)).await;
        draft.app.run_due_work().await;
    }
    let browser = draft.browser().await;
    browser
        .visit(&poison)
        .await
        .expect_text("We could not scan this file for viruses, so nobody can download it. Remove it and add it again, or add it as a PDF.");
    let file = browser.open(&format!("{poison}/file")).await;
    assert_eq!(file.redirect(), poison);
    assert_eq!(draft.app.count("documents where scan = 'failed'").await, 1);
    std::fs::remove_dir_all(&folder).unwrap();
}

//! Newer versions that are not taken: the one before them stays the one that counts.

use super::clamd::{Clamd, EICAR};
use super::{BOUNDARY, WRONG_KIND};
use super::{PDF, added, added_newer, files_in, form, given, given_with, upload_to};
use crate::given_draft::GivenDraft;
use blobs::Blobs;
use domain::role::OrganisationRole::{Administrator, Viewer};
use service::documents::Files;

const VIRUS: &str = "The selected file contains a virus";

#[tokio::test]
async fn a_newer_version_with_a_virus_leaves_the_one_before_it_in_its_place() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, &clamd).await;
    let browser = draft.browser().await;
    let old = added(&browser, &draft, "table.csv", b"a,b\n1,2\n").await;
    draft.app.run_due_work().await;
    let infected = format!("a,b\n{EICAR}\n").into_bytes();
    let refused = added_newer(&browser, &old, "table.csv", &infected).await;
    draft.app.run_due_work().await;

    browser
        .visit(&old)
        .await
        .expect_text(
            "Version 2 contains a virus. We removed its file. This version stays the current one.",
        )
        .expect_text("Upload a newer version");
    let list = browser.visit(&draft.path("documents")).await;
    list.expect_text("table Newer version refused");
    assert_eq!(browser.open(&format!("{old}/file")).await.status(), 200);
    assert_eq!(files_in(&folder).len(), 1);
    // Its own page says why, and takes another file instead.
    let page = browser.visit(&refused).await;
    page.expect_text("This is version 2. Version 1 stays the current one.");
    page.expect_text(VIRUS);
    let newer = format!("{old}/newer");
    assert_eq!(page.select_attribute("main form", "action"), [&*newer]);
    // Files that are not taken at all change nothing.
    let (locked, same): (&[u8], &[u8]) = (b"%PDF-1.7 /Encrypt 1 startxref %%EOF", b"a,b\n1,2\n");
    for (name, bytes, message) in [
        ("", &b""[..], "Select a file"),
        ("a.exe", b"MZ\x90\0program", WRONG_KIND),
        ("a.pdf", locked, "The selected file is password protected"),
        ("b.csv", &infected, VIRUS),
        (
            "b.csv",
            same,
            "The selected file is the same as the current version",
        ),
    ] {
        let page = upload_to(&browser, &newer, name, bytes).await;
        page.expect_errors([("file", message)]);
        page.expect_text("The current version is version 1, table.csv");
    }
    assert_eq!(files_in(&folder).len(), 1);
    // The next one is instead of the refused one, and is version 2.
    let next = added_newer(&browser, &old, "table.csv", b"a,b\n3,4\n").await;
    assert_eq!(browser.open(&refused).await.status(), 404);
    draft.app.run_due_work().await;
    let page = browser.visit(&old).await;
    page.expect_text("Replaced by version 2 on");
    browser.visit(&next).await.expect_text("Version 2");
}

#[tokio::test]
async fn a_newer_version_that_waits_can_be_removed_alone() {
    let mut clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, &clamd).await;
    let browser = draft.browser().await;
    let old = added(&browser, &draft, "a.pdf", PDF).await;
    draft.app.run_due_work().await;
    clamd.stop().await;
    let newer = added_newer(&browser, &old, "b.csv", b"a,b\n1,2\n").await;
    let remove = browser.visit(&format!("{newer}/remove")).await;
    remove.expect_text("Are you sure you want to remove the newer version of a?");
    remove.submit([("remove", "yes")]).await.expect_status(303);
    assert_eq!(browser.open(&newer).await.status(), 404);
    // A scan that ends after that releases nothing.
    clamd.start_again().await;
    draft.app.run_due_work().await;
    browser
        .visit(&old)
        .await
        .expect_no_text("Replaced")
        .expect_text("Remove this document");
    assert_eq!(browser.open(&format!("{old}/file")).await.status(), 200);
    assert_eq!(files_in(&folder).len(), 1);
    // Whoever confirms the removal of a newer version that has come to count since removes nothing.
    let newer = added_newer(&browser, &old, "c.csv", b"a,b\n3,4\n").await;
    let remove = browser.visit(&format!("{old}/remove")).await;
    remove.expect_text("Are you sure you want to remove a with all its versions?");
    let remove = browser.visit(&format!("{newer}/remove")).await;
    draft.app.run_due_work().await;
    remove.submit([("remove", "yes")]).await.expect_status(409);
    browser.visit(&newer).await.expect_text("Earlier versions");
    assert_eq!(files_in(&folder).len(), 2);
}

#[tokio::test]
async fn others_upload_no_newer_version_and_see_none() {
    let folder = std::env::temp_dir().join(format!("psn-others-{}", std::process::id()));
    let draft = given_with(Files::not_scanned(Blobs::in_folder(&folder))).await;
    let browser = draft.browser().await;
    let old = added(&browser, &draft, "a.pdf", PDF).await;
    let new = added_newer(&browser, &old, "b.csv", b"a,b\n1,2\n").await;
    let newer = format!("{new}/newer");
    let viewer = draft.app.given_member(&draft.organisation, Viewer).await;
    let viewer = draft.app.sign_in(&viewer).await;
    assert_eq!(viewer.open(&newer).await.status(), 403);
    let page = viewer.visit(&new).await;
    page.expect_text("Earlier versions");
    page.expect_no_text("Upload a newer version");
    assert_eq!(viewer.open(&format!("{old}/file")).await.status(), 200);
    upload_to(&viewer, &newer, "c.csv", b"a,b\n3,4\n")
        .await
        .expect_status(403);

    let other = draft.app.given_organisation("Another Limited").await;
    let stranger = draft.app.given_member(&other, Administrator).await;
    let stranger = draft.app.sign_in(&stranger).await;
    for path in [&newer, &old, &new, &format!("{old}/file")] {
        assert_eq!(stranger.open(path).await.status(), 404, "{path}");
    }
    upload_to(&stranger, &newer, "c.csv", b"a,b\n3,4\n")
        .await
        .expect_status(404);
    // Not of another application of the same organisation either.
    let second = browser.visit("/applications/new").await;
    let second = second.press("Start an application", []).await.redirect();
    let id = new.rsplit('/').next().unwrap();
    let elsewhere = format!("{}/documents/{id}/newer", root_of(&second));
    assert_eq!(browser.open(&elsewhere).await.status(), 404);
    upload_to(&browser, &elsewhere, "c.csv", b"a,b\n3,4\n")
        .await
        .expect_status(404);
    // What was sent stays as it is, and what was replaced is replaced no more.
    let late = upload_to(&browser, &format!("{old}/newer"), "c.csv", b"a,b\n3,4\n").await;
    late.expect_status(409);
    draft
        .app
        .sql("update applications set state = 'submitted'")
        .await;
    browser.open(&newer).await.expect_redirect(&new);
    upload_to(&browser, &newer, "c.csv", b"a,b\n3,4\n")
        .await
        .expect_status(409);
    assert_eq!(files_in(&folder).len(), 2);
    std::fs::remove_dir_all(&folder).unwrap();
}

/// The address of an application, of one of its pages.
fn root_of(path: &str) -> String {
    path.split('/').take(3).collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn a_document_has_room_for_ten_versions_which_count_as_one_document() {
    let folder = std::env::temp_dir().join(format!("psn-ten-{}", std::process::id()));
    let draft: GivenDraft = given_with(Files::not_scanned(Blobs::in_folder(&folder))).await;
    let browser = draft.browser().await;
    let mut own = added(&browser, &draft, "a.csv", b"a,b\n0,0\n").await;
    for number in 2..=10 {
        let table = format!("a,b\n{number},0\n");
        own = added_newer(&browser, &own, "a.csv", table.as_bytes()).await;
    }
    let page = browser.visit(&own).await;
    assert_eq!(page.select_text("tbody tr").len(), 9);
    let many =
        "This document has 10 versions, which is the most it can have. Add a new document instead";
    let newer = format!("{own}/newer");
    browser.visit(&newer).await.expect_text(many);
    let page = upload_to(&browser, &newer, "a.csv", b"a,b\n11,0\n").await;
    page.expect_errors([("file", many)]);
    // All versions together may have 200 MB.
    draft.app.sql("update documents set bytes = 20000000").await;
    let token = browser.visit("/account").await.csrf();
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let add = draft.path("documents/add");
    let full = browser
        .raw_post(&add, &kind, form(&token, "b.pdf", PDF))
        .await;
    full.expect_errors([(
        "file",
        "All your documents together must be smaller than 200MB",
    )]);
    // There may be fifty documents, whatever their versions.
    draft.app.sql("update documents set bytes = 1").await;
    draft
        .app
        .sql(
            "insert into documents (id, organisation_id, application_id, file_name, kind, bytes, sha256, scan,
                 scan_next_at, title, added_at, added_by, added_by_name)
             select gen_random_uuid(), organisation_id, application_id, file_name, kind, 1, sha256, 'clean',
                 scan_next_at, title, added_at, added_by, added_by_name
             from documents, generate_series(1, 48) where number = 1",
        )
        .await;
    added(&browser, &draft, "b.pdf", PDF).await;
    let page = browser.visit(&add).await;
    page.expect_text("You have added 50 documents");
    std::fs::remove_dir_all(&folder).unwrap();
}

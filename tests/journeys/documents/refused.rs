//! Files that are not taken: nothing is left of them, and the page says why.

use super::clamd::Clamd;
use super::{BOUNDARY, PDF, WRONG_KIND, added, files_in, form, given, upload};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::io::Write as _;
use std::path::PathBuf;

/// A ZIP file of these entries.
pub fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut file, mut list) = (Vec::new(), Vec::new());
    for (name, bytes) in entries {
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
        packed.write_all(bytes).unwrap();
        let packed = packed.finish().unwrap();
        let number = |length: usize| u32::try_from(length).unwrap().to_le_bytes();
        let at = number(file.len());
        // Version, flags, how it is packed, when; its checksum, which nobody reads.
        let mut fixed = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        fixed.extend(number(packed.len()));
        fixed.extend(number(bytes.len()));
        fixed.extend(number(name.len()));
        file.extend(b"PK\x03\x04");
        file.extend(&fixed);
        file.extend(name.as_bytes());
        file.extend(packed);
        list.extend(b"PK\x01\x02\x14\0");
        list.extend(&fixed);
        list.extend([0; 10]);
        list.extend(at);
        list.extend(name.as_bytes());
    }
    let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
    let (at, length) = (file.len(), list.len());
    file.extend(list);
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend([count, count].concat());
    file.extend(u32::try_from(length).unwrap().to_le_bytes());
    file.extend(u32::try_from(at).unwrap().to_le_bytes());
    file.extend([0; 2]);
    file
}

fn docx(text: &[u8]) -> Vec<u8> {
    zip(&[("[Content_Types].xml", b"x"), ("word/document.xml", text)])
}

/// A PDF of so many bytes.
fn pdf_of(length: usize) -> Vec<u8> {
    const TAIL: &[u8] = b"\nstartxref\n9\n%%EOF\n";
    let mut file = b"%PDF-1.7\n".to_vec();
    file.resize(length - TAIL.len(), b' ');
    file.extend(TAIL);
    file
}

#[tokio::test]
async fn files_that_are_not_taken_leave_nothing_behind() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, &clamd).await;
    let browser = draft.browser().await;
    let bomb = docx(&vec![0; 40_000_000]);
    assert!(bomb.len() < 100_000, "it is small until it is unpacked");
    let polyglot = [PDF.to_vec(), docx(b"x")].concat();
    for (name, bytes, message) in [
        ("", Vec::new(), "Select a file"),
        ("a.pdf", Vec::new(), "The selected file is empty"),
        ("a.pdf", b"MZ\x90".to_vec(), WRONG_KIND),
        ("report.pdf.exe", b"MZ\x90\0program".to_vec(), WRONG_KIND),
        (
            "page.pdf",
            b"<script>alert(1)</script>".to_vec(),
            WRONG_KIND,
        ),
        ("both.pdf", polyglot, WRONG_KIND),
        (
            "a.pdf",
            b"%PDF-1.7 /Encrypt 1 startxref %%EOF".to_vec(),
            "The selected file is password protected",
        ),
        (
            "a.pdf",
            b"%PDF-1.7 /S /JavaScript startxref %%EOF".to_vec(),
            "The selected file must not have macros, scripts or other files in it",
        ),
        (
            "bomb.docx",
            bomb,
            "The selected file must not unpack to more than 200MB",
        ),
        (
            "a.pdf",
            pdf_of(20_000_000),
            "The selected file must be smaller than 20MB",
        ),
        (
            "a.pdf",
            pdf_of(21_000_000),
            "The selected file must be smaller than 20MB",
        ),
    ] {
        let page = upload(&browser, &draft, name, &bytes).await;
        page.expect_errors([("file", message)]);
    }
    let add = draft.path("documents/add");
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let forged = browser
        .raw_post(&add, &kind, form("wrong", "a.pdf", PDF))
        .await;
    forged.expect_status(403);
    assert_eq!(files_in(&folder), Vec::<PathBuf>::new());
    assert_eq!(draft.app.count("documents").await, 0);
    // The largest that is taken, under a name with two endings.
    added(&browser, &draft, "a.docx.pdf", &pdf_of(19_999_999)).await;
}

#[tokio::test]
async fn an_application_has_room_for_so_many_documents_and_bytes() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, &clamd).await;
    let browser = draft.browser().await;
    added(&browser, &draft, "a.pdf", PDF).await;
    // All of them together may have 200 MB, to the byte.
    let size = |bytes: usize| format!("update documents set bytes = {bytes}");
    draft.app.sql(&size(200_000_000 - PDF.len() + 1)).await;
    let page = upload(&browser, &draft, "b.pdf", PDF).await;
    let full = "All your documents together must be smaller than 200MB";
    page.expect_errors([("file", full)]);
    assert_eq!(files_in(&folder).len(), 1);
    draft.app.sql(&size(200_000_000 - PDF.len())).await;
    let second = added(&browser, &draft, "b.pdf", PDF).await;
    let add = draft.path("documents/add");
    browser.visit(&add).await.expect_text(full);
    // What is removed makes room.
    let remove = browser.visit(&format!("{second}/remove")).await;
    remove.submit([("remove", "yes")]).await.expect_status(303);
    browser.visit(&add).await.expect_no_text(full);
    // There may be fifty.
    draft
        .app
        .sql(
            "insert into documents (id, organisation_id, application_id, file_name, kind, bytes, sha256, scan,
                 scan_next_at, title, added_at, added_by, added_by_name)
             select gen_random_uuid(), organisation_id, application_id, file_name, kind, 1, sha256, 'clean',
                 scan_next_at, title, added_at, added_by, added_by_name
             from documents, generate_series(1, 48) where removed_at is null",
        )
        .await;
    draft.app.sql(&size(1)).await;
    added(&browser, &draft, "c.pdf", PDF).await;
    let many = "You have added 50 documents, which is the most you can add. Remove one first";
    browser.visit(&add).await.expect_text(many);
    let token = browser.visit("/account").await.csrf();
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let refused = browser
        .raw_post(&add, &kind, form(&token, "d.pdf", PDF))
        .await;
    refused.expect_errors([("file", many)]);
}

const FAILED: &str = "The selected file could not be uploaded – try again";

#[tokio::test]
async fn a_file_that_does_not_arrive_or_cannot_be_kept_is_asked_for_again() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, &clamd).await;
    let browser = draft.browser().await;
    let page = browser.visit(&draft.path("documents/add")).await;
    let token = page.csrf();
    // The connection broke off: the end of the form is missing.
    let whole = form(&token, "a.pdf", PDF);
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let cut = whole[..whole.len() - 30].to_vec();
    let cut = browser
        .raw_post(&draft.path("documents/add"), &kind, cut)
        .await;
    cut.expect_errors([("file", FAILED)]);
    // A file that looks like one of ours and is broken inside.
    let broken = [b"PK\x03\x04".to_vec(), vec![7; 200]].concat();
    let broken = upload(&browser, &draft, "a.docx", &broken).await;
    broken.expect_status(422);
    assert_eq!(files_in(&folder), Vec::<PathBuf>::new());
    // Where files are kept is no place for files any more.
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(&folder, "not a folder").unwrap();
    let lost = upload(&browser, &draft, "a.pdf", PDF).await;
    lost.expect_errors([("file", FAILED)]);
    assert_eq!(draft.app.count("documents").await, 0);
}

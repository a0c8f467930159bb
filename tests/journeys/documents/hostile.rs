//! Files and names that are made to do harm: what is refused, and what is left of the rest when it is
//! shown, kept and given out.

use super::clamd::Clamd;
use super::refused::zip;
use super::{PDF, WRONG_KIND, added, files_in, given, upload};
use reqwest::Method;
use std::path::PathBuf;
use tests::Browser;

/// What a file is answered with, when it is downloaded.
struct Served {
    disposition: String,
    kind: String,
    bytes: Vec<u8>,
}

/// Downloads a document; whatever it is, no browser may draw it or guess what it is.
async fn served(browser: &Browser, own: &str) -> Served {
    let file = format!("{own}/file");
    let answer = browser.send(Method::GET, &file, &[], Vec::new()).await;
    assert_eq!(answer.status(), 200);
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("x-content-type-options"), "nosniff");
    let policy = header("content-security-policy");
    assert!(policy.contains("sandbox"), "{policy}");
    assert!(policy.contains("default-src 'none'"), "{policy}");
    let (disposition, kind) = (header("content-disposition"), header("content-type"));
    assert!(disposition.starts_with("attachment; "), "{disposition}");
    Served {
        disposition,
        kind,
        bytes: answer.bytes().await.unwrap().to_vec(),
    }
}

#[tokio::test]
async fn names_that_lie_are_made_safe_where_they_are_shown_kept_and_given_out() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, &clamd).await;
    let browser = draft.browser().await;
    let long = format!("{}.pdf", "x".repeat(3000));
    for (typed, safe) in [
        ("../../../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\system32\\drivers.pdf", "drivers.pdf"),
        ("a\u{202e}fdp.exe", "afdp-exe.pdf"),
        ("zero\u{200b}width\u{feff}.pdf", "zero-width.pdf"),
        ("com1.pdf", "document-com1.pdf"),
        (".htaccess", "htaccess.pdf"),
        (
            "<img src=x onerror=alert(1)>.pdf",
            "img src-x onerror-alert(1).pdf",
        ),
        (
            "a%00.pdf%0d%0aSet-Cookie: b=c",
            "a-00-pdf-0d-0aSet-Cookie- b-c.pdf",
        ),
        (long.as_str(), &format!("{}.pdf", "x".repeat(100))),
    ] {
        let own = added(&browser, &draft, typed, PDF).await;
        draft.app.run_due_work().await;
        let page = browser.visit(&own).await;
        page.expect_text(safe);
        let kept: String = draft
            .app
            .value("select file_name from documents where removed_at is null")
            .await;
        assert_eq!(kept, safe, "{typed:?}");
        // The name is no part of where the file lies.
        let [file] = &files_in(&folder)[..] else {
            panic!("{typed:?} is not one file");
        };
        assert!(
            !file
                .to_string_lossy()
                .contains(safe.trim_end_matches(".pdf")),
            "{file:?}"
        );
        let disposition = served(&browser, &own).await.disposition;
        // It is given out under the application's reference, and without what a name can do harm with.
        let named =
            disposition.strip_prefix(&format!("attachment; filename=\"{}-", draft.reference));
        let named = named.and_then(|rest| rest.split('"').next());
        let named = named.and_then(|name| name.strip_suffix(".pdf"));
        let named = named.unwrap_or_else(|| panic!("{disposition}"));
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.() ".contains(c);
        assert!(named.chars().all(is_plain), "{disposition}");
        assert!(!named.contains(".."), "{disposition}");
        let remove = browser.visit(&format!("{own}/remove")).await;
        remove.submit([("remove", "yes")]).await.expect_status(303);
        draft.app.run_due_work().await;
    }
    // No header may hold this.
    let nul = upload(&browser, &draft, "nul\0byte.pdf", PDF).await;
    nul.expect_errors([(
        "file",
        "The selected file could not be uploaded – try again",
    )]);
    assert_eq!(files_in(&folder), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn files_that_are_two_things_at_once_are_not_taken() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, &clamd).await;
    let browser = draft.browser().await;
    let word: [(&str, &[u8]); 2] = [("[Content_Types].xml", b"x"), ("word/document.xml", b"x")];
    let active = "The selected file must not have macros, scripts or other files in it";
    let vba = zip(&[word[0], word[1], ("word/vbaProject.bin", b"x")]);
    let page = b"<html><script>alert(1)</script></html>\n";
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";
    for (name, bytes, message) in [
        ("macros.docx", vba, active),
        ("a.pdf", [page, PDF].concat(), WRONG_KIND),
        ("a.pdf", svg.to_vec(), WRONG_KIND),
        (
            "a.png",
            [b"\x89PNG\r\n\x1a\n", &svg[..]].concat(),
            WRONG_KIND,
        ),
        ("a.csv", page.to_vec(), WRONG_KIND),
        ("a.csv", b"a,b\n\0,d\n".to_vec(), WRONG_KIND),
        ("a.docx", zip(&[word[0]]), WRONG_KIND),
    ] {
        let answer = upload(&browser, &draft, name, &bytes).await;
        answer.expect_errors([("file", message)]);
    }
    assert_eq!(files_in(&folder), Vec::<PathBuf>::new());
    assert_eq!(draft.app.count("documents").await, 0);
}

#[tokio::test]
async fn what_looks_like_a_script_is_only_ever_saved() {
    let clamd = Clamd::start().await;
    let folder = clamd.folder("files");
    let draft = given(&folder, &clamd).await;
    let browser = draft.browser().await;
    let after = [PDF, b"<html><script>alert(1)</script></html>\n"].concat();
    let inside = b"%PDF-1.7\n<html><script>alert(1)</script></html>\nstartxref\n9\n%%EOF\n";
    let table = b"name,value\n=cmd|'/C calc'!A0,<script>alert(1)</script>\n";
    for (name, bytes, kind) in [
        ("page.html.pdf", &inside[..], "application/pdf"),
        ("page.html", &after, "application/pdf"),
        ("table.csv", table, "text/csv; charset=utf-8"),
    ] {
        let own = added(&browser, &draft, name, bytes).await;
        draft.app.run_due_work().await;
        let served = served(&browser, &own).await;
        assert_eq!(served.kind, kind, "{name}");
        assert_eq!(served.bytes, bytes, "{name}");
    }
}

//! Copies for people: the application as PDF and ODT, which hold what the page that prints shows.

use crate::downloads::{file, read_file};
use crate::given_draft::GivenDraft;
use crate::imports::upload;
use certificates::paper_pdf::CHARACTERS_MAX;
use domain::document::DOCUMENTS_MAX;
use domain::role::OrganisationRole;
use questions::{Field, FieldKind, Task};
use quick_xml::Reader;
use quick_xml::events::Event;
use reqwest::Method;
use std::io::Read as _;
use tests::{Browser, Page, poppler};
use time::Duration;

/// The copy of an application in this kind.
async fn taken(browser: &Browser, root: &str, kind: &str) -> Vec<u8> {
    saved(browser, root, kind).await.2
}

/// The same with its type and the name to save it under. A PDF that is not ready is asked for again.
async fn saved(browser: &Browser, root: &str, kind: &str) -> (String, String, Vec<u8>) {
    let path = format!("{root}/downloads");
    let token = browser.visit(&path).await.csrf();
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([(govuk::CSRF_FIELD, token.as_str()), ("kind", kind)])
        .finish();
    let form = [("content-type", "application/x-www-form-urlencoded")];
    for _ in 0..20 {
        let sent = body.clone().into_bytes();
        let response = browser.send(Method::POST, &path, &form, sent).await;
        if response.status() == 503 {
            assert_eq!(response.headers()["retry-after"], "10");
            continue;
        }
        return read_file(response, &path).await;
    }
    panic!("{kind} is never ready");
}

/// The text of a PDF, without what stands at the foot of its pages.
fn text_of_pdf(pdf: &[u8]) -> Option<String> {
    let page = [
        "-raw", "-x", "0", "-y", "0", "-W", "595", "-H", "775", "-", "-",
    ];
    poppler("pdftotext", &page, pdf).map(|text| in_a_line(&text))
}

/// A file of an archive as we write them.
fn unpacked(archive: &[u8], name: &str) -> String {
    let number = |at: usize| u32::from_le_bytes(archive[at..at + 4].try_into().unwrap()) as usize;
    let short = |at: usize| u16::from_le_bytes(archive[at..at + 2].try_into().unwrap());
    let mut at = 0;
    while archive[at..].starts_with(b"PK\x03\x04") {
        let (packed, name_end) = (number(at + 18), at + 30 + usize::from(short(at + 26)));
        let bytes = &archive[name_end..name_end + packed];
        if &archive[at + 30..name_end] == name.as_bytes() {
            let mut text = String::new();
            match short(at + 8) {
                0 => text = String::from_utf8(bytes.to_vec()).unwrap(),
                _ => drop(flate2::read::DeflateDecoder::new(bytes).read_to_string(&mut text)),
            }
            return text;
        }
        at = name_end + packed;
    }
    panic!("there is no {name}");
}

/// The text of an ODT, whose parts are well-formed.
fn text_of_odt(odt: &[u8]) -> String {
    assert_eq!(&odt[30..38], b"mimetype", "what it is comes first");
    assert_eq!(unpacked(odt, "mimetype"), spreadsheets::ODT);
    for name in ["styles.xml", "meta.xml", "META-INF/manifest.xml"] {
        words(&unpacked(odt, name));
    }
    in_a_line(&words(&unpacked(odt, "content.xml")))
}

fn words(xml: &str) -> String {
    let mut reader = Reader::from_str(xml);
    let mut words = String::new();
    loop {
        match reader.read_event().unwrap() {
            Event::End(_) | Event::Empty(_) => words.push(' '),
            Event::Text(text) => words.push_str(&text.xml10_content()),
            Event::GeneralRef(entity) => words.push(match entity.xml10_content().as_ref() {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                _ => '"',
            }),
            Event::Eof => return words,
            _ => {}
        }
    }
}

fn in_a_line(text: &str) -> String {
    let visible = text.replace('\u{200b}', "");
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every name and value, heading and cell of the page that prints.
async fn printed(browser: &Browser, root: &str) -> Vec<String> {
    let page = browser.visit(&format!("{root}/everything")).await;
    let mut texts = page.select_text("main h2, main h3, main dt, main dd p, main th, main td");
    // A value without paragraphs is one.
    texts.extend(page.select_text("main dd:not(:has(p))"));
    texts.iter().map(|text| in_a_line(text)).collect()
}

/// Takes both copies, and expects in them whatever the page that prints shows.
pub async fn expect_papers(browser: &Browser, root: &str, more: &[&str]) {
    let odt = text_of_odt(&taken(browser, root, "odt").await);
    let pdf = taken(browser, root, "pdf").await;
    let pdf = text_of_pdf(&pdf);
    let printed = printed(browser, root).await;
    assert!(printed.len() > 50, "{printed:?}");
    for text in printed
        .iter()
        .map(String::as_str)
        .chain(more.iter().copied())
    {
        let text = in_a_line(text);
        assert!(odt.contains(&text), "ODT: {text}\n{odt}");
        if let Some(pdf) = &pdf {
            assert!(pdf.contains(&text), "PDF: {text}\n{pdf}");
        }
    }
}

/// The page with the copies once the size of each is known.
async fn sized(browser: &Browser, draft: &GivenDraft) -> Page {
    for _ in 0..100 {
        let page = browser.visit(&draft.path("downloads")).await;
        if !page
            .links()
            .iter()
            .any(|(words, _)| words == "Refresh this page")
        {
            return page;
        }
        page.expect_text("PDF, being made");
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
    panic!("the PDF is never made");
}

async fn nobody_of_another_organisation_gets_them(draft: &GivenDraft) {
    let app = &draft.app;
    let other = app.given_organisation("Somebody Else Limited").await;
    let stranger = app
        .given_member(&other, OrganisationRole::Administrator)
        .await;
    let stranger = app.sign_in(&stranger).await;
    let path = draft.path("downloads");
    stranger.open(&path).await.expect_status(404);
    let token = stranger.visit("/home").await.csrf();
    for kind in ["pdf", "odt"] {
        let fields = [(govuk::CSRF_FIELD, token.as_str()), ("kind", kind)];
        stranger.post(&path, &fields).await.expect_status(404);
    }
}

#[tokio::test]
async fn whoever_may_read_takes_the_application_as_pdf_and_odt() {
    let draft = GivenDraft::complete().await;
    let hostile = "#panic(1) *b* $x^2$ @ref </text:p><script>alert(1)</script> &amp; = end";
    draft
        .change("description-for-users", "description", hostile)
        .await;
    let app = &draft.app;
    let viewer = app
        .given_member(&draft.organisation, OrganisationRole::Viewer)
        .await;
    let browser = app.sign_in(&viewer).await;
    let root = draft.path("").trim_end_matches('/').to_owned();
    expect_papers(&browser, &root, &[hostile, "Northwind Gazetteer"]).await;
    let page = sized(&browser, &draft).await;
    let buttons = page.select_text("button");
    app.skip_audit().await;
    let mut sizes = Vec::new();
    for (ending, title, kind) in [
        ("pdf", "PDF", "application/pdf"),
        ("odt", "ODT", "application/vnd.oasis.opendocument.text"),
    ] {
        let (found, name, bytes) = saved(&browser, &root, ending).await;
        assert_eq!(found, kind);
        let expected = format!("attachment; filename=\"{}.{ending}\"", draft.reference);
        assert_eq!(name, expected);
        let size = format!("({title}, {}KB)", bytes.len().div_ceil(1000));
        assert!(
            buttons.iter().any(|words| words.ends_with(&size)),
            "{buttons:?}: {size}"
        );
        sizes.push(bytes);
    }
    app.expect_audit(["copy_taken", "copy_taken"]).await;
    if let Some(info) = poppler("pdfinfo", &["-"], &sizes[0]) {
        let has = |line: &str| info.lines().any(|other| in_a_line(other) == line);
        assert!(
            has("Title: Northwind Gazetteer") && has("Tagged: yes"),
            "{info}"
        );
        assert!(has("Author: Northwind Mapping Limited"), "{info}");
    }
    let meta = unpacked(&sizes[1], "meta.xml");
    assert!(
        meta.contains("<dc:title>Northwind Gazetteer</dc:title>"),
        "{meta}"
    );
    // Nothing changed, so they are the same to the byte, whenever they are taken.
    app.advance(Duration::minutes(3)).await;
    for (ending, bytes) in [("pdf", &sizes[0]), ("odt", &sizes[1])] {
        assert_eq!(&taken(&browser, &root, ending).await, bytes, "{ending}");
    }
    nobody_of_another_organisation_gets_them(&draft).await;
}

#[tokio::test]
async fn letters_without_a_font_are_numbers_in_the_pdf_and_themselves_in_the_odt() {
    let draft = GivenDraft::complete().await;
    let typed = "漢字 خدمة 😀 Łódź";
    draft
        .change("description-for-users", "description", typed)
        .await;
    let browser = draft.browser().await;
    let root = draft.path("").trim_end_matches('/').to_owned();
    let odt = text_of_odt(&taken(&browser, &root, "odt").await);
    assert!(odt.contains(typed), "{odt}");
    let pdf = taken(&browser, &root, "pdf").await;
    let Some(pdf) = text_of_pdf(&pdf) else { return };
    for words in [
        "[U+6F22 5B57]",
        "[U+1F600] Łódź",
        "Some letters cannot be shown in this file.",
    ] {
        assert!(pdf.contains(words), "{words}: {pdf}");
    }
}

#[tokio::test]
async fn texts_do_not_come_back() {
    let draft = GivenDraft::complete().await;
    let browser = draft.browser().await;
    let root = draft.path("").trim_end_matches('/').to_owned();
    let page = browser.visit(&draft.path("downloads")).await;
    page.expect_text("These copies do not come back");
    let odt = taken(&browser, &root, "odt").await;
    let page = upload(&browser, &root, "form.odt", &odt).await;
    page.expect_status(422)
        .expect_error("file", "The selected file must be an ODS, CSV or JSON");
    let blank = "/questions/form.odt";
    let questions = draft.app.browser().visit("/questions").await;
    assert!(questions.links().iter().any(|(_, href)| href == blank));
    let (kind, name, bytes) = file(&draft.app.browser(), blank).await;
    assert_eq!(kind, spreadsheets::ODT);
    assert!(name.ends_with("-blank.odt\""), "{name}");
    let text = text_of_odt(&bytes);
    let set = questions::current("psn-cop").unwrap();
    for question in set.questions() {
        for words in [&question.text_published, &question.requirement_effective] {
            assert!(text.contains(&in_a_line(words)), "{words}");
        }
    }
    let unknown = draft.app.browser().open("/questions/form.pdf").await;
    unknown.expect_status(404);
}

/// The most characters that an answer to a field can have, as people read it.
fn longest(field: &Field) -> usize {
    let choices = field.choices().iter();
    let labels = choices.map(|choice| choice.label.chars().count() + 2);
    let choices: usize = match field.kind {
        FieldKind::Radios(_) => labels.max().unwrap_or_default(),
        _ => labels.sum(),
    };
    let text = field.max_chars.unwrap_or(200);
    let times = match field.kind {
        FieldKind::TextList { max_items } | FieldKind::ServiceCodes { max_items } => max_items,
        _ => 1,
    };
    field.label.chars().count() + choices.max(text * times)
}

fn longest_task(task: &Task) -> usize {
    let items = task
        .list()
        .map_or(1, |list| usize::try_from(list.max).unwrap());
    let pages = task.pages.iter().map(|page| {
        let fields: usize = page.fields.iter().map(longest).sum();
        // Each answer may stand beside that of last year, with a heading and how it compares.
        let times = if page.is_item_page() { items } else { 1 };
        times * (2 * fields + 1_000)
    });
    pages.sum()
}

#[test]
fn the_largest_application_that_is_allowed_is_not_too_long() {
    for set in questions::sets() {
        let answers: usize = set.tasks.iter().map(longest_task).sum();
        // A document has a title, what it shows, and what it belongs to.
        let all = answers + DOCUMENTS_MAX * 6_000;
        let (id, version, revision) = (&set.id, &set.version, set.revision);
        assert!(all < CHARACTERS_MAX, "{id} {version}.{revision}: {all}");
    }
}

//! What can be taken away of an application, each with its size.

use super::{blank_forms, blank_text, paper, schema_address, schema_path};
use crate::PageError;
use crate::applications::opened::Opened;
use crate::certificates::size;
use crate::downloads::Link;
use crate::reply::{self, Reply};
use askama::Template;
use govuk::{Button, Layout};
use policy::Permit;
use policy::organisation::ExportApplication;
use service::copies::{CopyKind, PaperKind, beside, copy, paper_size, submitted};
use service::imports::FILE_BYTES_MAX;

/// Which kind of file.
pub const KIND: &str = "kind";
/// The kind that is what was submitted.
pub const SUBMITTED: &str = "submitted";

/// A file with what it is for.
struct File {
    button: Button,
    purpose: &'static str,
}

/// How the PDF stands.
enum Pdf {
    Made,
    /// Its size is not known yet: look at the page again.
    BeingMade,
    /// Our fault.
    Impossible,
}

impl Pdf {
    fn is_being_made(&self) -> bool {
        matches!(self, Self::BeingMade)
    }

    fn is_impossible(&self) -> bool {
        matches!(self, Self::Impossible)
    }
}

#[derive(Template)]
#[template(path = "downloads/list.html")]
struct ListPage {
    layout: Layout,
    root: String,
    action: String,
    /// To read, print and pass round.
    papers: Vec<File>,
    pdf: Pdf,
    /// To work with.
    copies: Vec<File>,
    /// That the copy for programs can't come back here.
    is_too_large_to_upload: bool,
    /// The button for what was submitted.
    submitted: Option<Button>,
    schema: String,
    blank: Vec<Link>,
    blank_text: Option<Link>,
    can_import: bool,
}

pub async fn show(opened: Opened) -> Reply {
    let permit = opened.form.permit_to_export()?;
    let address = schema_address(&opened.app, opened.set());
    let store = &opened.app.store;
    let beside = beside(store, &opened.form).await?;
    let submitted = submitted(store, &opened.form).await?;
    let (papers, pdf) = papers(&opened, &permit).await?;
    let mut is_too_large_to_upload = false;
    let mut copies = Vec::new();
    for kind in CopyKind::ALL {
        let bytes = copy(&opened.form, &beside, &permit, kind, &address).len();
        is_too_large_to_upload |= bytes > FILE_BYTES_MAX;
        let (words, purpose) = words(kind);
        let words = format!("{words} ({}, {})", kind.title(), size(bytes));
        let button = Button::secondary(words).posting(KIND, kind.ending());
        copies.push(File { button, purpose });
    }
    reply::ok(&ListPage {
        layout: opened
            .layout("Download a copy")
            .back_to(opened.root(), "Back to your application"),
        root: opened.root(),
        papers,
        pdf,
        action: opened.path("downloads"),
        copies,
        is_too_large_to_upload,
        submitted: submitted.map(|submitted| submitted_button(submitted.text.len())),
        schema: schema_path(opened.set()),
        blank: blank_forms(opened.set()),
        blank_text: blank_text(opened.set()),
        can_import: opened.form.state().is_draft() && opened.form.permit().is_ok(),
    })
}

/// The files to read. One that can't be made keeps nobody from the others.
async fn papers(
    opened: &Opened,
    permit: &Permit<ExportApplication>,
) -> Result<(Vec<File>, Pdf), PageError> {
    let paper = paper::whole(opened).await?;
    let mut pdf = Pdf::Made;
    let mut files = Vec::new();
    for kind in PaperKind::ALL {
        let bytes = match paper_size(&paper, kind, permit).await {
            Ok(Some(bytes)) => size(bytes),
            Ok(None) => {
                pdf = Pdf::BeingMade;
                "being made".to_owned()
            }
            Err(error) => {
                tracing::error!(%error, "a copy can't be made");
                pdf = Pdf::Impossible;
                continue;
            }
        };
        let (words, purpose) = words_of_paper(kind);
        let words = format!("{words} ({}, {bytes})", kind.title());
        let button = Button::secondary(words).posting(KIND, kind.ending());
        files.push(File { button, purpose });
    }
    Ok((files, pdf))
}

/// The button for what was submitted, which has so many bytes.
pub fn submitted_button(bytes: usize) -> Button {
    let words = format!("Download what you submitted (JSON, {})", size(bytes));
    Button::secondary(words).posting(KIND, SUBMITTED)
}

fn words_of_paper(kind: PaperKind) -> (&'static str, &'static str) {
    match kind {
        PaperKind::Pdf => (
            "Download to read or print",
            "Your answers on pages, with a list of contents, headings and page numbers. It looks the same \
             everywhere, and screen readers can read it.",
        ),
        PaperKind::Odt => (
            "Download as a text document",
            "The same for a word processor, for example to quote from it or to add comments.",
        ),
    }
}

fn words(kind: CopyKind) -> (&'static str, &'static str) {
    match kind {
        CopyKind::Ods => (
            "Download as a spreadsheet",
            "One row for each field of the form. You can fill it in and upload it again.",
        ),
        CopyKind::Csv => (
            "Download as a plain table",
            "The same rows for any program that reads tables. You can fill it in and upload it again.",
        ),
        CopyKind::Json => (
            "Download for programs",
            "Also holds who saved what before, what you asked the PSN team, who does which section, what is \
             known of your documents, requests and replies, and a digest of all of it.",
        ),
    }
}

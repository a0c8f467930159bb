//! One document: what it is, what it shows, how its scan stands.

use super::versions::Versions;
use super::{
    document_id, given, given_day, given_last_day, kind_and_size, questions_of, scan_words, upload,
};
use crate::App;
use crate::application_path::ApplicationPath;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Path, State};
use domain::document::{Document, ScanState};
use domain::when;
use govuk::{Button, FileUpload, FormState, InsetText, Layout, SummaryList, SummaryRow};
use questions::{EvidenceItem, QuestionSet};
use service::documents::Documents;
use time::Date;

#[derive(Template)]
#[template(path = "documents/document.html")]
struct DocumentPage {
    layout: Layout,
    notice: Option<InsetText>,
    /// Where another file is chosen instead of one with a virus.
    instead: Option<Instead>,
    /// That what it says holds no longer.
    lapsed: Option<InsetText>,
    /// The page itself, to look again while the scan waits.
    refresh: Option<String>,
    details: SummaryList,
    change: Option<Button>,
    /// The address and the words of the download.
    file: Option<(String, String)>,
    /// The address and the words of the link that removes it.
    remove: Option<(String, &'static str)>,
    versions: Versions,
}

/// Where another file is chosen instead of one with a virus: the address, the field, the button.
type Instead = (String, FileUpload, Button);

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    path: ApplicationPath,
    Path((_, document)): Path<(String, String)>,
) -> Reply {
    let id = document_id(&document)?;
    let (listed, document) = service::documents::find(&app.store, &actor, &path.0, id).await?;
    let own = path.at(&format!("documents/{id}"));
    let layout = furniture.supplier(&actor, Some(listed.application.organisation));
    let change = || Button::secondary("Change these details").href(format!("{own}/change"));
    let words = format!(
        "Download {} ({})",
        document.file_name,
        kind_and_size(document.kind, document.bytes)
    );
    let today = when::uk_date(listed.now);
    let can_change = listed.can_change && document.replaced_at.is_none();
    let mut form = FormState::new();
    let is_refused = document.scan == ScanState::Infected && can_change;
    if is_refused {
        form.error(upload::FILE, upload::INFECTED);
    }
    let versions = Versions::of(&listed, &document, &path);
    let waits = document.scan == ScanState::Waiting || versions.waits;
    reply::ok(&DocumentPage {
        layout: layout
            .title(&document.description.title)
            .section("Documents")
            .back_to(path.at("documents"), "Back to your documents")
            .errors_of(&form),
        instead: is_refused.then(|| instead(&listed, &document, &path, &form)),
        notice: notice(document.scan).map(InsetText::new),
        lapsed: lapsed(&document, today, listed.can_change).map(InsetText::new),
        refresh: waits.then(|| own.clone()),
        details: details(&document, &listed, today),
        change: can_change.then(change),
        file: document
            .scan
            .is_released()
            .then(|| (format!("{own}/file"), words)),
        remove: can_change.then(|| {
            let words = if document.is_current() {
                "Remove this document"
            } else {
                "Remove this version"
            };
            (format!("{own}/remove"), words)
        }),
        versions,
    })
}

/// Another file instead of one with a virus: another document, or again a newer version.
fn instead(
    listed: &Documents,
    document: &Document,
    path: &ApplicationPath,
    form: &FormState,
) -> Instead {
    let current = listed.current(document.series);
    let current = current.filter(|_| document.is_proposed());
    let tail = current.map_or("documents/add".to_owned(), |current| {
        format!("documents/{}/newer", current.id)
    });
    (
        path.at(&tail),
        upload::file_upload("Choose another file", form),
        Button::primary("Upload file"),
    )
}

/// What people should know about the scan.
fn notice(state: ScanState) -> Option<&'static str> {
    match state {
        ScanState::Waiting => Some(
            "We are scanning this file for viruses. Nobody can download it before that. You can go on with your application.",
        ),
        ScanState::Infected => Some(
            "The selected file contains a virus. We removed the file, and nobody can download it. Add a file without a virus if you have one, and remove this entry.",
        ),
        ScanState::Failed => Some(
            "We could not scan this file for viruses, so nobody can download it. Remove it and add it again, or add it as a PDF.",
        ),
        ScanState::NotScanned => Some(
            "This file was not scanned for viruses, because this is a demonstration without a scanner.",
        ),
        ScanState::Clean => None,
    }
}

/// That what a document says holds no longer, and what can be done about it.
fn lapsed(document: &Document, today: Date, can_change: bool) -> Option<String> {
    let last = document.description.lapsed_on(today);
    let last = last.filter(|_| document.replaced_at.is_none())?;
    let words = format!("This document expired on {}.", when::date(last));
    Some(if can_change {
        format!("{words} Upload a newer version if you have it.")
    } else {
        words
    })
}

/// What people say about a document, but for its name.
pub fn described(
    document: &Document,
    set: &QuestionSet,
    items: &[EvidenceItem],
    today: Date,
) -> [SummaryRow; 5] {
    let description = &document.description;
    [
        SummaryRow::new("What it shows", given(&description.shows)),
        SummaryRow::new(
            "Questions",
            given(&questions_of(&description.questions, set, items)),
        ),
        SummaryRow::new("Issued by", given(&description.issuer)),
        SummaryRow::new("Effective from", given_day(description.effective_on)),
        SummaryRow::new("Expires on", given_last_day(description.expires_on, today)),
    ]
}

fn details(document: &Document, listed: &Documents, today: Date) -> SummaryList {
    let added = format!(
        "{} by {}",
        when::date_and_time(document.added_at),
        document.added_by_name
    );
    let version = (document.number > 1 || document.replaced_at.is_some())
        .then(|| SummaryRow::new("Version", document.number.to_string()));
    let file = [
        SummaryRow::new("File", &document.file_name),
        SummaryRow::new(
            "Type and size",
            kind_and_size(document.kind, document.bytes),
        ),
        SummaryRow::new("Virus scan", scan_words(document)),
    ];
    let rows = SummaryList::new().rows(version).rows(file);
    let described = described(document, listed.set, &listed.items, today);
    rows.rows(described).rows([
        SummaryRow::new("Uploaded", added),
        SummaryRow::new("Fingerprint (SHA-256)", &document.sha256),
    ])
}

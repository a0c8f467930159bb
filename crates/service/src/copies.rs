//! Copies of an application that its supplier takes away, and blank forms.
//!
//! A copy as a spreadsheet or CSV can be filled in and uploaded again; JSON holds everything as it
//! is stored and fits a schema that is published ([`schema`]). PDF and ODT are for people ([`take_paper`]).
//! What was signed and submitted is a copy of its own, exactly as it was signed ([`submitted`]).

mod gathered;
mod papers;
mod parts;
mod schema;
mod submitted;
mod whole;

pub use gathered::{Beside, HISTORY_BYTES_MAX, HISTORY_MAX, beside};
pub use papers::{NotMade, PaperKind, TakeError, paper_size, take_paper};
pub use schema::{schema, schema_name};
pub use submitted::{Submitted, submitted, take_submitted};

use crate::applications::Form;
use audit::{Event, Kind};
use policy::Permit;
use policy::organisation::ExportApplication;
use questions::{Answers, HEADINGS, QuestionSet};
use spreadsheets::{Column, Sheet};
use store::{Context, Store, StoreError};

/// The kinds of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyKind {
    /// OpenDocument spreadsheet.
    Ods,
    /// Text with separators.
    Csv,
    /// JSON; only of an application, there is no blank one.
    Json,
}

impl CopyKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Ods, Self::Csv, Self::Json];

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Ods => "ODS",
            Self::Csv => "CSV",
            Self::Json => "JSON",
        }
    }

    /// The ending of its names.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Ods => "ods",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// The kind with this ending.
    pub fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.ending() == ending)
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Json => "application/json",
        }
    }
}

/// The width of each column of a form, in millimetres.
const WIDTHS: [u16; HEADINGS.len()] = [45, 35, 50, 60, 75, 100];

/// Takes a copy: the file, and an entry in the audit log.
///
/// # Errors
/// When the database can't be reached; then there is no copy either.
pub async fn take(
    store: &Store,
    form: &Form,
    permit: &Permit<ExportApplication>,
    kind: CopyKind,
    schema_address: &str,
) -> Result<Vec<u8>, StoreError> {
    let beside = beside(store, form).await?;
    let bytes = copy(form, &beside, permit, kind, schema_address);
    note(store, form, kind.ending()).await?;
    Ok(bytes)
}

/// Notes in the audit log that a copy of this kind was taken.
pub(crate) async fn note(store: &Store, form: &Form, kind: &str) -> Result<(), StoreError> {
    let application = &form.case.application;
    let event = Event::new(Kind::CopyTaken)
        .organisation(application.organisation)
        .application(application.id)
        .with("kind", kind);
    let tx = store.write(Context::of(&form.actor)).await?;
    tx.commit(&event).await
}

/// Everything that an application holds, as a file of this kind. `schema_address` is where the
/// schema of its copies is published; what is `beside` the answers is in JSON only.
pub fn copy(
    form: &Form,
    beside: &Beside,
    _: &Permit<ExportApplication>,
    kind: CopyKind,
    schema_address: &str,
) -> Vec<u8> {
    let application = &form.case.application;
    let title = format!("{}: {}", form.set().title, application.reference);
    match kind {
        CopyKind::Ods => spreadsheets::write_ods(&sheet(form.set(), answers(form), &title)),
        CopyKind::Csv => spreadsheets::write_csv(&sheet(form.set(), answers(form), &title)),
        CopyKind::Json => whole::json(form, beside, schema_address).into_bytes(),
    }
}

/// The form without answers, to fill in; nothing for kinds that nobody fills in.
pub fn blank(set: &QuestionSet, kind: CopyKind) -> Option<Vec<u8>> {
    let sheet = sheet(set, &Answers::new(), &set.title);
    match kind {
        CopyKind::Ods => Some(spreadsheets::write_ods(&sheet)),
        CopyKind::Csv => Some(spreadsheets::write_csv(&sheet)),
        CopyKind::Json => None,
    }
}

fn answers(form: &Form) -> &Answers {
    &form.case.stored.answers
}

fn sheet(set: &QuestionSet, answers: &Answers, title: &str) -> Sheet {
    let last = HEADINGS.len() - 1;
    let columns = HEADINGS.iter().zip(WIDTHS).enumerate();
    let columns = columns.map(|(number, (heading, width))| Column {
        heading: (*heading).to_owned(),
        width,
        is_input: number == last,
    });
    let rows = set.form_rows(answers).into_iter();
    Sheet {
        title: title.to_owned(),
        name: set.title.clone(),
        columns: columns.collect(),
        rows: rows.map(questions::FormRow::cells).collect(),
    }
}

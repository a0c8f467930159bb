//! Documents that a supplier adds to its application: add, describe, download, replace, remove.
//!
//! None is ever demanded. The page of the form that is about documents lists them
//! (`applications/attached`). A file is sent on a page of its own (`add`), one at a time, and then
//! described (`change`): name, what it shows, questions, issuer and dates. It can be downloaded
//! once it was scanned, always as an attachment in a sandbox (`file`). A newer version (`newer`) takes
//! the place of the one before when its scan has found nothing; that one stays in the history
//! (`versions`). A document of another application can be chosen (`again`) and used here too
//! (`use_again`).

mod about;
mod add;
mod again;
mod card;
mod change;
mod compared;
mod document;
mod file;
mod gone;
mod mark;
mod newer;
mod receive;
mod remove;
mod typed;
mod upload;
mod use_again;
mod versions;

pub(crate) use card::whole_card;
pub(crate) use compared::{Compared, ShownDocument};
pub(crate) use file::{attachment, attachment_named};
pub(crate) use receive::{BODY_MAX, Expected, NotReceived, Received, receive};
pub(crate) use upload::{FILE, NotTaken, boundary};
pub(crate) use versions::{proposed_tag, proposed_title, replaced_words};

use crate::application_path::ApplicationPath;
use crate::reply::{self, Reply};
use crate::{Access, PageError, Route};
use axum::http::Uri;
use domain::document::{Document, DocumentKind, ScanState, size_in_words};
use domain::id::DocumentId;
use domain::role::OrganisationRole::{Editor, Viewer};
use domain::when;
use govuk::{Content, Html, Tag, TagColour};
use questions::{EvidenceItem, QuestionSet};
use service::documents::{AddError, ChangeError, ReadError, item_named};
use time::Date;

pub(crate) fn routes() -> Vec<Route> {
    const ADD: &str = "/applications/{reference}/documents/add";
    const AGAIN: &str = "/applications/{reference}/documents/again";
    const USE: &str = "/applications/{reference}/documents/again/{document}";
    const DOCUMENT: &str = "/applications/{reference}/documents/{document}";
    const FILE: &str = "/applications/{reference}/documents/{document}/file";
    const CHANGE: &str = "/applications/{reference}/documents/{document}/change";
    const NEWER: &str = "/applications/{reference}/documents/{document}/newer";
    const REMOVE: &str = "/applications/{reference}/documents/{document}/remove";
    let reader = Access::Organisation(Viewer);
    let editor = Access::Organisation(Editor);
    vec![
        Route::get(ADD, editor, add::show),
        Route::post(ADD, editor, add::submit),
        Route::get(AGAIN, editor, again::show),
        Route::get(USE, editor, use_again::show),
        Route::post(USE, editor, use_again::submit),
        Route::get(DOCUMENT, reader, document::show),
        Route::get(FILE, reader, file::show),
        Route::get(CHANGE, editor, change::show),
        Route::post(CHANGE, editor, change::submit),
        Route::get(NEWER, editor, newer::show),
        Route::post(NEWER, editor, newer::submit),
        Route::get(REMOVE, editor, remove::show),
        Route::post(REMOVE, editor, remove::submit),
    ]
}

/// Whether files are sent to this address. They get more time than other forms.
pub(crate) fn is_upload(address: &Uri) -> bool {
    let path = address.path();
    let is_newer = path.contains("/documents/") && path.ends_with("/newer");
    let is_page = path.ends_with("/signature/ink/upload");
    path.starts_with("/applications/") && (is_newer || is_page || path.ends_with("/documents/add"))
}

/// The document that an address names.
pub(crate) fn document_id(text: &str) -> Result<DocumentId, PageError> {
    DocumentId::parse(text).ok_or(PageError::NotFound)
}

/// How the check for viruses stands, as a tag.
pub(crate) fn scan_tag(state: ScanState) -> Tag {
    let (words, colour) = match state {
        ScanState::Waiting => ("Waiting for scan", TagColour::Blue),
        ScanState::Clean => ("No virus found", TagColour::Green),
        ScanState::Infected => ("Virus found", TagColour::Red),
        ScanState::Failed => ("Not readable", TagColour::Red),
        ScanState::NotScanned => ("Not scanned", TagColour::Yellow),
    };
    Tag::new(words, colour)
}

/// How the check for viruses stands, when it ended and which scanner made it.
pub(crate) fn scan_words(document: &Document) -> Content {
    let tag = Content::of(&scan_tag(document.scan));
    let Some(at) = document.scanned_at else {
        return tag;
    };
    let by = document.scan_engine.as_ref();
    let by = by.map_or_else(String::new, |engine| format!(" by {engine}"));
    let words = Content::from(format!(" Scanned at {}{by}", when::date_and_time(at)));
    Html::of(&tag).and(&words).into()
}

/// What people said, or that they did not.
fn given(text: &str) -> Content {
    match text {
        "" => "Not given".into(),
        text => text.into(),
    }
}

/// A day that people gave, or that they did not.
fn given_day(day: Option<Date>) -> String {
    day.map_or("Not given".to_owned(), when::date)
}

/// The same of the last day on which what a document says holds.
fn given_last_day(day: Option<Date>, today: Date) -> Content {
    day.map_or("Not given".into(), |day| last_day(day, today))
}

/// That what a document says holds no longer.
fn lapsed_tag() -> Tag {
    Tag::new("Expired", TagColour::Yellow)
}

/// The last day on which what a document says holds, with a tag once that is over.
pub(crate) fn last_day(last: Date, today: Date) -> Content {
    let words = when::date(last);
    if last < today {
        let words = Content::from(format!("{words} "));
        Html::of(&words).and(&lapsed_tag()).into()
    } else {
        words.into()
    }
}

/// How many of some documents say what holds no longer; nothing when none does.
pub(crate) fn lapsed_words(documents: usize) -> Option<String> {
    match documents {
        0 => None,
        1 => Some("1 document has expired.".to_owned()),
        _ => Some(format!("{documents} documents have expired.")),
    }
}

/// The kind and size of a file.
pub(crate) fn kind_and_size(kind: DocumentKind, bytes: u64) -> String {
    format!("{}, {}", kind.title(), size_in_words(bytes))
}

/// What a document is called that is the Code of Connection of the infrastructure.
const CODE_OF_CONNECTION: &str = "Code of Connection (CoCo)";

/// The questions and the items of lists that a document belongs to, in words.
pub(crate) fn questions_of(
    questions: &[String],
    set: &QuestionSet,
    items: &[EvidenceItem],
) -> String {
    let titles = questions.iter().filter_map(|id| set.question(id));
    let mut titles: Vec<String> = titles
        .map(|question| format!("{} {}", question.id, question.title))
        .collect();
    let code = set.page_of_fact("joint_how");
    if code.is_some_and(|page| questions.iter().any(|id| id == page)) {
        titles.insert(0, CODE_OF_CONNECTION.to_owned());
    }
    let named = questions.iter().filter_map(|id| item_named(items, id));
    titles.extend(named.map(|item| item.title.clone()));
    titles.join("\n")
}

impl From<ReadError> for PageError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Denied(denied) => denied.into(),
            // Of a file that is not released, the download leads to the page that says why.
            ReadError::NotFound | ReadError::NotReleased => Self::NotFound,
            ReadError::File(error) => Self::internal(error),
            ReadError::Store(error) => error.into(),
        }
    }
}

impl From<ChangeError> for PageError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::NotFound => Self::NotFound,
            ChangeError::Denied(denied) => denied.into(),
            ChangeError::Closed => Self::Conflict,
            ChangeError::Store(error) => error.into(),
        }
    }
}

/// Why a document of another application is not used: what is full is said on the page of the
/// documents, to which a closed application leads too.
fn not_added(error: AddError, path: &ApplicationPath) -> Reply {
    let list = path.at("documents");
    match error {
        AddError::Closed => reply::see_other(&list),
        error => {
            let words = refused(error)?;
            reply::see_other_saying(&list, words)
        }
    }
}

/// What goes wrong and is no matter of the file; a file's own error is for its field.
pub(crate) fn refused(error: AddError) -> Result<&'static str, PageError> {
    use blobs::NotAccepted;
    match error {
        AddError::NotFound => Err(PageError::NotFound),
        AddError::Denied(denied) => Err(denied.into()),
        AddError::Closed | AddError::NoFiles | AddError::NotCurrent | AddError::AlreadyThere(_) => {
            Err(PageError::Conflict)
        }
        AddError::Store(error) => Err(error.into()),
        AddError::TooMany => {
            Ok("You have added 50 documents, which is the most you can add. Remove one first")
        }
        AddError::TooManyVersions => Ok(
            "This document has 10 versions, which is the most it can have. Add a new document instead",
        ),
        AddError::NewerWaits => {
            Ok("A newer version of this document is already waiting for its virus scan")
        }
        AddError::SameFile => Ok("The selected file is the same as the current version"),
        AddError::Infected => Ok(upload::INFECTED),
        AddError::Full => Ok("All your documents together must be smaller than 200MB"),
        AddError::File(error) => {
            let error = &error as &(dyn std::error::Error + 'static);
            tracing::error!(error, "a file could not be kept");
            Ok(upload::FAILED)
        }
        AddError::NotAccepted(error) => Ok(match error {
            NotAccepted::Empty => "The selected file is empty",
            NotAccepted::WrongKind => upload::WRONG_KIND,
            NotAccepted::Locked => "The selected file is password protected",
            NotAccepted::Active => {
                "The selected file must not have macros, scripts or other files in it"
            }
            NotAccepted::Bomb => "The selected file must not unpack to more than 200MB",
            NotAccepted::Unreadable(_) => upload::FAILED,
        }),
    }
}

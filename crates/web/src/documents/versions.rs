//! What is said of the versions of a document: which one counts, which came before it, and which one
//! waits to come after it.

use crate::application_path::ApplicationPath;
use domain::document::{Document, ScanState};
use domain::when;
use govuk::{Button, Column, Content, InsetText, Table, Tag, TagColour};
use service::documents::Documents;

/// What the page of a version says of the others.
pub struct Versions {
    /// How it stands to the one that counts.
    pub standing: Option<InsetText>,
    /// The address and the words of the other version that this is about.
    pub other: Option<(String, String)>,
    /// Whether that other one waits for its scan, so that it is worth looking again.
    pub waits: bool,
    /// Where a newer one is uploaded.
    pub newer: Option<Button>,
    /// Those that were replaced; empty when there are none.
    pub replaced: Table,
}

impl Versions {
    /// What the page of this version says.
    pub fn of(listed: &Documents, document: &Document, path: &ApplicationPath) -> Self {
        let address = |other: &Document| path.at(&format!("documents/{}", other.id));
        let is_current = document.is_current();
        let other = if is_current {
            let proposed = listed.proposed(document.series);
            proposed.map(|newer| (newer, "Go to the newer version"))
        } else {
            let current = listed.current(document.series);
            current.map(|current| (current, "Go to the current version"))
        };
        let words = match (other, replaced_words(document)) {
            (_, Some(words)) => Some(words),
            (Some((newer, _)), None) if is_current => newer_words(newer),
            (Some((current, _)), None) => Some(proposed_words(document, current)),
            (None, None) => None,
        };
        let newer_scan = other.filter(|_| is_current).map(|(newer, _)| newer.scan);
        let waits = newer_scan == Some(ScanState::Waiting);
        let takes_newer = is_current && listed.can_change && document.scan.is_released() && !waits;
        let newer = Button::secondary("Upload a newer version");
        let replaced = listed.replaced(document.series).filter(|_| is_current);
        Self {
            standing: words.map(InsetText::new),
            other: other.map(|(other, words)| (address(other), words.to_owned())),
            waits,
            newer: takes_newer.then(|| newer.href(format!("{}/newer", address(document)))),
            replaced: Table::new("Earlier versions")
                .column(Column::text("Version"))
                .column(Column::text("File"))
                .column(Column::text("Uploaded"))
                .column(Column::text("Replaced on"))
                .row_headers()
                .rows(replaced.map(|version| {
                    let title = format!("Version {}", version.number);
                    let uploaded = when::date_and_time(version.added_at);
                    vec![
                        Content::link(address(version), title),
                        version.file_name.as_str().into(),
                        format!("{uploaded} by {}", version.added_by_name).into(),
                        version.replaced_at.map_or_else(String::new, day).into(),
                    ]
                })),
        }
    }
}

fn day(at: time::OffsetDateTime) -> String {
    when::date(when::uk_date(at))
}

/// That a newer version took its place, and when; nothing while none did.
pub(crate) fn replaced_words(document: &Document) -> Option<String> {
    let at = document.replaced_at?;
    let by = document.number + 1;
    Some(format!("Replaced by version {by} on {}.", day(at)))
}

/// On the page of the version that counts, how a newer one stands that does not.
fn newer_words(newer: &Document) -> Option<String> {
    let number = newer.number;
    match newer.scan {
        ScanState::Waiting => Some(format!(
            "{} uploaded version {number} on {}. We are scanning it for viruses. This version stays the current one until then.",
            newer.added_by_name,
            day(newer.added_at)
        )),
        ScanState::Infected => Some(format!(
            "Version {number} contains a virus. We removed its file. This version stays the current one."
        )),
        ScanState::Failed => Some(format!(
            "We could not scan version {number} for viruses. This version stays the current one."
        )),
        ScanState::Clean | ScanState::NotScanned => None,
    }
}

/// On the page of a version that does not count yet, which one does.
fn proposed_words(document: &Document, current: &Document) -> String {
    let (number, counts) = (document.number, current.number);
    if document.scan == ScanState::Waiting {
        format!(
            "This is version {number}. Version {counts} stays the current one until the scan is finished."
        )
    } else {
        format!("This is version {number}. Version {counts} stays the current one.")
    }
}

/// In a list, that a newer version of a document does not count yet.
pub(crate) fn proposed_title(scan: ScanState) -> &'static str {
    match scan {
        ScanState::Waiting => "Newer version waiting",
        _ => "Newer version refused",
    }
}

/// The same as a tag.
pub(crate) fn proposed_tag(scan: ScanState) -> Tag {
    let colour = match scan {
        ScanState::Waiting => TagColour::Blue,
        _ => TagColour::Red,
    };
    Tag::new(proposed_title(scan), colour)
}

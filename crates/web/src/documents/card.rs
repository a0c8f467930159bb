//! A document with everything that is known of it, among the answers of the whole form.

use super::document::described;
use super::{kind_and_size, scan_words};
use domain::document::Document;
use domain::when;
use govuk::{SummaryCard, SummaryList, SummaryRow};
use questions::{EvidenceItem, QuestionSet};
use time::Date;

/// The card of a document; `items` are those of lists to which it can belong.
pub(crate) fn whole_card(
    document: &Document,
    set: &QuestionSet,
    items: &[EvidenceItem],
    today: Date,
) -> SummaryCard {
    let size = kind_and_size(document.kind, document.bytes);
    let version =
        (document.number > 1).then(|| SummaryRow::new("Version", document.number.to_string()));
    let added = format!(
        "{} by {}",
        when::date_and_time(document.added_at),
        document.added_by_name
    );
    let list = SummaryList::new()
        .row(SummaryRow::new(
            "File",
            format!("{} ({size})", document.file_name),
        ))
        .rows(version)
        .row(SummaryRow::new("Virus scan", scan_words(document)))
        .rows(described(document, set, items, today))
        .row(SummaryRow::new("Uploaded", added))
        .row(SummaryRow::new("SHA-256 of the file", &document.sha256));
    SummaryCard::new(&document.description.title, list).heading_level(3)
}

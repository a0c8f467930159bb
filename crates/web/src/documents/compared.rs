//! What became of documents between two points, in words: each mark is said for screen readers too,
//! and none is made by colour alone.

use super::{kind_and_size, questions_of};
use crate::clarifications::difference::Difference;
use domain::document::Document;
use domain::when;
use govuk::Content;
use questions::{EvidenceItem, QuestionSet};
use service::difference::difference;
use service::documents::{ChangedDocument, Fate, item_named};
use time::OffsetDateTime;

/// What is known of a version.
const ROWS: usize = 11;

/// How many characters of a digest tell one file from another.
const DIGEST: usize = 16;

/// A document that differs, as pages show it.
pub struct ShownDocument {
    /// What it is called now, or was called last.
    pub title: String,
    /// What became of it, who did that and when.
    pub fate: String,
    /// The label and the words of what differs.
    pub changes: Vec<(String, Content)>,
}

/// What the pages that show them know.
pub struct Compared<'a> {
    /// The question set of the application.
    pub set: &'a QuestionSet,
    /// The items of lists as they are.
    pub items: &'a [EvidenceItem],
    /// The service's time.
    pub now: OffsetDateTime,
}

impl Compared<'_> {
    /// A document that differs between two points of one application; nothing where nobody would see
    /// a difference.
    pub fn shown(&self, changed: &ChangedDocument) -> Option<ShownDocument> {
        let done = changed.done.as_ref().map(|(at, by)| {
            let at = when::relative(*at, self.now);
            if by.is_empty() {
                format!(", {at}")
            } else {
                format!(" by {by}, {at}")
            }
        });
        let what = match (changed.fate, &changed.after) {
            (Fate::Added, _) => "Added".to_owned(),
            (Fate::Replaced, Some(after)) => format!("Version {} added", after.number),
            (Fate::Replaced, None) | (Fate::Removed, _) => "Removed".to_owned(),
            (Fate::Changed, _) => "Details changed".to_owned(),
        };
        self.told(changed, format!("{what}{}", done.unwrap_or_default()))
    }

    /// A document of a renewal that is not last year's.
    pub fn since_last_year(&self, changed: &ChangedDocument) -> Option<ShownDocument> {
        let what = match changed.fate {
            Fate::Added => "Not there last year",
            Fate::Replaced => "Another file than last year",
            Fate::Changed => "The same file as last year, with other details",
            Fate::Removed => "Not there any more, and there last year",
        };
        self.told(changed, what.to_owned())
    }

    fn told(&self, changed: &ChangedDocument, fate: String) -> Option<ShownDocument> {
        let title = changed.last()?.description.title.clone();
        let before = changed.before.as_ref().map(|one| self.rows(one));
        let after = changed.after.as_ref().map(|one| self.rows(one));
        let labels = before.as_ref().or(after.as_ref())?.clone();
        let of = |rows: &Option<[(&'static str, String); ROWS]>, place: usize| {
            let row = rows.as_ref().map(|rows| rows[place].1.clone());
            row.unwrap_or_default()
        };
        let changes = labels.iter().enumerate().filter_map(|(place, (label, _))| {
            let (was, is) = (of(&before, place), of(&after, place));
            let text = Difference::new(difference(&was, &is));
            (was != is).then(|| ((*label).to_owned(), Content::of(&text)))
        });
        let changes: Vec<(String, Content)> = changes.collect();
        (!changes.is_empty()).then_some(ShownDocument {
            title,
            fate,
            changes,
        })
    }

    /// What is known of a version, with its labels; what was not said is empty.
    fn rows(&self, document: &Document) -> [(&'static str, String); ROWS] {
        let description = &document.description;
        let day = |day: Option<time::Date>| day.map_or_else(String::new, when::date);
        let added = format!(
            "{} by {}",
            when::date_and_time(document.added_at),
            document.added_by_name
        );
        let digest = document.sha256.get(..DIGEST).unwrap_or(&document.sha256);
        [
            ("Name", description.title.clone()),
            ("Version", document.number.to_string()),
            ("File", document.file_name.clone()),
            (
                "Type and size",
                kind_and_size(document.kind, document.bytes),
            ),
            ("SHA-256 of the file", format!("{digest}…")),
            ("Uploaded", added),
            ("Questions", self.belongs_to(&description.questions)),
            ("What it shows", description.shows.clone()),
            ("Issued by", description.issuer.clone()),
            ("Effective from", day(description.effective_on)),
            ("Expires on", day(description.expires_on)),
        ]
    }

    /// What a document belongs to, items that are gone with their numbers.
    fn belongs_to(&self, ids: &[String]) -> String {
        let there = questions_of(ids, self.set, self.items);
        let gone = ids
            .iter()
            .filter(|id| self.set.is_evidence_item(id) && item_named(self.items, id).is_none());
        let gone = gone.map(|id| {
            let (list, number) = id.rsplit_once('/').unwrap_or((id, ""));
            let title = self.set.task(list).map_or(list, |task| &task.title);
            format!("{title} {number}, which was removed")
        });
        let all = Some(there)
            .filter(|words| !words.is_empty())
            .into_iter()
            .chain(gone);
        all.collect::<Vec<_>>().join("\n")
    }
}

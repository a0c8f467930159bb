//! What a question page's form sends, beside the fields of the page.

use super::onward::Return;
use crate::forms::Posted;
use questions::{Field, FieldKind, Page, Values};

/// The button that was pressed: `save` or `later`.
pub const ACTION: &str = "action";
/// Save and continue.
pub const SAVE: &str = "save";
/// Save and come back later, whatever the checks say.
pub const LATER: &str = "later";
/// The version of the answer that the person saw.
pub const VERSION: &str = "version";
/// Where to go after saving.
pub const RETURN: &str = "return";
/// On the conflict page: whose answer to keep.
pub const KEEP: &str = "keep";
/// Says that the conflict page was sent, so that choosing nothing there is noticed.
pub const CONFLICT: &str = "conflict";
/// The value of [`CONFLICT`].
pub const YES: &str = "yes";
/// What was looked for in a register.
pub const QUERY: &str = "q";
/// Names that no field of a set may have.
#[cfg(test)]
pub const RESERVED: [&str; 7] = [
    ACTION,
    VERSION,
    RETURN,
    KEEP,
    CONFLICT,
    QUERY,
    govuk::CSRF_FIELD,
];

/// What the conflict page asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Nothing: an ordinary page.
    NotAsked,
    /// It was asked, and nothing was chosen.
    NotChosen,
    /// Theirs.
    Theirs,
    /// Mine.
    Mine,
    /// Both, in one text.
    Both,
}

/// What was sent.
pub struct Sent {
    pub is_later: bool,
    pub seen: i32,
    pub to: Return,
    pub keep: Keep,
    pub query: String,
    /// The fields of the page, as typed.
    pub values: Values,
    /// The texts of the conflict page that hold both, by field.
    pub combined: Values,
}

/// The name of the text that holds both, on the conflict page.
pub fn combined_name(field: &Field) -> String {
    format!("combined-{}", field.id)
}

impl Sent {
    /// Takes the form apart.
    pub fn read(page: &Page, mut posted: Posted) -> Self {
        let is_conflict = posted.take(CONFLICT) == YES;
        let keep = posted.take(KEEP);
        let mut sent = Self {
            is_later: posted.take(ACTION) == LATER,
            seen: posted.take(VERSION).parse().unwrap_or(0),
            to: Return::parse(&posted.take(RETURN)),
            keep: match keep.as_str() {
                _ if !is_conflict => Keep::NotAsked,
                "theirs" => Keep::Theirs,
                "mine" => Keep::Mine,
                "both" => Keep::Both,
                _ => Keep::NotChosen,
            },
            query: posted.take(QUERY),
            values: Values::new(),
            combined: Values::new(),
        };
        for field in page.fields.iter().filter(|field| is_text(field)) {
            let both = posted.take_all(&combined_name(field));
            if !both.is_empty() {
                sent.combined.insert(field.id.clone(), without_nul(both));
            }
        }
        let fields = posted.into_fields().into_iter();
        sent.values = fields
            .map(|(name, values)| (name, without_nul(values)))
            .collect();
        sent
    }

    /// The values to save: where both were asked for, texts are those that hold both.
    pub fn chosen(&self) -> Values {
        let mut values = self.values.clone();
        if self.keep == Keep::Both {
            values.extend(self.combined.clone());
        }
        values
    }
}

/// Fields whose text can hold two answers.
pub fn is_text(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Textarea | FieldKind::Text)
}

/// A database can't keep NUL; what is shown instead says that something was there.
fn without_nul(values: Vec<String>) -> Vec<String> {
    values
        .into_iter()
        .map(|value| value.replace('\0', "\u{fffd}"))
        .collect()
}

//! What a question page's form sends, beside the fields of the page.

use super::contacts::{DETAILS, USED};
use super::onward::Return;
use crate::forms::Posted;
use domain::origin::Origin;
use questions::Values;

/// The button that was pressed: `save`, `later` or `preview`.
pub const ACTION: &str = "action";
/// Save and continue.
pub const SAVE: &str = "save";
/// Save and come back later, whatever the checks say.
pub const LATER: &str = "later";
/// Save, and show the page again with what the register will say.
pub const PREVIEW: &str = "preview";
/// The version of the answer that the person saw.
pub const VERSION: &str = "version";
/// Where to go after saving.
pub const RETURN: &str = "return";
/// On the conflict page: whose answer to keep.
pub const KEEP: &str = "keep";
/// Says that the conflict page was sent, so that choosing nothing there is noticed.
pub const CONFLICT: &str = "conflict";
/// On the conflict page: the version that the person had seen before either was saved.
pub const BASE: &str = "base";
/// The value of [`CONFLICT`].
pub const YES: &str = "yes";
/// What was looked for in a register.
pub const QUERY: &str = "q";
/// Names that no field of a set may have.
#[cfg(test)]
pub const RESERVED: [&str; 10] = [
    ACTION,
    VERSION,
    RETURN,
    KEEP,
    CONFLICT,
    BASE,
    QUERY,
    DETAILS,
    USED,
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
    /// What each changed, and both texts in one.
    Both,
    /// Both, mine as another item of the list.
    Another,
}

/// What was sent.
#[derive(Clone)]
pub struct Sent {
    pub is_later: bool,
    pub is_preview: bool,
    pub seen: i32,
    /// The version that the person saw first.
    pub base: i32,
    pub to: Return,
    pub keep: Keep,
    pub query: String,
    /// The contact whose details were chosen.
    pub details: String,
    /// The contact whose details stand in the fields.
    pub details_used: String,
    /// The fields of the page, as typed.
    pub values: Values,
    /// What the conflict page made of both, by field.
    pub combined: Values,
    /// Where it comes from.
    pub origin: Origin,
}

/// What the names of the fields begin with that hold both, on the conflict page.
const COMBINED: &str = "combined-";

/// The name of a field that holds both, on the conflict page.
pub fn combined_name(field: &str) -> String {
    format!("{COMBINED}{field}")
}

impl Sent {
    /// Takes the form apart.
    pub fn read(mut posted: Posted) -> Self {
        let is_conflict = posted.take(CONFLICT) == YES;
        let keep = posted.take(KEEP);
        let seen = posted.take(VERSION).parse().unwrap_or(0);
        let action = posted.take(ACTION);
        let mut sent = Self {
            is_later: action == LATER,
            is_preview: action == PREVIEW,
            seen,
            base: posted.take(BASE).parse().unwrap_or(seen),
            to: Return::parse(&posted.take(RETURN)),
            keep: match keep.as_str() {
                _ if !is_conflict => Keep::NotAsked,
                "theirs" => Keep::Theirs,
                "mine" => Keep::Mine,
                "both" => Keep::Both,
                "another" => Keep::Another,
                _ => Keep::NotChosen,
            },
            query: posted.take(QUERY),
            details: posted.take(DETAILS),
            details_used: posted.take(USED),
            values: Values::new(),
            combined: Values::new(),
            origin: Origin::TYPED,
        };
        for (name, values) in posted.into_fields() {
            let values = without_nul(values);
            match name.strip_prefix(COMBINED) {
                Some(field) => sent.combined.insert(field.to_owned(), values),
                None => sent.values.insert(name, values),
            };
        }
        sent
    }

    /// The same when yet another version was saved: what the person made of both is their answer
    /// now, begun with the version that stood beside it.
    pub fn once_more(&self) -> Self {
        let mut again = self.clone();
        if self.keep == Keep::Both {
            again.values = self.chosen();
            again.base = self.seen;
        }
        again.combined = Values::new();
        again
    }

    /// The values to save: where both were asked for, those that hold both.
    pub fn chosen(&self) -> Values {
        let mut values = self.values.clone();
        if self.keep == Keep::Both {
            for (name, both) in &self.combined {
                if both.iter().all(String::is_empty) {
                    values.remove(name);
                } else {
                    values.insert(name.clone(), both.clone());
                }
            }
        }
        values
    }
}

/// A database can't keep NUL; what is shown instead says that something was there.
fn without_nul(values: Vec<String>) -> Vec<String> {
    values
        .into_iter()
        .map(|value| value.replace('\0', "\u{fffd}"))
        .collect()
}

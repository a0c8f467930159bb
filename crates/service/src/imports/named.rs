//! What registers say of what a file names.

use super::Line;
use questions::{Field, FieldKind, Page, Values};
use std::collections::BTreeMap;

/// What registers say of the pages that choose from one, by the number of the page among those that
/// were found.
pub type Named = BTreeMap<usize, OfRegister>;

/// What a register says of the choice on one page.
#[derive(Debug, Clone, Default)]
pub struct OfRegister {
    /// What the file names, as it stands there.
    pub text: String,
    /// What the register fills in; empty when it does not have it.
    pub values: Values,
    /// Why it can't be chosen, in words; none when it can.
    pub refused: Option<String>,
}

/// What the register fills in, as people read it, beside what is saved.
pub(super) fn known(page: &Page, named: &OfRegister, saved: &Values) -> Vec<Line> {
    let mut filled = page.clone();
    filled
        .fields
        .retain(|field| field.kind == FieldKind::Filled);
    let before = filled.describe_fields(saved);
    // Where nothing of the register is saved, its choice may be: that it is not listed.
    let mut choice = page
        .fields
        .iter()
        .filter(|field| matches!(field.kind, FieldKind::Lookup { .. }))
        .find_map(|field| field.describe(saved));
    let lines = filled.describe_fields(&named.values).into_iter();
    lines
        .map(|(field, label, text)| {
            let saved = before.iter().find(|(other, ..)| *other == field);
            Line {
                saved: saved.map(|(.., text)| text.clone()).or(choice.take()),
                field,
                label,
                text,
            }
        })
        .collect()
}

/// What is saved for a field that hides the identifier of what was chosen: its name.
pub(super) fn chosen_before(page: &Page, field: &str, saved: &Values) -> Option<String> {
    let is_lookup = |field: &Field| matches!(field.kind, FieldKind::Lookup { .. });
    page.field(field).filter(|field| is_lookup(field))?;
    let filled = page.fields.iter();
    filled
        .filter(|field| field.kind == FieldKind::Filled)
        .find_map(|field| field.describe(saved))
}

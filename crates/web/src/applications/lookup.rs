//! Pages whose choices come from a register: what is offered, and what the server fills in.
//!
//! A page names its register; each register is one entry of [`Register`]. The browser sends only
//! the id of what was chosen; everything else about it is read from the register when saved.

use super::fields::Offered;
use super::opened::Opened;
use crate::PageError;
use domain::id::InfrastructureId;
use domain::when;
use govuk::{Choice, HiddenInput};
use questions::{Field, FieldError, FieldKind, Page, Values, first_of};
use store::Context;
use store::infrastructures::{self, Infrastructure};
use time::Date;

/// How many entries of a register one search shows.
const FOUND_MAX: i64 = 20;
/// How much of what is looked for counts, in characters.
pub const QUERY_MAX: usize = 100;

/// A register that pages can name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Register {
    /// PSN-compliant infrastructure.
    Infrastructure,
}

/// A search in a register, drawn above the page's form.
pub struct Search {
    /// Where the search leads.
    pub action: String,
    /// What is looked for.
    pub query: String,
    /// Where to go back to after saving, carried through the search.
    pub carried: Option<HiddenInput>,
    /// What was found, in words.
    pub found: String,
}

fn register(page: &Page) -> Option<Register> {
    match page.lookup.as_deref() {
        Some("infrastructure-register") => Some(Register::Infrastructure),
        _ => None,
    }
}

/// Whether the page's choices come from a register.
pub fn is_of_register(page: &Page) -> bool {
    register(page).is_some()
}

/// What the page offers after this search, and the search itself; nothing on other pages.
pub async fn offer(
    opened: &Opened,
    page: &Page,
    query: &str,
    chosen: Option<&str>,
) -> Result<Option<(Offered, String)>, PageError> {
    let Some(Register::Infrastructure) = register(page) else {
        return Ok(None);
    };
    let mut tx = opened
        .app
        .store
        .read(Context::of(&opened.form.actor))
        .await?;
    let query: String = query.trim().chars().take(QUERY_MAX).collect();
    let mut found = infrastructures::search(&mut tx, &query, FOUND_MAX).await?;
    let words = found_words(&query, found.len());
    if let Some(id) = chosen.and_then(InfrastructureId::parse)
        && !found.iter().any(|entry| entry.id == id)
    {
        found.extend(infrastructures::find(&mut tx, id).await?);
    }
    let today = when::uk_date(opened.form.now);
    let choices = found.iter().map(|entry| choice(entry, today)).collect();
    Ok(Some((Offered { choices }, words)))
}

fn choice(entry: &Infrastructure, today: Date) -> Choice {
    let until = if has_ended(entry, today) {
        "ended on"
    } else {
        "valid until"
    };
    Choice::new(entry.id.to_string(), &entry.name).hint(format!(
        "{}, certificate {}, {until} {}",
        entry.owner_name,
        entry.certificate_number,
        when::date(entry.valid_to)
    ))
}

/// Whether the certificate's last day is past: it ended, or the PSN team ended it.
fn has_ended(entry: &Infrastructure, today: Date) -> bool {
    entry.valid_to < today
}

fn found_words(query: &str, found: usize) -> String {
    let is_all = usize::try_from(FOUND_MAX).is_ok_and(|max| found < max);
    match (found, query.is_empty()) {
        (0, true) => "The list is empty. Select ‘It is not listed’.".to_owned(),
        (0, false) => format!(
            "Nothing in the list matches ‘{query}’. Try fewer letters or the certificate number, or select ‘It is not listed’."
        ),
        (1, false) => format!("1 match for ‘{query}’"),
        (_, false) if is_all => format!("{found} matches for ‘{query}’"),
        (_, false) => {
            format!("The first {found} matches for ‘{query}’. Use more letters to find others.")
        }
        (_, true) if is_all => format!("All {found} in the list"),
        (_, true) => format!("The first {found} in the list. Search to find others."),
    }
}

/// Adds what the register knows of the choice. Answers why the choice is refused: the register does
/// not have it, or its certificate has ended.
pub async fn fill(
    opened: &Opened,
    page: &Page,
    values: &mut Values,
) -> Result<Option<FieldError>, PageError> {
    let Some(Register::Infrastructure) = register(page) else {
        return Ok(None);
    };
    let lookup = page
        .fields
        .iter()
        .find(|field| matches!(field.kind, FieldKind::Lookup { .. }));
    let Some((field, chosen)) =
        lookup.and_then(|field| Some((field, first_of(values, &field.id)?)))
    else {
        return Ok(None);
    };
    if field.choices().iter().any(|choice| choice.value == chosen) {
        return Ok(None);
    }
    let Some(id) = InfrastructureId::parse(chosen) else {
        return Ok(Some(refused(field, field.error("unknown"))));
    };
    let mut tx = opened
        .app
        .store
        .read(Context::of(&opened.form.actor))
        .await?;
    let entry = infrastructures::find(&mut tx, id).await?;
    let Some(entry) = entry.filter(|entry| entry.confirmed_at.is_some()) else {
        return Ok(Some(refused(field, field.error("unknown"))));
    };
    let filled = page
        .fields
        .iter()
        .filter(|field| field.kind == FieldKind::Filled);
    for field in filled {
        if let Some(value) = known(&entry, &field.id) {
            values.insert(field.id.clone(), vec![value]);
        }
    }
    Ok(has_ended(&entry, when::uk_date(opened.form.now)).then(|| {
        let words = format!(
            "Select infrastructure whose certificate is in date. The certificate of {} ended on {}",
            entry.name,
            when::date(entry.valid_to)
        );
        refused(field, &words)
    }))
}

fn refused(field: &Field, message: &str) -> FieldError {
    FieldError {
        field: field.id.clone(),
        message: message.to_owned(),
        target: field.id.clone(),
    }
}

/// What the register knows under this name.
fn known(entry: &Infrastructure, name: &str) -> Option<String> {
    match name {
        "name" => Some(entry.name.clone()),
        "owner" => Some(entry.owner_name.clone()),
        "certificate_number" => Some(entry.certificate_number.clone()),
        "certificate_expires" => Some(when::iso_date(entry.valid_to)),
        _ => None,
    }
}

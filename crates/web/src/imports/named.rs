//! What registers say of what a file names, before anything of it is saved.

use super::cards::UnusedView;
use super::titles::{at, row_title};
use crate::PageError;
use crate::applications::lookup::{self, QUERY_MAX};
use crate::applications::opened::Opened;
use domain::id::InfrastructureId;
use form_urlencoded::byte_serialize;
use questions::{FieldKind, Found, Page, Values, first_of};
use service::imports::{Named, OfRegister, Row, Standing};

/// Why something is not used that the register does not have.
const NOT_LISTED: &str = "Our list does not have this";
/// Most characters that are shown of what the register does not have.
const SHOWN_MAX: usize = 500;

/// What the registers say of what was found. Few pages choose from a register and none of a list
/// does, so that a file of any length asks little.
pub async fn ask(opened: &Opened, found: &Found) -> Result<Named, PageError> {
    let mut named = Named::new();
    for (number, one) in found.pages.iter().enumerate() {
        let page = opened.set().page(&one.page).map(|(_, page)| page);
        let Some(page) = page.filter(|page| lookup::is_of_register(page)) else {
            continue;
        };
        let mut values = page.check(&one.values, &opened.form.reference).values;
        let text = chosen(page, &values);
        let refused = lookup::fill(opened, page, &mut values).await?;
        values.retain(|name, _| {
            let field = page.field(name);
            field.is_some_and(|field| field.kind == FieldKind::Filled)
        });
        let refused = refused.map(|error| {
            if values.is_empty() {
                NOT_LISTED.to_owned()
            } else {
                error.message
            }
        });
        let of_register = OfRegister {
            text,
            values,
            refused,
        };
        named.insert(number, of_register);
    }
    Ok(named)
}

/// What the file chooses, as it stands there.
fn chosen(page: &Page, values: &Values) -> String {
    let mut fields = page.fields.iter();
    let lookup = fields.find(|field| matches!(field.kind, FieldKind::Lookup { .. }));
    let text = lookup.and_then(|field| first_of(values, &field.id));
    text.unwrap_or_default().chars().take(SHOWN_MAX).collect()
}

/// What a page names that can't be chosen, why, and where the list is searched.
pub fn not_listed(opened: &Opened, row: &Row, named: &Named) -> Option<UnusedView> {
    let named = named.get(&row.number)?;
    let why = named.refused.clone()?;
    if row.standing != Standing::NotListed {
        return None;
    }
    let find = opened.path_of(&at(row));
    let known = row.known.iter();
    let known = known.map(|line| format!("{}: {}", line.label, line.text));
    Some(UnusedView {
        place: row_title(opened, row),
        text: if row.known.is_empty() {
            named.text.clone()
        } else {
            known.collect::<Vec<_>>().join("\n")
        },
        why,
        search: Some(search(find, &named.text)),
        choices: Vec::new(),
        is_other_way_round: false,
    })
}

/// Where the list is searched for this; an identifier finds nothing there.
fn search(find: String, text: &str) -> String {
    if text.is_empty() || InfrastructureId::parse(text).is_some() {
        return find;
    }
    let query: String = text.chars().take(QUERY_MAX).collect();
    let query: String = byte_serialize(query.as_bytes()).collect();
    format!("{find}?q={query}")
}

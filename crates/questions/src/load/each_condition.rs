//! Fields that are there once for each condition of the list of countries.

use crate::{
    condition::{Condition, Test},
    facts::Place,
    fields::Fields,
    load::{LoadError, condition::Scope, raw::RawField},
    page::Field,
    reference::{Country, conditional_entries},
};

/// Stands in the ids of such fields for the code of the country.
pub(super) const CODE: &str = "{code}";

/// The fields of a page for each entry that covers a country only partly, country by country. Each is
/// asked for where its country is chosen in `list`.
pub(super) fn repeated(
    fields: &[RawField],
    list: &Place,
    scope: Scope<'_>,
) -> Result<Fields, LoadError> {
    let entries = conditional_entries();
    let pairs =
        entries.flat_map(|(code, entry)| fields.iter().map(move |raw| (code.clone(), entry, raw)));
    pairs
        .map(|(code, entry, raw)| of_entry(raw.clone(), &code, entry, list, scope))
        .collect()
}

fn of_entry(
    mut raw: RawField,
    code: &str,
    entry: &'static Country,
    list: &Place,
    scope: Scope<'_>,
) -> Result<Field, LoadError> {
    let condition = entry.condition.as_deref().unwrap_or_default();
    let told = |text: &str| {
        let text = text.replace("{country}", &entry.name);
        text.replace("{condition}", condition)
    };
    raw.id = raw.id.replace(CODE, code);
    raw.label = told(&raw.label);
    raw.hint = raw.hint.as_deref().map(told);
    raw.subject = raw.subject.as_deref().map(told);
    for text in raw.errors.values_mut() {
        *text = told(text);
    }
    let mut field = raw.build(scope)?;
    field.show_if = Some(Condition::Field {
        page: list.page.clone(),
        field: list.field.clone(),
        test: Test::AnyOf(vec![entry.code.clone()]),
    });
    field.about = Some(entry);
    Ok(field)
}

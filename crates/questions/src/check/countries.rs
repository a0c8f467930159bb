//! Texts that name countries: those of the dated lists are chosen there instead.

use crate::{
    answers::Values,
    check::Wrong,
    page::{Field, FieldKind, Page},
    reference::Reference,
};

impl Page {
    /// That a text names a country which one of the dated lists has.
    pub(super) fn listed_country(
        &self,
        field: &Field,
        values: &Values,
        reference: &Reference,
    ) -> Option<Wrong> {
        let lines = values
            .get(&field.id)
            .filter(|_| field.names_other_countries)?;
        let mut names = lines.iter().flat_map(|line| pieces(line));
        let country = names.find_map(|name| reference.named(name))?;
        let offers = |field: &&Field| matches!(&field.kind, FieldKind::Countries { group } if *group == country.group);
        let message = match self.fields.iter().find(offers) {
            Some(list) => field.error("listed").replace("{list}", &list.label),
            None => field.error(&format!("listed_{}", country.group)).to_owned(),
        };
        Some(Wrong {
            message: message.replace("{country}", &country.name),
            part: None,
        })
    }
}

/// The names in a line: the whole of it, and its parts where somebody has put several into one.
fn pieces(line: &str) -> Vec<&str> {
    let parts = line.split([',', ';', '/']);
    let parts = parts.flat_map(|part| part.split(" and "));
    [line].into_iter().chain(parts).collect()
}

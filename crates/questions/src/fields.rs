//! The fields of a page, shared between the page of the set and the pages as they are asked.

use std::{slice, sync::Arc};

use crate::page::{Field, FieldKind, Page};

/// Fields in order. Cheap to clone: a page is copied whenever some of its fields are left out, and they
/// hold nearly all of its text.
#[derive(Debug, Clone, Default)]
pub struct Fields(Vec<Arc<Field>>);

/// The fields one after another.
pub type Iter<'a> = std::iter::Map<slice::Iter<'a, Arc<Field>>, fn(&'a Arc<Field>) -> &'a Field>;

impl Fields {
    /// The fields one after another.
    pub fn iter(&self) -> Iter<'_> {
        self.0.iter().map(Arc::as_ref)
    }

    /// The same, to be changed: whoever else shares them keeps what they were.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Field> {
        self.0.iter_mut().map(Arc::make_mut)
    }

    /// The first one.
    pub fn first(&self) -> Option<&Field> {
        self.0.first().map(Arc::as_ref)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True when there is none: a page that only says something.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Leaves out those that are not to be kept.
    pub fn retain(&mut self, keep: impl Fn(&Field) -> bool) {
        self.0.retain(|field| keep(field));
    }
}

impl FromIterator<Field> for Fields {
    fn from_iter<I: IntoIterator<Item = Field>>(fields: I) -> Self {
        Self(fields.into_iter().map(Arc::new).collect())
    }
}

impl<'a> IntoIterator for &'a Fields {
    type Item = &'a Field;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

impl Page {
    /// The name of the first input of a field, to move to it: of a day, the day of the month. What the
    /// server fills in stands by the choice that it is filled in from. Nothing for a field that the
    /// page does not have.
    pub fn first_input(&self, field: &str) -> Option<String> {
        let field = self.field(field)?;
        match field.kind {
            FieldKind::Filled => {
                let mut fields = self.fields.iter();
                let shown = fields.find(|other| other.kind != FieldKind::Filled)?;
                self.first_input(&shown.id)
            }
            FieldKind::Date(_) => Some(format!("{}-day", field.id)),
            _ => Some(field.id.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_field_is_found_by_its_first_input() {
        let set = crate::current("psn-cop").unwrap();
        let of = |page: &str, field: &str| set.page(page).unwrap().1.first_input(field);
        assert_eq!(of("security/1a", "answer").as_deref(), Some("answer"));
        let find = of("infrastructure/find", "certificate_expires");
        assert_eq!(find.as_deref(), Some("infrastructure"));
        let details = of("infrastructure/details", "certificate_expires");
        assert_eq!(details.as_deref(), Some("certificate_expires-day"));
        assert_eq!(of("security/1a", "nothing"), None);
    }
}

//! Checking a submitted page: normal form of every value, and all errors at once.

mod choice;
mod countries;
mod date;
mod kinds;
mod service_codes;

use crate::{
    answers::{Values, first_of},
    condition::Context,
    page::{Field, FieldKind, Page},
    reference::Reference,
};

pub(crate) use date::parts as date_parts;

/// What came of checking a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// Every answered field in normal form; what is in error keeps the person's text.
    pub values: Values,
    /// All errors, in field order; at most one for each field.
    pub errors: Vec<FieldError>,
    /// Names that were sent but belong to no field of this page.
    pub unknown_fields: Vec<String>,
}

/// An error beside one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Field id.
    pub field: String,
    /// The sentence, the same beside the field and in the summary.
    pub message: String,
    /// Name of the input to move to; differs from `field` only in dates (`<id>-month`).
    pub target: String,
}

impl Checked {
    /// True when nothing is wrong.
    pub fn is_ok(&self) -> bool {
        self.errors.is_empty()
    }
}

/// A field error before it knows its field: the message and, in dates, the part.
pub(crate) struct Wrong {
    message: String,
    part: Option<&'static str>,
}

impl Wrong {
    fn new(field: &Field, key: &str) -> Self {
        Self {
            message: field.error(key).to_owned(),
            part: None,
        }
    }
}

impl Page {
    /// Checks what was submitted (or stored) for this page.
    ///
    /// Call it on the page as asked ([`Page::as_asked`]). Saved drafts may be checked again:
    /// the values of a check come out of a second one unchanged.
    pub fn check(&self, submitted: &Values, reference: &Reference) -> Checked {
        let mut checked = Checked::default();
        let mut wrongs = Vec::new();
        for field in &self.fields {
            wrongs.push(field.read(submitted, &mut checked.values, reference));
        }
        for (field, wrong) in self.fields.iter().zip(wrongs) {
            // What is left over in a follow-up of another choice is no answer, and no error.
            if !self.counts(field, &checked.values) {
                continue;
            }
            let wrong = wrong
                .or_else(|| self.missing(field, &checked.values, reference))
                .or_else(|| self.listed_country(field, &checked.values, reference));
            if let Some(Wrong { message, part }) = wrong {
                let target = part.map_or(field.id.clone(), |part| format!("{}-{part}", field.id));
                checked.errors.push(FieldError {
                    field: field.id.clone(),
                    message,
                    target,
                });
            }
        }
        let known = |name: &str| self.fields.iter().any(|field| field.owns(name));
        checked.unknown_fields = submitted
            .keys()
            .filter(|name| !known(name))
            .cloned()
            .collect();
        checked
    }

    fn missing(&self, field: &Field, values: &Values, reference: &Reference) -> Option<Wrong> {
        let context = Context::of_page(&self.id, values).with_reference(reference);
        let answered = first_of(values, &field.id).is_some();
        let is_never = field.optional || field.kind == FieldKind::Filled;
        if answered || is_never || !field.is_in_force(reference) {
            return None;
        }
        let required = field
            .required_if
            .as_ref()
            .is_none_or(|when| when.holds(&context));
        required.then(|| Wrong {
            message: field.error("missing").to_owned(),
            part: matches!(field.kind, FieldKind::Date(_)).then_some("day"),
        })
    }
}

impl Field {
    /// Whether an input of this name belongs to the field.
    pub fn owns(&self, name: &str) -> bool {
        if name == self.id {
            return true;
        }
        let part = name
            .strip_prefix(&self.id)
            .and_then(|rest| rest.strip_prefix('-'));
        matches!(self.kind, FieldKind::Date(_)) && part.is_some_and(|p| date::PARTS.contains(&p))
    }

    /// Puts the field's normal form into `values` and says what is wrong with it.
    fn read(&self, sent: &Values, values: &mut Values, reference: &Reference) -> Option<Wrong> {
        let (kept, wrong) = match &self.kind {
            FieldKind::Filled => (Vec::new(), None),
            FieldKind::Date(rule) => return self.read_date(*rule, sent, values, reference),
            FieldKind::Radios(_) => self.read_radios(sent),
            FieldKind::Checkboxes { exclusive, .. } => self.read_checkboxes(exclusive, sent),
            FieldKind::Countries { group } => self.read_countries(group, sent),
            FieldKind::TextList { max_items } => self.read_text_list(*max_items, sent),
            FieldKind::ServiceCodes { max_items } => self.read_service_codes(*max_items, sent),
            _ => self.read_one(sent),
        };
        if !kept.is_empty() {
            values.insert(self.id.clone(), kept);
        }
        wrong
    }

    /// The length of a text, in characters.
    fn check_text(&self, text: &str) -> Option<Wrong> {
        let length = text.chars().count();
        if crate::text::has_refused_characters(text) {
            Some(Wrong::new(self, "control"))
        } else if self.max_chars.is_some_and(|max| length > max) {
            Some(Wrong::new(self, "too_long"))
        } else if self.min_chars.is_some_and(|min| length < min) {
            Some(Wrong::new(self, "too_short"))
        } else {
            None
        }
    }
}

//! Pages and fields: what is asked, in which shape, with which words.

use std::{borrow::Cow, collections::BTreeMap};

use crate::{
    answers::{Answers, Values},
    condition::{Condition, Context},
    facts::Place,
    fields::Fields,
    reference::{Country, Reference},
};

pub use crate::kind::{Choice, DateRule, FieldKind};

/// One page with its fields.
#[derive(Debug, Clone)]
pub struct Page {
    /// Unique in the set; the stored name of its answers. The path with `{n}` written `n`.
    pub id: String,
    /// URL tail under the application; `{n}` stands for the number of a list item.
    pub path: String,
    /// H1.
    pub heading: String,
    /// Line above the heading.
    pub caption: Option<String>,
    /// Paragraphs above the fields.
    pub body: Vec<String>,
    /// Paragraphs that depend on answers of other pages; [`Page::as_asked`] moves them to `body`.
    pub body_if: Vec<ConditionalText>,
    /// Inset text above the fields.
    pub inset: Option<String>,
    /// Fields in order.
    pub fields: Fields,
    /// The page is asked only when this holds.
    pub show_if: Option<Condition>,
    /// The question that this page answers or follows up.
    pub question: Option<String>,
    /// Some of the answers appear in the public register, as the facts of the set say.
    pub published: bool,
    /// After a clarification a changed answer needs the signatory again.
    pub reconfirm: bool,
    /// Name of a server-side lookup that the web page adds; unknown to the engine.
    pub lookup: Option<String>,
    /// Fields of earlier revisions in whose place this page asks.
    pub replaces: Vec<Place>,
}

/// A paragraph shown under a condition.
#[derive(Debug, Clone)]
pub struct ConditionalText {
    /// When it is shown.
    pub when: Condition,
    /// The paragraph.
    pub text: String,
}

/// One field of a page.
#[derive(Debug, Clone)]
pub struct Field {
    /// Unique on the page; the name of the input and of the stored value.
    pub id: String,
    /// Label or legend, without "(optional)" unless the data says so.
    pub label: String,
    /// Hint under the label.
    pub hint: Option<String>,
    /// What it is called in an error message, with a capital letter.
    pub subject: String,
    /// Shape of the answer.
    pub kind: FieldKind,
    /// May be left out.
    pub optional: bool,
    /// Must be answered when this holds; on fields of the same page.
    pub required_if: Option<Condition>,
    /// A follow-up: counts only when this holds, and is asked for then; on fields of the same page.
    /// What is left over from another choice stays stored and is shown nowhere but in its input.
    pub only_if: Option<Condition>,
    /// Is asked only when this holds; on fields of other pages.
    pub show_if: Option<Condition>,
    /// Fewest characters of a text.
    pub min_chars: Option<usize>,
    /// Most characters of a text.
    pub max_chars: Option<usize>,
    /// Is for the supplier alone: never part of what is signed, sent or assessed.
    pub private: bool,
    /// Error key to text; complete after loading, see [`Field::error`].
    pub errors: BTreeMap<String, String>,
    /// HTML autocomplete token.
    pub autocomplete: Option<String>,
    /// HTML inputmode.
    pub inputmode: Option<String>,
    /// The texts name countries that are in none of the dated lists.
    pub names_other_countries: bool,
    /// The question whose assurance this field tells, and the choice that is the expected one.
    pub assures: Option<Assures>,
    /// The entry of the list of countries whose condition this field asks for.
    pub about: Option<&'static Country>,
}

/// What a field about assurance tells.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assures {
    /// Id of the question.
    pub question: String,
    /// The choice that says: assured as the standard expects.
    pub expected: String,
}

impl Page {
    /// True when the page is asked once for each item of a list.
    pub fn is_item_page(&self) -> bool {
        self.path.contains("{n}")
    }

    /// The URL tail of this page for one item.
    pub fn path_for(&self, item: i16) -> String {
        self.path.replace("{n}", &item.to_string())
    }

    /// The field with this id.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// The page as it is asked with these answers: fields and paragraphs whose condition on
    /// other pages does not hold are left out.
    ///
    /// Draw, check and describe this page, never the raw one. For list pages pass the item.
    pub fn as_asked(&self, answers: &Answers, item: i16) -> Cow<'_, Self> {
        if self.body_if.is_empty() && self.fields.iter().all(|field| field.show_if.is_none()) {
            return Cow::Borrowed(self);
        }
        let context = Context::new(answers, item);
        let holds = |condition: &Condition| condition.holds(&context);
        let mut page = self.clone();
        page.fields
            .retain(|field| field.show_if.as_ref().is_none_or(holds));
        page.body.extend(
            self.body_if
                .iter()
                .filter(|text| holds(&text.when))
                .map(|text| text.text.clone()),
        );
        page.body_if.clear();
        Cow::Owned(page)
    }

    /// Whether what is stored in a field counts with these values of the page: it is no follow-up,
    /// or the choice that it follows was made.
    pub fn counts(&self, field: &Field, values: &Values) -> bool {
        let context = Context::of_page(&self.id, values);
        let when = field.only_if.as_ref();
        when.is_none_or(|when| when.holds(&context))
    }

    /// The values without those that are for the supplier alone.
    pub fn sent_values(&self, values: &Values) -> Values {
        let is_private = |id: &String| self.field(id).is_some_and(|field| field.private);
        let sent = values.iter().filter(|(id, _)| !is_private(id));
        sent.map(|(id, values)| (id.clone(), values.clone()))
            .collect()
    }

    /// The item number if this path is the page's, 0 for pages outside lists.
    pub(crate) fn item_in(&self, tail: &str, max: i16) -> Option<i16> {
        let Some((before, after)) = self.path.split_once("{n}") else {
            return (self.path == tail).then_some(0);
        };
        let number = tail.strip_prefix(before)?.strip_suffix(after)?;
        let item: i16 = number.parse().ok()?;
        ((1..=max).contains(&item) && number == item.to_string()).then_some(item)
    }
}

impl Field {
    /// The text for an error key; never empty.
    pub fn error(&self, key: &str) -> &str {
        self.errors
            .get(key)
            .or_else(|| self.errors.get("missing"))
            .map_or(self.label.as_str(), String::as_str)
    }

    /// Whether it is asked for with the lists of this day: the entry that it is about, if any, counts.
    pub fn is_in_force(&self, reference: &Reference) -> bool {
        self.about
            .is_none_or(|entry| entry.is_in_force(reference.lists_on))
    }

    /// The fixed choices of the field, if it has any.
    pub fn choices(&self) -> &[Choice] {
        match &self.kind {
            FieldKind::Radios(choices) | FieldKind::Checkboxes { choices, .. } => choices,
            FieldKind::Lookup {
                not_listed: Some(choice),
            } => std::slice::from_ref(choice),
            _ => &[],
        }
    }

    /// The choices that exclude every other one.
    pub fn exclusive(&self) -> &[String] {
        match &self.kind {
            FieldKind::Checkboxes { exclusive, .. } => exclusive,
            _ => &[],
        }
    }

    /// The label of a choice.
    pub fn choice_label(&self, value: &str) -> Option<&str> {
        let mut choices = self.choices().iter();
        let choice = choices.find(|choice| choice.value == value);
        choice.map(|choice| choice.label.as_str())
    }
}

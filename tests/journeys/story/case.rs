//! What a supplier says of itself: the case's file, read the way a person would who has it beside
//! the form.

use questions::{Field, FieldKind, Page};
use serde_json::Value;
use time::{Date, Duration};

/// Where the file has the answers of a page; `{}` stands for the number of a list's item.
const PLACES: &[(&str, &str)] = &[
    ("organisation/type", "/organisation"),
    ("organisation/name-and-number", "/organisation"),
    ("organisation/address", "/organisation/address"),
    ("point-of-contact", "/point_of_contact"),
    ("service-name", "/service"),
    ("description-for-users", "/service"),
    (
        "description-for-assessors",
        "/service/description_for_assessors",
    ),
    ("infrastructure/details", "/infrastructure"),
    ("infrastructure/agreement", "/infrastructure"),
    (
        "infrastructure/owner-contact",
        "/infrastructure/owner_contact",
    ),
    (
        "additional-infrastructure/n",
        "/additional_infrastructure/{}",
    ),
    (
        "additional-infrastructure/n/health-check",
        "/additional_infrastructure/{}/health_check",
    ),
    ("connections/n", "/connections/{}"),
    ("connections/n/security", "/connections/{}"),
    ("contacts/service-desk", "/contacts/service_desk"),
    ("contacts/escalation/n", "/contacts/escalation/{}"),
    ("contacts/security-manager", "/contacts/security_manager"),
];

/// Fields that the file calls otherwise.
const NAMES: &[(&str, &str)] = &[
    ("answer", "choice"),
    ("company_number", "registration_number"),
    ("critical", "days/critical"),
    ("description", "description_for_users"),
    ("eu_eea", "countries"),
    ("important", "days/important"),
    ("line_1", "0"),
    ("line_2", "1"),
    ("other", "days/other"),
    ("postcode", "3"),
    ("town", "2"),
];

/// What follows from the file without being said there.
const IMPLIED: &[(&str, &str, &str)] = &[
    ("infrastructure/find", "infrastructure", "not_listed"),
    ("infrastructure/agreement", "terms_final", "yes"),
    ("additional-infrastructure/n/health-check", "done", "yes"),
    (
        "additional-infrastructure/n/health-check",
        "findings_fixed",
        "none_found",
    ),
];

/// Choices that the file says in words of its own.
const WORDS: &[(&str, &str)] = &[
    ("bastion hosts", "bastion"),
    ("EU or EEA", "eu_eea"),
    ("no more than two identical", "no_repeats"),
    ("quarterly access review", "access_review"),
    ("username and password", "password"),
];

/// What somebody chooses where a case leaves open what a page asks: page, field and value.
pub type Choices = &'static [(&'static str, &'static str, &'static str)];

/// The case, on a day.
pub struct Case {
    file: Value,
    chosen: Choices,
    today: Date,
}

impl Case {
    /// The file; its dates count from this day.
    pub fn read(file: &str, chosen: Choices, today: Date) -> Self {
        Self {
            file: serde_json::from_str(file).unwrap(),
            chosen,
            today,
        }
    }

    /// A text of the file.
    pub fn text(&self, pointer: &str) -> &str {
        let value = self.file.pointer(pointer).and_then(Value::as_str);
        value.unwrap_or_else(|| panic!("the case has no text {pointer}"))
    }

    /// The texts of the file under a key, by their own keys.
    pub fn texts(&self, pointer: &str) -> Vec<(&str, &str)> {
        let texts = self.file.pointer(pointer).and_then(Value::as_object);
        texts
            .unwrap_or_else(|| panic!("the case has no texts {pointer}"))
            .iter()
            .map(|(key, text)| (key.as_str(), text.as_str().unwrap()))
            .collect()
    }

    /// What the live check has to say of a question: the outcomes that the case takes, by name.
    pub fn expected_baseline(&self, question: &str) -> Vec<&str> {
        let expected = &self.file["review"]["expected_baseline"][question];
        let expected = expected.as_str().unwrap_or("meets or check");
        expected.split(" or ").collect()
    }

    /// The automatic remarks that the case has to lead to.
    pub fn expected_cross_checks(&self) -> Vec<String> {
        texts_of(&self.file["review"]["expected_cross_checks"])
    }

    /// True when the case has an item of this number in a list.
    pub fn has_item(&self, task: &str, item: i16) -> bool {
        let place = place(&format!("{task}/n"), item);
        place.is_some_and(|place| self.file.pointer(&place).is_some())
    }

    /// What is typed and ticked on a page, by the names of its inputs.
    pub fn inputs(&self, page: &Page, item: i16) -> Vec<(String, String)> {
        let fields = page.fields.iter();
        fields
            .filter_map(|field| Some((field, self.said(page, item, &field.id)?)))
            .flat_map(|(field, said)| self.typed(field, &said))
            .collect()
    }

    fn said(&self, page: &Page, item: i16, field: &str) -> Option<Value> {
        let of_field = |(id, name, _): &&(&str, &str, &str)| *id == page.id && *name == field;
        if let Some((_, _, value)) = IMPLIED.iter().find(of_field) {
            return Some(Value::from(*value));
        }
        let has_any = |list: &str| {
            let list = self.file[list].as_array();
            Value::from(list.is_some_and(|list| !list.is_empty()))
        };
        match (page.id.as_str(), field) {
            ("infrastructure/who", "who") => {
                let is_own = self.file["infrastructure"]["own"] == Value::Bool(true);
                return Some(Value::from(if is_own { "ours" } else { "another" }));
            }
            ("additional-infrastructure", "any") => {
                return Some(has_any("additional_infrastructure"));
            }
            ("connections", "any") => return Some(has_any("connections")),
            _ => {}
        }
        let name = NAMES.iter().find(|(id, _)| *id == field);
        let name = name.map_or(field, |(_, name)| *name);
        let pointer = match (field.strip_prefix("assurance_"), &page.question) {
            (Some(question), _) => match question.strip_suffix("_other") {
                Some(question) => format!("/answers/{question}/assurance_text"),
                None => format!("/answers/{question}/assurance"),
            },
            (None, Some(question)) => format!("/answers/{question}/{name}"),
            (None, None) => {
                place(&page.id, item).map_or_else(String::new, |place| format!("{place}/{name}"))
            }
        };
        let said = Some(pointer).filter(|pointer| !pointer.is_empty());
        let said = said.and_then(|pointer| self.file.pointer(&pointer).cloned());
        let chosen = self.chosen.iter().find(of_field);
        said.or_else(|| chosen.map(|(_, _, value)| Value::from(*value)))
    }

    fn typed(&self, field: &Field, said: &Value) -> Vec<(String, String)> {
        let texts = texts_of(said).into_iter();
        match &field.kind {
            FieldKind::Date(_) => {
                let date = self.date(said.as_str().unwrap());
                let part = |name: &str, value: String| (format!("{}-{name}", field.id), value);
                vec![
                    part("day", date.day().to_string()),
                    part("month", u8::from(date.month()).to_string()),
                    part("year", date.year().to_string()),
                ]
            }
            FieldKind::Radios(_) | FieldKind::Checkboxes { .. } => texts
                .map(|text| (field.id.clone(), chosen(field, &text)))
                .collect(),
            FieldKind::Countries { .. } => texts
                .map(|text| (field.id.clone(), country(&text)))
                .collect(),
            _ => texts.map(|text| (field.id.clone(), text)).collect(),
        }
    }

    /// A day told as `+300 days` or `-20 days`.
    fn date(&self, told: &str) -> Date {
        let days = told.strip_suffix(" days").unwrap().parse().unwrap();
        self.today + Duration::days(days)
    }
}

fn place(page: &str, item: i16) -> Option<String> {
    let (_, place) = PLACES.iter().find(|(id, _)| *id == page)?;
    Some(place.replace("{}", &(item - 1).to_string()))
}

fn texts_of(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(texts_of).collect(),
        Value::Bool(is_so) => vec![if *is_so { "yes" } else { "no" }.to_owned()],
        Value::String(text) => vec![text.clone()],
        other => vec![other.to_string()],
    }
}

/// The choice that these words mean.
fn chosen(field: &Field, words: &str) -> String {
    if let Some((_, value)) = WORDS.iter().find(|(other, _)| *other == words) {
        return (*value).to_owned();
    }
    let sought = plain(words);
    let mut choices = field.choices().iter();
    let choice = choices.find(|choice| sought == choice.value || sought == plain(&choice.label));
    choice
        .unwrap_or_else(|| panic!("{} offers nothing like {words:?}", field.id))
        .value
        .clone()
}

fn plain(words: &str) -> String {
    let parts = words.split(|c: char| !c.is_alphanumeric());
    let parts: Vec<String> = parts
        .filter(|part| !part.is_empty())
        .map(str::to_lowercase)
        .collect();
    parts.join("_")
}

fn country(name: &str) -> String {
    let mut countries = questions::all_countries().iter();
    let country = countries.find(|country| country.name == name);
    country
        .unwrap_or_else(|| panic!("no country {name:?}"))
        .code
        .clone()
}

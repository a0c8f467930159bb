//! Contacts whose details are known already: a colleague, or another contact of the application.
//!
//! Choosing one and saving the page puts the details into its fields; what is not known of that
//! person is asked for. A choice is used once, so that what is typed after it counts.

use super::address::At;
use super::answers::item_title;
use super::opened::Opened;
use super::save::Sent;
use crate::PageError;
use govuk::{Choice, FormState, HiddenInput, Legend, Radios, Size};
use questions::{FieldError, Page, Values, first_of};
use service::organisations::list_contacts;

/// The choice.
pub const DETAILS: &str = "details";
/// The choice whose details stand in the fields already.
pub const USED: &str = "details_used";
/// Nobody whose details are known.
const SOMEBODY_ELSE: &str = "else";
/// The lookup of pages that offer colleagues.
const COLLEAGUES: &str = "colleagues";

/// What may be known of a contact: how it is called here, and the fields that hold it.
const PARTS: [(&str, &[&str]); 4] = [
    ("name", &["name"]),
    ("email", &["email"]),
    ("phone", &["phone"]),
    ("job title", &["job_title", "role"]),
];

/// A contact whose details are known.
struct Known {
    choice: String,
    hint: String,
    /// What is known, in the order of [`PARTS`]; empty where it is not.
    parts: [String; 4],
}

impl Known {
    fn name(&self) -> &str {
        &self.parts[0]
    }

    fn email(&self) -> &str {
        &self.parts[1]
    }
}

/// What a page offers to choose from.
pub struct Offer {
    /// The choices.
    pub radios: Radios,
    /// The one that stands in the fields already.
    pub used: HiddenInput,
}

/// Whether the page asks how to reach somebody.
fn is_contact(page: &Page) -> bool {
    let fields = ["name", "email", "phone"];
    fields.iter().all(|field| page.field(field).is_some())
}

/// The field of a page that holds a part.
fn field_of<'a>(page: &Page, names: &[&'a str]) -> Option<&'a str> {
    let mut names = names.iter().copied();
    names.find(|name| page.field(name).is_some())
}

/// The parts that the answers of a page hold.
fn parts_of(page: &Page, values: &Values) -> [String; 4] {
    PARTS.map(|(_, names)| {
        let field = field_of(page, names);
        let value = field.and_then(|field| first_of(values, field));
        value.unwrap_or_default().trim().to_owned()
    })
}

/// Every contact whose details may be used on this page.
async fn known(opened: &Opened, at: &At) -> Result<Vec<Known>, PageError> {
    let mut known = other_contacts(opened, at);
    if at.page.lookup.as_deref() != Some(COLLEAGUES) {
        return Ok(known);
    }
    let organisation = opened.form.case.application.organisation;
    let people = list_contacts(&opened.app.store, &opened.form.actor, organisation).await?;
    for person in people {
        let email = person.email.to_lowercase();
        if !known
            .iter()
            .any(|other| other.email().to_lowercase() == email)
        {
            known.push(Known {
                choice: format!("colleague {}", person.user),
                hint: person.email.clone(),
                parts: [person.name, person.email, String::new(), String::new()],
            });
        }
    }
    Ok(known)
}

/// The other contacts that the application names.
fn other_contacts(opened: &Opened, at: &At) -> Vec<Known> {
    let set = opened.set();
    let tasks = set.tasks.iter();
    let pages = tasks.flat_map(|task| {
        let asked = set.asked_pages(task, opened.answers()).into_iter();
        asked.map(move |(page, item)| At { task, page, item })
    });
    let others = pages.filter(|other| {
        is_contact(other.page) && (&other.page.id, other.item) != (&at.page.id, at.item)
    });
    others
        .filter_map(|other| {
            let values = opened.answers().get(&other.page.id, other.item)?;
            let parts = parts_of(other.page, values);
            let what = if other.item > 0 {
                let item = item_title(opened, other.task, other.item);
                format!("{}: {item}", other.task.title)
            } else {
                other.task.title.clone()
            };
            let hint = match &*parts[1] {
                "" => what,
                email => format!("{what}, {email}"),
            };
            let choice = format!("{} {}", other.page.id, other.item);
            (!parts[0].is_empty()).then_some(Known {
                choice,
                hint,
                parts,
            })
        })
        .collect()
}

/// What the page offers; nothing on pages that ask for no contact, and where none is known. `sent`
/// is what was chosen, when the page was sent.
pub async fn offer(
    opened: &Opened,
    at: &At,
    form: &FormState,
    sent: Option<&str>,
) -> Result<Option<Offer>, PageError> {
    if !is_contact(at.page) {
        return Ok(None);
    }
    let known = known(opened, at).await?;
    if known.is_empty() {
        return Ok(None);
    }
    let is_colleagues = at.page.lookup.as_deref() == Some(COLLEAGUES);
    let legend = if is_colleagues {
        "Choose a colleague, or the same details as another contact"
    } else {
        "Use the same details as another contact"
    };
    let chosen = match sent {
        Some(choice) => choice,
        None => as_it_is(&known, form),
    };
    let radios = known.iter().fold(
        Radios::new(DETAILS, Legend::new(legend).size(Size::Small)).small(),
        |radios, known| radios.item(Choice::new(&known.choice, known.name()).hint(&known.hint)),
    );
    let radios = radios
        .divider("or")
        .option(SOMEBODY_ELSE, "Somebody else")
        .hint("When you save, we fill in what we know of this person and ask you for the rest")
        .chosen(chosen);
    let radios = match form.error_of(DETAILS) {
        Some(error) => radios.error(error),
        None => radios,
    };
    Ok(Some(Offer {
        radios,
        used: HiddenInput::new(USED, chosen),
    }))
}

/// The choice that the fields say already.
fn as_it_is<'a>(known: &'a [Known], form: &FormState) -> &'a str {
    let (name, email) = (form.value("name"), form.value("email"));
    if name.is_empty() && email.is_empty() {
        return "";
    }
    let same = known
        .iter()
        .find(|known| known.name() == name && known.email().to_lowercase() == email.to_lowercase());
    same.map_or(SOMEBODY_ELSE, |known| &known.choice)
}

/// Puts the details of who was chosen into what was sent, once. What is not known of them and
/// still says what is saved of somebody else is left empty. Answers why it can't be done: other
/// details were typed at the same time.
pub async fn apply(
    opened: &Opened,
    at: &At,
    sent: &mut Sent,
) -> Result<Option<FieldError>, PageError> {
    let is_new = !["", SOMEBODY_ELSE, &*sent.details_used].contains(&&*sent.details);
    if !is_new || !is_contact(at.page) {
        return Ok(None);
    }
    let known = known(opened, at).await?;
    let Some(chosen) = known.iter().find(|known| known.choice == sent.details) else {
        return Ok(None);
    };
    let none = Values::new();
    let saved = opened.answers().get(&at.page.id, at.item).unwrap_or(&none);
    let saved = parts_of(at.page, saved);
    let typed = parts_of(at.page, &sent.values);
    let is_typed = |part: usize| {
        !typed[part].is_empty() && typed[part] != saved[part] && typed[part] != chosen.parts[part]
    };
    if is_typed(0) || is_typed(1) {
        return Ok(Some(FieldError {
            field: DETAILS.to_owned(),
            message: "Select ‘Somebody else’ to use the name and email address that you entered"
                .to_owned(),
            target: DETAILS.to_owned(),
        }));
    }
    let is_other = saved[0] != chosen.parts[0];
    for (part, (_, names)) in PARTS.iter().enumerate() {
        let Some(field) = field_of(at.page, names) else {
            continue;
        };
        let is_left_over = is_other && typed[part] == saved[part];
        if !chosen.parts[part].is_empty() && !is_typed(part) {
            let value = vec![chosen.parts[part].clone()];
            sent.values.insert(field.to_owned(), value);
        } else if is_left_over {
            sent.values.remove(field);
        }
    }
    sent.details_used.clone_from(&sent.details);
    Ok(None)
}

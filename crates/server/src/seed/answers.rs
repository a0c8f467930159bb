//! The answers of one application of the demonstration.

use super::data::{Pages, Service, Supplier, values};
use super::register::{self, Entry};
use domain::id::InfrastructureId;
use domain::when;
use questions::{AnswerKey, Answers, QuestionSet, Values};
use time::{Date, Duration};

/// Days before the start on which the terms with the owner became final.
const TERMS_FINAL: i64 = 12;
/// Days after the start within which a Code of Connection is promised.
const CODE_OF_CONNECTION: i64 = 60;

/// What an application is about.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Whose it is.
    pub supplier: &'a Supplier,
    /// For which service.
    pub service: &'a Service,
    /// The entry of the register, as the database knows it.
    pub infrastructure: Option<InfrastructureId>,
    /// The day on which it is started; other days are counted from it.
    pub start: Date,
    /// True for the answers with which it was refused.
    pub is_weak: bool,
}

/// Everything that the supplier answers, but what the service fills in itself about the
/// organisation when an application is started.
pub fn of(subject: &Subject<'_>, set: &QuestionSet) -> Answers {
    let (supplier, service) = (subject.supplier, subject.service);
    let entry = register::find(&service.infrastructure);
    let mut answers = Answers::new();
    answers.insert("service-name", 0, one("name", &service.name));
    add_infrastructure(&mut answers, subject, entry);
    for pages in [&supplier.answers, &service.answers] {
        add(&mut answers, pages, subject, entry);
    }
    if subject.is_weak {
        add(&mut answers, &service.weak, subject, entry);
    }
    add_assurance(&mut answers, supplier, set);
    answers
}

fn add(answers: &mut Answers, pages: &Pages, subject: &Subject<'_>, entry: Option<&Entry>) {
    for (page, given) in pages {
        let values = values(given, |text| fill_in(text, subject, entry));
        let key = place(page);
        answers.insert(key.page, key.item, values);
    }
}

/// Reads `connections/n#1`.
fn place(page: &str) -> AnswerKey {
    let (page, item) = page.split_once('#').unwrap_or((page, "0"));
    AnswerKey {
        page: page.to_owned(),
        item: item.parse().unwrap_or_default(),
    }
}

/// Fills in names and days. A day is written `{days:-95}`, counted from the start.
fn fill_in(text: &str, subject: &Subject<'_>, entry: Option<&Entry>) -> String {
    let text = text
        .replace("{service}", &subject.service.name)
        .replace("{zone}", &subject.service.infrastructure)
        .replace("{owner}", entry.map_or("The host", |entry| entry.owner));
    let day = text
        .strip_prefix("{days:")
        .and_then(|rest| rest.strip_suffix('}'))
        .and_then(|days| days.parse().ok());
    day.map_or(text, |days| iso(subject.start, days))
}

fn iso(start: Date, days: i64) -> String {
    when::iso_date(start.saturating_add(Duration::days(days)))
}

fn one(field: &str, value: &str) -> Values {
    pairs(&[(field, value)])
}

fn pairs(pairs: &[(&str, &str)]) -> Values {
    pairs
        .iter()
        .map(|(field, value)| ((*field).to_owned(), vec![(*value).to_owned()]))
        .collect()
}

fn add_infrastructure(answers: &mut Answers, subject: &Subject<'_>, entry: Option<&Entry>) {
    let service = subject.service;
    let who = match (service.is_joint, service.is_own) {
        (true, _) => "both",
        (false, true) => "ours",
        (false, false) => "another",
    };
    answers.insert("infrastructure/who", 0, one("who", who));
    if service.is_joint {
        let joint = pairs(&[
            ("how", "will_send"),
            ("send_by", &iso(subject.start, CODE_OF_CONNECTION)),
            ("name", "Aldermere Town Hall Data Room"),
        ]);
        answers.insert("infrastructure/joint", 0, joint);
        return;
    }
    if let Some(id) = subject.infrastructure {
        let chosen = one("infrastructure", &id.to_string());
        answers.insert("infrastructure/find", 0, chosen);
    }
    if let Some(contact) = entry
        .map(|entry| entry.contact)
        .filter(|_| who == "another")
    {
        let agreement = pairs(&[
            ("terms_final", "yes"),
            ("terms_final_on", &iso(subject.start, -TERMS_FINAL)),
        ]);
        answers.insert("infrastructure/agreement", 0, agreement);
        let contact = pairs(&[
            ("name", contact.name),
            ("job_title", contact.job_title),
            ("email", contact.email),
        ]);
        answers.insert("infrastructure/owner-contact", 0, contact);
    }
}

/// How each answer is assured: as expected unless the supplier says otherwise.
fn add_assurance(answers: &mut Answers, supplier: &Supplier, set: &QuestionSet) {
    for (task, page) in set.pages() {
        let Some(principle) = task.principle.filter(|_| page.question.is_none()) else {
            continue;
        };
        let questions = set.questions().filter(|q| q.principle == principle);
        let mut values = Values::new();
        for question in questions {
            let field = format!("assurance_{}", question.id);
            let (how, text) = match supplier.assurance.get(&question.id).map(String::as_str) {
                None => ("as_expected", None),
                Some("not_yet") => ("not_yet", None),
                Some(text) => ("another_way", Some(text)),
            };
            values.insert(field.clone(), vec![how.to_owned()]);
            if let Some(text) = text {
                values.insert(format!("{field}_other"), vec![text.to_owned()]);
            }
        }
        answers.insert(page.id.clone(), 0, values);
    }
}

#[cfg(test)]
mod tests;

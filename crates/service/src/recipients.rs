//! People to write to.

use mail::{Address, Recipient};
use questions::{Answers, QuestionSet};
use std::collections::BTreeSet;

/// Who speaks for the service, wherever a question set asks for it.
const CONTACT_NAME: &str = "point_of_contact_name";
const CONTACT_EMAIL: &str = "point_of_contact_email";

/// Somebody with this name and address; nobody when the address can't be written to.
pub(crate) fn recipient(name: &str, email: &str) -> Option<Recipient> {
    let email = Address::parse(email).ok()?;
    Some(Recipient {
        name: name.to_owned(),
        email,
    })
}

/// The pages on which any revision of any set asks for the point of contact.
pub(crate) fn contact_pages() -> Vec<String> {
    let places = questions::sets().iter().flat_map(|set| {
        let facts = [CONTACT_NAME, CONTACT_EMAIL].into_iter();
        facts.filter_map(|fact| set.page_of_fact(fact))
    });
    let pages: BTreeSet<String> = places.map(str::to_owned).collect();
    pages.into_iter().collect()
}

/// The point of contact that these answers name, read by the very revision of the questions (set,
/// version and hash) that they were given to; nobody when this program does not have it.
pub(crate) fn named_contact(
    (id, version, hash): &(String, String, String),
    answers: &Answers,
) -> Option<Recipient> {
    contact_in(questions::find_pinned(id, version, hash)?, answers)
}

/// The point of contact that these asked answers name.
pub(crate) fn contact_in(set: &QuestionSet, asked: &Answers) -> Option<Recipient> {
    let name = set.fact(CONTACT_NAME, asked).unwrap_or_default();
    recipient(name, set.fact(CONTACT_EMAIL, asked)?)
}

//! Said once, when the person who is to confirm for the owner of the infrastructure has an address
//! at the supplier's own domain. It may be right, so it never blocks.

use super::address::At;
use super::onward::{self, Return};
use super::opened::Opened;
use super::tail::Asked;
use crate::reply::{self, Reply};
use askama::Template;
use govuk::{InterruptionPanel, Layout};
use questions::{Page, QuestionSet};

#[derive(Template)]
#[template(path = "applications/same_domain.html")]
struct SameDomainPage {
    layout: Layout,
    panel: InterruptionPanel,
}

/// A person at the supplier's own domain who is to confirm for the owner.
pub struct Contact {
    name: String,
    email: String,
}

/// Whether this page asks who can confirm for the owner.
pub fn asks_for_contact(set: &QuestionSet, page: &Page) -> bool {
    set.page_of_fact("owner_contact_email") == Some(page.id.as_str())
}

/// Who this page names, if their address is at the domain of who fills it in or of the point of
/// contact.
pub fn contact(opened: &Opened, page: &Page) -> Option<Contact> {
    let set = opened.set();
    if !asks_for_contact(set, page) {
        return None;
    }
    let asked = set.asked_answers(opened.answers());
    let email = set.fact("owner_contact_email", &asked)?;
    let own = [
        Some(opened.form.actor.email.as_str()),
        set.fact("point_of_contact_email", &asked),
    ];
    let is_own = own.into_iter().flatten().any(|own| is_same(own, email));
    is_own.then(|| Contact {
        name: set
            .fact("owner_contact_name", &asked)
            .unwrap_or("this person")
            .to_owned(),
        email: email.to_owned(),
    })
}

/// Whether two addresses are at one domain.
fn is_same(one: &str, other: &str) -> bool {
    let domain = |email: &str| {
        let (_, domain) = email.trim().rsplit_once('@')?;
        Some(domain.to_lowercase())
    };
    let one = domain(one);
    one.is_some() && one == domain(other)
}

pub fn show(opened: &Opened, at: At, asked: &Asked) -> Reply {
    // Only for who can do something about it.
    let contact = contact(opened, at.page).filter(|_| opened.form.is_open(&at.page.id));
    let Some(Contact { name, email }) = contact else {
        return reply::see_other(&opened.path_of(&at));
    };
    let to = Return::parse(&asked.r#return);
    let set = opened.set();
    let answers = set.asked_answers(opened.answers());
    let owner = set.fact("infrastructure_owner", &answers);
    let owner = owner.unwrap_or("the owner of the infrastructure");
    let title = format!("Check that {name} can confirm for {owner}");
    let panel = InterruptionPanel::new(&title)
        .paragraph(format!(
            "The address {email} is at the same domain as your organisation’s. Only {owner} can confirm that your service can run on its infrastructure, and nobody can do this for it from your organisation."
        ))
        .paragraph(format!(
            "Your organisations may share a domain, for example in a group of companies. If {name} can answer for {owner}, go on. The PSN team sees who answered."
        ))
        .button_link(
            "Change who we ask",
            format!("{}{}", opened.path_of(&at), to.query()),
        )
        .link(
            format!("Go on: {name} can confirm this"),
            onward::after(opened, &at, to),
        );
    reply::ok(&SameDomainPage {
        layout: opened.layout(title).section(&at.task.title),
        panel,
    })
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn domains_are_compared_in_any_case() {
        assert!(is_same("a@Northwind.example", "b@northwind.example"));
        assert!(!is_same("a@northwind.example", "a@mail.northwind.example"));
        assert!(!is_same("nothing", "nothing"));
    }
}

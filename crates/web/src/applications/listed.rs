//! Said when somebody types infrastructure as not listed that the register has: with the register's entry
//! goes how its certificate stands, and who holds it. By the same certificate it has to be selected before
//! the application can be submitted; the same name may be a chance.

use super::address::{At, LISTED};
use super::onward::{self, Return};
use super::opened::Opened;
use super::save::QUERY;
use super::tail::Asked;
use crate::PageError;
use crate::reply::{self, Reply};
use askama::Template;
use domain::when;
use govuk::{InterruptionPanel, Layout};
use questions::{Page, QuestionSet};
use service::infrastructures::listed_in_form;
use store::infrastructures::Listed;

#[derive(Template)]
#[template(path = "applications/listed.html")]
struct ListedPage {
    layout: Layout,
    panel: InterruptionPanel,
}

/// Whether this page asks for the certificate of infrastructure that is not listed.
pub fn asks_for_certificate(set: &QuestionSet, page: &Page) -> bool {
    set.page_of_fact("infrastructure_certificate") == Some(page.id.as_str())
}

/// Where it is said, when what was typed on this page is in the register; of the same name only once.
pub async fn interruption(
    opened: &Opened,
    at: &At,
    to: Return,
    has_changed: bool,
) -> Result<Option<String>, PageError> {
    let found = find(opened, at).await?;
    let found = found.filter(|found| found.is_same_certificate || has_changed);
    let path = |_| format!("{}{LISTED}{}", opened.path_of(at), to.query());
    Ok(found.map(path))
}

async fn find(opened: &Opened, at: &At) -> Result<Option<Listed>, PageError> {
    if !asks_for_certificate(opened.set(), at.page) {
        return Ok(None);
    }
    Ok(listed_in_form(&opened.app.store, &opened.form).await?)
}

pub async fn show(opened: &Opened, at: At, asked: &Asked) -> Reply {
    let to = Return::parse(&asked.r#return);
    // Only for who can do something about it.
    let found = find(opened, &at).await?;
    let found = found.filter(|_| opened.form.is_open(&at.page.id));
    let Some((found, search)) = found.and_then(|found| {
        let search = search(opened, &found, to)?;
        Some((found, search))
    }) else {
        return reply::see_other(&opened.path_of(&at));
    };
    let title = format!("{} is on the list", found.entry.name);
    let button = format!("Select {} from the list", found.entry.name);
    let panel = paragraphs(opened, &found)
        .into_iter()
        .fold(InterruptionPanel::new(&title), InterruptionPanel::paragraph)
        .button_link(button, search);
    let change = format!("{}{}", opened.path_of(&at), to.query());
    let panel = if found.is_same_certificate {
        panel.link("Change what you typed", change)
    } else {
        let on = onward::after(opened, &at, to);
        panel.link("Go on: it is other infrastructure", on)
    };
    reply::ok(&ListedPage {
        layout: opened.layout(title).section(&at.task.title),
        panel,
    })
}

fn paragraphs(opened: &Opened, found: &Listed) -> Vec<String> {
    let entry = &found.entry;
    let (name, owner, number) = (&entry.name, &entry.owner_name, &entry.certificate_number);
    let mut paragraphs = if found.is_same_certificate {
        vec![
            format!("This is on the list: {name}, {owner}. It has the certificate {number}, which you typed as not listed."),
            "Select it from the list instead. Otherwise you cannot submit your application. What you typed is kept until then.".to_owned(),
        ]
    } else {
        vec![
            format!("The list has infrastructure of the same name: {name}, {owner}, with the certificate {number}."),
            "If you mean that one, select it from the list instead. If yours is other infrastructure, go on. What you typed is kept.".to_owned(),
        ]
    };
    if entry.valid_to < when::uk_date(opened.form.now) {
        paragraphs.push(format!(
            "The certificate on the list ended on {}. If it has been renewed, ask the PSN team at {} to change the list.",
            when::date(entry.valid_to),
            opened.app.team_email
        ));
    }
    paragraphs
}

/// The page where it can be selected, with what finds it.
fn search(opened: &Opened, found: &Listed, to: Return) -> Option<String> {
    let set = opened.set();
    let (_, page) = set.page(set.page_of_fact("infrastructure_entry")?)?;
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair(QUERY, &found.entry.certificate_number);
    let to = to.query().replace('?', "&");
    Some(format!(
        "{}?{}{to}",
        opened.path(&page.path),
        query.finish()
    ))
}

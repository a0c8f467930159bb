//! The other policies that the answers are compared with, each with how far they go.

use super::{Counts, LIST, Reading};
use crate::PageError;
use crate::applications::opened::Opened;
use crate::reply::{self, Reply};
use askama::Template;
use govuk::Layout;
use service::other_policies::outcomes;

/// A policy with its counts.
struct Policy {
    title: &'static str,
    href: String,
    dated: &'static str,
    counts: Counts,
}

#[derive(Template)]
#[template(path = "other_policies/list.html")]
struct ListPage {
    layout: Layout,
    caption: String,
    reading: Reading,
    policies: Vec<Policy>,
}

pub async fn show(opened: Opened) -> Reply {
    let outcomes = outcomes(&opened.form);
    let policies = opened.set().crosswalks().map(|crosswalk| Policy {
        title: &crosswalk.title,
        href: opened.path(&format!("{LIST}/{}", crosswalk.id)),
        dated: &crosswalk.dated,
        counts: Counts::of(crosswalk, &outcomes),
    });
    let policies: Vec<Policy> = policies.collect();
    if policies.is_empty() {
        return Err(PageError::NotFound);
    }
    reply::ok(&ListPage {
        layout: opened
            .layout("Your answers and other policies")
            .back_to(opened.root(), "Back to your application"),
        caption: opened.form.case.application.service_title().to_owned(),
        reading: Reading::of(&opened),
        policies,
    })
}

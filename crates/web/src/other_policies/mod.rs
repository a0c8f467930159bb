//! Other policies beside an application's answers: what each asks, what the answers cover of it,
//! and what is left.
//!
//! `list` names the policies, `policy` goes through one of them and gives the list of what is
//! missing as a file. Our reading, to help a supplier: nobody else sees it, and nothing depends on
//! it. Drawing a page takes one statement.

mod list;
mod policy;

use crate::applications::opened::Opened;
use crate::{Access, Route};
use askama::Template;
use askama::filters::HtmlSafe;
use domain::reference::ApplicationReference;
use domain::role::OrganisationRole::Viewer;
use domain::when;
use questions::{Coverage, Crosswalk, Outcome};
use std::collections::BTreeMap;

/// The address of the list below the application's.
const LIST: &str = "other-policies";

pub(crate) fn routes() -> Vec<Route> {
    const POLICY: &str = "/applications/{reference}/other-policies/{policy}";
    let reader = Access::Organisation(Viewer);
    vec![
        Route::get(
            "/applications/{reference}/other-policies",
            reader,
            list::show,
        ),
        Route::get(POLICY, reader, policy::show),
        Route::post(POLICY, reader, policy::submit),
    ]
}

/// The address of the list for an application.
pub fn path(reference: &ApplicationReference) -> String {
    format!("/applications/{reference}/{LIST}")
}

/// How the answer to each question compares with the standard.
type Outcomes = BTreeMap<&'static str, Option<Outcome>>;

/// How many requirements a policy has, and how far the answers go, in words.
struct Counts {
    all: usize,
    lines: Vec<String>,
}

impl Counts {
    /// Of this policy.
    fn of(crosswalk: &Crosswalk, outcomes: &Outcomes) -> Self {
        let tally = crosswalk.tally(|id| outcomes.get(id).copied().flatten());
        let found = tally.iter().filter(|(_, count)| *count > 0);
        Self {
            all: tally.iter().map(|(_, count)| count).sum(),
            lines: found
                .map(|(coverage, count)| line(*coverage, *count))
                .collect(),
        }
    }
}

fn line(coverage: Coverage, count: usize) -> String {
    let have = if count == 1 { "has" } else { "have" };
    let are = if count == 1 { "is" } else { "are" };
    match coverage {
        Coverage::Covered => format!("your answers cover {count}"),
        Coverage::Partly => format!("your answers cover {count} in part"),
        Coverage::Unanswered => format!("{count} {are} not answered yet"),
        Coverage::Below => format!("{count} {have} an answer that is below what PSN asks"),
        Coverage::NotAsked => format!("{count} {are} not asked by this form"),
    }
}

/// Whose reading it is, and which answers were read, as a part of a page.
#[derive(Template)]
#[template(path = "other_policies/_reading.html")]
struct Reading {
    reference: String,
    saved: Option<String>,
    submitted: Option<String>,
    set: String,
    compared_at: String,
}

impl Reading {
    fn of(opened: &Opened) -> Self {
        let form = &opened.form;
        let application = &form.case.application;
        let set = opened.set();
        Self {
            reference: application.reference.to_string(),
            saved: application.last_saved_at.map(when::date_and_time),
            submitted: application.submitted_at.map(when::date_and_time),
            set: format!("{}, version {}", set.title, set.edition()),
            compared_at: when::date_and_time(form.now),
        }
    }
}

impl HtmlSafe for Reading {}

//! The application on one screen: what changed, what is published, what is below the standard.

use super::desk::Desk;
use crate::applications::answers::capitalised;
use crate::reply::{self, Reply};
use askama::Template;
use domain::signature_request::SignatureKind;
use domain::when;
use govuk::{Button, Layout, SummaryCard, SummaryList, SummaryRow};
use questions::{CrossCheck, Outcome, told_together};
use service::signature_requests::{Change, changes};
use service::snapshot::{Noted, Reading};
use time::OffsetDateTime;

#[derive(Template)]
#[template(path = "sign/summary.html")]
struct SummaryPage {
    layout: Layout,
    heading: &'static str,
    summary: Summary,
    everything_path: String,
    cannot_sign_path: String,
    go_on: Button,
}

/// What is signed, on one screen or sheet.
pub(crate) struct Summary {
    pub(crate) changes: Vec<SummaryCard>,
    pub(crate) facts: SummaryList,
    pub(crate) renews: Option<String>,
    pub(crate) since: SummaryList,
    pub(crate) changed_since: Vec<String>,
    pub(crate) gone: Vec<String>,
    pub(crate) published: SummaryList,
    pub(crate) below: Vec<Noted>,
    pub(crate) explained: Vec<Noted>,
    /// Answers that are not assured as expected: the question, and how it is.
    pub(crate) unassured: Vec<(String, String)>,
    pub(crate) fits: Vec<String>,
    pub(crate) others: Vec<String>,
    pub(crate) rules_version: String,
    pub(crate) baseline_version: String,
    pub(crate) lists_on: String,
}

impl Summary {
    /// The summary of a text with these changes, in which the rules of the moment `at` found this.
    pub(crate) fn of(
        reading: &Reading,
        changes: &[Change],
        found: Vec<CrossCheck>,
        at: OffsetDateTime,
    ) -> Self {
        let (comparing, alone): (Vec<CrossCheck>, Vec<CrossCheck>) =
            found.into_iter().partition(|check| check.compares);
        // A rule about one answer that may not meet the standard stands among those answers.
        let (judged, others): (Vec<CrossCheck>, Vec<CrossCheck>) = alone
            .into_iter()
            .partition(|check| matches!(check.outcome, Outcome::Below | Outcome::Explain));
        let mut noted = reading.noted(at);
        noted.extend(judged.iter().map(|check| Noted {
            title: title(check),
            outcome: check.outcome,
            reason: check.message.clone(),
        }));
        let (below, explained) = noted
            .into_iter()
            .partition(|noted| noted.outcome == Outcome::Below);
        let changed_since = reading.changed_since().into_iter();
        Self {
            changes: changes.iter().map(card).collect(),
            facts: list_of(facts(reading)),
            since: list_of(since(reading)),
            changed_since: changed_since.map(|part| part.title).collect(),
            renews: reading.renews.clone(),
            gone: reading.gone.clone(),
            published: list_of(reading.published()),
            below,
            explained,
            unassured: reading.assurance_gaps(),
            fits: told_together(&comparing),
            others: told_together(&others),
            rules_version: reading.rules_version(at),
            baseline_version: reading.baseline_version(at),
            lists_on: when::date(when::uk_date(at)),
        }
    }
}

/// Shows it.
pub async fn show(desk: Desk) -> Reply {
    let (reading, frozen) = desk.reading().await?;
    let heading = match desk.request.kind {
        SignatureKind::Initial | SignatureKind::Anew => "What you are signing",
        SignatureKind::Reconfirmation => "What has changed since the application was signed",
    };
    let at = desk.request.sent_at;
    let store = &desk.app.store;
    let found = service::cross_checks::find_to_sign(store, desk.browser, &reading, at).await?;
    let page = SummaryPage {
        layout: desk.layout(heading).back(desk.path.at("authority")),
        heading,
        summary: Summary::of(&reading, &changes(&frozen), found, at),
        everything_path: desk.path.at("everything"),
        cannot_sign_path: desk.path.at("cannot-sign"),
        go_on: Button::primary("Continue to the commitments").href(desk.path.at("commitments")),
    };
    reply::ok(&page)
}

/// What a rule is about: its name with a capital first letter, else its id.
fn title(check: &CrossCheck) -> String {
    if check.name.is_empty() {
        check.id.clone()
    } else {
        capitalised(&check.name)
    }
}

fn card(change: &Change) -> SummaryCard {
    let rows = change.rows().into_iter();
    let list = SummaryList::new().rows(rows.map(|(name, words)| SummaryRow::new(name, words)));
    SummaryCard::new(change.title(), list).heading_level(3)
}

/// Names, each with what is said of it.
pub(crate) type Rows = Vec<(&'static str, String)>;

fn list_of(rows: Rows) -> SummaryList {
    let rows = rows.into_iter();
    SummaryList::new().rows(rows.map(|(name, words)| SummaryRow::new(name, words)))
}

/// In a renewal, how many answers stand how to last year's.
pub(crate) fn since(reading: &Reading) -> Rows {
    let counts = reading.since_counts().into_iter();
    counts
        .map(|(carry, count)| (carry.title(), count.to_string()))
        .collect()
}

/// What the application is.
pub(crate) fn facts(reading: &Reading) -> Rows {
    let infrastructure = &reading.infrastructure;
    let owner = infrastructure.owner.as_deref();
    let number = infrastructure.certificate_number.as_deref();
    let named = infrastructure.name.as_deref().unwrap_or("Not named");
    let mut lines = named.to_owned();
    if let Some(owner) = owner {
        lines.push_str(&format_line("owned by", owner));
    }
    if let Some(number) = number {
        lines.push_str(&format_line("certificate", number));
    }
    vec![
        ("Reference", reading.reference.clone()),
        ("Organisation", reading.organisation.clone()),
        ("Service", reading.service.clone()),
        ("Infrastructure", lines),
    ]
}

fn format_line(label: &str, value: &str) -> String {
    format!("\n{label} {value}")
}

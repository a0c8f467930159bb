//! Every infrastructure of the register, with where certificates and owners differ.

use super::services::After;
use crate::App;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use ::service::hosting::reconciliation;
use askama::Template;
use axum::extract::{Query, State};
use domain::id::InfrastructureId;
use domain::when;
use govuk::{Column, Content, Layout, Pagination, Table};
use store::hosting::{Reconciled, ServiceNames};

#[derive(Template)]
#[template(path = "hosting/reconciliation.html")]
struct ReconciliationPage {
    layout: Layout,
    table: Table,
    pagination: Pagination,
}

fn row(one: &Reconciled, names: &ServiceNames) -> Vec<Content> {
    let entry = &one.infrastructure;
    let holder = one
        .holder
        .clone()
        .unwrap_or_else(|| "No account".to_owned());
    let differences = match one.differences {
        0 if one.holder.is_none() || one.unanswered > 0 => "Not known yet".into(),
        0 => "Yes".into(),
        count => format!("No: {count} differ\n{}", differences(one, names).join("\n")).into(),
    };
    vec![
        Content::link(
            format!("/team/infrastructure/{}", entry.id),
            entry.name.clone(),
        ),
        entry.owner_name.clone().into(),
        holder.into(),
        when::short_date(entry.valid_to).into(),
        one.services.to_string().into(),
        one.unanswered.to_string().into(),
        differences,
    ]
}

/// How many codes that suppliers name and that are not the owner's are listed.
const LISTED: usize = 10;

/// The codes in which the two lists differ, and how.
pub fn differences(one: &Reconciled, names: &ServiceNames) -> Vec<String> {
    let kinds = [
        (&one.denied, "the owner says that it does not run there"),
        (&one.only_owner, "only the owner names it"),
        (&one.not_owners, "named as the owner’s service, and is not"),
    ];
    let mut lines = Vec::new();
    for (codes, words) in kinds {
        let codes = codes.iter().take(LISTED);
        lines.extend(codes.map(|code| match names.get(code) {
            Some((service, supplier)) => format!("{code}, {service} of {supplier}: {words}"),
            None => format!("{code}, not in the register: {words}"),
        }));
    }
    let shown = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    if shown < one.differences {
        lines.push(format!("And {} more", one.differences - shown));
    }
    lines
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Query(place): Query<After>,
) -> Reply {
    let after = InfrastructureId::parse(&place.after);
    let (page, names, has_more) = reconciliation(&app.store, &actor, after).await?;
    let last = page.last().filter(|_| has_more);
    let last = last.map(|one| one.infrastructure.id.to_string());
    reply::ok(&ReconciliationPage {
        layout: furniture
            .team(&actor)
            .title("What runs on which infrastructure")
            .back_to("/team", "Back to the queue")
            .full_width(),
        table: Table::new("Infrastructure")
            .caption_visually_hidden()
            .column(Column::text("Infrastructure"))
            .column(Column::text("Owner"))
            .column(Column::text("Account"))
            .column(Column::text("Valid until"))
            .column(Column::numeric("Services"))
            .column(Column::numeric("Not answered"))
            .column(Column::text("Do the lists agree?"))
            .row_headers()
            .rows(page.iter().map(|one| row(one, &names))),
        pagination: After::next("/team/infrastructure", last.as_deref()),
    })
}

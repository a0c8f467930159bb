//! One infrastructure for the PSN team: both lists, and which organisation with an account holds it.

use super::end::can_end_early;
use super::services::After;
use super::table::{self, Leads};
use super::{infrastructure_id, reconciliation};
use crate::App;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use ::service::hosting::{NameError, TeamView, name_holder, team_view};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::when;
use govuk::{Button, FormState, Layout, Pagination, SummaryList, SummaryRow, Table, TextInput};
use policy::team::{EndConnection, NameHolder};
use policy::{Actor, authorise_team, is_offered_team};
use store::hosting::{Reconciled, ServiceNames};

const HOLDER: &str = "holder";

#[derive(Template)]
#[template(path = "hosting/infrastructure.html")]
struct InfrastructurePage {
    layout: Layout,
    facts: SummaryList,
    services: Table,
    pagination: Pagination,
    named: Table,
    end: Option<String>,
    form: Option<(String, TextInput, Button)>,
}

fn page(
    furniture: &Furniture,
    actor: &Actor,
    view: &TeamView,
    form: &FormState,
) -> InfrastructurePage {
    let entry = &view.held.infrastructure;
    let path = format!("/team/infrastructure/{}", entry.id);
    let leads = Leads::nowhere();
    let holder = view.reconciled.holder.as_deref();
    let input = TextInput::new(HOLDER, "Organisation with an account that holds it")
        .hint("Its legal name as it is in the service. Leave it empty to take it away")
        .filled_from(form);
    InfrastructurePage {
        layout: furniture
            .team(actor)
            .title(&entry.name)
            .section("Infrastructure")
            .back_to("/team/infrastructure", "Back to all infrastructure")
            .full_width()
            .errors_of(form),
        facts: SummaryList::new()
            .rows(table::facts(entry))
            .rows(view.ended_early.as_ref().map(|ended| {
                let words = format!("{} by {}", when::date_and_time(ended.at), ended.by);
                SummaryRow::new("Early end recorded", words)
            }))
            .rows([
                SummaryRow::new("Account", holder.unwrap_or("None")),
                SummaryRow::new("Differences", differences(&view.reconciled, &view.names)),
            ]),
        services: table::services(&view.held, &leads),
        pagination: After::next(&path, view.held.next.as_deref()),
        named: table::named(&view.held.named_by_owner, leads.answer),
        end: (can_end_early(entry, view.held.now) && is_offered_team::<EndConnection>(actor))
            .then(|| format!("{path}/end")),
        form: is_offered_team::<NameHolder>(actor)
            .then(|| (path, input, Button::primary("Save who holds it"))),
    }
}

/// How many differences there are, and which.
fn differences(reconciled: &Reconciled, names: &ServiceNames) -> String {
    let mut lines = vec![reconciled.differences.to_string()];
    lines.extend(reconciliation::differences(reconciled, names));
    lines.join("\n")
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(infrastructure): Path<String>,
    Query(query): Query<After>,
) -> Reply {
    let id = infrastructure_id(&infrastructure)?;
    let view = team_view(&app.store, &actor, id, &query.after).await?;
    let holder = view.reconciled.holder.clone().unwrap_or_default();
    let form = furniture.form(FormState::keeping([(HOLDER, holder)]));
    reply::ok(&page(&furniture, &actor, &view, &form))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(infrastructure): Path<String>,
    mut posted: Posted,
) -> Reply {
    let typed = posted.take(HOLDER);
    posted.finish()?;
    authorise_team::<NameHolder>(&actor)?;
    let id = infrastructure_id(&infrastructure)?;
    let mut form = FormState::keeping([(HOLDER, &typed)]);
    match name_holder(&app.store, &actor, id, typed.trim()).await {
        Ok(()) => {
            let path = format!("/team/infrastructure/{id}");
            return reply::see_other_saying(&path, "Saved who holds this infrastructure");
        }
        Err(NameError::Unknown) => {
            form.error(
                HOLDER,
                "Enter the legal name of an organisation that has an account",
            );
        }
        Err(NameError::Many) => form.error(
            HOLDER,
            "Several organisations have this name. Ask them to use their full legal names first",
        ),
        Err(error) => return Err(error.into()),
    }
    let view = team_view(&app.store, &actor, id, "").await?;
    reply::unprocessable(&page(&furniture, &actor, &view, &form))
}

//! The team records that a connection certificate ends before the day that is on it.

use super::infrastructure_id;
use super::services::After;
use super::table::{self, Leads};
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::team::date_field::DateField;
use crate::{App, PageError};
use ::service::hosting::{EndConnectionError, TeamView, end_connection, team_view};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::when;
use govuk::{Button, DateInput, FormState, Layout, Pagination, SummaryList, SummaryRow, Table};
use policy::team::EndConnection;
use policy::{Actor, authorise_team};
use store::infrastructures::Infrastructure;
use time::OffsetDateTime;

const LAST_DAY: &str = "last_day";

#[derive(Template)]
#[template(path = "hosting/end.html")]
struct EndPage {
    layout: Layout,
    facts: SummaryList,
    /// What it affects, counted.
    affected: String,
    has_services: bool,
    services: Table,
    pagination: Pagination,
    elsewhere: Table,
    /// How many services elsewhere are not listed.
    unlisted: usize,
    /// Who holds it with an account, and is told too.
    holder: Option<String>,
    /// The last day and the button; none once no day is left that would be early.
    form: Option<EndForm>,
}

struct EndForm {
    action: String,
    day: DateInput,
    button: Button,
}

/// Whether a day can be recorded: the certificate has not ended yet.
pub fn can_end_early(entry: &Infrastructure, now: OffsetDateTime) -> bool {
    entry.valid_to >= when::uk_date(now)
}

fn page(furniture: &Furniture, actor: &Actor, view: &TeamView, form: &FormState) -> EndPage {
    let entry = &view.held.infrastructure;
    let path = format!("/team/infrastructure/{}", entry.id);
    let affected = view.held.affected;
    EndPage {
        layout: furniture
            .team(actor)
            .title("Record that the connection certificate ends early")
            .section(&entry.name)
            .back(&path)
            .full_width()
            .errors_of(form),
        facts: SummaryList::new()
            .row(SummaryRow::new("Infrastructure", &entry.name))
            .rows(table::facts(entry)),
        affected: affected.in_words(),
        has_services: affected.services > 0,
        services: table::services(&view.held, &Leads::nowhere()),
        pagination: After::next(&format!("{path}/end"), view.held.next.as_deref()),
        elsewhere: table::elsewhere(&view.elsewhere, when::uk_date(view.held.now)),
        unlisted: affected.elsewhere.saturating_sub(view.elsewhere.len()),
        holder: view.reconciled.holder.clone(),
        form: can_end_early(entry, view.held.now).then(|| EndForm {
            action: format!("{path}/end"),
            day: DateInput::new(LAST_DAY, "What is its last day?")
                .hint(
                    "Yesterday or later, and before the day that is on it. For example, 27 3 2027",
                )
                .filled_from(form),
            button: Button::warning("Record the last day and tell them"),
        }),
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(infrastructure): Path<String>,
    Query(query): Query<After>,
) -> Reply {
    authorise_team::<EndConnection>(&actor)?;
    let id = infrastructure_id(&infrastructure)?;
    let view = team_view(&app.store, &actor, id, &query.after).await?;
    let form = furniture.form(FormState::new());
    reply::ok(&page(&furniture, &actor, &view, &form))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(infrastructure): Path<String>,
    mut posted: Posted,
) -> Reply {
    let typed = DateField::take(&mut posted, LAST_DAY);
    posted.finish()?;
    authorise_team::<EndConnection>(&actor)?;
    let id = infrastructure_id(&infrastructure)?;
    let mut form = FormState::new();
    typed.keep(&mut form);
    let day = typed.parse(&mut form, "Enter its last day", "The last day");
    if let Some(day) = day {
        match end_connection(&app.store, &actor, id, day).await {
            Ok(()) => {
                let path = format!("/team/infrastructure/{id}");
                return reply::see_other_saying(
                    &path,
                    "Last day recorded. We tell its holder and the suppliers that depend on it",
                );
            }
            Err(EndConnectionError::NotEarly { valid_to }) => {
                let message = format!(
                    "The last day must be yesterday or later, and before {}",
                    when::date(valid_to)
                );
                form.date_error(LAST_DAY, &[], message);
            }
            Err(EndConnectionError::NotFound) => return Err(PageError::NotFound),
            Err(EndConnectionError::Denied(denied)) => return Err(denied.into()),
            Err(EndConnectionError::Store(error)) => return Err(error.into()),
        }
    }
    let view = team_view(&app.store, &actor, id, "").await?;
    if !can_end_early(&view.held.infrastructure, view.held.now) {
        let form = furniture.form(FormState::new());
        return reply::conflict(&page(&furniture, &actor, &view, &form));
    }
    reply::unprocessable(&page(&furniture, &actor, &view, &form))
}

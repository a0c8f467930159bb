//! The home page of a supplier.

use super::attention::{self, Item};
use super::page_mark;
use crate::furniture::Furniture;
use crate::register::connection_words;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Query, State};
use domain::application::service_title;
use domain::id::OrganisationId;
use domain::role::OrganisationRole;
use domain::when;
use govuk::{Button, Column, Content, Layout, Table};
use policy::Actor;
use serde::Deserialize;
use service::{assignments, invitations};
use store::Context;
use store::applications::{self, Listed, ListedCertificate, Mark, Needing};
use time::Date;

/// How many applications one page shows.
const PAGE: usize = 20;
/// How many applications that need attention, and certificates, are shown.
const SHORT: i64 = 10;
/// How many tasks that are assigned to the person are shown.
const SHORT_TASKS: usize = 10;

#[derive(Template)]
#[template(path = "home/overview.html")]
struct OverviewPage {
    layout: Layout,
    has_organisation: bool,
    /// Of somebody without an organisation: the names of those that invite them, and their address.
    invitations: Vec<String>,
    email: String,
    start: Option<Button>,
    attention: Vec<Item>,
    applications: Table,
    older: Option<String>,
    is_first: bool,
    certificates: Table,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Place {
    after: String,
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Query(place): Query<Place>,
) -> Reply {
    if actor.team_role.is_some() && actor.memberships.is_empty() {
        return reply::see_other("/team");
    }
    let invitations = invited_to(&app, &actor).await?;
    let places = actor.memberships.iter();
    let organisations: Vec<OrganisationId> = places.map(|place| place.organisation).collect();
    let after = page_mark::parse(&place.after);
    let mut tx = app.store.read(Context::of(&actor)).await?;
    let now = tx.now();
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut listed = applications::list_for_home(&mut tx, &organisations, after, limit).await?;
    let today = when::uk_date(now);
    let needing = if after.is_none() {
        applications::list_needing_attention(&mut tx, &organisations, today, SHORT).await?
    } else {
        Needing::default()
    };
    let to_do = if after.is_none() {
        assignments::of_person(&mut tx, &actor, SHORT_TASKS).await?
    } else {
        Vec::new()
    };
    let may_renew = match after {
        None => may_start_in(&actor),
        Some(_) => Vec::new(),
    };
    let certificates =
        applications::list_certificates_for_home(&mut tx, &organisations, &may_renew, today, SHORT)
            .await?;
    let has_more = listed.len() > PAGE;
    listed.truncate(PAGE);
    let last = listed.last().filter(|_| has_more).map(|last| Mark {
        created_at: last.created_at,
        id: last.id,
    });
    reply::ok(&OverviewPage {
        layout: furniture
            .supplier(&actor, None)
            .title("Your applications")
            .full_width(),
        has_organisation: !actor.memberships.is_empty(),
        invitations,
        email: actor.email.clone(),
        start: (!may_start_in(&actor).is_empty())
            .then(|| Button::start("Start an application", "/applications/new")),
        attention: attention::listed(&to_do, &needing, &certificates.to_renew, today),
        applications: applications_table(&actor, &listed, now),
        older: last.map(|mark| format!("/home?after={}", page_mark::to_text(mark))),
        is_first: after.is_none(),
        certificates: certificates_table(&certificates.latest, today),
    })
}

/// The names of the organisations that invite somebody who belongs to none.
async fn invited_to(app: &App, actor: &Actor) -> Result<Vec<String>, PageError> {
    if !actor.memberships.is_empty() {
        return Ok(Vec::new());
    }
    let open = invitations::list_mine(&app.store, actor).await?;
    let names = open.into_iter().map(|one| one.organisation_name);
    Ok(names.collect())
}

/// The organisations for which this person may start an application.
fn may_start_in(actor: &Actor) -> Vec<OrganisationId> {
    let places = actor.memberships.iter();
    places
        .filter(|place| place.role.includes(OrganisationRole::Editor))
        .map(|place| place.organisation)
        .collect()
}

fn applications_table(actor: &Actor, listed: &[Listed], now: time::OffsetDateTime) -> Table {
    let has_several = actor.memberships.len() > 1;
    let mut table = Table::new("Applications").column(Column::text("Service"));
    if has_several {
        table = table.column(Column::text("Organisation"));
    }
    let table = table
        .column(Column::text("Reference"))
        .column(Column::text("Status"))
        .column(Column::text("Last saved"))
        .row_headers();
    table.rows(listed.iter().map(|application| {
        let name = service_title(&application.service_name);
        let saved = application
            .last_saved_at
            .zip(application.last_saved_by.as_ref());
        let saved = saved.map_or_else(
            || "Not saved yet".to_owned(),
            |(at, by)| format!("{} by {by}", when::relative(at, now)),
        );
        let status = application.state.title_for_supplier();
        let status = match application
            .target_on
            .filter(|_| !application.state.is_closed())
        {
            Some(day) => format!("{status}, decision due by {}", when::short_date(day)),
            None => status.to_owned(),
        };
        let link = Content::link(format!("/applications/{}", application.reference), name);
        let mut cells = vec![link];
        if has_several {
            cells.push(Content::from(&application.organisation_name));
        }
        cells.extend([
            Content::from(application.reference.as_str()),
            Content::from(status),
            Content::from(saved),
        ]);
        cells
    }))
}

fn certificates_table(certificates: &[ListedCertificate], today: Date) -> Table {
    let table = Table::new("Certificates")
        .column(Column::text("Service"))
        .column(Column::text("Number"))
        .column(Column::text("Status"))
        .row_headers();
    table.rows(certificates.iter().map(|certificate| {
        vec![
            Content::link(
                format!("/certificates/{}", certificate.number),
                &certificate.service_name,
            ),
            Content::from(&certificate.number),
            Content::from(status_in_words(certificate, today)),
        ]
    }))
}

/// Its status, and that the connection certificate of its infrastructure ended while it counts.
fn status_in_words(certificate: &ListedCertificate, today: Date) -> String {
    let status = certificate_status(certificate, today);
    let counts = certificate.withdrawn_on.is_none()
        && (certificate.valid_to >= today || certificate.is_held);
    match certificate.connection_ended_on.filter(|_| counts) {
        Some(last_day) => format!("{status}. {}", connection_words(last_day, today)),
        None => status,
    }
}

fn certificate_status(certificate: &ListedCertificate, today: Date) -> String {
    let last = when::short_date(certificate.valid_to);
    if let Some(day) = certificate.withdrawn_on {
        return format!("Withdrawn on {}", when::short_date(day));
    }
    match (certificate.valid_to - today).whole_days() {
        days if days < 0 && certificate.is_held => {
            "Valid while we decide on its renewal".to_owned()
        }
        days if days < 0 => format!("Expired on {last}"),
        0 => "Valid until the end of today".to_owned(),
        1 => format!("Valid until {last}, 1 day left"),
        days => format!("Valid until {last}, {days} days left"),
    }
}

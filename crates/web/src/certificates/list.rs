//! The certificates of the organisations that a person belongs to.

use crate::App;
use crate::furniture::Furniture;
use crate::register::{connection_ended_in_short, tag};
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::State;
use domain::when;
use govuk::{Column, Content, Html, Layout, Table};
use policy::Actor;
use service::certificates::list_own;
use store::certificates::Certificate;
use time::Date;

#[derive(Template)]
#[template(path = "certificates/list.html")]
struct ListPage {
    layout: Layout,
    table: Table,
}

/// All of them, those that end last first.
pub async fn show(
    State(app): State<App>,
    furniture: Furniture,
    SignedIn(actor): SignedIn,
) -> Reply {
    let certificates = list_own(&app.store, &actor).await?;
    let today = when::uk_date(app.clock.now());
    let layout = if actor.team_role.is_some() {
        furniture.team(&actor)
    } else {
        furniture.supplier(&actor, None)
    };
    reply::ok(&ListPage {
        layout: layout.title("Certificates"),
        table: table(&certificates, &actor, today),
    })
}

fn table(certificates: &[Certificate], actor: &Actor, today: Date) -> Table {
    let has_several = actor.memberships.len() > 1;
    let mut table = Table::new("Certificates")
        .caption_visually_hidden()
        .column(Column::text("Service"));
    if has_several {
        table = table.column(Column::text("Organisation"));
    }
    let rows = certificates
        .iter()
        .map(|certificate| row(certificate, has_several, today));
    table
        .column(Column::text("Number"))
        .column(Column::text("Valid until"))
        .column(Column::numeric("Days left"))
        .column(Column::text("Status"))
        .row_headers()
        .rows(rows)
}

fn row(certificate: &Certificate, has_several: bool, today: Date) -> Vec<Content> {
    let path = format!("/certificates/{}", certificate.number);
    let status = certificate.validity.on(today);
    let days_left = certificate
        .validity
        .days_left(today)
        .filter(|_| certificate.validity.withdrawn_on.is_none());
    let mut cells = vec![Content::link(path, certificate.service_name.clone())];
    if has_several {
        cells.push(Content::from(certificate.organisation_name.clone()));
    }
    cells.extend([
        Content::from(certificate.number.clone()),
        Content::from(when::short_date(certificate.validity.to)),
        Content::from(days_left.map_or_else(|| "0".to_owned(), |days| days.to_string())),
        match connection_ended_in_short(certificate, today) {
            Some(words) => {
                Content::of(&Html::of(&tag(status)).and(&Content::from(format!(" {words}"))))
            }
            None => Content::of(&tag(status)),
        },
    ]);
    cells
}

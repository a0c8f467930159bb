//! One of the person's organisations.

use super::{ReviewNotice, organisation_id};
use crate::App;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Path, State};
use domain::role::OrganisationRole::Administrator;
use govuk::{Action, Content, Layout, SummaryList, SummaryRow};
use service::access_reviews;
use service::hosting;
use service::organisations::{self, Summary};

#[derive(Template)]
#[template(path = "organisations/organisation.html")]
struct OrganisationPage {
    layout: Layout,
    details: SummaryList,
    /// Whom to ask for a change of the type or the number.
    team_email: String,
    is_administrator: bool,
    review: Option<ReviewNotice>,
    /// Where the infrastructure is that the organisation holds, if it holds one.
    infrastructure: Option<String>,
    /// Where administrators read what happened.
    activity: Option<String>,
}

fn details(summary: &Summary, is_administrator: bool) -> SummaryList {
    let organisation = &summary.organisation;
    let path = format!("/organisations/{}/people", organisation.id);
    let number = match (&organisation.register, &organisation.registration_number) {
        (Some(register), Some(number)) => {
            let title = organisations::register_title(register);
            if title.is_empty() {
                number.clone()
            } else {
                format!("{number} ({title})")
            }
        }
        _ => "Not needed or not given".to_owned(),
    };
    let count = match summary.people {
        1 => "1 person".to_owned(),
        many => format!("{many} people"),
    };
    let mut people = SummaryRow::new("People", Content::link(&path, count));
    if is_administrator {
        people = people.action(Action::new(
            format!("{path}/invite"),
            "Invite",
            "a colleague",
        ));
    }
    let required = if organisation.requires_second_factor {
        "Everybody must use it"
    } else {
        "A choice for each person"
    };
    let mut two_factor = SummaryRow::new("Two-factor sign-in", required);
    if is_administrator {
        let path = format!("/organisations/{}/two-factor", organisation.id);
        two_factor = two_factor.change(path, "two-factor sign-in");
    }
    let mut name = SummaryRow::new("Legal name", &organisation.name);
    let mut address = SummaryRow::new("Address", &organisation.address);
    if is_administrator {
        let path = |part| format!("/organisations/{}/{part}", organisation.id);
        name = name.change(path("name"), "the legal name");
        address = address.change(path("address"), "the address");
    }
    SummaryList::new()
        .row(name)
        .row(SummaryRow::new("Type", organisation.kind.title()))
        .row(SummaryRow::new("Registration number", number))
        .row(address)
        .row(people)
        .row(two_factor)
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(organisation): Path<String>,
) -> Reply {
    let id = organisation_id(&organisation)?;
    let summary = organisations::find(&app.store, &actor, id).await?;
    let is_administrator = actor.role_in(id) == Some(Administrator);
    let layout = furniture.supplier(&actor, Some(id));
    let held = hosting::list_held(&app.store, &actor, id).await?;
    let review = if is_administrator {
        let standing = access_reviews::standing(&app.store, &actor, id).await?;
        ReviewNotice::of(id, &standing)
    } else {
        None
    };
    reply::ok(&OrganisationPage {
        layout: layout.title(&summary.organisation.name),
        details: details(&summary, is_administrator),
        team_email: app.team_email.clone(),
        is_administrator,
        review,
        infrastructure: (!held.is_empty()).then(|| format!("/organisations/{id}/infrastructure")),
        activity: is_administrator.then(|| format!("/organisations/{id}/activity")),
    })
}

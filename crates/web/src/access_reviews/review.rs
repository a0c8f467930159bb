//! The review at work: each person with what is known of their access.

use crate::App;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::organisations::{ReviewNotice, last_signed_in, organisation_id, second_factor, user_id};
use crate::page_number::{PageNumber, pagination};
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::id::OrganisationId;
use domain::when;
use govuk::{
    Action, Button, Html, Layout, Pagination, PostForm, SummaryCard, SummaryList, SummaryRow,
};
use service::access_reviews::{self, Overview, ReviewAccessError};
use service::organisations::Listed;

#[derive(Template)]
#[template(path = "access_reviews/review.html")]
struct ReviewPage {
    layout: Layout,
    notice: Option<ReviewNotice>,
    /// Who finished the last one, and when.
    last: Option<String>,
    history: String,
    people: Vec<Html>,
    pagination: Pagination,
    left: i64,
    /// Begins a review, or finishes the open one.
    form: Option<PostForm>,
}

fn path(id: OrganisationId) -> String {
    format!("/organisations/{id}/access-review")
}

fn card(layout: &Layout, id: OrganisationId, overview: &Overview, listed: &Listed) -> Html {
    let person = &listed.person;
    let page = format!("/organisations/{id}/people/{}", person.user);
    let mut list = SummaryList::new()
        .row(SummaryRow::new("Email address", &person.email))
        .row(SummaryRow::new("Role", person.role.title()).change(&page, "role"))
        .row(SummaryRow::new(
            "Second factor",
            second_factor(listed.access),
        ))
        .row(SummaryRow::new(
            "Last signed in",
            last_signed_in(listed.access),
        ));
    if let Some(day) = person.leaves_on {
        list = list.row(SummaryRow::new("Last day", when::date(day)));
    }
    let outcome = overview.outcomes.get(&person.user);
    if let Some(outcome) = outcome {
        list = list.row(SummaryRow::new("In this review", outcome.title()));
    }
    // The card names the person for screen readers.
    let remove = Action::new(format!("{page}/remove"), "Remove", "");
    let card = Html::of(&SummaryCard::new(&person.name, list).action(remove));
    if overview.standing.open.is_none() || outcome.is_some() {
        return card;
    }
    let words = format!("{} keeps their access", person.name);
    let action = format!("{}/people/{}", path(id), person.user);
    card.and(&PostForm::new(
        action,
        layout.csrf(),
        Button::secondary(words),
    ))
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(organisation): Path<String>,
    Query(number): Query<PageNumber>,
) -> Reply {
    let id = organisation_id(&organisation)?;
    let page = number.index()?;
    let overview = access_reviews::overview(&app.store, &actor, id, page).await?;
    let layout = furniture
        .supplier(&actor, Some(id))
        .title("Check who has access")
        .back(format!("/organisations/{id}/people"));
    let is_open = overview.standing.open.is_some();
    let form = match (is_open, overview.left) {
        (false, _) => Some((path(id), "Begin a review now")),
        (true, 0) => Some((format!("{}/finish", path(id)), "Finish the review")),
        (true, _) => None,
    };
    let people = overview.people.iter();
    let last = overview.standing.last.as_ref();
    let last = last.and_then(|review| review.completed.as_ref());
    reply::ok(&ReviewPage {
        notice: ReviewNotice::on_its_page(id, &overview.standing),
        last: last.map(|(at, by)| format!("{by} on {}", when::date(when::uk_date(*at)))),
        history: format!("{}/history", path(id)),
        people: if is_open {
            people
                .map(|one| card(&layout, id, &overview, one))
                .collect()
        } else {
            Vec::new()
        },
        pagination: pagination(&path(id), page, is_open && overview.has_more),
        left: overview.left,
        form: form
            .map(|(action, words)| PostForm::new(action, layout.csrf(), Button::primary(words))),
        layout,
    })
}

/// Begins a review.
pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(organisation): Path<String>,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let id = organisation_id(&organisation)?;
    access_reviews::begin(&app.store, &actor, id).await?;
    reply::see_other(&path(id))
}

/// Says that somebody keeps their access.
pub async fn confirm(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((organisation, user)): Path<(String, String)>,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let id = organisation_id(&organisation)?;
    let name = access_reviews::confirm(&app.store, &actor, id, user_id(&user)?).await?;
    reply::see_other_saying(&path(id), &format!("{name} keeps their access"))
}

/// Finishes the review.
pub async fn finish(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(organisation): Path<String>,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let id = organisation_id(&organisation)?;
    match access_reviews::finish(&app.store, &actor, id).await {
        Ok(()) => reply::see_other_saying(&path(id), "The review is finished"),
        // Somebody joined meanwhile; the page shows who is left.
        Err(ReviewAccessError::PeopleLeft(_)) => reply::see_other(&path(id)),
        Err(error) => Err(error.into()),
    }
}

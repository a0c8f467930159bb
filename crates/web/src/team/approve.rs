//! The second person's decision.

use super::approve_form::{ApproveForm, Typed};
use super::{agreement_end, case};
use crate::conditions::{self, Condition};
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, State};
use domain::review::{Outcome, Verdict};
use domain::when;
use govuk::{Content, FormState, IdentityBar, Layout, SummaryList, SummaryRow, WarningText};
use policy::team::DecideCase;
use policy::{Actor, authorise_team, is_offered_team};
use service::decisions::{self, DecideError, Deciding};
use store::decisions::Decision;

#[derive(Template)]
#[template(path = "team/approve.html")]
struct ApprovePage {
    layout: Layout,
    identity: IdentityBar,
    /// That the owner's agreement ends before a certificate would.
    ending: Option<WarningText>,
    recommendation: Option<SummaryList>,
    conditions: Vec<Condition>,
    not_met: Vec<NotMet>,
    why_not: Option<&'static str>,
    action: String,
    form: Option<ApproveForm>,
}

/// Something that does not meet the standard, and why.
struct NotMet {
    link: Content,
    why: String,
}

impl ApprovePage {
    fn new(furniture: &Furniture, actor: &Actor, deciding: &Deciding, form: &FormState) -> Self {
        let review = &deciding.review;
        let application = &review.case.application;
        let path = case::path(&application.reference);
        let pending = deciding.pending();
        let why_not = why_not(actor, pending);
        let not_met = review.standing_at(Verdict::NotMet).into_iter();
        Self {
            layout: furniture
                .team(actor)
                .title("Decide on the recommendation")
                .section(application.service_title())
                .back_to(&path, "Back to the case")
                .errors_of(form),
            identity: case::identity(application, review.now),
            ending: agreement_end::words(deciding.owner.as_ref(), review.now).map(WarningText::new),
            recommendation: pending.map(|decision| rows(decision, review.now)),
            conditions: pending.map_or_else(Vec::new, |decision| {
                conditions::listed(&decision.conditions, when::uk_date(review.now))
            }),
            not_met: not_met
                .map(|subject| NotMet {
                    link: Content::link(
                        case::review_path(&application.reference, &subject.id),
                        &subject.title,
                    ),
                    why: review.note(&subject.id).to_owned(),
                })
                .collect(),
            why_not,
            action: format!("{path}/approve"),
            form: pending
                .filter(|_| why_not.is_none())
                .map(|decision| ApproveForm::new(decision, form)),
        }
    }
}

fn why_not(actor: &Actor, pending: Option<&Decision>) -> Option<&'static str> {
    let Some(pending) = pending else {
        return Some("Nothing waits for a decision.");
    };
    if pending.recommended_by == actor.user {
        Some("You recommended this, so someone else must approve it.")
    } else if !is_offered_team::<DecideCase>(actor) {
        Some("A lead decides on this.")
    } else {
        None
    }
}

fn rows(decision: &Decision, now: time::OffsetDateTime) -> SummaryList {
    SummaryList::new()
        .row(SummaryRow::new(
            "Recommendation",
            decision.recommendation.title(),
        ))
        .row(SummaryRow::new("Reasons", &decision.reasons))
        .row(SummaryRow::new(
            "Recommended by",
            format!(
                "{}, {}",
                decision.recommended_by_name,
                when::relative(decision.recommended_at, now)
            ),
        ))
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(reference): Path<String>,
) -> Reply {
    let reference = case::reference(&reference)?;
    let deciding = decisions::read(&app.store, &actor, &reference).await?;
    let form = furniture.form(FormState::new());
    reply::ok(&ApprovePage::new(&furniture, &actor, &deciding, &form))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(reference): Path<String>,
    mut posted: Posted,
) -> Reply {
    authorise_team::<DecideCase>(&actor)?;
    let typed = Typed::take(&mut posted);
    posted.finish()?;
    let reference = case::reference(&reference)?;
    let (outcome, comment) = match typed.parse() {
        Ok(parsed) => parsed,
        Err(form) => {
            let deciding = decisions::read(&app.store, &actor, &reference).await?;
            let page = ApprovePage::new(&furniture, &actor, &deciding, &form);
            if page.form.is_none() {
                // Nothing waits for this person's decision, so there are no fields to mend.
                return Err(PageError::Conflict);
            }
            return reply::unprocessable(&page);
        }
    };
    let read = typed.decision;
    let (what, office) = ((outcome, comment.as_ref()), case::office(&app));
    match decisions::decide(&app.store, &actor, &reference, read, what, office).await {
        Ok(()) => {}
        Err(DecideError::DocumentReplaced) => {
            let deciding = decisions::read(&app.store, &actor, &reference).await?;
            let page = ApprovePage::new(&furniture, &actor, &deciding, &typed.replaced());
            return reply::unprocessable(&page);
        }
        Err(error) => return Err(error.into()),
    }
    let said = match outcome {
        Outcome::Approved => "The recommendation is approved",
        Outcome::Returned => "The recommendation was sent back",
    };
    reply::see_other_saying(&case::path(&reference), said)
}

//! Recommending a decision.

use super::recommend_form::{RECOMMENDATION, RecommendForm, Typed};
use super::{agreement_end, case};
use crate::conditions::{self, Condition};
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, State};
use domain::application::ApplicationState;
use domain::reference::ApplicationReference;
use domain::review::Verdict;
use domain::signature_request::SignatureKind;
use domain::when;
use govuk::{Content, FormState, IdentityBar, Layout, SummaryList, SummaryRow, WarningText};
use policy::team::RecommendDecision;
use policy::{Actor, authorise_team};
use service::decisions::{self, Deciding, RecommendError};
use service::signature_requests::Covering;
use service::subjects::Subject;

#[derive(Template)]
#[template(path = "team/recommend.html")]
struct RecommendPage {
    layout: Layout,
    identity: IdentityBar,
    /// That the owner's agreement ends before a certificate would.
    ending: Option<WarningText>,
    summary: SummaryList,
    returned: Option<Returned>,
    unjudged: Vec<Content>,
    to_ask: Vec<Content>,
    not_met: Vec<Content>,
    signature: Option<&'static str>,
    is_over: bool,
    action: String,
    form: Option<RecommendForm>,
}

/// A recommendation that was sent back.
struct Returned {
    by: String,
    comment: String,
    /// What was recommended, and why.
    recommendation: &'static str,
    reasons: String,
    conditions: Vec<Condition>,
}

impl RecommendPage {
    fn new(furniture: &Furniture, actor: &Actor, deciding: &Deciding, form: &FormState) -> Self {
        let review = &deciding.review;
        let application = &review.case.application;
        let path = case::path(&application.reference);
        let is_open = application.state == ApplicationState::UnderReview;
        let may = authorise_team::<RecommendDecision>(actor).is_ok();
        let links = |subjects: Vec<&Subject>| links(&application.reference, &subjects);
        Self {
            layout: furniture
                .team(actor)
                .title("Recommend a decision")
                .section(application.service_title())
                .back_to(&path, "Back to the case")
                .errors_of(form),
            identity: case::identity(application, review.now),
            ending: agreement_end::words(deciding.owner.as_ref(), review.now).map(WarningText::new),
            summary: summary(deciding),
            returned: deciding
                .returned()
                .filter(|_| is_open)
                .map(|decision| Returned {
                    by: decision.decided_by_name.clone().unwrap_or_default(),
                    comment: decision.comment.clone().unwrap_or_default(),
                    recommendation: decision.recommendation.title(),
                    reasons: decision.reasons.clone(),
                    conditions: conditions::listed(&decision.conditions, when::uk_date(review.now)),
                }),
            unjudged: links(deciding.unjudged()),
            to_ask: links(deciding.to_ask()),
            not_met: links(deciding.not_met()),
            signature: signature(&deciding.covering),
            is_over: !is_open,
            action: format!("{path}/recommend"),
            form: (is_open && may && deciding.is_ready()).then(|| RecommendForm::new(form)),
        }
    }
}

fn links(reference: &ApplicationReference, subjects: &[&Subject]) -> Vec<Content> {
    subjects
        .iter()
        .map(|subject| Content::link(case::review_path(reference, &subject.id), &subject.title))
        .collect()
}

/// How many subjects stand at each judgement.
fn summary(deciding: &Deciding) -> SummaryList {
    let review = &deciding.review;
    let rows = Verdict::ALL.iter().map(|verdict| {
        let count = review.standing_at(*verdict).len();
        SummaryRow::new(verdict.title(), count.to_string())
    });
    SummaryList::new().rows(rows).row(SummaryRow::new(
        "Not judged",
        review.unjudged().len().to_string(),
    ))
}

/// What is missing of the signature.
fn signature(covering: &Covering) -> Option<&'static str> {
    match covering {
        Covering::Signed(_) if covering.awaits_ink_check() => {
            Some("The statement was signed in ink, and nobody of the team has checked it yet.")
        }
        Covering::Signed(_) => None,
        Covering::Waiting(request) => Some(match request.kind {
            SignatureKind::Initial | SignatureKind::Anew => {
                "We are waiting for the signatory to sign again, as the signed page could not be used."
            }
            SignatureKind::Reconfirmation => {
                "We are waiting for the signatory to confirm what changed."
            }
        }),
        Covering::None => Some("No signature covers the answers as they are now."),
    }
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
    reply::ok(&RecommendPage::new(&furniture, &actor, &deciding, &form))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(reference): Path<String>,
    mut posted: Posted,
) -> Reply {
    authorise_team::<RecommendDecision>(&actor)?;
    let typed = Typed::take(&mut posted);
    posted.finish()?;
    let reference = case::reference(&reference)?;
    if typed.wants_more() {
        let page = drawn(&app, &furniture, &actor, &reference, &typed.kept()).await?;
        return reply::ok(&page);
    }
    let refused = match typed.parse(when::uk_date(app.clock.now())) {
        Err(form) => form,
        Ok((proposal, reasons)) => {
            let what = (&proposal, &reasons);
            let office = case::office(&app);
            let done = decisions::recommend(&app.store, &actor, &reference, what, office).await;
            match done {
                Ok(()) => {
                    return reply::see_other_saying(
                        &case::path(&reference),
                        "Your recommendation was sent to the leads",
                    );
                }
                Err(RecommendError::SomethingNotMet) => with_error(
                    &typed,
                    "Select ‘Do not grant the certificate’, or judge again what does not meet the standard",
                ),
                Err(RecommendError::NothingNotMet) => with_error(
                    &typed,
                    "Select ‘Grant the certificate’, or judge first what does not meet the standard",
                ),
                Err(error) => return Err(error.into()),
            }
        }
    };
    let page = drawn(&app, &furniture, &actor, &reference, &refused).await?;
    reply::unprocessable(&page)
}

/// The page with its form as it was typed.
async fn drawn(
    app: &App,
    furniture: &Furniture,
    actor: &Actor,
    reference: &ApplicationReference,
    form: &FormState,
) -> Result<RecommendPage, PageError> {
    let deciding = decisions::read(&app.store, actor, reference).await?;
    let page = RecommendPage::new(furniture, actor, &deciding, form);
    if page.form.is_none() {
        // Nothing can be recommended as things are, so there are no fields to mend.
        return Err(PageError::Conflict);
    }
    Ok(page)
}

fn with_error(typed: &Typed, message: &str) -> FormState {
    let mut form = typed.kept();
    form.error(RECOMMENDATION, message);
    form
}

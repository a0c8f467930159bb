//! A new request for clarification: everything that was judged "Ask the supplier".

use super::case;
use super::clarification_form::{RequestForm, beginning, read};
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, State};
use domain::application::ApplicationState;
use domain::review::Verdict;
use domain::when;
use govuk::{FormState, IdentityBar, Layout};
use policy::team::AskClarification;
use policy::{Actor, authorise_team};
use service::clarifications;
use service::reviews::{self, Review};

#[derive(Template)]
#[template(path = "team/clarification_new.html")]
struct NewPage {
    layout: Layout,
    identity: IdentityBar,
    why_not: Option<&'static str>,
    form: RequestForm,
}

impl NewPage {
    fn new(furniture: &Furniture, actor: &Actor, review: &Review, form: &FormState) -> Self {
        let application = &review.case.application;
        let path = case::path(&application.reference);
        Self {
            layout: furniture
                .team(actor)
                .title("Ask the supplier")
                .section(application.service_title())
                .back_to(&path, "Back to the case")
                .errors_of(form),
            identity: case::identity(application, review.now),
            why_not: why_not(review, actor),
            form: RequestForm::new(review, &format!("{path}/clarifications/new"), form),
        }
    }
}

fn why_not(review: &Review, actor: &Actor) -> Option<&'static str> {
    if authorise_team::<AskClarification>(actor).is_err() {
        Some("Only assessors and leads ask the supplier.")
    } else if review.open_request().is_some() {
        Some("The supplier has been asked already. Wait for the reply.")
    } else if review.case.application.state != ApplicationState::UnderReview {
        Some("You can ask the supplier only while the case is under review.")
    } else if review.standing_at(Verdict::Ask).is_empty() {
        Some("Mark a question ‘Ask the supplier’ first.")
    } else {
        None
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(reference): Path<String>,
) -> Reply {
    let reference = case::reference(&reference)?;
    let review = reviews::read(&app.store, &actor, &reference).await?;
    let form = furniture.form(beginning(&review));
    reply::ok(&NewPage::new(&furniture, &actor, &review, &form))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(reference): Path<String>,
    mut posted: Posted,
) -> Reply {
    authorise_team::<AskClarification>(&actor)?;
    let reference = case::reference(&reference)?;
    let review = reviews::read(&app.store, &actor, &reference).await?;
    if why_not(&review, &actor).is_some() {
        return Err(PageError::Conflict);
    }
    let read = read(&review, &mut posted)?;
    // A subject that is not to be asked any more was judged anew by somebody else.
    posted.finish().map_err(|_| PageError::Conflict)?;
    let (requests, due) = match read {
        Ok(read) => read,
        Err(form) => {
            return reply::unprocessable(&NewPage::new(&furniture, &actor, &review, &form));
        }
    };
    clarifications::draft(&app.store, &actor, &reference, &requests).await?;
    let path = case::path(&reference);
    let due = when::iso_date(due);
    reply::see_other(&format!("{path}/clarifications/check?due={due}"))
}

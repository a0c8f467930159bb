//! What can be asked of the owner, and how the request stands; with what the owner wrote before, and the
//! supplier's answer to it.

use super::ask_form::{AskForm, answering, at_once, parse, refused, replied, words};
use super::moved::moved;
use super::told::{other_description, other_services};
use super::words::{
    caution, changed, ending, intro, plan_list, request_list, said, status, undelivered,
    used_services,
};
use crate::application_path::ApplicationPath;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply, see_other, see_other_noting, see_other_saying};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::State;
use domain::owner_request::{OwnerRequest, OwnerRequestState};
use govuk::{Button, FormState, InsetText, Layout, PostForm, Prose, SummaryList, Tag, WarningText};
use policy::organisation::AskOwner;
use policy::{Actor, authorise};
use service::owner_requests::{self, AskError, Gap, Overview, Plan};

/// The tail of the page's address.
const TAIL: &str = "infrastructure/owner-request";

#[derive(Template)]
#[template(path = "owner_requests/request.html")]
struct RequestPage {
    layout: Layout,
    /// That somebody asked or answered while this person wrote.
    moved: Option<WarningText>,
    /// What was typed, where nothing can be sent.
    typed: Option<Prose>,
    status: Tag,
    request: Option<SummaryList>,
    said: Option<InsetText>,
    undelivered: Option<WarningText>,
    ending: Option<InsetText>,
    changed: Option<WarningText>,
    other_services: Option<InsetText>,
    other_description: Option<InsetText>,
    intro: Vec<String>,
    gaps: Vec<Gap>,
    plan: Option<SummaryList>,
    caution: Option<InsetText>,
    at_once: Option<InsetText>,
    ask: Option<AskForm>,
    remind: Option<PostForm>,
    cancel: Option<PostForm>,
    is_reminded: bool,
    change_contact: Option<String>,
    is_read_only: bool,
}

/// Shows it.
pub async fn show(
    path: ApplicationPath,
    SignedIn(actor): SignedIn,
    State(app): State<App>,
    furniture: Furniture,
) -> Reply {
    let overview = owner_requests::overview(&app.store, &actor, &path.0)
        .await?
        .ok_or(PageError::NotFound)?;
    let form = furniture.form(FormState::new());
    let layout = layout(&furniture, &actor, &overview, &path);
    reply::ok(&page(&overview, &path, layout, &actor.email, &form))
}

fn layout(
    furniture: &Furniture,
    actor: &Actor,
    overview: &Overview,
    path: &ApplicationPath,
) -> Layout {
    let application = &overview.case.application;
    furniture
        .supplier(actor, Some(application.organisation))
        .title("Agreement of the infrastructure owner")
        .section(application.service_title())
        .back_to(path.task_list(), "Back to your application")
}

/// Asks the owner, or confirms for the own organisation.
pub async fn submit(
    path: ApplicationPath,
    SignedIn(actor): SignedIn,
    State(app): State<App>,
    furniture: Furniture,
    mut posted: Posted,
) -> Reply {
    let typed = AskForm::take(&mut posted);
    posted.finish()?;
    let overview = owner_requests::overview(&app.store, &actor, &path.0)
        .await?
        .ok_or(PageError::NotFound)?;
    let given = words(&typed);
    let typed_words = answering(&typed, given.as_deref());
    if overview.has_moved(&actor, &typed_words) {
        return conflict(&overview, &path, (&actor, &furniture), &typed);
    }
    let parsed = match &overview.question {
        Some(question) => parse(question, &typed),
        None => Ok(None),
    };
    let form = match parsed {
        Ok(answer) => {
            let (store, office) = (&app.store, app.office());
            let answer = answering(&typed, answer.as_deref());
            let asked = owner_requests::ask(store, &actor, &path.0, answer, office).await;
            match asked {
                Err(AskError::Moved) => {
                    let overview = owner_requests::overview(store, &actor, &path.0).await?;
                    let overview = overview.ok_or(PageError::NotFound)?;
                    return conflict(&overview, &path, (&actor, &furniture), &typed);
                }
                Err(AskError::SentTooMuch) if answer.words.is_some() => {
                    refused(&typed, SENT_TOO_MUCH)
                }
                asked => return done(asked, &path, "Request sent"),
            }
        }
        Err(form) => form,
    };
    // Who may not ask is told so, whatever they typed.
    authorise::<AskOwner>(&actor, overview.case.application.organisation)?;
    let layout = layout(&furniture, &actor, &overview, &path).errors_of(&form);
    reply::unprocessable(&page(&overview, &path, layout, &actor.email, &form))
}

/// The page as it is now, with what was typed before somebody else asked or answered.
fn conflict(
    overview: &Overview,
    path: &ApplicationPath,
    (actor, furniture): (&Actor, &Furniture),
    typed: &FormState,
) -> Reply {
    authorise::<AskOwner>(actor, overview.case.application.organisation)?;
    let layout = layout(furniture, actor, overview, path);
    let mut page = page(overview, path, layout, &actor.email, typed);
    page.moved = Some(moved(overview, page.typed.is_none()));
    reply::conflict(&page)
}

/// Sends the link again.
pub async fn remind(
    path: ApplicationPath,
    SignedIn(actor): SignedIn,
    State(app): State<App>,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let sent = owner_requests::remind(&app.store, &actor, &path.0, &app.public_url).await;
    done(sent, &path, "Reminder sent")
}

/// Takes the request back.
pub async fn cancel(
    path: ApplicationPath,
    SignedIn(actor): SignedIn,
    State(app): State<App>,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let cancelled = owner_requests::cancel(&app.store, &actor, &path.0).await;
    done(cancelled, &path, "Request cancelled")
}

/// What is said when no more requests are sent.
const SENT_TOO_MUCH: &str = "You have sent as many requests as you can in a day. We did not send this one – send it tomorrow";

fn done(result: Result<(), AskError>, path: &ApplicationPath, message: &str) -> Reply {
    match result {
        Ok(()) => see_other_saying(&path.at(TAIL), message),
        // The page says what is missing, or that a reminder was sent today.
        Err(AskError::RemindedToday) => see_other(&path.at(TAIL)),
        Err(AskError::SentTooMuch) => see_other_noting(&path.at(TAIL), SENT_TOO_MUCH),
        // The owner asked something while the form was open.
        Err(AskError::NotNow | AskError::Unanswered | AskError::Moved) => Err(PageError::Conflict),
        Err(AskError::NotFound) => Err(PageError::NotFound),
        Err(AskError::Denied(denied)) => Err(denied.into()),
        Err(AskError::Store(error)) => Err(error.into()),
    }
}

fn page(
    overview: &Overview,
    path: &ApplicationPath,
    layout: Layout,
    own_email: &str,
    typed: &FormState,
) -> RequestPage {
    let latest = overview.latest.as_ref();
    let is_open = latest.is_some_and(|request| request.state.is_open());
    let form = |tail: &str, button| PostForm::new(path.at(tail), layout.csrf(), button);
    let is_outdated = !overview.differences.is_empty() || overview.is_other_person();
    let ends_soon = latest.is_some_and(OwnerRequest::ends_soon);
    let state = overview.case.application.state;
    let is_unanswered = !is_open || is_outdated || has_run_out(overview);
    let is_stale = ends_soon || overview.has_other_services() || overview.has_other_description();
    // What was typed can be sent in the place of what a colleague sent meanwhile.
    let words = words(typed);
    let is_anew = words.is_some() && overview.question.is_some();
    let needs_asking =
        state.may_ask_owner() && (is_stale || is_anew || !overview.is_agreed() && is_unanswered);
    let ask = button(&overview.plan).filter(|_| needs_asking && overview.may_ask);
    let ask = ask.map(|button| AskForm::new(path.at(TAIL), button, overview, typed));
    let has_box = ask.as_ref().is_some_and(|ask| ask.reply.is_some());
    let gaps = match &overview.plan {
        Plan::Missing(gaps) => gaps.clone(),
        _ => Vec::new(),
    };
    RequestPage {
        moved: None,
        typed: words.filter(|_| !has_box).map(|words| Prose::new(&words)),
        status: status(overview),
        request: latest.map(|request| request_with_reply(overview, request)),
        said: latest.and_then(said),
        undelivered: undelivered(overview),
        ending: latest.and_then(|request| ending(request, state)),
        changed: latest
            .filter(|request| request.state != OwnerRequestState::Cancelled)
            .and_then(|_| changed(&overview.differences)),
        other_services: other_services(overview),
        other_description: other_description(overview),
        intro: intro(&overview.plan),
        gaps,
        plan: overview
            .plan
            .hosting()
            .filter(|_| needs_asking)
            .map(|hosting| plan_list(hosting, &overview.plan).rows(used_services(overview))),
        caution: caution(&overview.plan, own_email).filter(|_| needs_asking),
        at_once: at_once(overview).filter(|_| ask.is_some()),
        ask,
        remind: (is_open && overview.may_ask && overview.may_remind).then(|| {
            form(
                &format!("{TAIL}/remind"),
                Button::secondary("Send a reminder"),
            )
        }),
        cancel: (is_open && overview.may_ask).then(|| {
            form(
                &format!("{TAIL}/cancel"),
                Button::secondary("Cancel the request"),
            )
        }),
        is_reminded: is_open && !overview.may_remind,
        change_contact: overview.contact_path().filter(|_| is_open || needs_asking),
        // Where nobody can ask, the role is not the reason.
        is_read_only: state.may_ask_owner() && !overview.may_ask,
        layout,
    }
}

/// What the button that asks says; nothing while nobody can be asked.
fn button(plan: &Plan) -> Option<String> {
    match plan {
        Plan::Ask(_, contact) => Some(format!("Send request to {}", contact.name)),
        Plan::Own(hosting) => Some(format!(
            "Confirm that {} owns this infrastructure and agrees",
            hosting.supplier_name
        )),
        Plan::Missing(_) | Plan::Joint | Plan::Ended(_) | Plan::NotTheirs(_) => None,
    }
}

/// What was asked and what came of it, with what was answered to what the owner wrote before.
fn request_with_reply(overview: &Overview, request: &OwnerRequest) -> SummaryList {
    let owner = &request.hosting.owner_name;
    let reply = overview.reply.iter();
    request_list(request).rows(reply.flat_map(|reply| replied(reply, owner)))
}

fn has_run_out(overview: &Overview) -> bool {
    overview
        .latest
        .as_ref()
        .is_some_and(|request| request.state.is_open() && overview.now >= request.expires_at)
}

//! What can be asked of the owner, and how the request stands.

use crate::application_path::ApplicationPath;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply, see_other, see_other_saying};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::State;
use domain::owner_request::{Contact, Hosting, OwnerRequest, OwnerRequestState};
use domain::when;
use govuk::{
    Button, InsetText, Layout, PostForm, SummaryList, SummaryRow, Tag, TagColour, WarningText,
};
use service::owner_requests::{self, AskError, Gap, Overview, Plan};

/// The tail of the page's address.
const TAIL: &str = "infrastructure/owner-request";

#[derive(Template)]
#[template(path = "owner_requests/request.html")]
struct RequestPage {
    layout: Layout,
    status: Tag,
    request: Option<SummaryList>,
    said: Option<InsetText>,
    changed: Option<WarningText>,
    intro: Vec<String>,
    gaps: Vec<Gap>,
    plan: Option<SummaryList>,
    caution: Option<InsetText>,
    ask: Option<PostForm>,
    remind: Option<PostForm>,
    cancel: Option<PostForm>,
    is_reminded: bool,
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
    let organisation = overview.case.application.organisation;
    let layout = furniture
        .supplier(&actor, Some(organisation))
        .title("Agreement of the infrastructure owner")
        .section(overview.case.application.service_title())
        .back_to(path.task_list(), "Back to your application");
    reply::ok(&page(&overview, &path, layout, &actor.email))
}

/// Asks the owner, or confirms for the own organisation.
pub async fn submit(
    path: ApplicationPath,
    SignedIn(actor): SignedIn,
    State(app): State<App>,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let asked = owner_requests::ask(&app.store, &actor, &path.0, &app.public_url).await;
    done(asked, &path, "Request saved")
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

fn done(result: Result<(), AskError>, path: &ApplicationPath, message: &str) -> Reply {
    match result {
        Ok(()) => see_other_saying(&path.at(TAIL), message),
        // The page says what is missing, or that a reminder was sent today.
        Err(AskError::RemindedToday) => see_other(&path.at(TAIL)),
        Err(AskError::NotNow) => Err(PageError::Conflict),
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
) -> RequestPage {
    let latest = overview.latest.as_ref();
    let is_open = latest.is_some_and(|request| request.state.is_open());
    let form = |tail: &str, button| PostForm::new(path.at(tail), layout.csrf(), button);
    let needs_asking = !overview.is_agreed()
        && (!is_open || !overview.differences.is_empty() || has_run_out(overview));
    let ask = match &overview.plan {
        Plan::Ask(_, contact) => Some(format!("Send request to {}", contact.name)),
        Plan::Own(hosting) => Some(format!(
            "Confirm that {} owns this infrastructure and agrees",
            hosting.supplier_name
        )),
        Plan::Missing(_) | Plan::Joint | Plan::Ended(_) => None,
    };
    let ask = ask.filter(|_| needs_asking && overview.may_ask);
    let gaps = match &overview.plan {
        Plan::Missing(gaps) => gaps.clone(),
        _ => Vec::new(),
    };
    RequestPage {
        status: status(latest),
        request: latest.map(request_list),
        said: latest.and_then(said),
        changed: latest
            .filter(|request| request.state != OwnerRequestState::Cancelled)
            .and_then(|_| changed(&overview.differences)),
        intro: intro(&overview.plan),
        gaps,
        plan: overview
            .plan
            .hosting()
            .filter(|_| needs_asking)
            .map(|hosting| plan_list(hosting, &overview.plan)),
        caution: caution(&overview.plan, own_email).filter(|_| needs_asking),
        ask: ask.map(|words| form(TAIL, Button::primary(words))),
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
        is_read_only: !overview.may_ask,
        layout,
    }
}

fn has_run_out(overview: &Overview) -> bool {
    overview
        .latest
        .as_ref()
        .is_some_and(|request| request.state.is_open() && overview.now >= request.expires_at)
}

fn status(latest: Option<&OwnerRequest>) -> Tag {
    let Some(request) = latest else {
        return Tag::new("Not sent", TagColour::Blue);
    };
    let colour = match request.state {
        OwnerRequestState::Sent | OwnerRequestState::Opened => TagColour::Teal,
        OwnerRequestState::Agreed => TagColour::Green,
        OwnerRequestState::Declined => TagColour::Red,
        OwnerRequestState::Asked => TagColour::Yellow,
        OwnerRequestState::Cancelled => TagColour::Grey,
    };
    Tag::new(request.state.title(), colour)
}

fn request_list(request: &OwnerRequest) -> SummaryList {
    let contact = &request.contact;
    let mut list = SummaryList::new();
    if request.is_own {
        list = list.row(SummaryRow::new("Confirmed by", &contact.name));
    } else {
        let person = format!("{}\n{}\n{}", contact.name, contact.job_title, contact.email);
        list = list
            .row(SummaryRow::new("Sent to", person))
            .row(SummaryRow::new(
                "Sent at",
                when::date_and_time(request.sent_at),
            ));
    }
    list = list
        .row(SummaryRow::new("Service", &request.hosting.service_name))
        .row(SummaryRow::new(
            "Infrastructure",
            &request.hosting.infrastructure_name,
        ));
    if request.state.is_open() {
        let until = when::date_and_time(request.expires_at);
        list = list.row(SummaryRow::new("The link works until", until));
    }
    let moments = [
        ("Opened at", request.opened_at),
        ("Answered at", request.answered_at),
        ("Cancelled at", request.cancelled_at),
    ];
    for (label, moment) in moments {
        if let Some(moment) = moment {
            list = list.row(SummaryRow::new(label, when::date_and_time(moment)));
        }
    }
    if let (Some(name), false) = (&request.answered_name, request.is_own) {
        let job_title = request.answered_job_title.as_deref().unwrap_or_default();
        list = list.row(SummaryRow::new(
            "Answered by",
            format!("{name}\n{job_title}"),
        ));
    }
    list
}

fn said(request: &OwnerRequest) -> Option<InsetText> {
    request.reason.as_ref().map(InsetText::new)
}

fn changed(differences: &[&'static str]) -> Option<WarningText> {
    (!differences.is_empty()).then(|| {
        WarningText::new(format!(
            "Since this request you changed {}. The owner has not agreed to that.",
            differences.join(" and ")
        ))
    })
}

fn intro(plan: &Plan) -> Vec<String> {
    let lines: Vec<String> = match plan {
        Plan::Missing(_) => vec!["Fill in these pages first. Then you can ask the owner.".to_owned()],
        Plan::Joint => vec![
            "Your infrastructure has no connection certificate yet. We assess your Code of Connection (CoCo) and your Code of Practice (CoP) in parallel, so you can submit without this agreement.".to_owned(),
            "We issue the certificate for your service only when your infrastructure has its connection certificate. When you have it, change whose infrastructure you use, enter the number and the expiry date, and confirm here that you agree.".to_owned(),
        ],
        Plan::Ended(hosting) => vec![format!(
            "The connection certificate of {} ended on {}. A PSN service must run on infrastructure whose certificate is in date. Change the infrastructure or its details first.",
            hosting.infrastructure_name,
            when::date(hosting.certificate_valid_to)
        )],
        Plan::Own(_) => vec![
            "Your organisation owns the infrastructure, so we do not ask anybody else. Confirm it here.".to_owned(),
        ],
        Plan::Ask(hosting, _) => vec![
            "We cannot issue a certificate until the owner of the infrastructure agrees. You can ask at any time, while you fill in the rest.".to_owned(),
            format!(
                "We show {} the name of your service, its description for users, the infrastructure and any additional infrastructure. They do not need an account.",
                hosting.owner_name
            ),
        ],
    };
    lines
}

fn plan_list(hosting: &Hosting, plan: &Plan) -> SummaryList {
    let mut list = SummaryList::new();
    if let Plan::Ask(
        _,
        Contact {
            name,
            job_title,
            email,
        },
    ) = plan
    {
        list = list.row(SummaryRow::new(
            "We ask",
            format!("{name}\n{job_title}\n{email}"),
        ));
    }
    let additional = if hosting.additional_infrastructure.is_empty() {
        "None"
    } else {
        &hosting.additional_infrastructure
    };
    list.rows([
        SummaryRow::new("Service", &hosting.service_name),
        SummaryRow::new("Infrastructure", &hosting.infrastructure_name),
        SummaryRow::new("Owner", &hosting.owner_name),
        SummaryRow::new("Certificate number", &hosting.certificate_number),
        SummaryRow::new(
            "Certificate valid until",
            when::date(hosting.certificate_valid_to),
        ),
        SummaryRow::new("Additional infrastructure", additional),
    ])
}

/// The owner's address should not be the supplier's own.
fn caution(plan: &Plan, own_email: &str) -> Option<InsetText> {
    let Plan::Ask(_, contact) = plan else {
        return None;
    };
    let domain = |email: &str| {
        let (_, domain) = email.rsplit_once('@')?;
        Some(domain.to_lowercase())
    };
    (domain(&contact.email)? == domain(own_email)?).then(|| {
        InsetText::new(format!(
            "The address {} is at the same domain as yours. Check that {} works for the owner of the infrastructure.",
            contact.email, contact.name
        ))
    })
}

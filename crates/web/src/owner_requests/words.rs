//! A request to the owner in words and rows.

use crate::host_services::{codes, lines};
use crate::undelivered::warning;
use domain::application::ApplicationState;
use domain::owner_request::{
    AGREED_TO_SOMETHING_ELSE, Contact, Hosting, OwnerRequest, OwnerRequestState,
};
use domain::when;
use govuk::{InsetText, SummaryList, SummaryRow, Tag, TagColour, WarningText};
use service::owner_requests::{Overview, Plan};

/// Where a request stands: an agreement whose last day is over was not taken back, and one that is taken
/// back from a later day counts until then.
pub fn stands(request: &OwnerRequest) -> String {
    if let Some(notice) = request.notice() {
        return format!("Taken back from {}", when::date(notice.from));
    }
    match request.ended_on() {
        Some(day) => format!("Ended on {}, as agreed", when::date(day)),
        None => request.state.title().to_owned(),
    }
}

/// Where the request stands, and whether something has changed since it was made.
pub fn status(overview: &Overview) -> Tag {
    let differences = &overview.differences;
    let has_other_description = overview.has_other_description();
    let Some(request) = &overview.latest else {
        return Tag::new("Not sent", TagColour::Blue);
    };
    if request.state == OwnerRequestState::Agreed && !differences.is_empty() {
        return Tag::new(AGREED_TO_SOMETHING_ELSE, TagColour::Yellow);
    }
    if request.state == OwnerRequestState::Agreed && has_other_description {
        let stands = stands(request);
        return Tag::new(
            format!("{stands}, with another description for users"),
            TagColour::Yellow,
        );
    }
    let colour = match request.state {
        OwnerRequestState::Sent | OwnerRequestState::Opened => TagColour::Teal,
        OwnerRequestState::Agreed if request.notice().is_some() => TagColour::Yellow,
        OwnerRequestState::Agreed => TagColour::Green,
        OwnerRequestState::Declined | OwnerRequestState::Withdrawn => TagColour::Red,
        OwnerRequestState::Asked => TagColour::Yellow,
        OwnerRequestState::Cancelled => TagColour::Grey,
    };
    Tag::new(stands(request), colour)
}

/// The services of the owner that a request named, if it named some.
fn named_services(request: &OwnerRequest) -> Option<SummaryRow> {
    let named = codes(&request.hosting.host_services);
    (!named.is_empty()).then(|| SummaryRow::new("Owner’s services named", named))
}

/// What was asked and what came of it.
pub fn request_list(request: &OwnerRequest) -> SummaryList {
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
        ))
        .rows(named_services(request));
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
    if let Some(day) = request.agreed_until {
        list = list.row(SummaryRow::new("Agreed until", when::date(day)));
    }
    if request.standing.is_some() {
        let words = "By a standing agreement of the owner with your organisation";
        list = list.row(SummaryRow::new("How", words));
    }
    if let Some(withdrawal) = &request.withdrawal {
        list = list.rows([
            SummaryRow::new("Taken back by", &withdrawal.by_name),
            SummaryRow::new("Taken back at", when::date_and_time(withdrawal.at)),
            SummaryRow::new(
                "The service is not to run there from",
                when::date(withdrawal.from),
            ),
        ]);
    }
    list
}

/// What the owner wrote.
pub fn said(request: &OwnerRequest) -> Option<InsetText> {
    let withdrawn = request.withdrawal.as_ref().map(|taken| &taken.reason);
    withdrawn.or(request.reason.as_ref()).map(InsetText::new)
}

/// That the agreement ends soon or has ended, and what can be done in this state of the application.
pub fn ending(request: &OwnerRequest, state: ApplicationState) -> Option<InsetText> {
    let is_certified = state == ApplicationState::Certified;
    let has_ended = request.ended_on().is_some();
    if !has_ended && !request.ends_soon() {
        return None;
    }
    let next = if has_ended && is_certified {
        " The PSN team decides what becomes of the certificate of your service."
    } else if has_ended {
        ""
    } else if is_certified {
        " With that day its agreement ends. If your service is to run there for longer, tell the PSN team before then."
    } else if state.may_ask_owner() {
        " With that day its agreement ends. If your service is to run there for longer, ask again before then. The new request takes the place of this agreement at once, so agree on it with the owner first."
    } else {
        " With that day its agreement ends."
    };
    let owner = &request.hosting.owner_name;
    let (until, how) = match (request.notice(), request.agreed_until) {
        (Some(_), _) => (
            request.counts_until()?,
            "takes its agreement back. It counts",
        ),
        (None, until) => (until?, "agreed"),
    };
    let until = when::date(until);
    Some(InsetText::new(format!(
        "{owner} {how} until {until}.{next}"
    )))
}

/// That its e-mail was not delivered, and what to do.
pub fn undelivered(overview: &Overview) -> Option<WarningText> {
    let undelivered = overview.undelivered.as_ref()?;
    let next = if !overview.may_ask {
        "Tell an editor or an administrator of your organisation."
    } else if overview.is_other_person() {
        "You have changed who we ask since then. Send the request to them."
    } else if overview.contact_path().is_some() {
        "Check the address. If it is wrong, change who we ask, then send the request again. If it is right, ask for another address, or send a reminder."
    } else {
        "Check the address with the owner, and send a reminder. If it is wrong, ask the PSN team."
    };
    Some(warning(
        &undelivered.recipient,
        undelivered.given_up_at,
        next,
    ))
}

/// What has changed since the request.
pub fn changed(differences: &[&'static str]) -> Option<WarningText> {
    (!differences.is_empty()).then(|| {
        WarningText::new(format!(
            "Since this request you changed {}. The owner has not agreed to that.",
            differences.join(" and ")
        ))
    })
}

/// What can be asked now.
pub fn intro(plan: &Plan) -> Vec<String> {
    let lines: Vec<String> = match plan {
        Plan::Missing(_) => vec!["Fill in these pages first. Then you can ask the owner.".to_owned()],
        Plan::Joint => vec![
            "Your infrastructure has no connection certificate yet. We assess your Code of Connection (CoCo) and your Code of Practice (CoP) in parallel, so you can submit without this agreement.".to_owned(),
            "We issue the certificate for your service only when your infrastructure has its connection certificate. When we have recorded it, we tell you by email, and you confirm here that your service runs on it.".to_owned(),
        ],
        Plan::Ended(hosting) => vec![format!(
            "The connection certificate of {} ended on {}. A PSN service must run on infrastructure whose certificate is in date. Change the infrastructure or its details first.",
            hosting.infrastructure_name,
            when::date(hosting.certificate_valid_to)
        )],
        Plan::NotTheirs(hosting) => vec![
            format!(
                "You said that {} is your own infrastructure. The register says that {} owns it, so you cannot confirm it yourself.",
                hosting.infrastructure_name, hosting.owner_name
            ),
            "Say whose infrastructure it is under PSN-compliant infrastructure. Then you can ask its owner. If the register is wrong, ask the PSN team.".to_owned(),
        ],
        Plan::Own(_) => vec![
            "Your organisation owns the infrastructure, so we do not ask anybody else. Confirm it here.".to_owned(),
        ],
        Plan::Ask(hosting, _) => vec![
            "We cannot issue a certificate until the owner of the infrastructure agrees. You can ask at any time, while you fill in the rest.".to_owned(),
            format!(
                "We show {} the name of your service, its description for users, the infrastructure, any additional infrastructure and which of their services you use. They do not need an account.",
                hosting.owner_name
            ),
        ],
    };
    lines
}

/// What would be asked now.
pub fn plan_list(hosting: &Hosting, plan: &Plan) -> SummaryList {
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

/// The services of the owner that the answers name, if they name some.
pub fn used_services(overview: &Overview) -> Option<SummaryRow> {
    let words = lines(&overview.host_services);
    (!words.is_empty()).then(|| SummaryRow::new("The owner’s services that you use", words))
}

/// The owner's address should not be the supplier's own.
pub fn caution(plan: &Plan, own_email: &str) -> Option<InsetText> {
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

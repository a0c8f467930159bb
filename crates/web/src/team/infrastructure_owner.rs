//! What the owner of a case's infrastructure was asked and answered, in rows.

use crate::host_services;
use domain::host_service::are_same;
use domain::owner_request::{AGREED_TO_SOMETHING_ELSE, OwnerRequest, OwnerRequestState, Reply};
use domain::when;
use govuk::{SummaryList, SummaryRow};
use service::infrastructures::{Since, named_now, since};
use service::reviews::{Infrastructure, Review};

/// That a supplier confirmed infrastructure as its own whose owner has another name.
fn differing_owner(owner: &OwnerRequest) -> Option<SummaryRow> {
    let (named, supplier) = (&owner.hosting.owner_name, &owner.hosting.supplier_name);
    (owner.is_own && named.to_lowercase() != supplier.to_lowercase()).then(|| {
        let words = format!("The owner is called {named}, and the supplier {supplier}");
        SummaryRow::new("Look at this", words)
    })
}

/// What the owner answered; an agreement may not be to what the answers say now.
fn answer(owner: &OwnerRequest, since: &Since) -> String {
    let stands = crate::owner_requests::stands(owner);
    if !since.not_covered.is_empty() {
        let changed = since.not_covered.join(" and ");
        format!("{AGREED_TO_SOMETHING_ELSE}: since then the supplier changed {changed}")
    } else if since.is_described_otherwise {
        format!("{stands}, but since then the supplier changed the description for users")
    } else {
        stands
    }
}

/// The description for users that the owner was shown, where it is another one now.
fn shown_description(owner: &OwnerRequest, since: &Since) -> Option<SummaryRow> {
    let shown = &owner.hosting.description_for_users;
    since
        .is_described_otherwise
        .then(|| SummaryRow::new("Description for users that the owner was shown", shown))
}

/// The services of the owner that the application names, with what the register says of each.
pub fn named_services(infrastructure: &Infrastructure) -> Option<SummaryRow> {
    let words = host_services::lines(&infrastructure.host_services);
    (!words.is_empty()).then(|| SummaryRow::new("Services of the owner that it uses", words))
}

/// The services that the owner was told of, where the answers name others now.
fn told_of_others(owner: &OwnerRequest, review: &Review) -> Option<SummaryRow> {
    let told = &owner.hosting.host_services;
    let now = named_now(&review.case);
    (!are_same(told, &now)).then(|| {
        let words = if told.is_empty() {
            "None. The supplier names some since then".to_owned()
        } else {
            let told = host_services::codes(told);
            format!("{told}. The supplier names others since then")
        };
        SummaryRow::new("Services that the owner was told of", words)
    })
}

/// What the owner had written on an earlier request, and what the supplier answered with this one.
fn replied(reply: &Reply) -> [SummaryRow; 2] {
    let wrote = match reply.to_state {
        OwnerRequestState::Asked => "The owner had asked",
        _ => "The owner had not agreed, because",
    };
    [
        SummaryRow::new(wrote, &reply.to),
        SummaryRow::new("The supplier answered", &reply.words),
    ]
}

/// What the owner was asked and answered.
pub fn owner_rows(owner: &OwnerRequest, reply: Option<&Reply>, review: &Review) -> SummaryList {
    let now = review.now;
    let since = match owner.state {
        OwnerRequestState::Agreed => since(&review.case, owner),
        _ => Since::default(),
    };
    let asked = if owner.is_own {
        "The supplier owns the infrastructure and confirmed this itself".to_owned()
    } else {
        format!(
            "{}, {} ({})",
            owner.contact.name, owner.contact.job_title, owner.contact.email
        )
    };
    let additional = if owner.hosting.additional_infrastructure.is_empty() {
        "None"
    } else {
        &owner.hosting.additional_infrastructure
    };
    let mut list = SummaryList::new()
        .row(SummaryRow::new("Answer", answer(owner, &since)))
        .row(SummaryRow::new("Asked", asked))
        .rows(differing_owner(owner))
        .row(SummaryRow::new("Sent", when::relative(owner.sent_at, now)))
        .row(SummaryRow::new(
            "Certificate that the owner was asked about",
            format!(
                "{}, valid to {}",
                owner.hosting.certificate_number,
                when::date(owner.hosting.certificate_valid_to)
            ),
        ))
        .row(SummaryRow::new("Additional infrastructure", additional))
        .rows(shown_description(owner, &since))
        .rows(told_of_others(owner, review))
        .rows(reply.into_iter().flat_map(replied));
    if let (Some(name), Some(at)) = (&owner.answered_name, owner.answered_at) {
        let job_title = owner.answered_job_title.as_deref().unwrap_or_default();
        let by = format!("{name}, {job_title}, {}", when::relative(at, now));
        list = list.row(SummaryRow::new("Answered by", by));
    }
    if let Some(day) = owner.agreed_until {
        list = list.row(SummaryRow::new("Agreed until", when::date(day)));
    }
    if let Some(withdrawal) = &owner.withdrawal {
        list = list.rows([
            SummaryRow::new("Taken back by", &withdrawal.by_name),
            SummaryRow::new("Not to run there from", when::date(withdrawal.from)),
            SummaryRow::new("Reason for taking it back", &withdrawal.reason),
        ]);
    }
    if owner.standing.is_some() {
        list = list.row(SummaryRow::new(
            "How",
            "By a standing agreement of the owner",
        ));
    }
    if let Some(reason) = &owner.reason {
        list = list.row(SummaryRow::new("In the owner’s words", reason));
    }
    list
}

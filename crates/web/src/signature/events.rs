//! What happened to the requests to sign of an application.

use domain::id::SignatureRequestId;
use domain::ink::InkOutcome;
use domain::signature_request::{SignatureKind, SignatureRequest, SignatureRequestState};
use domain::when;
use govuk::TimelineEvent;
use std::collections::BTreeMap;
use time::OffsetDateTime;

/// When, what, and who where that is told.
type Moment = (OffsetDateTime, String, Option<String>);

/// What happened to all requests, newest first, with who cancelled them.
pub fn events(
    requests: &[SignatureRequest],
    cancelled_by: &BTreeMap<SignatureRequestId, String>,
) -> Vec<TimelineEvent> {
    let requests = requests.iter();
    let mut moments: Vec<Moment> = requests
        .flat_map(|request| moments_of(request, cancelled_by.get(&request.id)))
        .collect();
    moments.sort_by_key(|moment| std::cmp::Reverse(moment.0));
    moments
        .into_iter()
        .map(|(at, title, by)| {
            let event = TimelineEvent::new(title, when::date_and_time(at), when::machine(at));
            match by {
                Some(by) => event.by(by),
                None => event,
            }
        })
        .collect()
}

fn moments_of(request: &SignatureRequest, cancelled_by: Option<&String>) -> Vec<Moment> {
    let name = &request.signatory.name;
    let sent = match (request.is_ink(), request.kind) {
        (true, _) => format!("Statement made for {name} to sign in ink"),
        (false, SignatureKind::Initial) => format!("Sent to {name}"),
        (false, SignatureKind::Reconfirmation) => format!("{name} asked to confirm changes"),
        (false, SignatureKind::Anew) => {
            format!("{name} asked to sign, after the signed page could not be used")
        }
    };
    let mut moments = vec![(request.sent_at, sent, Some(request.asker.name.clone()))];
    moments.extend(ink_of(request));
    let signed_at = request.signed_at.filter(|_| !request.is_ink());
    let later = [
        (request.opened_at, format!("{name} opened the link")),
        (
            request.authority_confirmed_at,
            format!("{name} confirmed their authority"),
        ),
        (signed_at, format!("{name} signed")),
        (request.declined_at, format!("{name} cannot sign")),
    ];
    let later = later.into_iter();
    moments.extend(later.filter_map(|(at, title)| Some((at?, title, None))));
    let voided_at = request.voided_at;
    moments.extend(voided_at.map(|at| (at, voided(request).to_owned(), cancelled_by.cloned())));
    moments
}

/// What happened to the signed page. Who of the PSN team checked it is not told.
fn ink_of(request: &SignatureRequest) -> Vec<Moment> {
    let Some(page) = &request.ink else {
        return Vec::new();
    };
    let by = Some(page.uploaded_by_name.clone());
    let uploaded = (page.uploaded_at, "Signed page uploaded".to_owned(), by);
    let checked = page.check.as_ref().map(|check| {
        let title = match check.outcome {
            InkOutcome::Accepted => "Signed page found right by the PSN team",
            InkOutcome::Refused => "Signed page refused by the PSN team",
        };
        (check.at, title.to_owned(), None)
    });
    [uploaded].into_iter().chain(checked).collect()
}

fn voided(request: &SignatureRequest) -> &'static str {
    match request.state {
        _ if request.is_page_refused() => request.title(),
        SignatureRequestState::Voided => "Void because an answer changed",
        _ => "Cancelled",
    }
}

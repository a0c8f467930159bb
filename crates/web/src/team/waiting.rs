//! What waits for the person who looks at a case.

use super::agreement_end;
use super::infrastructure::joint_words;
use crate::awaits_correction::said;
use crate::lost_agreement;
use domain::application::ApplicationState;
use domain::review::Verdict;
use policy::team::{DecideCase, IssueCertificate, ReviewCase};
use policy::{authorise_team, is_offered_team};
use service::joint::Joint;
use service::reviews::Overview;

/// A sentence with the page where something can be done about it.
pub struct Notice {
    pub text: String,
    pub href: String,
    pub link: &'static str,
}

/// What waits for the person who looks.
pub fn notices(overview: &Overview, actor: &policy::Actor, path: &str) -> Vec<Notice> {
    let review = &overview.review;
    let mut notices = Vec::new();
    let mut add = |text: String, tail: String, link: &'static str| {
        notices.push(Notice {
            text,
            href: format!("{path}/{tail}"),
            link,
        });
    };
    let state = review.case.application.state;
    let may_review = authorise_team::<ReviewCase>(actor).is_ok();
    let asks = review.standing_at(Verdict::Ask).len();
    if state == ApplicationState::UnderReview && asks > 0 && may_review {
        let text = format!("{asks} to ask the supplier.");
        add(text, "clarifications/new".to_owned(), "Ask the supplier");
    }
    if let Some(joint) = Joint::of(&review.case) {
        let words = joint_words(&joint, &overview.infrastructure);
        let text = format!("A connection certificate is applied for at the same time. {words}");
        add(text, "connection".to_owned(), "Code of Connection (CoCo)");
    }
    let is_open = !matches!(
        state,
        ApplicationState::Certified | ApplicationState::Refused
    );
    let ending = overview.infrastructure.agreement().filter(|_| is_open);
    if let Some(words) = agreement_end::words(ending, review.now) {
        add(words, "infrastructure".to_owned(), "Infrastructure");
    }
    if let Some(request) = review.open_request() {
        let tail = format!("clarifications/{}", request.id);
        add(
            "The supplier has been asked.".to_owned(),
            tail,
            "What we asked",
        );
    } else if let Some(request) = review.clarifications.last() {
        let tail = format!("clarifications/{}", request.id);
        add("The supplier replied.".to_owned(), tail, "Read the reply");
    }
    if state == ApplicationState::Recommended && is_offered_team::<DecideCase>(actor) {
        let text = "A decision is recommended.".to_owned();
        add(text, "approve".to_owned(), "Decide");
    }
    if state == ApplicationState::Approved && is_offered_team::<IssueCertificate>(actor) {
        let text = "The certificate is approved.".to_owned();
        add(text, "issue".to_owned(), "Issue the certificate");
    }
    notices.extend(returned(overview, path).filter(|_| may_review));
    notices.extend(wrong(overview, path));
    if state == ApplicationState::Certified {
        notices.extend(lost(overview, path));
        notices.push(Notice {
            text: "The certificate has been issued.".to_owned(),
            href: format!("{path}/issued"),
            link: "See what was issued",
        });
    }
    notices
}

/// That the signatory says that something is wrong, until the supplier is asked about it.
fn wrong(overview: &Overview, path: &str) -> Option<Notice> {
    let review = &overview.review;
    let is_open = !review.case.application.state.is_closed() && review.open_request().is_none();
    let latest = overview.signatures.first()?;
    (is_open && latest.awaits_correction()).then(|| Notice {
        text: format!("{} Ask the supplier to correct it.", said(latest)),
        href: format!("{path}/signature"),
        link: "Read what they wrote",
    })
}

/// Who sent the recommendation back, and why.
fn returned(overview: &Overview, path: &str) -> Option<Notice> {
    let decision = overview.returned()?;
    let by = decision.decided_by_name.as_deref().unwrap_or("A lead");
    let comment = decision.comment.as_deref().unwrap_or_default();
    Some(Notice {
        text: format!("{by} sent the recommendation back: {comment}"),
        href: format!("{path}/recommend"),
        link: "Recommend a decision",
    })
}

/// That the owner agrees no more to what the certificate rests on, or from a day.
fn lost(overview: &Overview, path: &str) -> Option<Notice> {
    let owner = overview.infrastructure.owner.as_ref();
    Some(Notice {
        text: lost_agreement::words(owner?)?,
        href: format!("{path}/infrastructure"),
        link: "Infrastructure",
    })
}

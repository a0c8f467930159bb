//! What stands between an application and its submission, each with the page that removes it.

use crate::applications::{Case, reference_on, what_changed};
use crate::infrastructures::{TERMS, has_open_terms, whose};
use crate::joint::lacks_code_of_connection;
use crate::owner_requests::{Plan, gap, gap_of_fact};
use crate::signature_requests::Covering;
use crate::snapshot::titled;
use domain::document::Document;
use domain::owner_request::{OwnerRequest, OwnerRequestState, Whose};
use domain::signature_request::{SignatureRequest, SignatureRequestState};
use domain::when;
use questions::{SpecialTask, Task, TaskKind};
use std::collections::BTreeSet;
use store::infrastructures::Infrastructure;
use time::OffsetDateTime;

/// Something that has to be done first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocker {
    /// What, in words.
    pub text: String,
    /// The page where it is done, with the field where there is one.
    pub link: String,
}

/// What decides about submission, beside the answers.
#[derive(Debug, Clone, Copy)]
pub struct Readiness<'a> {
    /// What the owner of the infrastructure can be asked now.
    pub plan: &'a Plan,
    /// The entry of the register that the application types instead of selecting it.
    pub to_select: Option<&'a Infrastructure>,
    /// The latest request to the owner.
    pub owner: Option<&'a OwnerRequest>,
    /// Whether the application as it is has been signed.
    pub covering: &'a Covering,
    /// The latest request to sign.
    pub signature: Option<&'a SignatureRequest>,
    /// The documents of the application.
    pub documents: &'a [Document],
    /// The time.
    pub now: OffsetDateTime,
}

fn blocker(case: &Case, text: impl Into<String>, tail: &str) -> Blocker {
    Blocker {
        text: text.into(),
        link: format!("/applications/{}/{tail}", case.application.reference),
    }
}

/// Questions that are not answered, sections that nobody has marked complete, and the check of
/// all answers: what has to be done before the application can be signed.
pub fn unfinished(case: &Case, now: OffsetDateTime) -> Vec<Blocker> {
    let set = case.set;
    let is_repeated = |heading: &str| {
        let pages = set.tasks.iter().flat_map(|task| &task.pages);
        pages.filter(|page| page.heading == heading).count() > 1
    };
    let reference = reference_on(now);
    let unanswered = set.unanswered(&case.stored.answers, &reference);
    let with_gaps: BTreeSet<&str> = unanswered.iter().map(|(task, _, _)| *task).collect();
    let mut blockers: Vec<Blocker> = unanswered
        .iter()
        .filter_map(|(_, page, item)| {
            let gap = gap(case, page, *item, &reference)?;
            let title = titled(&gap.title, *item);
            // Every principle asks how its answers are assured.
            let of = set.page(page).filter(|_| is_repeated(&gap.title));
            let text = match of {
                Some((task, _)) => format!("Answer “{title}” of “{}”", task.title),
                None => format!("Answer “{title}”"),
            };
            Some(Blocker {
                text,
                link: gap.path,
            })
        })
        .collect();
    for task in &set.tasks {
        if let Some(first) = case.unchecked(task).first() {
            let text = format!("Check last year’s answers to “{}”", task.title);
            blockers.push(blocker(
                case,
                text,
                &format!("renewal#{}", first.identifier()),
            ));
        }
    }
    let is_marked = |task: &Task| case.stored.marks.get(&task.id) == Some(&true);
    let unmarked = set.tasks.iter().filter(|task| !is_marked(task));
    for task in unmarked {
        match task.kind {
            TaskKind::Form | TaskKind::List(_) if !with_gaps.contains(task.id.as_str()) => {
                let text = match case.stored.changed.get(&task.id) {
                    Some(changed) => {
                        let why = what_changed(changed);
                        format!("Check “{}” again: {why}", task.title)
                    }
                    None => format!("Say that you have completed “{}”", task.title),
                };
                blockers.push(blocker(case, text, &format!("{}/check#complete", task.id)));
            }
            TaskKind::Special(SpecialTask::CheckAnswers) if blockers.is_empty() => {
                blockers.push(blocker(case, "Check your answers", &task.id));
            }
            TaskKind::Form | TaskKind::List(_) | TaskKind::Special(_) => {}
        }
    }
    blockers
}

/// Everything that stands between an application and its submission; empty when it can be
/// submitted.
pub fn blockers(case: &Case, readiness: &Readiness<'_>) -> Vec<Blocker> {
    let mut blockers = unfinished(case, readiness.now);
    let asked = case.set.asked_answers(&case.stored.answers);
    let whose = whose(case, &asked);
    if let Some(entry) = readiness.to_select {
        let text = format!(
            "Select the infrastructure from the list: the certificate {} is that of {}, {}",
            entry.certificate_number, entry.name, entry.owner_name
        );
        blockers.extend(
            gap_of_fact(case, "infrastructure_entry").map(|gap| Blocker {
                text,
                link: gap.path,
            }),
        );
    }
    if has_open_terms(case) {
        let text = "Finalise the terms of your agreement with the owner of the infrastructure";
        blockers.extend(gap_of_fact(case, TERMS).map(|gap| Blocker {
            text: text.to_owned(),
            link: gap.path,
        }));
    }
    // While the infrastructure's own certificate is applied for in parallel, there is nothing to
    // agree to yet; no certificate is issued before there is.
    if whose != Some(Whose::Both) {
        blockers.extend(owner_blocker(case, readiness));
    }
    if lacks_code_of_connection(case, readiness.documents) {
        let text = "Enter a CoCo reference or add the CoCo: no document of this application is it";
        blockers.push(blocker(case, text, crate::documents::PAGE));
    }
    blockers.extend(signature_blocker(case, readiness));
    blockers
}

fn owner_blocker(case: &Case, readiness: &Readiness<'_>) -> Option<Blocker> {
    const PAGE: &str = "infrastructure/owner-request";
    if let Plan::Ended(hosting) = readiness.plan {
        let text = format!(
            "Change the infrastructure: its connection certificate ended on {}",
            when::date(hosting.certificate_valid_to)
        );
        return Some(blocker(case, text, PAGE));
    }
    if let Plan::NotTheirs(hosting) = readiness.plan {
        let text = format!(
            "Say whose infrastructure it is: the register says that {} owns it",
            hosting.owner_name
        );
        return Some(blocker(case, text, PAGE));
    }
    let text = match readiness.owner.map(|request| (request, request.state)) {
        Some((request, OwnerRequestState::Agreed)) => {
            let now = readiness.plan.hosting()?;
            let differences = request.hosting.differences(now);
            if differences.is_empty() {
                return None;
            }
            format!(
                "Ask the owner of the infrastructure again: since they agreed you changed {}",
                differences.join(" and ")
            )
        }
        Some((request, OwnerRequestState::Sent | OwnerRequestState::Opened)) => format!(
            "Wait for {} to answer for the owner of the infrastructure, or send a reminder",
            request.contact.name
        ),
        Some((_, OwnerRequestState::Declined)) => {
            "Find out why the owner of the infrastructure did not agree, and ask again".to_owned()
        }
        Some((request, OwnerRequestState::Withdrawn)) => match request.ended_on() {
            Some(day) => format!(
                "Ask the owner of the infrastructure again: its agreement ended on {}, as agreed",
                when::date(day)
            ),
            None => "Find out why the owner of the infrastructure took its agreement back, and ask again".to_owned(),
        },
        Some((_, OwnerRequestState::Asked)) => {
            "Answer the question of the owner of the infrastructure, and ask again".to_owned()
        }
        Some((_, OwnerRequestState::Cancelled)) | None
            if matches!(readiness.plan, Plan::Own(_)) =>
        {
            "Confirm that the service can run on your own infrastructure".to_owned()
        }
        Some((_, OwnerRequestState::Cancelled)) | None => {
            "Get the agreement of the owner of the infrastructure".to_owned()
        }
    };
    Some(blocker(case, text, PAGE))
}

fn signature_blocker(case: &Case, readiness: &Readiness<'_>) -> Option<Blocker> {
    let (text, tail) = match readiness.covering {
        Covering::Signed(_) => return None,
        Covering::Waiting(request) if request.is_ink() => (
            format!(
                "Upload the statement that {} signed in ink",
                request.signatory.name
            ),
            "signature/ink",
        ),
        Covering::Waiting(request) => (
            format!("Wait for {} to sign, or send a reminder", request.signatory.name),
            "signature",
        ),
        Covering::None if readiness.signature.is_some_and(SignatureRequest::is_page_refused) => (
            "Ask for a new signature: the signed page cannot be used".to_owned(),
            "signature",
        ),
        Covering::None => match readiness.signature.map(|request| request.state) {
            Some(
                SignatureRequestState::Voided
                | SignatureRequestState::Signed
                | SignatureRequestState::Sent
                | SignatureRequestState::Opened,
            ) => (
                "Ask for a new signature: an answer changed, so the last one does not cover your application".to_owned(),
                "signatory",
            ),
            Some(SignatureRequestState::Declined) => (
                "Read why your signatory cannot sign, and ask again".to_owned(),
                "signature",
            ),
            Some(SignatureRequestState::Cancelled) | None => {
                ("Send your application to your signatory".to_owned(), "signatory")
            }
        },
    };
    Some(blocker(case, text, tail))
}

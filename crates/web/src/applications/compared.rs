//! What comparing answers with each other found, said where answers are checked.

use super::onward::Return;
use super::opened::Opened;
use super::way::{self, Way};
use crate::PageError;
use domain::certificate::CertificateStatus;
use domain::when;
use questions::{CrossCheck, Outcome, Page, Question, Task};
use service::cross_checks;

/// Something that was found, in a sentence.
pub struct Told {
    /// What.
    pub sentence: String,
    /// Of what has to be done before the application is submitted: where.
    pub ways: Vec<Way>,
}

/// What was found in the whole application; the worst first.
pub async fn of_all(opened: &Opened) -> Result<Vec<Told>, PageError> {
    let found = cross_checks::find(&opened.app.store, &opened.form).await?;
    Ok(told(opened, found, Return::Answers))
}

/// What was found that can be put right in this task.
pub async fn of_task(opened: &Opened, task: &Task, to: Return) -> Result<Vec<Told>, PageError> {
    let found = cross_checks::find_in(&opened.app.store, &opened.form, task).await?;
    Ok(told(opened, found, to))
}

fn told(opened: &Opened, found: Vec<CrossCheck>, to: Return) -> Vec<Told> {
    let found = worst_first(found);
    let one = |check: &CrossCheck| Told {
        sentence: sentence(check),
        ways: if check.blocks {
            way::of_check(opened, check, to)
        } else {
            Vec::new()
        },
    };
    found.iter().map(one).collect()
}

async fn with_register(opened: &Opened) -> Result<Vec<CrossCheck>, PageError> {
    let store = &opened.app.store;
    Ok(cross_checks::find_with_register(store, &opened.form).await?)
}

/// The questions that these pages belong to and whose answers may not meet the standard, each once in
/// the order of the form.
pub fn below(opened: &Opened, pages: &[&str]) -> Vec<&'static str> {
    let set = opened.set();
    let judged = set.baselines(opened.answers(), &opened.form.reference);
    let is_of = |question: &Question| {
        let mut of = set.pages_of_question(&question.id);
        of.any(|page| pages.contains(&page.id.as_str()))
    };
    let below = judged.into_iter().filter(|(question, baseline)| {
        let outcome = baseline.as_ref().map(|baseline| baseline.outcome);
        outcome == Some(Outcome::Below) && is_of(question)
    });
    below.map(|(question, _)| question.id.as_str()).collect()
}

/// That these answers may not meet the standard; nothing when there are none.
pub fn below_words(questions: &[&str]) -> Option<String> {
    match questions {
        [] => None,
        [only] => Some(format!("Your answer to {only} may not meet the standard")),
        [others @ .., last] => Some(format!(
            "Your answers to {} and {last} may not meet the standard",
            others.join(", ")
        )),
    }
}

/// What has to be said once this page is saved: the service has the name of another one, or a rule
/// about this page alone applies. Nothing of it stands in the way.
pub async fn notice(opened: &Opened, page: &Page) -> Result<Option<String>, PageError> {
    if let Some(words) = same_name(opened, page).await? {
        return Ok(Some(words));
    }
    let gone = left_out_by(opened, page);
    // Only the page that names services of the register is compared with it.
    let found = if opened.set().page_of_fact("host_services") == Some(page.id.as_str()) {
        with_register(opened).await?
    } else {
        cross_checks::find_at_hand(&opened.form)
    };
    let found = about(page, found);
    Ok(match (gone, found) {
        (Some(gone), Some(found)) => Some(format!("{gone}. {found}")),
        (gone, found) => gone.or(found),
    })
}

/// What the answers of this page have made superfluous on other pages, by name.
fn left_out_by(opened: &Opened, page: &Page) -> Option<String> {
    let dependents = opened.set().dependents(&page.id, opened.answers());
    let gone = dependents.into_iter().filter(|one| !one.is_asked);
    let gone: Vec<String> = gone.map(|one| format!("‘{}’", one.label)).collect();
    (!gone.is_empty()).then(|| {
        format!(
            "We leave out what does not apply any more: {}",
            gone.join(", ")
        )
    })
}

/// What rules find that are about this page alone, in one line.
pub fn found_on(opened: &Opened, page: &Page) -> Option<String> {
    about(page, cross_checks::find_at_hand(&opened.form))
}

fn about(page: &Page, found: Vec<CrossCheck>) -> Option<String> {
    let mut found = worst_first(found);
    found.retain(|check| !check.compares && !check.blocks && check.pages.contains(&page.id));
    let found: Vec<String> = found.iter().map(sentence).collect();
    (!found.is_empty()).then(|| found.join(". "))
}

/// The tasks where something can be put right that may not meet the standard.
pub fn below_tasks(opened: &Opened) -> Vec<&'static str> {
    let found = cross_checks::find_at_hand(&opened.form);
    let below = found.iter().filter(|check| check.outcome == Outcome::Below);
    let pages = below.flat_map(|check| &check.pages);
    let tasks = pages.filter_map(|id| opened.set().page(id));
    tasks.map(|(task, _)| task.id.as_str()).collect()
}

/// That another certificate of the supplier's is for a service of the name that this page gives.
/// It may be meant, so nothing stands in its way.
async fn same_name(opened: &Opened, page: &Page) -> Result<Option<String>, PageError> {
    let set = opened.set();
    if set.page_of_fact("service_name") != Some(page.id.as_str()) {
        return Ok(None);
    }
    let name = set.fact("service_name", opened.answers());
    let name = name.unwrap_or_default().to_lowercase();
    let organisation = opened.form.case.application.organisation;
    let renewed = opened
        .form
        .renewal()
        .map(|renewal| renewal.service_code.as_str());
    let today = when::uk_date(opened.form.now);
    let certificates = opened.app.store.certificates_of(&[organisation]).await?;
    let same = certificates.iter().find(|certificate| {
        certificate.validity.on(today) == CertificateStatus::Valid
            && certificate.service_name.to_lowercase() == name
            && Some(certificate.service_code.as_str()) != renewed
    });
    Ok(same.map(|certificate| {
        format!(
            "Your certificate {} is for a service of the same name. Change the name if this is another service",
            certificate.number
        )
    }))
}

fn worst_first(mut found: Vec<CrossCheck>) -> Vec<CrossCheck> {
    found.sort_by_key(|check| check.outcome != Outcome::Below);
    found
}

fn sentence(check: &CrossCheck) -> String {
    match (check.blocks, check.outcome) {
        (true, _) => format!("{}. You cannot submit before this is done", check.message),
        (_, Outcome::Below) => format!("{}. This may not meet the standard", check.message),
        _ => check.message.clone(),
    }
}

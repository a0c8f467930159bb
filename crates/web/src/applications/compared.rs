//! What comparing answers with each other found, said where answers are checked.

use super::opened::Opened;
use crate::PageError;
use domain::certificate::CertificateStatus;
use domain::when;
use questions::{CrossCheck, Outcome, Page, Task};
use service::cross_checks;

/// What was found in the whole application, one sentence each; the worst first.
pub fn of_all(opened: &Opened) -> Vec<String> {
    sentences(opened, |_| true)
}

/// What was found that can be put right in this task.
pub fn of_task(opened: &Opened, task: &Task) -> Vec<String> {
    sentences(opened, |check| {
        let mut pages = task.pages.iter();
        pages.any(|page| check.pages.contains(&page.id))
    })
}

/// That another certificate of the supplier's is for a service of the name that this page gives.
/// It may be meant, so nothing stands in its way.
pub async fn same_name(opened: &Opened, page: &Page) -> Result<Option<String>, PageError> {
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

fn sentences(opened: &Opened, is_shown: impl Fn(&CrossCheck) -> bool) -> Vec<String> {
    let mut found = cross_checks::find_at_hand(&opened.form);
    found.retain(is_shown);
    found.sort_by_key(|check| check.outcome != Outcome::Below);
    found.iter().map(sentence).collect()
}

fn sentence(check: &CrossCheck) -> String {
    match (check.blocks, check.outcome) {
        (true, _) => format!("{}. You cannot submit before this is done", check.message),
        (_, Outcome::Below) => format!("{}. This may not meet the standard", check.message),
        _ => check.message.clone(),
    }
}

//! The infrastructure that an application names: from the register, or as entered.

use crate::applications::{Case, Form};
use domain::host_service::{HostService, codes_in};
use domain::id::InfrastructureId;
use domain::owner_request::{Covered, Hosting, OwnerRequest, Whose};
use domain::reference::ServiceCode;
use domain::working_days::parse_iso;
use questions::{Answers, QuestionSet, Task};
use store::infrastructures::{Infrastructure, Listed};
use store::{Context, ReadTx, Store, StoreError};

/// The entry of the register that an application names, if it names one that may be seen.
pub async fn named_by(
    tx: &mut ReadTx,
    case: &Case,
    asked: &Answers,
) -> Result<Option<Infrastructure>, StoreError> {
    let id = case
        .set
        .fact("infrastructure_entry", asked)
        .and_then(InfrastructureId::parse);
    match id {
        Some(id) => store::infrastructures::find(tx, id).await,
        None => Ok(None),
    }
}

/// The entry of the register that an application types as if it were not listed, if it does: by its
/// certificate, else by its name. Only what everybody finds who looks in the register is found.
pub(crate) async fn listed(tx: &mut ReadTx, case: &Case) -> Result<Option<Listed>, StoreError> {
    let asked = case.set.asked_answers(&case.stored.answers);
    let is_typed = matches!(whose(case, &asked), Some(Whose::Ours | Whose::Another))
        && case
            .set
            .fact("infrastructure_entry", &asked)
            .is_some_and(|entry| InfrastructureId::parse(entry).is_none());
    let fact = |name| case.set.fact(name, &asked);
    match (
        fact("infrastructure_certificate"),
        fact("infrastructure_name"),
    ) {
        (Some(certificate), Some(name)) if is_typed => {
            let own = case.application.infrastructure;
            store::infrastructures::find_listed(tx, certificate, name, own).await
        }
        _ => Ok(None),
    }
}

/// The same beside the form's own pages.
pub async fn listed_in_form(store: &Store, form: &Form) -> Result<Option<Listed>, StoreError> {
    let mut tx = store.read(Context::of(&form.actor)).await?;
    listed(&mut tx, &form.case).await
}

/// The entry of the register that a draft types by the number of its certificate, which has to be selected
/// there before it can be submitted.
pub(crate) async fn to_select(
    tx: &mut ReadTx,
    case: &Case,
) -> Result<Option<Infrastructure>, StoreError> {
    if !case.application.state.is_draft() {
        return Ok(None);
    }
    let found = listed(tx, case).await?;
    Ok(found
        .filter(|found| found.is_same_certificate)
        .map(|found| found.entry))
}

/// The fact that the terms with the owner of the infrastructure are final.
pub(crate) const TERMS: &str = "terms_final";

/// Whether the answers say that the terms with the owner of the infrastructure are not final.
pub fn has_open_terms(case: &Case) -> bool {
    let answers = &case.stored.answers;
    let is_open = |answers: &Answers| {
        let terms = case.set.fact(TERMS, answers);
        terms.is_some_and(|terms| terms != "yes")
    };
    // Most are final, asked or not.
    is_open(answers) && is_open(&case.set.asked_answers(answers))
}

/// Whose infrastructure an application names.
pub fn whose(case: &Case, asked: &Answers) -> Option<Whose> {
    whose_by(case.set, asked)
}

/// The same by the answers alone.
pub(crate) fn whose_by(set: &QuestionSet, asked: &Answers) -> Option<Whose> {
    set.fact("infrastructure_whose", asked)
        .and_then(Whose::parse)
}

/// What the owner of the infrastructure is asked to agree to, as the answers are now; nothing
/// while something of it is missing.
pub fn hosting(case: &Case, asked: &Answers, entry: Option<&Infrastructure>) -> Option<Hosting> {
    let fact = |name| case.set.fact(name, asked).map(str::to_owned);
    let common = Hosting {
        supplier_name: case.application.organisation_name.clone(),
        service_name: fact("service_name")?,
        description_for_users: fact("description_for_users")?,
        additional_infrastructure: additional_in_words(case.set, asked),
        host_services: host_codes(case.set, asked),
        infrastructure: None,
        infrastructure_name: String::new(),
        owner_name: String::new(),
        certificate_number: String::new(),
        certificate_valid_to: time::Date::MIN,
    };
    if let Some(entry) = entry {
        return Some(Hosting {
            infrastructure: Some(entry.id),
            infrastructure_name: entry.name.clone(),
            owner_name: entry.owner_name.clone(),
            certificate_number: entry.certificate_number.clone(),
            certificate_valid_to: entry.valid_to,
            ..common
        });
    }
    Some(Hosting {
        infrastructure_name: fact("infrastructure_name")?,
        owner_name: fact("infrastructure_owner")?,
        certificate_number: fact("infrastructure_certificate")?,
        certificate_valid_to: fact("infrastructure_expires").and_then(|day| parse_iso(&day))?,
        ..common
    })
}

/// What an agreement has to cover, by the answers and the entry of the register that they name;
/// nothing while something of it is missing.
pub(crate) fn to_cover(
    set: &QuestionSet,
    asked: &Answers,
    entry: Option<store::signature_requests::Entry>,
) -> Option<Covered> {
    let fact = |name| set.fact(name, asked).map(str::to_owned);
    let common = Covered {
        service_name: fact("service_name")?,
        infrastructure_name: String::new(),
        owner_name: String::new(),
        certificate_number: String::new(),
        additional_infrastructure: additional_in_words(set, asked),
    };
    if let Some(entry) = entry {
        return Some(Covered {
            infrastructure_name: entry.name,
            owner_name: entry.owner_name,
            certificate_number: entry.certificate_number,
            ..common
        });
    }
    Some(Covered {
        infrastructure_name: fact("infrastructure_name")?,
        owner_name: fact("infrastructure_owner")?,
        certificate_number: fact("infrastructure_certificate")?,
        ..common
    })
}

/// What an agreement does not cover of what the answers say now, in words; empty when it covers
/// everything, and while something is missing that the owner is told.
pub(crate) fn not_covered(case: &Case, agreed: &Covered) -> Vec<&'static str> {
    let asked = case.set.asked_answers(&case.stored.answers);
    let now = hosting(case, &asked, None);
    now.map_or_else(Vec::new, |now| agreed.differences(&now.covered()))
}

/// What has changed since the owner of the infrastructure agreed.
#[derive(Debug, Default)]
pub struct Since {
    /// What the agreement does not cover, in words.
    pub not_covered: Vec<&'static str>,
    /// Whether the owner was shown another description for users; it agrees all the same.
    pub is_described_otherwise: bool,
}

/// What has changed since the owner agreed to this; nothing while something is missing that the owner
/// is told.
pub fn since(case: &Case, agreed: &OwnerRequest) -> Since {
    let asked = case.set.asked_answers(&case.stored.answers);
    let now = hosting(case, &asked, None);
    now.map_or_else(Since::default, |now| Since {
        not_covered: agreed.hosting.differences(&now),
        is_described_otherwise: agreed.was_shown_another_description(&now),
    })
}

/// The services of the infrastructure's owner that the answers name, by their codes.
pub(crate) fn host_codes(set: &QuestionSet, asked: &Answers) -> Vec<ServiceCode> {
    set.fact("host_services", asked)
        .map_or_else(Vec::new, codes_in)
}

/// The same of an application as it is now.
pub fn named_now(case: &Case) -> Vec<ServiceCode> {
    let answers = &case.stored.answers;
    // Most name none, asked or not.
    if host_codes(case.set, answers).is_empty() {
        return Vec::new();
    }
    host_codes(case.set, &case.set.asked_answers(answers))
}

/// What the register says of the services that the answers name as the owner's.
pub(crate) async fn host_services(
    tx: &mut ReadTx,
    set: &QuestionSet,
    asked: &Answers,
) -> Result<Vec<HostService>, StoreError> {
    let codes = host_codes(set, asked);
    let entry = set.fact("infrastructure_entry", asked);
    let entry = entry.and_then(InfrastructureId::parse);
    let owner = set.fact("infrastructure_owner", asked).unwrap_or_default();
    store::host_services::list(tx, &codes, entry, owner).await
}

/// The same of an application as it is now; where it names none, nothing is looked up.
pub(crate) async fn host_services_of(
    tx: &mut ReadTx,
    case: &Case,
) -> Result<Vec<HostService>, StoreError> {
    let answers = &case.stored.answers;
    if host_codes(case.set, answers).is_empty() {
        return Ok(Vec::new());
    }
    host_services(tx, case.set, &case.set.asked_answers(answers)).await
}

/// The task whose list names the additional infrastructure.
pub(crate) fn additional_task(set: &QuestionSet) -> Option<&Task> {
    let page = set.page_of_fact("additional_infrastructure")?;
    set.page(page).map(|(task, _)| task)
}

/// Additional infrastructure in words: for each, what its first page says, a line for each
/// answer; empty when there is none.
fn additional_in_words(set: &QuestionSet, asked: &Answers) -> String {
    let Some(task) = additional_task(set) else {
        return String::new();
    };
    let title = task.list().map_or("", |list| list.title_field.as_str());
    let described = set.describe(task, asked);
    let items = described
        .iter()
        .filter(|described| described.item > 0 && described.page.field(title).is_some())
        .map(|described| {
            let lines = described.rows.iter();
            lines
                .map(|(label, answer)| format!("{}: {answer}", label.trim_end_matches('?')))
                .collect::<Vec<_>>()
                .join("\n")
        });
    items.collect::<Vec<_>>().join("\n\n")
}

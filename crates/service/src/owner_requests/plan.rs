//! What can be asked of the infrastructure's owner now.

use crate::applications::{Case, reference_on};
use crate::infrastructures::{TERMS, additional_task, hosting, named_by, whose};
use domain::host_service::{are_same, is_same_name};
use domain::owner_request::{Contact, Hosting, OwnerRequest, Whose};
use domain::when::uk_date;
use questions::{Answers, Page, Reference, Values};
use store::{ReadTx, StoreError};
use time::OffsetDateTime;

/// A page that has to be filled in first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// What the page asks.
    pub title: String,
    /// Its address, with the first field that is missing or wrong.
    pub path: String,
}

/// What can be asked now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plan {
    /// Nothing: these pages come first.
    Missing(Vec<Gap>),
    /// Nothing: the infrastructure has no connection certificate yet.
    Joint,
    /// Nothing: the certificate of the infrastructure has ended.
    Ended(Hosting),
    /// The supplier owns the infrastructure and can confirm it.
    Own(Hosting),
    /// Nothing: the supplier says that it owns the infrastructure, and the register says otherwise.
    NotTheirs(Hosting),
    /// Another organisation can be asked.
    Ask(Hosting, Contact),
}

impl Plan {
    /// What is asked, if something can be.
    pub fn hosting(&self) -> Option<&Hosting> {
        match self {
            Self::Missing(_) | Self::Joint => None,
            Self::Ended(hosting)
            | Self::Own(hosting)
            | Self::NotTheirs(hosting)
            | Self::Ask(hosting, _) => Some(hosting),
        }
    }
}

/// What has changed since a request was made; a live request that can't be made any more does
/// not fit at all.
pub(crate) fn differences(latest: Option<&OwnerRequest>, plan: &Plan) -> Vec<&'static str> {
    match (latest, plan.hosting()) {
        (Some(request), Some(hosting)) => request.hosting.differences(hosting),
        (Some(_), None) => vec!["the infrastructure"],
        (None, _) => Vec::new(),
    }
}

/// Whether other services of the owner are named now than those that the owner was told of. An
/// agreement holds all the same.
pub(crate) fn has_other_services(latest: &OwnerRequest, plan: &Plan) -> bool {
    plan.hosting()
        .is_some_and(|hosting| !are_same(&hosting.host_services, &latest.hosting.host_services))
}

/// Whether the owner was shown another description for users than there is now. An agreement holds all
/// the same.
pub(crate) fn has_other_description(latest: &OwnerRequest, plan: &Plan) -> bool {
    plan.hosting()
        .is_some_and(|hosting| latest.was_shown_another_description(hosting))
}

/// What can be asked now.
pub(crate) async fn plan(tx: &mut ReadTx, case: &Case) -> Result<Plan, StoreError> {
    let asked = case.set.asked_answers(&case.stored.answers);
    let whose = whose(case, &asked);
    if whose == Some(Whose::Both) {
        return joint_plan(tx, case, &asked).await;
    }
    let gaps = gaps(case, tx.now());
    if !gaps.is_empty() {
        return Ok(Plan::Missing(gaps));
    }
    let entry = named_by(tx, case, &asked).await?;
    let Some(hosting) = hosting(case, &asked, entry.as_ref()) else {
        return Ok(missing(case, "infrastructure_whose"));
    };
    if hosting.certificate_valid_to < uk_date(tx.now()) {
        return Ok(Plan::Ended(hosting));
    }
    let is_ours = whose == Some(Whose::Ours);
    if is_ours && is_of_another(tx, case, &hosting).await? {
        return Ok(Plan::NotTheirs(hosting));
    }
    Ok(match (whose, contact(case, &asked)) {
        (Some(Whose::Ours), _) => Plan::Own(hosting),
        (_, Some(contact)) => Plan::Ask(hosting, contact),
        (_, None) => missing(case, "owner_contact_name"),
    })
}

/// Where both certificates are applied for together: nothing, until the team has recorded the
/// connection certificate; then the supplier confirms what runs on its infrastructure.
async fn joint_plan(tx: &mut ReadTx, case: &Case, asked: &Answers) -> Result<Plan, StoreError> {
    let entry = match case.application.infrastructure {
        Some(id) => store::infrastructures::find(tx, id).await?,
        None => None,
    };
    let entry = entry.filter(|entry| entry.confirmed_at.is_some());
    let Some(entry) = entry else {
        return Ok(Plan::Joint);
    };
    let gaps = gaps(case, tx.now());
    if !gaps.is_empty() {
        return Ok(Plan::Missing(gaps));
    }
    Ok(match hosting(case, asked, Some(&entry)) {
        None => missing(case, "infrastructure_whose"),
        Some(hosting) if entry.valid_to < uk_date(tx.now()) => Plan::Ended(hosting),
        Some(hosting) => Plan::Own(hosting),
    })
}

/// Whether the register says that the infrastructure is not the supplier's: the team has named
/// another holder, or the name of the owner is not that of the supplier. A name proves nothing by
/// itself, since everybody chooses theirs, but another name is reason enough to ask its owner.
async fn is_of_another(
    tx: &mut ReadTx,
    case: &Case,
    hosting: &Hosting,
) -> Result<bool, StoreError> {
    let id = hosting.infrastructure;
    if store::hosting::belongs_to_another(tx, id, &hosting.certificate_number).await? {
        return Ok(true);
    }
    let held = store::hosting::list_held(tx, case.application.organisation).await?;
    let is_held = held.iter().any(|entry| Some(entry.id) == id);
    Ok(id.is_some()
        && !is_held
        && !is_same_name(&hosting.owner_name, &case.application.organisation_name))
}

fn missing(case: &Case, fact: &str) -> Plan {
    Plan::Missing(gap_of_fact(case, fact).into_iter().collect())
}

fn contact(case: &Case, asked: &Answers) -> Option<Contact> {
    let fact = |name| case.set.fact(name, asked).map(str::to_owned);
    Some(Contact {
        name: fact("owner_contact_name")?,
        job_title: fact("owner_contact_job_title")?,
        email: fact("owner_contact_email")?,
    })
}

/// The pages that must be complete before the owner can be asked.
fn gaps(case: &Case, now: OffsetDateTime) -> Vec<Gap> {
    let reference = reference_on(now);
    open_pages(case, &reference)
        .into_iter()
        .filter_map(|(_, page, item)| gap(case, page, item, &reference))
        .collect()
}

/// The titles of the tasks with a page that must be complete before the owner can be asked.
pub(crate) fn tasks_first(case: &Case, reference: &Reference) -> Vec<&'static str> {
    let mut titles: Vec<&'static str> = Vec::new();
    for (task, _, _) in open_pages(case, reference) {
        let title = case.set.task(task).map(|task| task.title.as_str());
        titles.extend(title.filter(|title| !titles.contains(title)));
    }
    titles
}

/// The pages that must be complete before the owner can be asked, each with its task and item. Not
/// among them: whether the terms are final, and health checks; the owner can be asked meanwhile.
fn open_pages(case: &Case, reference: &Reference) -> Vec<(&'static str, &'static str, i16)> {
    let set = case.set;
    let task_of = |fact| {
        let (task, _) = set.page(set.page_of_fact(fact)?)?;
        Some(task.id.as_str())
    };
    let whole_tasks: Vec<&str> = [
        "service_name",
        "description_for_users",
        "infrastructure_whose",
    ]
    .into_iter()
    .filter_map(task_of)
    .collect();
    let terms = set.page_of_fact(TERMS);
    let additional = additional_task(set);
    let is_needed = |task: &str, page: &str| {
        let of_additional = additional.is_some_and(|additional| {
            let title = additional.list().map_or("", |list| &list.title_field);
            let page = additional.pages.iter().find(|other| other.id == page);
            additional.id == task
                && page.is_some_and(|page| !page.is_item_page() || page.field(title).is_some())
        });
        (whole_tasks.contains(&task) && Some(page) != terms) || of_additional
    };
    let is_first = |id: &str| {
        whole_tasks.contains(&id) || additional.is_some_and(|additional| additional.id == id)
    };
    let tasks = set.tasks.iter().filter(|task| is_first(&task.id));
    tasks
        .flat_map(|task| set.unanswered_of(task, &case.stored.answers, reference))
        .filter(|(task, page, _)| is_needed(task, page))
        .collect()
}

/// A page of the application as something to fill in, at the first field that is missing or wrong.
pub(crate) fn gap(case: &Case, page: &str, item: i16, reference: &Reference) -> Option<Gap> {
    let (_, page) = case.set.page(page)?;
    let answers = &case.stored.answers;
    let none = Values::new();
    let values = answers.get(&page.id, item).unwrap_or(&none);
    let checked = page.as_asked(answers, item).check(values, reference);
    let first = checked.errors.into_iter().next();
    Some(gap_at(case, page, item, first.map(|error| error.target)))
}

/// The field where a fact is asked first, as something to fill in.
pub(crate) fn gap_of_fact(case: &Case, fact: &str) -> Option<Gap> {
    let place = case.set.place_of_fact(fact)?;
    let (_, page) = case.set.page(&place.page)?;
    Some(gap_at(case, page, 0, page.first_input(&place.field)))
}

/// A page as something to fill in, at this input of it.
fn gap_at(case: &Case, page: &Page, item: i16, input: Option<String>) -> Gap {
    let reference = &case.application.reference;
    let field = input.map_or(String::new(), |input| format!("#{input}"));
    Gap {
        title: page.heading.clone(),
        path: format!("/applications/{reference}/{}{field}", page.path_for(item)),
    }
}

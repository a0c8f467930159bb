//! Agreeing once to every service of a supplier.

use super::{infrastructure_id, path};
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::organisations::organisation_id;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::team::date_field::DateField;
use crate::{App, PageError};
use ::service::hosting::{
    GiveError, Given, Suppliers, give, suppliers, take_back as take_back_standing,
};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::id::{OrganisationId, StandingAgreementId};
use domain::text::{JobTitle, TextError};
use domain::when;
use govuk::{Button, Choice, DateInput, FormState, Layout, Legend, Radios, Size, TextInput};
use policy::organisation::AgreeStanding;
use policy::{Actor, authorise};
use serde::Deserialize;

const SUPPLIER: &str = "supplier";
const UNTIL: &str = "until";
const ADDITIONAL: &str = "additional";
const JOB_TITLE: &str = "job_title";
/// The most characters of a search.
const WORDS_MAX: usize = 100;

#[derive(Template)]
#[template(path = "hosting/standing.html")]
struct StandingPage {
    layout: Layout,
    name: String,
    action: String,
    /// The page without a search.
    path: String,
    /// The search, where there are more suppliers than the page shows.
    search: Option<TextInput>,
    searched: String,
    has_suppliers: bool,
    has_more: bool,
    supplier: Radios,
    until: DateInput,
    additional: Radios,
    job_title: TextInput,
    button: Button,
}

/// What is looked for among the suppliers.
#[derive(Deserialize)]
pub struct Search {
    #[serde(default)]
    q: String,
}

impl Search {
    fn words(&self) -> String {
        let words = self.q.trim().chars().filter(|letter| !letter.is_control());
        words.take(WORDS_MAX).collect()
    }
}

fn page(
    furniture: &Furniture,
    actor: &Actor,
    organisation: OrganisationId,
    (words, suppliers): (&str, &Suppliers),
    form: &FormState,
) -> StandingPage {
    let entry = &suppliers.infrastructure;
    let back = path(organisation, entry.id);
    let path = format!("{back}/standing");
    let query: String = form_urlencoded::byte_serialize(words.as_bytes()).collect();
    let search = TextInput::new("q", "Find a supplier by name").value(words);
    let layout = furniture.supplier(actor, Some(organisation));
    let supplier = Legend::new("Which supplier do you agree to?").size(Size::Medium);
    let additional = Legend::new("Does it cover services that bring additional infrastructure?");
    let choices = suppliers.found.iter();
    let choices = choices.map(|supplier| Choice::new(supplier.id.to_string(), &supplier.name));
    StandingPage {
        layout: layout
            .title("Give a standing agreement")
            .section(&entry.name)
            .back(&back)
            .errors_of(form),
        name: entry.name.clone(),
        action: if words.is_empty() {
            path.clone()
        } else {
            format!("{path}?q={query}")
        },
        path,
        search: (suppliers.has_more || !words.is_empty()).then_some(search),
        searched: words.to_owned(),
        has_suppliers: !suppliers.found.is_empty(),
        has_more: suppliers.has_more,
        supplier: choices
            .fold(Radios::new(SUPPLIER, supplier), Radios::item)
            .filled_from(form),
        until: DateInput::new(UNTIL, "Until which day does it answer requests?")
            .hint(format!(
                "What it has answered by then holds on, until you take it back or your connection certificate ends. Not after {}, when that ends. For example, 27 3 2027",
                when::date(entry.valid_to)
            ))
            .filled_from(form),
        additional: Radios::new(ADDITIONAL, additional.size(Size::Medium))
            .item(Choice::new("no", "No, ask me about those"))
            .item(Choice::new("yes", "Yes, also those"))
            .filled_from(form),
        job_title: TextInput::new(JOB_TITLE, "Your job title")
            .autocomplete("organization-title")
            .filled_from(form),
        button: Button::primary("Agree to every service of this supplier"),
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path((organisation, infrastructure)): Path<(String, String)>,
    Query(search): Query<Search>,
) -> Reply {
    let organisation = organisation_id(&organisation)?;
    authorise::<AgreeStanding>(&actor, organisation)?;
    let id = infrastructure_id(&infrastructure)?;
    let words = search.words();
    let found = suppliers(&app.store, &actor, organisation, id, &words).await?;
    let form = furniture.form(FormState::new());
    let found = (&*words, &found);
    reply::ok(&page(&furniture, &actor, organisation, found, &form))
}

/// What was typed: the form with its errors, and what is given when there are none.
fn read(
    posted: &mut Posted,
    suppliers: &Suppliers,
) -> (
    FormState,
    Option<(OrganisationId, time::Date, bool, JobTitle)>,
) {
    let texts = [SUPPLIER, ADDITIONAL, JOB_TITLE];
    let mut form = FormState::keeping(texts.map(|name| (name, posted.take(name))));
    let until = DateField::take(posted, UNTIL);
    until.keep(&mut form);
    let supplier = OrganisationId::parse(form.value(SUPPLIER))
        .filter(|id| suppliers.found.iter().any(|known| known.id == *id));
    if supplier.is_none() {
        form.error(SUPPLIER, "Select which supplier you agree to");
    }
    let additional = match form.value(ADDITIONAL) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    if additional.is_none() {
        form.error(
            ADDITIONAL,
            "Select yes if it covers services that bring additional infrastructure",
        );
    }
    let until = until.parse(
        &mut form,
        "Enter until when you agree",
        "The date until which you agree",
    );
    let job_title = JobTitle::parse(form.value(JOB_TITLE));
    let job_title = form.take(JOB_TITLE, job_title, |error| match error {
        TextError::Empty => "Enter your job title".to_owned(),
        TextError::TooLong { max } => format!("Job title must be {max} characters or less"),
        TextError::ControlCharacter => "Job title must not include control characters".to_owned(),
    });
    let given = match (supplier, until, additional, job_title) {
        (Some(supplier), Some(until), Some(additional), Some(job_title)) => {
            Some((supplier, until, additional, job_title))
        }
        _ => None,
    };
    (form, given)
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path((organisation, infrastructure)): Path<(String, String)>,
    Query(search): Query<Search>,
    mut posted: Posted,
) -> Reply {
    let organisation = organisation_id(&organisation)?;
    authorise::<AgreeStanding>(&actor, organisation)?;
    let id = infrastructure_id(&infrastructure)?;
    let words = search.words();
    let found = suppliers(&app.store, &actor, organisation, id, &words).await?;
    let (mut form, given) = read(&mut posted, &found);
    posted.finish()?;
    if let Some((supplier, until, covers_additional, job_title)) = given {
        let given = Given {
            supplier,
            until,
            covers_additional,
            job_title: job_title.as_str(),
        };
        match give(&app.store, &actor, organisation, id, &given).await {
            Ok(()) => {
                let saying = "Standing agreement given. We answer that supplier’s requests for you from now on";
                return reply::see_other_saying(&path(organisation, id), saying);
            }
            Err(GiveError::Past) => {
                form.date_error(
                    UNTIL,
                    &[],
                    "The date until which you agree must be today or in the future",
                );
            }
            Err(GiveError::AfterCertificate(day)) => {
                let day = when::date(day);
                let message = format!(
                    "The date until which you agree must be {day} or before, when your connection certificate ends"
                );
                form.date_error(UNTIL, &[], message);
            }
            Err(error) => return Err(error.into()),
        }
    }
    let found = (&*words, &found);
    reply::unprocessable(&page(&furniture, &actor, organisation, found, &form))
}

/// Takes a standing agreement back.
pub async fn take_back(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((organisation, infrastructure, agreement)): Path<(String, String, String)>,
    posted: Posted,
) -> Reply {
    posted.finish()?;
    let organisation = organisation_id(&organisation)?;
    let id = infrastructure_id(&infrastructure)?;
    let agreement = StandingAgreementId::parse(&agreement).ok_or(PageError::NotFound)?;
    take_back_standing(&app.store, &actor, organisation, agreement).await?;
    let saying =
        "Standing agreement taken back. What it has answered stays, until you take that back too";
    reply::see_other_saying(&path(organisation, id), saying)
}

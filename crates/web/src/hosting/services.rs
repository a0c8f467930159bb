//! What runs on an infrastructure: both lists, standing agreements, and codes that the owner adds.

use super::table::{self, Leads};
use super::{infrastructure_id, path};
use crate::App;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::organisations::organisation_id;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use ::service::hosting::{Held, answer, held};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::id::OrganisationId;
use domain::owner_request::OwnerRequestState;
use domain::reference::ServiceCode;
use domain::when;
use govuk::{Button, FormState, Layout, Pagination, PostForm, Table, TextInput, Width};
use policy::organisation::{AgreeStanding, AnswerForInfrastructure, WithdrawAgreement};
use policy::{Actor, Denied, OrganisationAction, authorise};
use serde::Deserialize;
use store::hosting::Hosted;
use store::standing_agreements::StandingAgreement;

const CODE: &str = "code";

/// A standing agreement in words, and the button that takes it back.
struct Standing {
    words: String,
    take_back: Option<PostForm>,
}

#[derive(Template)]
#[template(path = "hosting/services.html")]
struct ServicesPage {
    layout: Layout,
    name: String,
    certificate: String,
    /// When it ends and what that affects, while it has not.
    ends: Option<(String, String)>,
    services: Table,
    pagination: Pagination,
    named: Table,
    add: Option<(String, TextInput, Button)>,
    standing: Vec<Standing>,
    give: Option<String>,
    covered: String,
}

/// Where the page begins.
#[derive(Deserialize)]
pub struct After {
    #[serde(default)]
    pub after: String,
}

impl After {
    /// The way to the next page, if there is one.
    pub fn next(path: &str, next: Option<&str>) -> Pagination {
        let encoded = |key: &str| -> String {
            let key = form_urlencoded::byte_serialize(key.as_bytes());
            key.collect()
        };
        Pagination::new().next(next.map(|key| format!("{path}?after={}", encoded(key))))
    }
}

/// Whether an action is for this person, who may have to confirm who they are first.
fn is_offered<A: OrganisationAction>(actor: &Actor, organisation: OrganisationId) -> bool {
    matches!(
        authorise::<A>(actor, organisation),
        Ok(_) | Err(Denied::Unconfirmed)
    )
}

fn page(
    furniture: &Furniture,
    actor: &Actor,
    organisation: OrganisationId,
    held: &Held,
    form: &FormState,
) -> ServicesPage {
    let entry = &held.infrastructure;
    let path = path(organisation, entry.id);
    let layout = furniture
        .supplier(actor, Some(organisation))
        .title("Services on your infrastructure")
        .section(&entry.name)
        .back(format!("/organisations/{organisation}/infrastructure"))
        .full_width()
        .errors_of(form);
    let may_answer = is_offered::<AnswerForInfrastructure>(actor, organisation);
    let may_withdraw = is_offered::<WithdrawAgreement>(actor, organisation);
    let answer = |code: &str| may_answer.then(|| format!("{path}/services/{code}"));
    let withdraw = |service: &Hosted| {
        let can = may_withdraw && service.agreement == OwnerRequestState::Agreed;
        (can && !service.is_own).then(|| format!("{path}/agreements/{}/withdraw", service.request))
    };
    let leads = Leads {
        answer: &answer,
        withdraw: &withdraw,
        is_to_owner: true,
    };
    let standing = |one: &StandingAgreement| {
        let button =
            Button::secondary(format!("Take back the agreement for {}", one.supplier_name));
        let action = format!("{path}/standing/{}/withdraw", one.id);
        Standing {
            words: standing_words(one),
            take_back: may_withdraw.then(|| PostForm::new(action, layout.csrf(), button)),
        }
    };
    let code = TextInput::new(
        CODE,
        "Code of a service that runs here and is not in the list",
    )
    .hint("For example, SRV_0042. It is on the supplier’s certificate")
    .width(Width::Ten)
    .spellcheck(false)
    .filled_from(form);
    ServicesPage {
        name: entry.name.clone(),
        certificate: format!(
            "{}, valid until {}",
            entry.certificate_number,
            when::date(entry.valid_to)
        ),
        ends: (entry.valid_to >= when::uk_date(held.now)).then(|| {
            let ends = when::date(entry.valid_to);
            (ends, held.affected.in_words())
        }),
        services: table::services(held, &leads),
        pagination: After::next(&path, held.next.as_deref()),
        named: table::named(&held.named_by_owner, &answer),
        add: may_answer.then(|| (path.clone(), code, Button::secondary("Add this code"))),
        standing: held.standing.iter().map(standing).collect(),
        covered: format!("{path}/responsibilities"),
        give: is_offered::<AgreeStanding>(actor, organisation).then(|| format!("{path}/standing")),
        layout,
    }
}

fn standing_words(one: &StandingAgreement) -> String {
    let additional = if one.covers_additional {
        "also with additional infrastructure"
    } else {
        "only without additional infrastructure"
    };
    format!(
        "{}: every service that it asks about until {1}, {additional}. What it has answered holds after that day too, until you take it back or your connection certificate ends. Given by {2}, {3}.",
        one.supplier_name,
        when::date(one.until),
        one.agreed_by_name,
        one.agreed_job_title
    )
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path((organisation, infrastructure)): Path<(String, String)>,
    Query(query): Query<After>,
) -> Reply {
    let organisation = organisation_id(&organisation)?;
    let id = infrastructure_id(&infrastructure)?;
    let held = held(&app.store, &actor, organisation, id, &query.after).await?;
    let form = furniture.form(FormState::new());
    reply::ok(&page(&furniture, &actor, organisation, &held, &form))
}

/// Adds a code that the owner believes runs there.
pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path((organisation, infrastructure)): Path<(String, String)>,
    mut posted: Posted,
) -> Reply {
    let organisation = organisation_id(&organisation)?;
    let id = infrastructure_id(&infrastructure)?;
    let typed = posted.take(CODE);
    posted.finish()?;
    authorise::<AnswerForInfrastructure>(&actor, organisation)?;
    let mut form = FormState::keeping([(CODE, &typed)]);
    if let Some(code) = ServiceCode::parse(&typed) {
        answer(&app.store, &actor, organisation, id, &code, true).await?;
        let saying = format!("{code} is in your list");
        return reply::see_other_saying(&path(organisation, id), &saying);
    }
    let message = if typed.trim().is_empty() {
        "Enter the code of the service"
    } else {
        "Enter a service code in the correct format, like SRV_0042"
    };
    form.error(CODE, message);
    let held = held(&app.store, &actor, organisation, id, "").await?;
    reply::unprocessable(&page(&furniture, &actor, organisation, &held, &form))
}

//! The infrastructure of a case: its certificate, the owner's answer, the register.

use super::infrastructure_form::{ConfirmForm, Typed};
use super::infrastructure_owner::{self, owner_rows};
use super::{case, connection};
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::residual;
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, State};
use domain::application::ApplicationState;
use domain::when;
use govuk::{FormState, IdentityBar, Layout, SummaryCard, SummaryList, SummaryRow};
use policy::team::ConfirmInfrastructure;
use policy::{Actor, authorise_team};
use service::joint::Joint;
use service::reviews::{self, ConfirmError, Confirmed, Infrastructure, Review};
use time::OffsetDateTime;

#[derive(Template)]
#[template(path = "team/infrastructure.html")]
struct InfrastructurePage {
    layout: Layout,
    identity: IdentityBar,
    stated: SummaryList,
    owner: Option<SummaryList>,
    entry: Option<SummaryList>,
    note: Option<String>,
    /// Where both certificates are applied for together: how that stands.
    joint: Option<String>,
    is_joint: bool,
    /// Where the team records how the Code of Connection stands.
    connection: String,
    /// What else runs on it.
    hosting: Option<String>,
    /// What the owner publishes about its infrastructure, a card for each question.
    residual: Vec<SummaryCard>,
    form: Option<ConfirmForm>,
}

impl InfrastructurePage {
    fn new(
        furniture: &Furniture,
        actor: &Actor,
        review: &Review,
        infrastructure: &Infrastructure,
        form: &FormState,
    ) -> Self {
        let application = &review.case.application;
        let is_finished = matches!(
            application.state,
            ApplicationState::Refused
                | ApplicationState::Certified
                | ApplicationState::Withdrawn
                | ApplicationState::Deleted
        );
        let joint = Joint::of(&review.case);
        let may_confirm = authorise_team::<ConfirmInfrastructure>(actor).is_ok();
        let is_to_confirm = may_confirm && !is_finished && infrastructure.confirmed().is_none();
        Self {
            layout: furniture
                .team(actor)
                .title("Infrastructure")
                .section(application.service_title())
                .back_to(case::path(&application.reference), "Back to the case")
                .errors_of(form),
            identity: case::identity(application, review.now),
            stated: stated(review).rows(infrastructure_owner::named_services(infrastructure)),
            owner: infrastructure
                .owner
                .as_ref()
                .map(|owner| owner_rows(owner, infrastructure.reply.as_ref(), review)),
            entry: infrastructure.entry.as_ref().map(|entry| {
                SummaryList::new()
                    .row(SummaryRow::new("Name", &entry.name))
                    .row(SummaryRow::new("Owner", &entry.owner_name))
                    .row(SummaryRow::new("Certificate", &entry.certificate_number))
                    .row(SummaryRow::new("Valid to", when::date(entry.valid_to)))
                    .row(SummaryRow::new(
                        "Confirmed by the team",
                        entry.confirmed_at.map_or_else(
                            || "Not yet".to_owned(),
                            |at| when::relative(at, review.now),
                        ),
                    ))
            }),
            note: ends_early(infrastructure, review.now),
            is_joint: joint.is_some(),
            connection: connection::path(&application.reference),
            hosting: infrastructure
                .confirmed()
                .map(|entry| format!("/team/infrastructure/{}", entry.id)),
            joint: joint
                .as_ref()
                .map(|joint| joint_words(joint, infrastructure)),
            residual: residual::cards(review.case.set, &infrastructure.residual),
            form: is_to_confirm.then(|| {
                ConfirmForm::new(
                    &format!("{}/infrastructure", case::path(&application.reference)),
                    joint.is_some(),
                    form,
                )
            }),
        }
    }
}

/// How the connection certificate stands that is applied for together with the service's.
pub fn joint_words(joint: &Joint, infrastructure: &Infrastructure) -> String {
    let code = joint.standing_in_words(infrastructure.standing());
    let Some(entry) = infrastructure.confirmed() else {
        return format!(
            "{code}. The connection certificate is not recorded yet, so the service’s certificate is held."
        );
    };
    let number = &entry.certificate_number;
    if infrastructure.agreement().is_some() {
        format!(
            "{code}. The connection certificate {number} is recorded, and the supplier confirmed that the service runs there."
        )
    } else {
        format!(
            "{code}. The connection certificate {number} is recorded. The supplier still has to confirm that the service runs there."
        )
    }
}

/// What the application says.
fn stated(review: &Review) -> SummaryList {
    const FACTS: [(&str, &str); 8] = [
        ("Whose infrastructure", "infrastructure_whose"),
        ("Name", "infrastructure_name"),
        ("Owner", "infrastructure_owner"),
        ("Certificate", "infrastructure_certificate"),
        ("Valid to", "infrastructure_expires"),
        ("Code of Connection (CoCo)", "joint_how"),
        ("CoCo reference", "joint_reference"),
        ("CoCo to be sent by", "joint_send_by"),
    ];
    let set = review.case.set;
    let asked = set.asked_answers(&review.case.stored.answers);
    let rows = FACTS.iter().filter_map(|(label, fact)| {
        let answer = set.fact_in_words(fact, &asked)?;
        Some(SummaryRow::new(*label, answer))
    });
    SummaryList::new().rows(rows)
}

/// A note where a certificate could not last its 12 months.
fn ends_early(infrastructure: &Infrastructure, now: OffsetDateTime) -> Option<String> {
    let valid_to = infrastructure
        .entry
        .as_ref()
        .map(|entry| entry.valid_to)
        .or_else(|| Some(infrastructure.owner.as_ref()?.hosting.certificate_valid_to))?;
    let today = when::uk_date(now);
    if valid_to < today {
        return Some(format!(
            "The connection certificate ended on {}. No service certificate can be issued on it.",
            when::date(valid_to)
        ));
    }
    let full = when::twelve_months_inclusive(today);
    (valid_to < full).then(|| {
        format!(
            "The connection certificate ends on {}, within 12 months. A service certificate that is issued today would end on that day too.",
            when::date(valid_to)
        )
    })
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(reference): Path<String>,
) -> Reply {
    let reference = case::reference(&reference)?;
    let (review, infrastructure) =
        reviews::read_infrastructure(&app.store, &actor, &reference).await?;
    let form = furniture.form(Typed::beginning_with(&review, &infrastructure));
    reply::ok(&InfrastructurePage::new(
        &furniture,
        &actor,
        &review,
        &infrastructure,
        &form,
    ))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(reference): Path<String>,
    mut posted: Posted,
) -> Reply {
    let typed = Typed::take(&mut posted);
    posted.finish()?;
    authorise_team::<ConfirmInfrastructure>(&actor)?;
    let reference = case::reference(&reference)?;
    let refused = match typed.parse() {
        Err(form) => form,
        Ok((number, owner, valid_to)) => {
            let confirmed = Confirmed {
                certificate_number: number.as_str(),
                owner_name: owner.as_str(),
                valid_to,
            };
            let (store, office) = (&app.store, case::office(&app));
            let done =
                reviews::confirm_infrastructure(store, &actor, &reference, &confirmed, office)
                    .await;
            match done {
                Ok(()) => {
                    return reply::see_other_saying(
                        &format!("{}/infrastructure", case::path(&reference)),
                        "The certificate is confirmed for the register",
                    );
                }
                Err(ConfirmError::Ended) => typed.ended(),
                Err(ConfirmError::NotWhatTheOwnerAgreedTo { agreed }) => typed.not_agreed(&agreed),
                Err(ConfirmError::IsAnothers { name, owner }) => typed.is_anothers(&name, &owner),
                Err(error) => return Err(error.into()),
            }
        }
    };
    let (review, infrastructure) =
        reviews::read_infrastructure(&app.store, &actor, &reference).await?;
    let page = InfrastructurePage::new(&furniture, &actor, &review, &infrastructure, &refused);
    if page.form.is_none() {
        // Nothing waits to be confirmed any more.
        return Err(PageError::Conflict);
    }
    reply::unprocessable(&page)
}

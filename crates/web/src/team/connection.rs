//! How the Code of Connection (CoCo) stands that is assessed beside the service: what the team keeps
//! of it.

use super::case;
use super::connection_form::{ConnectionForm, Typed};
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, State};
use domain::when;
use govuk::{Column, Content, FormState, IdentityBar, Layout, Table};
use policy::team::RecordConnection;
use policy::{Actor, authorise_team};
use service::joint::Joint;
use service::reviews::{self, Infrastructure, RecordError, Review};
use store::connection_assessments::ConnectionAssessment;
use time::{Date, OffsetDateTime};

#[derive(Template)]
#[template(path = "team/connection.html")]
struct ConnectionPage {
    layout: Layout,
    identity: IdentityBar,
    /// How the team gets it.
    code: String,
    /// Where the connection certificate is recorded, or stands.
    infrastructure: String,
    /// The register's entry, once it is there.
    register: Option<String>,
    recorded: Table,
    form: Option<ConnectionForm>,
}

/// The address of the page.
pub fn path(reference: &domain::reference::ApplicationReference) -> String {
    format!("{}/connection", case::path(reference))
}

/// How the Code of Connection stands, in one line of a case's other pages.
pub struct JointLine {
    pub words: String,
    pub href: String,
}

impl JointLine {
    /// Nothing when no connection certificate is applied for with the service's.
    pub fn of(review: &Review) -> Option<Self> {
        let joint = Joint::of(&review.case)?;
        Some(Self {
            words: joint.standing_in_words(review.connection.as_ref()),
            href: path(&review.case.application.reference),
        })
    }
}

impl ConnectionPage {
    /// Nothing when no connection certificate is applied for with the service's.
    fn new(
        furniture: &Furniture,
        actor: &Actor,
        (review, infrastructure): &(Review, Infrastructure),
        form: &FormState,
    ) -> Option<Self> {
        let application = &review.case.application;
        let joint = Joint::of(&review.case)?;
        let can_record = authorise_team::<RecordConnection>(actor).is_ok()
            && reviews::can_record(application.state, infrastructure);
        let recorded = Table::new("Recorded so far")
            .column(Column::text("State"))
            .column(Column::text("Since"))
            .column(Column::text("Note"))
            .column(Column::text("Recorded"))
            .row_headers();
        let rows = infrastructure.assessments.iter();
        Some(Self {
            layout: furniture
                .team(actor)
                .title("Code of Connection (CoCo)")
                .section(application.service_title())
                .back_to(case::path(&application.reference), "Back to the case")
                .errors_of(form),
            identity: case::identity(application, review.now),
            code: joint.code_in_words(),
            infrastructure: format!("{}/infrastructure", case::path(&application.reference)),
            register: infrastructure
                .confirmed()
                .map(|entry| format!("/team/infrastructure/{}", entry.id)),
            recorded: recorded.rows(rows.map(|one| row(one, review.now))),
            form: can_record.then(|| ConnectionForm::new(path(&application.reference), form)),
        })
    }
}

fn row(recorded: &ConnectionAssessment, now: OffsetDateTime) -> Vec<Content> {
    let assessed = &recorded.assessed;
    let state = assessed.state.title();
    vec![
        match recorded.infrastructure {
            Some(id) => Content::link(format!("/team/infrastructure/{id}"), state),
            None => state.into(),
        },
        when::short_date(assessed.on_day).into(),
        assessed.note.as_str().into(),
        format!(
            "{}, {}",
            recorded.recorded_by_name,
            when::relative(recorded.recorded_at, now)
        )
        .into(),
    ]
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(reference): Path<String>,
) -> Reply {
    let reference = case::reference(&reference)?;
    let found = reviews::read_infrastructure(&app.store, &actor, &reference).await?;
    let form = furniture.form(Typed::beginning(today(&app)));
    let page = ConnectionPage::new(&furniture, &actor, &found, &form);
    reply::ok(&page.ok_or(PageError::NotFound)?)
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
    authorise_team::<RecordConnection>(&actor)?;
    let reference = case::reference(&reference)?;
    let id = typed.id()?;
    let form = match typed.parse(today(&app)) {
        Ok(assessed) => {
            let (store, office) = (&app.store, app.office());
            let done =
                reviews::record_connection(store, &actor, &reference, (id, &assessed), office);
            match done.await {
                Ok(()) => {
                    let saying = "What you recorded was saved";
                    return reply::see_other_saying(&path(&reference), saying);
                }
                Err(RecordError::Backwards(last)) => typed.backwards(&assessed, &last),
                Err(error) => return Err(error.into()),
            }
        }
        Err(form) => form,
    };
    let found = reviews::read_infrastructure(&app.store, &actor, &reference).await?;
    let page = ConnectionPage::new(&furniture, &actor, &found, &form);
    let page = page.ok_or(PageError::NotFound)?;
    if page.form.is_none() {
        // Nothing is left to record.
        return Err(PageError::Conflict);
    }
    reply::unprocessable(&page)
}

fn today(app: &App) -> Date {
    when::uk_date(app.clock.now())
}

impl From<RecordError> for PageError {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::NotFound => Self::NotFound,
            RecordError::Denied(denied) => denied.into(),
            RecordError::Closed | RecordError::Backwards(_) => Self::Conflict,
            RecordError::Store(error) => error.into(),
        }
    }
}

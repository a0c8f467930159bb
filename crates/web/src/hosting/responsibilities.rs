//! What the owner publishes of its infrastructure for each question.

use super::{infrastructure_id, path};
use crate::furniture::Furniture;
use crate::organisations::organisation_id;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use ::service::hosting::published;
use askama::Template;
use axum::extract::{Path, State};
use govuk::{Layout, SummaryList, SummaryRow};
use policy::authorise;
use policy::organisation::PublishResponsibilities;
use questions::QuestionSet;
use store::responsibilities::Responsibility;

/// The question set whose questions are offered.
const SET: &str = "psn-cop";

/// A question with what is published of it.
struct Row {
    title: String,
    texts: Option<SummaryList>,
    change: Option<String>,
}

#[derive(Template)]
#[template(path = "hosting/responsibilities.html")]
struct ResponsibilitiesPage {
    layout: Layout,
    name: String,
    rows: Vec<Row>,
}

/// The questions that are asked now.
pub fn questions() -> Result<&'static QuestionSet, PageError> {
    questions::current(SET).ok_or_else(|| PageError::internal("no question set"))
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path((organisation, infrastructure)): Path<(String, String)>,
) -> Reply {
    let organisation = organisation_id(&organisation)?;
    let id = infrastructure_id(&infrastructure)?;
    let (held, texts) = published(&app.store, &actor, organisation, id).await?;
    let may = authorise::<PublishResponsibilities>(&actor, organisation).is_ok();
    let root = path(organisation, id);
    let rows = questions()?.questions().map(|question| {
        let texts = texts.iter().find(|text| text.subject == question.id);
        Row {
            title: format!("{} {}", question.id, question.title),
            texts: texts.map(text_rows),
            change: may.then(|| format!("{root}/responsibilities/{}", question.id)),
        }
    });
    reply::ok(&ResponsibilitiesPage {
        layout: furniture
            .supplier(&actor, Some(organisation))
            .title("What your infrastructure covers")
            .section(&held.name)
            .back(&root),
        name: held.name.clone(),
        rows: rows.collect(),
    })
}

/// What is published of a question.
pub fn text_rows(text: &Responsibility) -> SummaryList {
    let covers = if text.covers.is_empty() {
        "Nothing said"
    } else {
        &text.covers
    };
    SummaryList::new().rows([
        SummaryRow::new("Covered by the infrastructure", covers),
        SummaryRow::new("Remains with the service", &text.remains),
        SummaryRow::new("Published by", &text.published_by_name),
    ])
}

//! Check what was entered, and set up the organisation.

use super::draft::Draft;
use super::set_up::{self, CHECK};
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::State;
use domain::id::{OrganisationId, RequestKey};
use govuk::{Button, Layout, PostForm, SummaryList, SummaryRow};
use policy::Actor;
use service::organisations::{self, Details, SetUpError};
use tower_sessions::Session;

const HEADING: &str = "Check the details of your organisation";
const KEY: &str = "key";

#[derive(Template)]
#[template(path = "organisations/check.html")]
struct CheckPage {
    layout: Layout,
    answers: SummaryList,
    has_unusual_number: bool,
    form: PostForm,
}

fn answers(draft: &Draft) -> SummaryList {
    let rows = organisations::pages().iter().flat_map(|page| {
        let asked = page.as_asked(&draft.answers, 0);
        let values = draft.answers.get(&page.id, 0).cloned().unwrap_or_default();
        let rows = asked.describe(&values).into_iter();
        let path = set_up::path(page);
        rows.map(move |(label, value)| {
            let hidden = label.to_lowercase();
            SummaryRow::new(label, value).change(&path, hidden)
        })
    });
    SummaryList::new().rows(rows)
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    session: Session,
) -> Reply {
    let draft = Draft::of(&session).await?;
    let reference = set_up::reference(&app);
    if let Some(open) = set_up::first_open(&draft, &reference) {
        return reply::see_other(&set_up::path(open));
    }
    let details = Details::read(&draft.answers);
    let layout = furniture.supplier(&actor, None).title(HEADING);
    let layout = layout.back("/organisations/new/address");
    let button = Button::primary("Set up the organisation");
    let form = PostForm::new(CHECK, layout.csrf(), button);
    reply::ok(&CheckPage {
        layout,
        answers: answers(&draft),
        has_unusual_number: details.is_some_and(|details| details.has_unusual_number()),
        form: form.hidden(KEY, draft.request_key.to_string()),
    })
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    session: Session,
    mut posted: Posted,
) -> Reply {
    let key = RequestKey::parse(&posted.take(KEY)).ok_or(PageError::Unreadable)?;
    posted.finish()?;
    if let Some(made) = organisations::find_made(&app.store, &actor, key).await? {
        return done(&app, &actor, made).await;
    }
    let draft = Draft::of(&session).await?;
    let reference = set_up::reference(&app);
    if let Some(open) = set_up::first_open(&draft, &reference) {
        return reply::see_other(&set_up::path(open));
    }
    match organisations::set_up(&app.store, &actor, key, &draft.answers).await {
        Ok(made) => {
            Draft::forget(&session).await?;
            done(&app, &actor, made).await
        }
        Err(SetUpError::Incomplete) => reply::see_other("/organisations/new/type"),
        Err(SetUpError::NumberTaken) => {
            let field = Details::read(&draft.answers)
                .and_then(|details| organisations::number_field(details.kind))
                .unwrap_or("name");
            set_up::number_taken(&furniture, &actor, &draft, field)
        }
        Err(SetUpError::Store(error)) => Err(error.into()),
    }
}

/// Home, where the organisation's first application begins.
async fn done(app: &App, actor: &Actor, made: OrganisationId) -> Reply {
    let actor = app.store.actor(actor.credential).await?;
    let actor = actor.ok_or(PageError::SignedOut)?;
    let summary = organisations::find(&app.store, &actor, made).await?;
    let name = summary.organisation.name;
    reply::see_other_saying("/home", &format!("{name} is set up"))
}

//! The owner says of one question what its infrastructure covers and what remains.

use super::responsibilities::{questions, text_rows};
use super::{infrastructure_id, path};
use crate::applications::moments;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::organisations::organisation_id;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use ::questions::Question;
use ::service::hosting::{PublishError, TEXT_MAX, publish, published};
use askama::Template;
use axum::extract::{Path, State};
use domain::id::{InfrastructureId, OrganisationId};
use domain::text::{Lines, TextError};
use govuk::number::with_commas;
use govuk::{Button, FormState, HiddenInput, Layout, SummaryList, Textarea};
use policy::organisation::PublishResponsibilities;
use policy::{Actor, authorise};
use store::infrastructures::Infrastructure;
use store::responsibilities::Responsibility;
use time::OffsetDateTime;

const COVERS: &str = "covers";
const REMAINS: &str = "remains";
/// When what the person saw was published.
const VERSION: &str = "version";
/// What stands there while nothing is published.
const NOTHING: &str = "0";
const TAKE_BACK: &str = "Empty both boxes to take back what you published";
const UNWANTED: &str = "Do not include passwords, IP addresses or network diagrams";

#[derive(Template)]
#[template(path = "hosting/responsibility.html")]
struct ResponsibilityPage {
    layout: Layout,
    infrastructure: String,
    requirement: String,
    clash: Option<Clash>,
    action: String,
    version: HiddenInput,
    covers: Textarea,
    remains: Textarea,
    button: Button,
}

/// What a colleague did after the person opened the page.
struct Clash {
    is_taken_back: bool,
    theirs: Option<SummaryList>,
}

impl Clash {
    fn with(theirs: Option<&Responsibility>) -> Self {
        Self {
            is_taken_back: theirs.is_none(),
            theirs: theirs.map(text_rows),
        }
    }
}

/// Which question of which infrastructure the page is about.
struct Place {
    organisation: OrganisationId,
    infrastructure: InfrastructureId,
    question: &'static Question,
}

impl Place {
    fn parse(
        (organisation, infrastructure, subject): &(String, String, String),
        actor: &Actor,
    ) -> Result<Self, PageError> {
        let organisation = organisation_id(organisation)?;
        authorise::<PublishResponsibilities>(actor, organisation)?;
        Ok(Self {
            organisation,
            infrastructure: infrastructure_id(infrastructure)?,
            question: questions()?.question(subject).ok_or(PageError::NotFound)?,
        })
    }

    fn back(&self) -> String {
        let root = path(self.organisation, self.infrastructure);
        format!("{root}/responsibilities")
    }

    /// The page beside what is published of the infrastructure, if anything is of this question.
    fn page(
        &self,
        furniture: &Furniture,
        actor: &Actor,
        (held, text): (&Infrastructure, Option<&Responsibility>),
        form: &FormState,
        version: &str,
    ) -> ResponsibilityPage {
        let question = self.question;
        let hint = match text {
            Some(_) => format!("{TAKE_BACK}. {UNWANTED}"),
            None => UNWANTED.to_owned(),
        };
        let back = self.back();
        ResponsibilityPage {
            layout: furniture
                .supplier(actor, Some(self.organisation))
                .title(format!("{} {}", question.id, question.title))
                .section("What your infrastructure covers")
                .back(&back)
                .errors_of(form),
            infrastructure: held.name.clone(),
            requirement: question.requirement_effective.clone(),
            clash: None,
            action: format!("{back}/{}", question.id),
            version: HiddenInput::new(VERSION, version),
            covers: Textarea::new(COVERS, "What does your infrastructure cover? (optional)")
                .limit(TEXT_MAX)
                .filled_from(form),
            remains: Textarea::new(REMAINS, "What remains with the service?")
                .hint(hint)
                .limit(TEXT_MAX)
                .filled_from(form),
            button: Button::primary("Publish"),
        }
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(parts): Path<(String, String, String)>,
) -> Reply {
    let place = Place::parse(&parts, &actor)?;
    let (held, texts) =
        published(&app.store, &actor, place.organisation, place.infrastructure).await?;
    let text = texts.iter().find(|text| text.subject == place.question.id);
    let form = text.map_or_else(FormState::new, |text| {
        FormState::keeping([(COVERS, &text.covers), (REMAINS, &text.remains)])
    });
    let form = furniture.form(form);
    let version = version(text);
    let mut page = place.page(&furniture, &actor, (&held, text), &form, &version);
    // What was typed before signing in again was typed beside another text.
    let typed = form.value(VERSION);
    page.clash = (!typed.is_empty() && typed != version).then(|| Clash::with(text));
    reply::ok(&page)
}

/// When it was published, as the form carries it.
fn version(text: Option<&Responsibility>) -> String {
    text.map_or_else(
        || NOTHING.to_owned(),
        |text| moments::to_text(text.published_at),
    )
}

/// Reads what [`version`] wrote.
fn seen(version: &str) -> Result<Option<OffsetDateTime>, PageError> {
    if version == NOTHING {
        return Ok(None);
    }
    let at = moments::parse(version).ok_or(PageError::Unreadable)?;
    Ok(Some(at))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(parts): Path<(String, String, String)>,
    mut posted: Posted,
) -> Reply {
    let typed = [COVERS, REMAINS, VERSION].map(|field| (field, posted.take(field)));
    posted.finish()?;
    let place = Place::parse(&parts, &actor)?;
    let mut form = FormState::keeping(typed);
    let seen = seen(form.value(VERSION))?;
    let covers = text(&mut form, COVERS, "What your infrastructure covers");
    let remains = text(&mut form, REMAINS, "What remains with the service");
    if let (Some(covers), true) = (&covers, form.value(REMAINS).trim().is_empty())
        && !covers.is_empty()
    {
        form.error(REMAINS, "Enter what remains with the service");
    }
    let (Some(covers), Some(remains), false) = (covers, remains, form.has_errors()) else {
        // Somebody else's infrastructure is not found, whatever was typed.
        let (held, texts) =
            published(&app.store, &actor, place.organisation, place.infrastructure).await?;
        let text = texts.iter().find(|text| text.subject == place.question.id);
        let version = form.value(VERSION);
        let page = place.page(&furniture, &actor, (&held, text), &form, version);
        return reply::unprocessable(&page);
    };
    let id = (place.organisation, place.infrastructure);
    let (subject, texts) = (&place.question.id, (&*covers, &*remains));
    match publish(&app.store, &actor, id, subject, texts, seen).await {
        Ok(()) => {}
        Err(PublishError::Stale) => return clash(&app, &actor, &furniture, &place, &form).await,
        Err(error) => return Err(error.into()),
    }
    let saying = if remains.is_empty() {
        "Taken back"
    } else {
        "Published"
    };
    reply::see_other_saying(&place.back(), saying)
}

/// What a colleague published or took back meanwhile, beside what was typed, which publishing again
/// puts in its place.
async fn clash(
    app: &App,
    actor: &Actor,
    furniture: &Furniture,
    place: &Place,
    form: &FormState,
) -> Reply {
    let (held, texts) =
        published(&app.store, actor, place.organisation, place.infrastructure).await?;
    let theirs = texts.iter().find(|text| text.subject == place.question.id);
    let mut page = place.page(furniture, actor, (&held, theirs), form, &version(theirs));
    page.clash = Some(Clash::with(theirs));
    reply::conflict(&page)
}

/// What was typed, empty when nothing was; nothing when it can't be taken.
fn text(form: &mut FormState, field: &str, subject: &str) -> Option<String> {
    match Lines::<TEXT_MAX>::parse(form.value(field)) {
        Ok(lines) => Some(lines.as_str().to_owned()),
        Err(TextError::Empty) => Some(String::new()),
        Err(TextError::TooLong { max }) => {
            let max = with_commas(max);
            form.error(field, format!("{subject} must be {max} characters or less"));
            None
        }
        Err(TextError::ControlCharacter) => {
            form.error(
                field,
                format!("{subject} must not include control characters"),
            );
            None
        }
    }
}

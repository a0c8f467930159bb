//! What we kept when it could not be taken: what was typed beside what is saved, to send it again
//! or to throw it away.

use super::account::own_layout;
use super::home_of;
use crate::applications::parked;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::kept_forms::{self, KEPT, KeptForm};
use crate::layers::kept::PAGE;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::State;
use domain::id::KeptAnswerId;
use domain::when;
use govuk::{Button, HiddenInput, Layout, PostForm, SummaryList, SummaryRow};
use policy::Actor;
use service::kept_answers::{self, Fields, KeptAnswer, Outcome};

const ID: &str = "id";

struct Shown {
    /// The service whose application it is about, for answers to questions.
    about: Option<String>,
    heading: String,
    sent_at: String,
    typed: SummaryList,
    way: Way,
    discard: PostForm,
}

/// How it is taken up again.
enum Way {
    /// An answer to a question: saved from here, beside what is saved.
    Restore {
        saved: SummaryList,
        action: String,
        hidden: Vec<HiddenInput>,
        button: Button,
    },
    /// Any other form: on its own page, which shows what it would do.
    GoBack(Button),
}

#[derive(Template)]
#[template(path = "accounts/answer_kept.html")]
struct AnswerKeptPage {
    layout: Layout,
    kept: Vec<Shown>,
    /// Whether more come when these are gone.
    has_more: bool,
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
) -> Reply {
    let (kept, has_more) = kept_answers::list(&app.gate, &app.session_key, &actor).await?;
    if kept.is_empty() {
        return reply::see_other(home_of(&actor));
    }
    let title = if kept.len() == 1 {
        "We kept your answer"
    } else {
        "We kept your answers"
    };
    let layout = own_layout(&furniture, &actor)
        .title(title)
        .back_to(home_of(&actor), "Back to your start page");
    let mut shown = Vec::new();
    for answer in kept {
        shown.push(draw(&app, &furniture, &layout, &actor, answer).await?);
    }
    reply::ok(&AnswerKeptPage {
        layout,
        kept: shown,
        has_more,
    })
}

async fn draw(
    app: &App,
    furniture: &Furniture,
    layout: &Layout,
    actor: &Actor,
    answer: KeptAnswer,
) -> Result<Shown, PageError> {
    let KeptAnswer {
        id,
        path,
        fields,
        kept_at,
    } = answer;
    let question = parked::find(app, furniture, actor.credential, &path, &fields).await?;
    let (about, heading, typed, way) = if let Some(question) = question {
        let restore = Way::Restore {
            saved: question.saved,
            action: format!("{path}?{KEPT}={id}"),
            hidden: hidden(&fields),
            button: Button::primary("Restore"),
        };
        let about = Some(question.service);
        (about, question.heading, question.typed, restore)
    } else {
        let form = kept_forms::find(&path).unwrap_or_else(|| KeptForm::unknown(&path));
        let button = Button::primary("Go back to this form").href(form.way_back(id));
        (None, form.words, list(&fields), Way::GoBack(button))
    };
    let discard = Button::secondary("Discard");
    let now = app.clock.now();
    let sent_at = when::relative(kept_at, now);
    let is_today = when::uk_date(kept_at) == when::uk_date(now);
    Ok(Shown {
        about,
        heading,
        sent_at: if is_today {
            sent_at
        } else {
            format!("at {sent_at}")
        },
        typed,
        way,
        discard: PostForm::new(PAGE, layout.csrf(), discard).hidden(ID, id.to_string()),
    })
}

/// The fields by their names, for pages that are not of questions.
fn list(fields: &Fields) -> SummaryList {
    let seen = fields.iter().filter(|(name, _)| kept_forms::is_typed(name));
    let rows = seen.flat_map(|(name, values)| {
        let values = values.iter().filter(|value| !value.trim().is_empty());
        values.map(move |value| SummaryRow::new(words(name), value))
    });
    SummaryList::new().rows(rows)
}

/// `job_title` as "Job title".
fn words(name: &str) -> String {
    let words = name.replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn hidden(fields: &Fields) -> Vec<HiddenInput> {
    let pairs = fields
        .iter()
        .flat_map(|(name, values)| values.iter().map(move |value| (name, value)));
    pairs
        .map(|(name, value)| HiddenInput::new(name, value))
        .collect()
}

/// Throws away what was kept.
pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    mut posted: Posted,
) -> Reply {
    let id = posted.take(ID);
    posted.finish()?;
    let id = KeptAnswerId::parse(&id).ok_or(PageError::NotFound)?;
    kept_answers::remove(&app.gate, &actor, id, Outcome::Discarded).await?;
    // The page leads home when nothing is left on it.
    reply::see_other_saying(PAGE, "We threw away what we kept")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_fields_become_words() {
        assert_eq!(words("job_title"), "Job title");
        assert_eq!(words(""), "");
    }
}

//! The form that asks the owner, with the answer to what the owner wrote on the request before.

use crate::forms::Posted;
use domain::owner_request::{OwnerRequestState, Reply};
use domain::text::{Lines, TextError};
use govuk::number::with_commas;
use govuk::{Button, FormState, HiddenInput, InsetText, SummaryRow, Textarea};
use service::owner_requests::{Answering, Overview, Question, REPLY_MAX, seen};

const REPLY: &str = "reply";
/// The field that says how the latest request stood when the page was drawn.
const SEEN: &str = "seen";

/// The form as the page draws it.
pub struct AskForm {
    pub action: String,
    /// The answer to what the owner wrote; nothing when there is nothing to answer.
    pub reply: Option<Textarea>,
    /// How the latest request stands.
    pub seen: HiddenInput,
    pub button: Button,
}

impl AskForm {
    /// The form with this button, and with what was typed; else with what was answered before.
    pub fn new(action: String, button: String, overview: &Overview, typed: &FormState) -> Self {
        let question = overview.question.as_ref();
        Self {
            action,
            reply: question.map(|question| field(question, typed)),
            seen: HiddenInput::new(SEEN, seen(overview.latest.as_ref())),
            button: Button::primary(button),
        }
    }

    /// What was typed.
    pub fn take(posted: &mut Posted) -> FormState {
        FormState::keeping([REPLY, SEEN].map(|name| (name, posted.take(name))))
    }
}

/// The answer that was typed, as it would be sent; nothing when none was.
pub fn words(typed: &FormState) -> Option<String> {
    let words = typed.value(REPLY);
    let parsed = Lines::<REPLY_MAX>::parse(words);
    let words = parsed.map_or_else(|_| words.to_owned(), |lines| lines.as_str().to_owned());
    (!words.trim().is_empty()).then_some(words)
}

/// An answer with what its writer had seen.
pub fn answering<'a>(typed: &'a FormState, words: Option<&'a str>) -> Answering<'a> {
    Answering {
        words,
        seen: typed.value(SEEN),
    }
}

fn field(question: &Question, typed: &FormState) -> Textarea {
    let owner = &question.owner;
    let label = if question.is_asked {
        format!("Your answer to {owner}")
    } else {
        format!("Your answer to {owner} (optional)")
    };
    let begun = FormState::keeping([(REPLY, &question.answered)]);
    let is_typed = typed.has_errors() || !typed.value(REPLY).is_empty();
    Textarea::new(REPLY, label)
        .hint("They read it with the request, below what they wrote. The PSN team reads it too. We do not put it in the email")
        .limit(REPLY_MAX)
        .filled_from(if is_typed { typed } else { &begun })
}

/// The answer, or nothing where none is given and none is needed; or the form with what is wrong.
pub fn parse(question: &Question, typed: &FormState) -> Result<Option<String>, FormState> {
    let mut form = FormState::keeping([(REPLY, typed.value(REPLY))]);
    if !question.is_asked && typed.value(REPLY).trim().is_empty() {
        return Ok(None);
    }
    let reply = Lines::<REPLY_MAX>::parse(typed.value(REPLY));
    let reply = form.take(REPLY, reply, |error| match error {
        TextError::Empty => format!("Enter your answer to {}", question.owner),
        TextError::TooLong { max } => {
            format!(
                "Your answer must be {} characters or less",
                with_commas(max)
            )
        }
        TextError::ControlCharacter => "Your answer must not include control characters".to_owned(),
    });
    match reply {
        Some(reply) => Ok(Some(reply.as_str().to_owned())),
        None => Err(form),
    }
}

/// What was typed, and why it was not sent.
pub fn refused(typed: &FormState, words: &str) -> FormState {
    let mut form = FormState::keeping([(REPLY, typed.value(REPLY))]);
    form.error(REPLY, words);
    form
}

/// What the owner had written on an earlier request, and what was answered with this one.
pub fn replied(reply: &Reply, owner: &str) -> [SummaryRow; 2] {
    let wrote = match reply.to_state {
        OwnerRequestState::Asked => format!("{owner} had asked"),
        _ => format!("{owner} had not agreed, because"),
    };
    [
        SummaryRow::new(wrote, &reply.to),
        SummaryRow::new("Your answer", &reply.words),
    ]
}

/// That what the owner wrote before needs no answer, because its standing agreement answers the next
/// request.
pub fn at_once(overview: &Overview) -> Option<InsetText> {
    let owner = &overview.plan.hosting()?.owner_name;
    overview.is_answered_at_once.then(|| {
        InsetText::new(format!(
            "Since then {owner} has given a standing agreement that covers this service. It answers your request at once, so you do not need to answer what they wrote."
        ))
    })
}

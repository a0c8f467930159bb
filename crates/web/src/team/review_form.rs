//! The form of a judgement.

use super::case;
use crate::forms::Posted;
use domain::review::{NOTE_CHARACTERS_MAX, Note, NoteError, Verdict};
use govuk::{Button, Details, FormState, HiddenInput, Legend, Radios, Size, Textarea};
use serde::Deserialize;
use service::reviews::Review;
use service::subjects::Subject;

/// Which judgement.
pub const VERDICT: &str = "verdict";
/// The reason, or what to ask.
pub const NOTE: &str = "note";
/// The field with the version of the judgement that the person saw.
pub const VERSION: &str = "version";
/// The field with what the person read of the subject.
pub const READ: &str = "read";
/// Where the button leads.
pub const GO: &str = "go";

/// The form as the page draws it.
pub struct JudgementForm {
    pub action: String,
    pub version: HiddenInput,
    pub read: HiddenInput,
    pub verdict: Radios,
    pub note: Textarea,
    pub phrases: Option<Details>,
    pub next: Button,
    pub stay: Button,
}

impl JudgementForm {
    /// The form with these values; its version is the one that is saved now, and what was read is what
    /// is there now.
    pub fn new(review: &Review, subject: &Subject, form: &FormState) -> Self {
        let application = &review.case.application;
        let version = review
            .judgements
            .get(&subject.id)
            .map_or(0, |judgement| judgement.version);
        let legend = Legend::new(format!("What is your judgement on {}?", short(subject)));
        let verdicts = Verdict::ALL.iter().fold(
            Radios::new(VERDICT, legend.size(Size::Medium)),
            |radios, verdict| radios.option(verdict.as_str(), verdict.label()),
        );
        let next = match review.subject_after(&subject.id) {
            Some(next) => format!("Save and go to {}", short(next)),
            None => "Save and go to the case".to_owned(),
        };
        Self {
            action: case::review_path(&application.reference, &subject.id),
            version: HiddenInput::new(VERSION, version.to_string()),
            read: HiddenInput::new(READ, review.reading(subject)),
            verdict: verdicts.filled_from(form),
            note: Textarea::new(NOTE, "Reason, or what the supplier has to tell you")
                .hint("You need this if it does not meet the standard or you ask the supplier. The supplier reads what you ask and, if we do not grant a certificate, why an answer does not meet the standard.")
                .limit(NOTE_CHARACTERS_MAX)
                .filled_from(form),
            phrases: phrases(review, subject),
            next: Button::primary(next).posting(GO, "next"),
            stay: Button::secondary("Save").posting(GO, "stay"),
        }
    }
}

/// Reasons that fit when the question is not met.
fn phrases(review: &Review, subject: &Subject) -> Option<Details> {
    let question = review.case.set.question(&subject.id)?;
    let reasons = question.not_met_reasons.join("\n\n");
    (!reasons.is_empty()).then(|| Details::new("Reasons that are often used", reasons))
}

/// How a sentence names a subject: a question by its number.
pub fn short(subject: &Subject) -> String {
    if subject.is_question {
        subject.id.clone()
    } else {
        format!("‘{}’", subject.title)
    }
}

/// The form as it was saved last; empty where the judgement does not stand any more.
pub fn as_saved(review: &Review, subject: &Subject) -> FormState {
    let mut form = FormState::new();
    let judgement = review.judgements.get(&subject.id);
    if let Some(judgement) = judgement.filter(|_| review.standing(subject).is_judged()) {
        form.set(VERDICT, judgement.verdict.as_str());
        form.set(NOTE, &judgement.note);
    }
    form
}

/// What an address says that is suggested to ask: the id of the rule that found something.
#[derive(Deserialize)]
pub struct Suggested {
    suggested: Option<String>,
}

impl Suggested {
    /// The form that asks the supplier what is suggested, where that rule found something about the
    /// subject.
    pub fn form(&self, review: &Review, subject: &Subject) -> Option<FormState> {
        let rule = self.suggested.as_ref()?;
        let checks = review.checks().into_iter();
        let found = checks
            .filter(|check| check.subject == subject.id)
            .filter_map(|check| check.suggestion)
            .find(|suggestion| suggestion.rule == *rule)?;
        Some(FormState::keeping([
            (VERDICT, Verdict::Ask.as_str()),
            (NOTE, &found.ask),
        ]))
    }
}

/// What was typed.
pub struct Typed {
    verdict: String,
    note: String,
    version: String,
    read: String,
    go: String,
}

impl Typed {
    /// Takes the fields of the form.
    pub fn take(posted: &mut Posted) -> Self {
        Self {
            verdict: posted.take(VERDICT),
            note: posted.take(NOTE),
            version: posted.take(VERSION),
            read: posted.take(READ),
            go: posted.take(GO),
        }
    }

    /// The version that the person saw.
    pub fn version(&self) -> Option<i32> {
        self.version.parse().ok().filter(|version| *version >= 0)
    }

    /// What the person read.
    pub fn read(&self) -> &str {
        &self.read
    }

    /// True when the person wants the next subject; so does Enter.
    pub fn goes_on(&self) -> bool {
        self.go != "stay"
    }

    /// The form with what was typed.
    pub fn kept(&self) -> FormState {
        FormState::keeping([(VERDICT, &self.verdict), (NOTE, &self.note)])
    }

    /// The judgement with its note, or the form with what is wrong.
    pub fn parse(&self, subject: &Subject) -> Result<(Verdict, Option<Note>), FormState> {
        let mut form = self.kept();
        let verdict = Verdict::parse(&self.verdict);
        if verdict.is_none() {
            let message = format!("Select your judgement on {}", short(subject));
            form.error(VERDICT, message);
        }
        let note = form.take(NOTE, Note::parse_optional(&self.note), note_words);
        let is_missing = note == Some(None) && verdict.is_some_and(Verdict::needs_note);
        if is_missing {
            let message = if verdict == Some(Verdict::Ask) {
                "Enter what you need the supplier to tell you"
            } else {
                "Enter why it does not meet the standard"
            };
            form.error(NOTE, message);
        }
        match (verdict, note) {
            (Some(verdict), Some(note)) if !is_missing => Ok((verdict, note)),
            _ => Err(form),
        }
    }
}

fn note_words(error: NoteError) -> String {
    match error {
        NoteError::Empty => "Enter a reason".to_owned(),
        NoteError::TooShort => "Reason must be 10 characters or more".to_owned(),
        NoteError::TooLong => "Reason must be 1,500 characters or less".to_owned(),
        NoteError::ControlCharacter => {
            "Reason must not include characters that nobody can see".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject() -> Subject {
        Subject {
            id: "3c".into(),
            title: "3c Separation".into(),
            is_question: true,
            pages: Vec::new(),
        }
    }

    fn error(verdict: &str, note: &str) -> Option<String> {
        let typed = Typed {
            verdict: verdict.into(),
            note: note.into(),
            version: "0".into(),
            read: String::new(),
            go: String::new(),
        };
        let form = typed.parse(&subject()).err()?;
        form.errors().next().map(|(_, message)| message.to_owned())
    }

    #[test]
    fn what_is_missing_is_said_in_the_words_of_the_form() {
        assert_eq!(error("meets", ""), None);
        assert_eq!(
            error("", "").as_deref(),
            Some("Select your judgement on 3c")
        );
        assert_eq!(
            error("ask", "  ").as_deref(),
            Some("Enter what you need the supplier to tell you")
        );
        assert_eq!(
            error("not_met", "").as_deref(),
            Some("Enter why it does not meet the standard")
        );
        assert_eq!(
            error("meets", "short").as_deref(),
            Some("Reason must be 10 characters or more")
        );
    }
}

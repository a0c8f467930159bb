//! In a renewal, the judgement of the last time, to be used again one question at a time.

use super::case;
use super::review_form::{GO, NOTE, READ, VERDICT, VERSION};
use domain::review::Verdict;
use domain::when;
use govuk::{Button, HiddenInput};
use service::reviews::Review;
use service::subjects::Subject;

/// The judgement of the last time.
pub struct LastYear {
    pub title: &'static str,
    pub by: String,
    pub note: String,
    /// The form that uses it again, where the answers are the same.
    pub again: Option<Again>,
}

/// A form of one button.
pub struct Again {
    pub action: String,
    pub hidden: Vec<HiddenInput>,
    pub button: Button,
}

impl LastYear {
    /// Nothing where nothing was judged the last time. `can_judge` says whether the person may
    /// judge now.
    pub fn of(review: &Review, subject: &Subject, can_judge: bool) -> Option<Self> {
        let (judgement, is_unchanged) = review.earlier_judgement(subject)?;
        let is_offered = can_judge
            && is_unchanged
            && judgement.verdict != Verdict::Ask
            && !review.standing(subject).is_judged();
        Some(Self {
            title: judgement.verdict.label(),
            by: format!(
                "{}, {}",
                judgement.judged_by_name,
                when::date(when::uk_date(judgement.judged_at))
            ),
            note: judgement.note.clone(),
            again: is_offered.then(|| again(review, subject, judgement.verdict, &judgement.note)),
        })
    }
}

fn again(review: &Review, subject: &Subject, verdict: Verdict, note: &str) -> Again {
    let saved = review.judgements.get(&subject.id);
    let version = saved.map_or(0, |saved| saved.version);
    let reference = &review.case.application.reference;
    Again {
        action: case::review_path(reference, &subject.id),
        hidden: vec![
            HiddenInput::new(VERDICT, verdict.as_str()),
            HiddenInput::new(NOTE, note),
            HiddenInput::new(VERSION, version.to_string()),
            HiddenInput::new(READ, review.reading(subject)),
            HiddenInput::new(GO, "next"),
        ],
        button: Button::secondary("Use last year’s judgement"),
    }
}

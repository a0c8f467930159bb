//! The form that takes an agreement back: from which day, and why.

use crate::forms::Posted;
use crate::team::date_field::DateField;
use ::service::hosting::Effect;
use domain::text::{Lines, TextError};
use domain::when;
use govuk::{Button, DateInput, FormState, Textarea};
use time::Date;

const FROM: &str = "from";
const REASON: &str = "reason";
/// The longest reason, in characters.
const REASON_MAX: usize = 2000;

/// The form as pages draw it.
pub struct WithdrawForm {
    pub from: DateInput,
    pub reason: Textarea,
    pub button: Button,
}

impl WithdrawForm {
    /// The form with these values.
    pub fn new(form: &FormState) -> Self {
        Self {
            from: DateInput::new(FROM, "From which day is the service not to run there?")
                .hint("Today or later. Your agreement counts until the day before, so give the supplier time to move. For example, 27 3 2027")
                .filled_from(form),
            reason: Textarea::new(REASON, "Why do you take your agreement back?")
                .hint("The supplier reads this, and the PSN team once it has the application")
                .limit(REASON_MAX)
                .filled_from(form),
            button: Button::warning("Take back your agreement"),
        }
    }
}

/// The day and the reason, or the form with what is wrong.
pub fn read(posted: &mut Posted, today: Date) -> Result<(Date, String), FormState> {
    let mut form = FormState::keeping([(REASON, posted.take(REASON))]);
    let from = DateField::take(posted, FROM);
    from.keep(&mut form);
    let from = from.parse(
        &mut form,
        "Enter from which day the service is not to run there",
        "The day",
    );
    if from.is_some_and(|day| day < today) {
        form.date_error(FROM, &[], "The day must be today or in the future");
    }
    let reason = Lines::<REASON_MAX>::parse(form.value(REASON));
    let reason = form.take(REASON, reason, |error| match error {
        TextError::Empty => "Enter why you take your agreement back".to_owned(),
        TextError::TooLong { max } => format!("Your reason must be {max} characters or less"),
        TextError::ControlCharacter => "Your reason must not include control characters".to_owned(),
    });
    match (from, reason) {
        (Some(from), Some(reason)) if !form.has_errors() => Ok((from, reason.as_str().to_owned())),
        _ => Err(form),
    }
}

/// The form when the agreement ends before that day anyway.
pub fn ends_before(from: Date, reason: &str, end: Date) -> FormState {
    let mut form = FormState::keeping([(REASON, reason)]);
    DateField::of(FROM, Some(from)).keep(&mut form);
    let end = when::date(end);
    let message = format!("The day must be on or before {end}. Your agreement ends with that day");
    form.date_error(FROM, &[], message);
    form
}

/// What taking it back does, in sentences, before it is done.
pub fn effects(effect: &Effect, supplier: &str, service: &str) -> Vec<String> {
    let now = match (&effect.certificate, &effect.renews) {
        (Some((number, valid_to)), _) if effect.renewal_is_agreed => format!(
            "{service} has the certificate {number}, valid until {}. Its renewal is under way, and you agreed to that too: that agreement still counts unless you take it back as well. From the day that you give, the PSN team decides what becomes of the certificate that there is, and may withdraw it.",
            when::date(*valid_to)
        ),
        (Some((number, valid_to)), _) => format!(
            "{service} has the certificate {number}, valid until {}. From the day that you give, it cannot be renewed on your infrastructure unless you agree again. The PSN team decides what becomes of it then and may withdraw it.",
            when::date(*valid_to)
        ),
        (None, Some((number, valid_to))) => format!(
            "This is your agreement to the renewal. {service} has the certificate {number}, valid until {}, which stays as it is. From the day that you give, the renewal cannot be granted on your infrastructure unless you agree again.",
            when::date(*valid_to)
        ),
        (None, None) => format!(
            "{service} has no certificate yet. Until the day that you give, one can still be issued on your infrastructure. From that day none can, unless you agree again."
        ),
    };
    vec![
        now,
        if effect.has_team {
            format!(
                "We tell {supplier} and the PSN team at once, and again when a later day has come. They can read your reason."
            )
        } else {
            format!(
                "We tell {supplier} at once, and again when a later day has come. The PSN team does not have the application yet. Both can read your reason when it has."
            )
        },
        "If you give a later day, you can change your mind until then and keep your agreement."
            .to_owned(),
        "Nothing is switched off by this. Agree with the supplier how the service moves."
            .to_owned(),
    ]
}

/// Whom we told of what the owner did.
pub fn told(effect: &Effect, supplier: &str) -> String {
    if effect.has_team {
        format!("{supplier} and the PSN team")
    } else {
        supplier.to_owned()
    }
}

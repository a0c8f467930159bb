//! The form that confirms a connection certificate for the register.

use super::date_field::DateField;
use crate::forms::Posted;
use domain::text::{Line, TextError};
use govuk::{Button, DateInput, FormState, TextInput};
use service::joint::Joint;
use service::reviews::{Infrastructure, Review};
use time::Date;

/// The certificate's number.
const NUMBER: &str = "certificate_number";
/// Who holds it.
const OWNER: &str = "owner";
/// Its last day.
const VALID_TO: &str = "valid_to";

/// A certificate's number, as the form of the application limits it.
pub type Number = Line<40>;
/// The name of an owner, as the form of the application limits it.
pub type Owner = Line<160>;

/// The form as the page draws it.
pub struct ConfirmForm {
    pub action: String,
    pub number: TextInput,
    pub owner: TextInput,
    pub valid_to: DateInput,
    pub button: Button,
    /// Whether the certificate was applied for together with the service's.
    pub is_joint: bool,
}

impl ConfirmForm {
    /// The form with these values.
    pub fn new(action: &str, is_joint: bool, form: &FormState) -> Self {
        let button = if is_joint {
            "Record the connection certificate"
        } else {
            "Confirm this certificate for the register"
        };
        Self {
            is_joint,
            action: action.to_owned(),
            number: TextInput::new(NUMBER, "Certificate number")
                .spellcheck(false)
                .filled_from(form),
            owner: TextInput::new(OWNER, "Owner of the infrastructure").filled_from(form),
            valid_to: DateInput::new(VALID_TO, "Valid to")
                .hint("For example, 27 3 2027")
                .filled_from(form),
            button: Button::primary(button),
        }
    }
}

/// What was typed.
pub struct Typed {
    number: String,
    owner: String,
    date: DateField,
}

impl Typed {
    /// Takes the fields of the form.
    pub fn take(posted: &mut Posted) -> Self {
        Self {
            number: posted.take(NUMBER),
            owner: posted.take(OWNER),
            date: DateField::take(posted, VALID_TO),
        }
    }

    /// The form as it begins: what the register has, what the owner was asked about,
    /// or what the application says.
    pub fn beginning_with(review: &Review, infrastructure: &Infrastructure) -> FormState {
        let set = review.case.set;
        let asked = set.asked_answers(&review.case.stored.answers);
        let hosting = infrastructure.owner.as_ref().map(|owner| &owner.hosting);
        let entry = infrastructure.entry.as_ref();
        let fact = |name| set.fact(name, &asked).unwrap_or_default().to_owned();
        // Where both certificates are applied for together, the supplier is to hold it.
        let holder = || match Joint::of(&review.case) {
            Some(_) => review.case.application.organisation_name.clone(),
            None => fact("infrastructure_owner"),
        };
        let number = entry
            .map(|entry| entry.certificate_number.clone())
            .or_else(|| Some(hosting?.certificate_number.clone()));
        let owner = entry
            .map(|entry| entry.owner_name.clone())
            .or_else(|| Some(hosting?.owner_name.clone()));
        let valid_to = entry
            .map(|entry| entry.valid_to)
            .or_else(|| Some(hosting?.certificate_valid_to))
            .or_else(|| domain::working_days::parse_iso(&fact("infrastructure_expires")));
        Self {
            number: number.unwrap_or_else(|| fact("infrastructure_certificate")),
            owner: owner.unwrap_or_else(holder),
            date: DateField::of(VALID_TO, valid_to),
        }
        .kept()
    }

    fn kept(&self) -> FormState {
        let mut form = FormState::keeping([(NUMBER, &self.number), (OWNER, &self.owner)]);
        self.date.keep(&mut form);
        form
    }

    /// Number, owner and last day, or the form with what is wrong.
    pub fn parse(&self) -> Result<(Number, Owner, Date), FormState> {
        let mut form = self.kept();
        let number = form.take(NUMBER, Number::parse(&self.number), |error| {
            line_words(error, "Certificate number", "Enter the certificate number")
        });
        let owner = form.take(OWNER, Owner::parse(&self.owner), |error| {
            line_words(error, "Owner", "Enter the owner of the infrastructure")
        });
        let missing = "Enter the date to which the certificate is valid";
        let valid_to = self.date.parse(&mut form, missing, "Valid to");
        match (number, owner, valid_to) {
            (Some(number), Some(owner), Some(valid_to)) => Ok((number, owner, valid_to)),
            _ => Err(form),
        }
    }

    /// The certificate has ended.
    pub fn ended(&self) -> FormState {
        let mut form = self.kept();
        form.date_error(VALID_TO, &[], "Valid to must be today or in the future");
        form
    }

    /// The owner agreed to another number.
    pub fn not_agreed(&self, agreed: &str) -> FormState {
        let mut form = self.kept();
        form.error(
            NUMBER,
            format!(
                "Certificate number must be {agreed}, which the owner agreed to. If that is wrong, ask the supplier about it"
            ),
        );
        form
    }

    /// The register has other infrastructure with this number.
    pub fn is_anothers(&self, name: &str, owner: &str) -> FormState {
        let mut form = self.kept();
        form.error(
            NUMBER,
            format!(
                "The register has this number for {name} of {owner}. Check the number. If it is right, ask the supplier to select that infrastructure"
            ),
        );
        form
    }
}

fn line_words(error: TextError, subject: &str, missing: &str) -> String {
    match error {
        TextError::Empty => missing.to_owned(),
        TextError::TooLong { max } => format!("{subject} must be {max} characters or less"),
        TextError::ControlCharacter => {
            format!("{subject} must be on one line, without characters that nobody can see")
        }
    }
}

//! Choosing a password: the rules before the field, pass phrases on request, and
//! every broken rule at once. The same words on every page that asks for one.

use crate::PageError;
use crate::reply::{self, Reply};
use askama::Template;
use domain::when;
use govuk::{Button, FormState, PasswordInput, TextInput};
use service::accounts::{self, NotTaken, PasswordPolicy};

/// The name of the field.
pub const PASSWORD: &str = "password";
/// The name that the buttons post.
pub const ACTION: &str = "action";
/// What the button for pass phrases posts.
pub const SUGGEST: &str = "suggest";

/// The part of a page that asks for a new password, drawn by `_new_password.html`.
pub struct NewPassword {
    pub rules: Vec<String>,
    pub suggestions: Vec<String>,
    pub input: PasswordInput,
    /// What is asked for with it, if anything.
    pub then: Option<TextInput>,
    pub submit: Button,
    pub suggest: Button,
    policy: PasswordPolicy,
}

impl NewPassword {
    /// The part with its errors; `label` names the field, `submit` the main button.
    pub fn new(label: &str, submit: &str, form: &FormState, policy: PasswordPolicy) -> Self {
        Self {
            rules: policy.shown_rules(),
            suggestions: Vec::new(),
            input: PasswordInput::chosen(PASSWORD, label).filled_from(form),
            then: None,
            submit: Button::primary(submit).posting(ACTION, "save"),
            suggest: Button::secondary("Suggest 3 pass phrases").posting(ACTION, SUGGEST),
            policy,
        }
    }

    /// The same with another field between the password and the buttons.
    pub fn followed_by(self, then: Option<TextInput>) -> Self {
        Self { then, ..self }
    }

    /// The same with pass phrases to choose from.
    pub fn suggesting(mut self) -> Result<Self, PageError> {
        self.suggestions = accounts::suggest(&self.policy).map_err(PageError::internal)?;
        Ok(self)
    }
}

/// Adds every broken rule to the form.
pub fn add_errors(form: &mut FormState, broken: Vec<String>) {
    for message in broken {
        form.error(PASSWORD, message);
    }
}

/// Draws the form again with what is wrong with the password; `draw` makes the page.
pub fn refuse<T: Template>(
    error: NotTaken,
    mut form: FormState,
    draw: impl FnOnce(&FormState) -> T,
) -> Reply {
    match error {
        NotTaken::Broken(broken) => {
            add_errors(&mut form, broken);
            reply::unprocessable(&draw(&form))
        }
        NotTaken::TooMany { again_at, seconds } => {
            let again_at = when::date_and_time(again_at);
            form.error(
                PASSWORD,
                format!("You have tried too many passwords. You can try again at {again_at}"),
            );
            reply::too_many(&draw(&form), seconds)
        }
        NotTaken::Hashing(error) => Err(error.into()),
        NotTaken::Store(error) => Err(error.into()),
    }
}

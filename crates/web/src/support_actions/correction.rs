//! What an organisation's registration is corrected to, as the form asks it.

use domain::organisation::Registered;
use govuk::{Choice, FormState, Legend, Radios, TextInput, Width};
use service::organisations::{Correction, RegistrationField};

/// Where it is registered.
pub const REGISTERED: &str = "registered";
/// The name of another register.
pub const REGISTER: &str = "register";
/// The number.
pub const NUMBER: &str = "number";

/// The fields as the page draws them.
pub struct CorrectionFields {
    pub registered: Radios,
    pub register: TextInput,
    pub number: TextInput,
}

impl CorrectionFields {
    /// The fields with these values.
    pub fn new(form: &FormState) -> Self {
        let radios = Radios::new(
            REGISTERED,
            Legend::new("Where is the organisation registered?"),
        );
        let choices = Registered::ALL.iter();
        let radios = choices.fold(radios, |radios, one| {
            radios.item(Choice::new(one.as_str(), one.title()))
        });
        Self {
            registered: radios.filled_from(form),
            register: TextInput::new(REGISTER, "If another register, which?")
                .autocomplete("off")
                .filled_from(form),
            number: TextInput::new(NUMBER, "Its number there")
                .hint("As the register has it. Leave it empty if it has none")
                .autocomplete("off")
                .spellcheck(false)
                .width(Width::Ten)
                .filled_from(form),
        }
    }
}

/// What was typed, if it says where the organisation is registered.
pub fn parse(form: &mut FormState) -> Option<Registered> {
    let registered = Registered::parse(form.value(REGISTERED));
    if registered.is_none() {
        form.error(REGISTERED, "Select where the organisation is registered");
    }
    registered
}

/// The same as something to be proposed.
pub fn of(form: &FormState, registered: Registered) -> Correction<'_> {
    Correction {
        registered,
        register: form.value(REGISTER),
        number: form.value(NUMBER),
    }
}

/// The field of the form.
pub fn name(field: RegistrationField) -> &'static str {
    match field {
        RegistrationField::Register => REGISTER,
        RegistrationField::Number => NUMBER,
    }
}

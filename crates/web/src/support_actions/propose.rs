//! Proposing something.

use super::correction::{self, CorrectionFields};
use super::{PATH, action_id};
use crate::accounts::email_field;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, State};
use domain::id::SupportActionId;
use domain::support_action::{SupportKind, SupportReason};
use domain::text::TextError;
use govuk::number::with_commas;
use govuk::{Button, FormState, HiddenInput, Layout, TextInput, Textarea};
use policy::team::ProposeSupport;
use policy::{Actor, authorise_team};
use service::support_actions::{self, Proposal, ProposeError};

const KEY: &str = "key";
const ORGANISATION: &str = "organisation";
const REASON: &str = "reason";

#[derive(Template)]
#[template(path = "support_actions/propose.html")]
struct ProposePage {
    layout: Layout,
    action: String,
    is_appointment: bool,
    correction: Option<CorrectionFields>,
    key: HiddenInput,
    email: TextInput,
    organisation: TextInput,
    reason: Textarea,
    button: Button,
}

impl ProposePage {
    fn new(furniture: &Furniture, actor: &Actor, kind: SupportKind, form: &FormState) -> Self {
        let layout = furniture.team(actor).title(kind.title());
        let is_correction = kind == SupportKind::CorrectRegistration;
        let whose = if is_correction {
            "Email address of the member of the organisation who asks for it"
        } else {
            "Email address of the person’s account"
        };
        Self {
            layout: layout.back(PATH).errors_of(form),
            action: format!("{PATH}/new/{kind}"),
            is_appointment: kind == SupportKind::AppointAdministrator,
            correction: is_correction.then(|| CorrectionFields::new(form)),
            key: HiddenInput::new(KEY, form.value(KEY)),
            email: email_field::input(whose, form).autocomplete("off"),
            organisation: TextInput::new(ORGANISATION, "Organisation")
                .hint("Its legal name exactly, or its registration number")
                .autocomplete("off")
                .filled_from(form),
            reason: Textarea::new(REASON, "Why is this needed?")
                .hint("Say how you made sure who asks for it. A second person reads this.")
                .limit(1000)
                .filled_from(form),
            button: Button::primary("Propose"),
        }
    }
}

fn kind(text: &str) -> Result<SupportKind, PageError> {
    SupportKind::parse(text).ok_or(PageError::NotFound)
}

pub async fn show(
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(wanted): Path<String>,
) -> Reply {
    authorise_team::<ProposeSupport>(&actor)?;
    let kind = kind(&wanted)?;
    let form = furniture.form(FormState::keeping([(
        KEY,
        SupportActionId::new().to_string(),
    )]));
    reply::ok(&ProposePage::new(&furniture, &actor, kind, &form))
}

/// The words for a reason that can't be taken.
fn words(error: TextError) -> String {
    match error {
        TextError::Empty => "Enter why this is needed".to_owned(),
        TextError::TooLong { max } => {
            format!("The reason must be {} characters or less", with_commas(max))
        }
        TextError::ControlCharacter => {
            "The reason must not include characters that nobody can see. Type it again".to_owned()
        }
    }
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(wanted): Path<String>,
    mut posted: Posted,
) -> Reply {
    authorise_team::<ProposeSupport>(&actor)?;
    let kind = kind(&wanted)?;
    let names = [
        KEY,
        email_field::EMAIL,
        ORGANISATION,
        REASON,
        correction::REGISTERED,
        correction::REGISTER,
        correction::NUMBER,
    ];
    let mut form = FormState::keeping(names.map(|name| (name, posted.take(name))));
    posted.finish()?;
    let key = action_id(form.value(KEY)).map_err(|_| PageError::Unreadable)?;
    let email = email_field::parse(&mut form, "Enter the email address of the person’s account");
    if kind != SupportKind::ResetSecondFactor && form.value(ORGANISATION).trim().is_empty() {
        form.error(
            ORGANISATION,
            "Enter the name or registration number of the organisation",
        );
    }
    let is_correction = kind == SupportKind::CorrectRegistration;
    let registered = is_correction
        .then(|| correction::parse(&mut form))
        .flatten();
    let reason = SupportReason::parse(form.value(REASON));
    let reason = form.take(REASON, reason, words);
    if let (Some(email), Some(reason), false) = (email, reason, form.has_errors()) {
        let proposal = Proposal {
            id: key,
            kind,
            email: &email,
            organisation: form.value(ORGANISATION),
            correction: registered.map(|registered| correction::of(&form, registered)),
            reason: &reason,
        };
        match support_actions::propose(&app.store, &actor, &proposal).await {
            Ok(()) => {
                let saying = "Proposed. Another lead or service administrator has to approve it";
                return reply::see_other_saying(PATH, saying);
            }
            Err(error) => {
                for (field, message) in refusal(error)? {
                    form.error(field, message);
                }
            }
        }
    }
    reply::unprocessable(&ProposePage::new(&furniture, &actor, kind, &form))
}

/// What to say beside which fields.
fn refusal(error: ProposeError) -> Result<Vec<(&'static str, String)>, PageError> {
    let (field, message) = match error {
        ProposeError::NoSuchPerson => (
            email_field::EMAIL,
            "Nobody outside of the team has an account with this email address",
        ),
        ProposeError::NoSuchOrganisation => (
            ORGANISATION,
            "There is no organisation with exactly this name or registration number",
        ),
        ProposeError::SeveralOrganisations => (
            ORGANISATION,
            "Several organisations have this name. Enter the registration number",
        ),
        ProposeError::NotOfOrganisation => (
            email_field::EMAIL,
            "This person does not belong to the organisation",
        ),
        ProposeError::NumberTaken => (
            correction::NUMBER,
            "Another organisation has this number in this register",
        ),
        ProposeError::Unchanged => (
            correction::NUMBER,
            "The organisation has this registration already",
        ),
        ProposeError::Wrong(wrong) => {
            let wrong = wrong.into_iter();
            return Ok(wrong
                .map(|(field, message)| (correction::name(field), message))
                .collect());
        }
        ProposeError::ProposedAlready => (
            email_field::EMAIL,
            "This is proposed already and waits for approval",
        ),
        ProposeError::Denied(denied) => return Err(denied.into()),
        ProposeError::Store(error) => return Err(error.into()),
    };
    Ok(vec![(field, message.to_owned())])
}

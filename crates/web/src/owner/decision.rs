//! The owner agrees, does not agree, or asks something first.

use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::links::Entered;
use crate::reply::{self, Reply, see_other};
use crate::team::date_field::DateField;
use crate::{App, PageError};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use domain::owner_request::OwnerRequest;
use domain::text::{JobTitle, Lines, PersonName, TextError};
use domain::when::{date, iso_date, uk_date};
use govuk::number::with_commas;
use govuk::{Button, Choice, DateInput, FormState, Layout, Legend, Radios, TextInput, Textarea};
use service::owner_requests::{Answer, AnswerError, Decision, keep};
use time::Date;

const DECISION: &str = "decision";
const REASON: &str = "reason";
const QUESTION: &str = "question";
const NAME: &str = "name";
const JOB_TITLE: &str = "job_title";
const NUMBER: &str = "certificate_number";
const UNTIL: &str = "until";
/// The longest reason or question, in characters.
const WORDS_MAX: usize = 2000;

#[derive(Template)]
#[template(path = "owner/decision.html")]
struct DecisionPage {
    layout: Layout,
    action: String,
    decision: Radios,
    reason: Textarea,
    question: Textarea,
    name: TextInput,
    job_title: TextInput,
    number: TextInput,
    until: DateInput,
    button: Button,
}

/// Asks for the decision; what waits on the check page is kept.
pub async fn show(entered: Entered, furniture: Furniture) -> Reply {
    if let Some(elsewhere) = entered.elsewhere(&furniture) {
        return elsewhere;
    }
    let request = entered.door.owner_request().ok_or(PageError::NotFound)?;
    let form = Answer::waiting(&entered.door.link).map_or_else(FormState::new, |answer| {
        filled(&answer, &request.hosting.certificate_number)
    });
    draw(&furniture, &entered, request, StatusCode::OK, &form)
}

/// Keeps the decision for the check page.
pub async fn submit(
    entered: Entered,
    State(app): State<App>,
    furniture: Furniture,
    posted: Posted,
) -> Reply {
    if let Some(elsewhere) = entered.elsewhere(&furniture) {
        return elsewhere;
    }
    let request = entered.door.owner_request().ok_or(PageError::NotFound)?;
    let today = uk_date(entered.door.now);
    let answer = match parse(posted, request, today)? {
        Ok(answer) => answer,
        Err(form) => {
            return draw(
                &furniture,
                &entered,
                request,
                StatusCode::UNPROCESSABLE_ENTITY,
                &form,
            );
        }
    };
    match keep(&app.store, &entered.path.token, entered.browser, &answer).await {
        Ok(()) => see_other(&entered.path.at("check")),
        Err(error) => after(&furniture, &entered, Some(&answer), error),
    }
}

/// Where a refused answer leads; one whose last day does not hold any more is asked for again.
pub fn after(
    furniture: &Furniture,
    entered: &Entered,
    answer: Option<&Answer>,
    error: AnswerError,
) -> Reply {
    match error {
        AnswerError::AfterCertificate(end) => {
            let request = entered.door.owner_request().ok_or(PageError::NotFound)?;
            let number = &request.hosting.certificate_number;
            let mut form = answer.map_or_else(FormState::new, |answer| filled(answer, number));
            form.date_error(UNTIL, &[], after_certificate(end));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            draw(furniture, entered, request, status, &form)
        }
        // The link's first page says how it stands now.
        AnswerError::NotEntered | AnswerError::Closed => see_other(&entered.path.first()),
        AnswerError::NothingWaits => see_other(&entered.path.at("decision")),
        AnswerError::Store(error) => Err(error.into()),
    }
}

fn filled(answer: &Answer, number: &str) -> FormState {
    let mut form = FormState::keeping([
        (DECISION, answer.decision.as_str()),
        (NAME, &answer.name),
        (JOB_TITLE, &answer.job_title),
    ]);
    match answer.decision {
        Decision::Agree => {
            form.set(NUMBER, number);
            DateField::of(UNTIL, answer.last_day()).keep(&mut form);
        }
        Decision::Decline => form.set(REASON, &answer.words),
        Decision::Ask => form.set(QUESTION, &answer.words),
    }
    form
}

fn words_of(error: TextError, empty: &str, subject: &str) -> String {
    match error {
        TextError::Empty => empty.to_owned(),
        TextError::TooLong { max } => {
            format!("{subject} must be {} characters or less", with_commas(max))
        }
        TextError::ControlCharacter => {
            format!("{subject} must not include characters that nobody can see. Type it again")
        }
    }
}

fn parse(
    mut posted: Posted,
    request: &OwnerRequest,
    today: Date,
) -> Result<Result<Answer, FormState>, PageError> {
    let typed = [DECISION, REASON, QUESTION, NAME, JOB_TITLE, NUMBER]
        .map(|field| (field, posted.take(field)));
    let until = DateField::take(&mut posted, UNTIL);
    posted.finish()?;
    let mut form = FormState::keeping(typed);
    until.keep(&mut form);
    let infrastructure = &request.hosting.infrastructure_name;
    let decision = Decision::parse(form.value(DECISION));
    if decision.is_none() {
        form.error(
            DECISION,
            format!("Select if you agree that this service can run on {infrastructure}"),
        );
    }
    let words = words(&mut form, decision);
    let name = PersonName::parse(form.value(NAME));
    let name = form.take(NAME, name, |error| {
        words_of(error, "Enter your full name", "Full name")
    });
    let job_title = JobTitle::parse(form.value(JOB_TITLE));
    let job_title = form.take(JOB_TITLE, job_title, |error| {
        words_of(error, "Enter your job title", "Job title")
    });
    let mut last_day = None;
    if decision == Some(Decision::Agree) {
        check_number(&mut form, request);
        last_day = check_until(&mut form, &until, today);
    }
    let (Some(decision), Some(name), Some(job_title), false) =
        (decision, name, job_title, form.has_errors())
    else {
        return Ok(Err(form));
    };
    Ok(Ok(Answer {
        decision,
        words: words.map_or_else(String::new, |words| words.as_str().to_owned()),
        name: name.into_string(),
        job_title: job_title.into_string(),
        until: last_day.map(iso_date),
    }))
}

/// Why not, or what is asked; nothing for an agreement.
fn words(form: &mut FormState, decision: Option<Decision>) -> Option<Lines<WORDS_MAX>> {
    let (field, empty, subject) = match decision? {
        Decision::Decline => (REASON, "Enter why you do not agree", "Your reason"),
        Decision::Ask => (QUESTION, "Enter what you want to ask", "Your question"),
        Decision::Agree => return None,
    };
    let parsed = Lines::<WORDS_MAX>::parse(form.value(field));
    form.take(field, parsed, |error| words_of(error, empty, subject))
}

/// The last day of the agreement, if one is typed: not in the past. That it is not after the
/// certificate is checked where both certificates are known.
fn check_until(form: &mut FormState, typed: &DateField, today: Date) -> Option<Date> {
    let day = typed.parse_optional(form, "The last day of your agreement")?;
    if day < today {
        let message = "The last day of your agreement must be today or in the future";
        form.date_error(UNTIL, &[], message);
    }
    Some(day)
}

fn after_certificate(end: Date) -> String {
    format!(
        "The last day of your agreement must be on or before {}, when your certificate ends",
        date(end)
    )
}

/// The owner knows the number of their certificate: typing it shows that they mean this one.
fn check_number(form: &mut FormState, request: &OwnerRequest) {
    let typed = form.value(NUMBER).to_owned();
    if typed.trim().is_empty() {
        form.error(NUMBER, "Enter the number of your connection certificate");
    } else if !request.hosting.has_number(&typed) {
        form.error(
            NUMBER,
            format!(
                "Certificate number must be the one that {} gave us. If theirs is wrong, select that you do not agree and say so",
                request.hosting.supplier_name
            ),
        );
    }
}

fn draw(
    furniture: &Furniture,
    entered: &Entered,
    request: &OwnerRequest,
    status: StatusCode,
    form: &FormState,
) -> Reply {
    let hosting = &request.hosting;
    let question = format!(
        "Do you agree that {} can run on {}?",
        hosting.service_name, hosting.infrastructure_name
    );
    let choice = |decision: Decision| Choice::new(decision.as_str(), decision.title());
    let page = DecisionPage {
        layout: furniture
            .link()
            .title(&question)
            .section(&hosting.service_name)
            .back(entered.path.at("service"))
            .errors_of(form),
        action: entered.path.at("decision"),
        decision: Radios::new(DECISION, Legend::page_heading(&question))
            .item(choice(Decision::Agree).hint("Enter the certificate number below"))
            .item(choice(Decision::Decline).hint("Say why below"))
            .item(choice(Decision::Ask).hint("Enter your question below"))
            .filled_from(form),
        reason: Textarea::new(REASON, "If you do not agree, why not?")
            .hint("The supplier and the PSN team read this")
            .limit(WORDS_MAX)
            .filled_from(form),
        question: Textarea::new(QUESTION, "If you need to ask something, what is it?")
            .hint("The supplier and the PSN team read this")
            .limit(WORDS_MAX)
            .filled_from(form),
        name: TextInput::new(NAME, "Your full name")
            .autocomplete("name")
            .spellcheck(false)
            .filled_from(form),
        job_title: TextInput::new(JOB_TITLE, "Your job title")
            .autocomplete("organization-title")
            .filled_from(form),
        number: TextInput::new(
            NUMBER,
            "If you agree, the number of your PSN connection compliance certificate",
        )
        .hint("We compare it with the number that the supplier gave us")
        .spellcheck(false)
        .filled_from(form),
        until: DateInput::new(
            UNTIL,
            "If you agree, the last day of your agreement (optional)",
        )
        .hint("Leave this empty if it holds until you tell us otherwise or your certificate ends. For example, 27 3 2027")
        .filled_from(form),
        button: Button::primary("Continue"),
    };
    reply::page(status, &page)
}

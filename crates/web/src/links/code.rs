//! The code from the e-mail.

use super::gone::masked;
use super::{LinkPath, entered, host};
use crate::caller::Caller;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply, see_other};
use crate::{App, PageError};
use askama::Template;
use axum::extract::State;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use govuk::{Button, FormState, Layout, PostForm, TextInput, Width};
use service::attempts::Asking;
use service::links::{Door, EnterCodeError, send_code};

const FIELD: &str = "code";

#[derive(Template)]
#[template(path = "links/code.html")]
struct CodePage {
    layout: Layout,
    masked: String,
    action: String,
    code: TextInput,
    button: Button,
    again: PostForm,
}

/// Asks for the code.
pub async fn show(path: LinkPath, State(app): State<App>, furniture: Furniture) -> Reply {
    let door = path.look(&app).await?;
    if !door.can_send_code() {
        return super::gone(&furniture, &path, &door);
    }
    draw(&furniture, &path, &door, StatusCode::OK, FormState::new())
}

/// Opens the link for this browser, when the code is right.
pub async fn submit(
    path: LinkPath,
    State(app): State<App>,
    furniture: Furniture,
    caller: Caller,
    mut posted: Posted,
) -> Reply {
    let typed = posted.take(FIELD);
    posted.finish()?;
    caller.take(&app, Asking::LinkCode).await?;
    let door = path.look(&app).await?;
    let mut form = FormState::new();
    if typed.trim().is_empty() {
        form.error(FIELD, "Enter the code");
        return draw(
            &furniture,
            &path,
            &door,
            StatusCode::UNPROCESSABLE_ENTITY,
            form,
        );
    }
    let opened =
        service::links::enter_code(&app.store, &app.session_key, &path.token, &typed).await;
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    match opened {
        Ok(secret) => {
            let to = if door.standing == service::links::Standing::Open {
                path.after_code()
            } else {
                path.answered(door.standing)
            };
            let mut response = see_other(&to)?;
            entered::remember(&mut response, &app, &secret)?;
            return Ok(response);
        }
        Err(EnterCodeError::NotFound) => return Err(PageError::NotFound),
        Err(EnterCodeError::Closed) => return super::gone(&furniture, &path, &door),
        Err(EnterCodeError::Store(error)) => return Err(error.into()),
        Err(EnterCodeError::Wrong) => {
            form.error(FIELD, "That code is not right. Check the latest email");
        }
        Err(EnterCodeError::TriedTooOften) => {
            status = StatusCode::TOO_MANY_REQUESTS;
            form.error(
                FIELD,
                "You entered a wrong code 5 times. Ask for a new code",
            );
        }
        Err(EnterCodeError::RunOut) => {
            let host = host(&app);
            let sent = send_code(&app.store, &app.gate, &app.session_key, &path.token, &host).await;
            form.error(
                FIELD,
                if sent.is_ok() {
                    "That code has expired. We have sent a new one"
                } else {
                    "That code has expired. Ask for a new one"
                },
            );
        }
    }
    draw(&furniture, &path, &door, status, form)
}

fn draw(
    furniture: &Furniture,
    path: &LinkPath,
    door: &Door,
    status: StatusCode,
    form: FormState,
) -> Reply {
    let layout = furniture
        .link()
        .title("Enter your code")
        .back(path.first())
        .errors_of(&form);
    let again = PostForm::new(
        path.first(),
        layout.csrf(),
        Button::secondary("Send me a new code"),
    );
    let page = CodePage {
        masked: masked(&door.link.email),
        action: path.at("code"),
        code: TextInput::new(FIELD, "Code")
            .hint("6 digits")
            .digits()
            .letter_spacing()
            .width(Width::Ten)
            .autocomplete("one-time-code")
            .filled_from(&form),
        button: Button::primary("Continue"),
        again,
        layout,
    };
    let mut response = reply::page(status, &page)?;
    if status == StatusCode::TOO_MANY_REQUESTS {
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from_static("60"));
    }
    Ok(response)
}

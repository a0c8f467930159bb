//! Which e-mails somebody wants about work on applications.

use super::account::own_layout;
use crate::App;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::State;
use domain::notice_choice::NoticeChoice;
use govuk::{Button, Choice, FormState, Layout, Legend, Radios, Size};
use policy::Actor;
use service::notice_choices;

/// Where it is.
pub const PATH: &str = "/account/notifications";
const CHOICE: &str = "choice";

#[derive(Template)]
#[template(path = "accounts/notifications.html")]
struct NotificationsPage {
    layout: Layout,
    action: &'static str,
    choice: Radios,
    save: Button,
}

/// What a choice is called.
pub fn title(choice: NoticeChoice) -> &'static str {
    match choice {
        NoticeChoice::Each => "An email each time",
        NoticeChoice::Daily => "A daily summary",
        NoticeChoice::Nothing => "No emails",
    }
}

fn hint(choice: NoticeChoice) -> &'static str {
    match choice {
        NoticeChoice::Each => {
            "When a colleague assigns tasks to you, and when documents that you look after expire"
        }
        NoticeChoice::Daily => {
            "In the morning: which answers colleagues saved the day before, and which tasks they assigned to you. We send none when nothing changed. And when documents that you look after expire"
        }
        NoticeChoice::Nothing => {
            "You see what is assigned to you, and which documents expire, when you sign in"
        }
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
) -> Reply {
    let chosen = notice_choices::read(&app.store, &actor).await?;
    let form = FormState::keeping([(CHOICE, chosen.as_str())]);
    let form = furniture.form(form);
    reply::ok(&draw(&furniture, &actor, &form))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    mut posted: Posted,
) -> Reply {
    let choice = posted.take(CHOICE);
    posted.finish()?;
    let Some(choice) = NoticeChoice::parse(&choice) else {
        let mut form = FormState::new();
        form.error(CHOICE, "Select which emails you want");
        return reply::unprocessable(&draw(&furniture, &actor, &form));
    };
    notice_choices::choose(&app.store, &actor, choice).await?;
    reply::see_other_saying("/account", "Saved")
}

fn draw(furniture: &Furniture, actor: &Actor, form: &FormState) -> NotificationsPage {
    let legend = Legend::new("Which emails do you want about work on applications?");
    let radios = Radios::new(CHOICE, legend.size(Size::Medium));
    let radios = NoticeChoice::ALL
        .into_iter()
        .fold(radios, |radios, choice| {
            radios.item(Choice::new(choice.as_str(), title(choice)).hint(hint(choice)))
        });
    NotificationsPage {
        layout: own_layout(furniture, actor)
            .title("Emails you get")
            .back_to("/account", "Your account")
            .errors_of(form),
        action: PATH,
        choice: radios.filled_from(form),
        save: Button::primary("Save"),
    }
}

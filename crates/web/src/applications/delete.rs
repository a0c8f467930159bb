//! Deleting a draft, and bringing it back within the time for that.

use super::opened::Opened;
use crate::PageError;
use crate::forms::Posted;
use crate::reply::{self, Reply};
use askama::Template;
use domain::application::ApplicationState;
use domain::when;
use govuk::{Button, Layout, SummaryList, SummaryRow};
use policy::authorise;
use policy::organisation::DeleteDraft;
use service::applications::{self, Elsewhere, EndError};
use store::Context;
use store::applications::Ended;

/// What the button of the page does.
const DO: &str = "do";

#[derive(Template)]
#[template(path = "applications/delete.html")]
struct DeletePage {
    layout: Layout,
    facts: SummaryList,
    days: i32,
    /// Day on which a deleted draft is erased, and who deleted it when.
    deleted: Option<Deleted>,
    /// Where everything that was answered is read.
    read: String,
    asked: Vec<String>,
    action: String,
    may: bool,
    /// What renews the certificate in its place, so that it can't be brought back.
    elsewhere: Option<RenewedBy>,
    delete: Button,
    restore: Button,
}

struct RenewedBy {
    certificate: String,
    /// The reference and the address of the other renewal; none when it was granted.
    by: Option<(String, String)>,
}

struct Deleted {
    /// Empty when we deleted it because nobody worked on it.
    by: String,
    at: String,
    erase_on: String,
}

pub async fn show(opened: Opened) -> Reply {
    let state = opened.form.state();
    if !matches!(state, ApplicationState::Draft | ApplicationState::Deleted) {
        return Err(PageError::Conflict);
    }
    reply::ok(&page(&opened).await?)
}

async fn page(opened: &Opened) -> Result<DeletePage, PageError> {
    let mut tx = opened
        .app
        .store
        .read(Context::of(&opened.form.actor))
        .await?;
    let id = opened.form.case.application.id;
    let ended = store::applications::find_ended(&mut tx, id).await?;
    let today = when::uk_date(opened.form.now);
    let days = store::applications::undo_days(&mut tx, today).await?;
    let elsewhere = match opened.form.state() {
        ApplicationState::Deleted => {
            applications::renewed_elsewhere(&mut tx, &opened.form.case).await?
        }
        _ => None,
    };
    drop(tx);
    Ok(draw(opened, ended, days, elsewhere))
}

fn draw(
    opened: &Opened,
    ended: Option<Ended>,
    days: i32,
    elsewhere: Option<Elsewhere>,
) -> DeletePage {
    let form = &opened.form;
    let application = &form.case.application;
    let is_deleted = application.state == ApplicationState::Deleted;
    let title = if is_deleted {
        "This application is deleted"
    } else {
        "Delete this application"
    };
    let mut facts = SummaryList::new()
        .row(SummaryRow::new("Service", application.service_title()))
        .row(SummaryRow::new("Reference", application.reference.as_str()))
        .row(SummaryRow::new(
            "Started",
            when::date(when::uk_date(application.created_at)),
        ));
    if let Some((at, by)) = application
        .last_saved_at
        .zip(application.last_saved_by.as_ref())
    {
        let words = format!("{} by {by}", when::relative(at, form.now));
        facts = facts.row(SummaryRow::new("Last saved", words));
    }
    // Nothing of a deleted one leads on but bringing it back and reading it.
    let (back, words) = if is_deleted {
        ("/home".to_owned(), "Back to your applications")
    } else {
        (opened.root(), "Back to your application")
    };
    DeletePage {
        layout: opened.layout(title).back_to(back, words),
        read: opened.path("everything"),
        facts,
        days,
        deleted: ended.filter(|_| is_deleted).map(|ended| Deleted {
            at: when::date_and_time(ended.at),
            erase_on: ended.erase_on.map(when::date).unwrap_or_default(),
            by: ended.by,
        }),
        asked: asked(opened),
        action: opened.path("delete"),
        may: authorise::<DeleteDraft>(&form.actor, application.organisation).is_ok(),
        elsewhere: elsewhere.map(|elsewhere| RenewedBy {
            certificate: elsewhere.certificate,
            by: elsewhere
                .by
                .map(|by| (by.to_string(), format!("/applications/{by}"))),
        }),
        delete: Button::warning("Delete this application").posting(DO, "delete"),
        restore: Button::primary("Bring it back").posting(DO, "restore"),
    }
}

/// Who is asked something that deleting cancels.
fn asked(opened: &Opened) -> Vec<String> {
    let form = &opened.form;
    let signatory = form
        .signature
        .as_ref()
        .filter(|signature| signature.state.is_open())
        .map(|signature| signature.signatory_name.clone());
    let owner = form
        .owner_request
        .as_ref()
        .filter(|request| request.state.is_open())
        .map(|request| request.contact_name.clone());
    signatory.into_iter().chain(owner).collect()
}

pub async fn submit(opened: Opened, mut posted: Posted) -> Reply {
    let form = &opened.form;
    authorise::<DeleteDraft>(&form.actor, form.case.application.organisation)?;
    let wanted = posted.take(DO);
    posted.finish()?;
    // Sent twice, it is done: the page says who did it, and when.
    let path = match (wanted.as_str(), form.state()) {
        ("delete", ApplicationState::Deleted) => Some(opened.path("delete")),
        ("restore", ApplicationState::Draft) => Some(opened.root()),
        _ => None,
    };
    if let Some(path) = path {
        return reply::see_other(&path);
    }
    let reference = &form.case.application.reference;
    let (store, actor) = (&opened.app.store, &form.actor);
    let url = &opened.app.public_url;
    match wanted.as_str() {
        "delete" => {
            applications::delete_draft(store, actor, reference, url).await?;
            reply::see_other_saying(&opened.path("delete"), "Application deleted")
        }
        "restore" => match applications::restore_draft(store, actor, reference, url).await {
            Err(EndError::RenewedElsewhere) => reply::conflict(&page(&opened).await?),
            Err(error) => Err(error.into()),
            Ok(()) => reply::see_other_saying(&opened.root(), "Application brought back"),
        },
        _ => Err(PageError::Unreadable),
    }
}

impl From<EndError> for PageError {
    fn from(error: EndError) -> Self {
        match error {
            EndError::NotFound => Self::NotFound,
            EndError::Denied(denied) => denied.into(),
            EndError::OutOfOrder(_) | EndError::RenewedElsewhere => Self::Conflict,
            EndError::Store(error) => error.into(),
        }
    }
}

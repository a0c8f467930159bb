//! One thread with a supplier, and the reply.

use super::enquiries::PATH;
use crate::enquiry_parts::{self, Before, Sent, Ways, Written};
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::enquiry::EnquiryState;
use domain::id::{EnquiryId, EnquiryMessageId};
use domain::when;
use govuk::{
    Button, FormState, HiddenInput, Layout, SummaryList, SummaryRow, Textarea, WarningText,
};
use policy::team::AnswerEnquiry;
use policy::{Actor, authorise_team};
use service::enquiries::{self, EnquiryError, Thread};
use time::OffsetDateTime;

/// The field that says how many messages there were when the page was read.
const SEEN: &str = "seen";

#[derive(Template)]
#[template(path = "team/enquiry.html")]
struct EnquiryPage {
    layout: Layout,
    facts: SummaryList,
    ways: Ways,
    messages: Vec<Written>,
    action: String,
    key: HiddenInput,
    seen: HiddenInput,
    /// That somebody wrote while this person did.
    moved: Option<WarningText>,
    text: Option<Textarea>,
    send: Button,
}

fn id(text: &str) -> Result<EnquiryId, PageError> {
    EnquiryId::parse(text).ok_or(PageError::NotFound)
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(typed): Path<String>,
    Query(before): Query<Before>,
) -> Reply {
    let before = before.message();
    let thread = enquiries::read(&app.store, &actor, id(&typed)?, before).await?;
    let form = enquiry_parts::beginning(&furniture);
    let mut page = draw(&furniture, &actor, &thread, app.clock.now(), &form);
    page.ways = Ways::from(&page.action, Some(&thread), before);
    reply::ok(&page)
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    Path(typed): Path<String>,
    mut posted: Posted,
) -> Reply {
    authorise_team::<AnswerEnquiry>(&actor)?;
    let id = id(&typed)?;
    let thread = enquiries::read(&app.store, &actor, id, None).await?;
    let seen = posted.take(SEEN);
    let sent = Sent::take(&mut posted)?;
    posted.finish()?;
    let text = match sent.parse() {
        Ok(text) => text,
        Err(form) => {
            let now = app.clock.now();
            return reply::unprocessable(&draw(&furniture, &actor, &thread, now, &form));
        }
    };
    let message = (sent.id, &text, EnquiryMessageId::parse(&seen));
    match enquiries::answer(&app.store, &actor, id, message, &app.public_url).await {
        Ok(()) => {}
        Err(EnquiryError::Moved) => {
            let thread = enquiries::read(&app.store, &actor, id, None).await?;
            let mut page = draw(&furniture, &actor, &thread, app.clock.now(), &sent.kept());
            page.moved = Some(moved(&thread));
            return reply::conflict(&page);
        }
        Err(error) => return Err(error.into()),
    }
    reply::see_other_saying(PATH, "Your reply was sent to the supplier")
}

/// Who wrote while somebody else did.
fn moved(thread: &Thread) -> WarningText {
    let by = thread.messages.last().map(|last| &last.written_by_name);
    let by = by.map_or("Somebody", String::as_str);
    WarningText::new(format!(
        "{by} wrote while you did, so yours was not sent. Read it above your own text. Then change yours and send it, or leave the page if nothing is left to say."
    ))
}

fn draw(
    furniture: &Furniture,
    actor: &Actor,
    thread: &Thread,
    now: OffsetDateTime,
    form: &FormState,
) -> EnquiryPage {
    let enquiry = &thread.enquiry;
    let service = match enquiry.service_name.as_str() {
        "" => "Without a name yet",
        name => name,
    };
    let can_reply =
        authorise_team::<AnswerEnquiry>(actor).is_ok() && enquiry.state != EnquiryState::Closed;
    let action = format!("{PATH}/{}", enquiry.id);
    let text = enquiry_parts::textarea("Your reply", form).hint(
        "Everybody who works on the application reads it, and sees that the PSN team wrote it.",
    );
    EnquiryPage {
        layout: furniture
            .team(actor)
            .title(&enquiry.subject_title)
            .section("Questions from suppliers")
            .back_to(PATH, "Questions from suppliers")
            .errors_of(form),
        facts: SummaryList::new().rows([
            SummaryRow::new("Supplier", &enquiry.organisation_name),
            SummaryRow::new("Service", service),
            SummaryRow::new("Application", &enquiry.reference),
            SummaryRow::new("Status", enquiry.state.title_for_team()),
            SummaryRow::new("Reply by", when::date(enquiry.reply_by)),
        ]),
        ways: Ways::from(&action, Some(thread), None),
        messages: Written::all(thread, now, ""),
        action,
        key: enquiry_parts::key(form),
        seen: HiddenInput::new(
            SEEN,
            thread
                .latest
                .map_or_else(String::new, |latest| latest.to_string()),
        ),
        moved: None,
        text: can_reply.then_some(text),
        send: Button::primary("Send the reply"),
    }
}

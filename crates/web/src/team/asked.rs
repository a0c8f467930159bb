//! What the supplier asked the team about questions, on the pages of its case.

use super::enquiries::{PATH, age_in_words};
use crate::PageError;
use crate::enquiry_parts::Written;
use askama::Template;
use askama::filters::HtmlSafe;
use domain::enquiry::EnquiryState;
use domain::when;
use policy::Actor;
use service::enquiries;
use service::reviews::Review;
use service::subjects::Subject;
use store::enquiries::Enquiry;
use time::{Date, OffsetDateTime};

/// The threads of a case, each with the subject that it is about.
pub struct Asked {
    /// How many there are, and how many of them wait.
    pub title: String,
    pub threads: Vec<Line>,
}

/// A thread in one line.
pub struct Line {
    pub href: String,
    pub title: String,
    pub standing: String,
}

impl Asked {
    /// Nothing when the supplier never asked.
    pub fn of(review: &Review) -> Option<Self> {
        let threads = &review.enquiries;
        let waiting = threads.iter().filter(|one| waits(one)).count();
        let today = when::uk_date(review.now);
        let title = match (threads.len(), waiting) {
            (0, _) => return None,
            (1, 0) => "1 question was asked".to_owned(),
            (1, _) => "1 question was asked. It waits for a reply".to_owned(),
            (count, 0) => format!("{count} questions were asked"),
            (count, 1) => format!("{count} questions were asked. 1 waits for a reply"),
            (count, waiting) => {
                format!("{count} questions were asked. {waiting} wait for a reply")
            }
        };
        Some(Self {
            title,
            threads: threads.iter().map(|one| Line::new(one, today)).collect(),
        })
    }
}

impl Line {
    fn new(thread: &Enquiry, today: Date) -> Self {
        Self {
            href: format!("{PATH}/{}", thread.id),
            title: format!("Asked about {}", thread.subject_title),
            standing: standing(thread, today),
        }
    }
}

fn waits(thread: &Enquiry) -> bool {
    thread.state == EnquiryState::Asked
}

fn standing(thread: &Enquiry, today: Date) -> String {
    if !waits(thread) {
        return thread.state.title_for_team().to_lowercase();
    }
    let age = age_in_words(thread.waiting_since, today).to_lowercase();
    let day = when::date(thread.reply_by);
    format!("waits for a reply, for {age}. Reply by {day}")
}

/// The thread about one subject with its messages, beside the answer.
#[derive(Template)]
#[template(path = "team/_asked_about.html")]
pub struct AskedAbout {
    href: String,
    /// How many messages it has, and how it stands.
    standing: String,
    waits: bool,
    messages: Vec<Written>,
}

impl HtmlSafe for AskedAbout {}

impl AskedAbout {
    /// Nothing when the supplier never asked about it.
    pub async fn load(
        app: &crate::App,
        actor: &Actor,
        review: &Review,
        subject: &Subject,
    ) -> Result<Option<Self>, PageError> {
        let mut threads = review.enquiries.iter();
        let Some(thread) = threads.find(|thread| thread.subject == subject.id) else {
            return Ok(None);
        };
        let thread = enquiries::read(&app.store, actor, thread.id, None).await?;
        Ok(Some(Self::new(&thread, review.now)))
    }

    fn new(thread: &enquiries::Thread, now: OffsetDateTime) -> Self {
        let enquiry = &thread.enquiry;
        let messages = match thread.messages.len() {
            count if thread.earlier.is_some() => format!("The latest {count} messages"),
            1 => "1 message".to_owned(),
            count => format!("{count} messages"),
        };
        let standing = standing(enquiry, when::uk_date(now));
        Self {
            href: format!("{PATH}/{}", enquiry.id),
            standing: format!("{messages}, {standing}"),
            waits: waits(enquiry),
            messages: Written::all(thread, now, ""),
        }
    }
}

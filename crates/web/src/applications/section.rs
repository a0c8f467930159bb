//! The section check: everything that a task has been answered, and whether people say that it is complete.

use super::address::{At, CHECK};
use super::answers::{baselines, cards, title};
use super::compared::{self, Told};
use super::onward::{self, Return};
use super::opened::Opened;
use super::save::RETURN;
use super::tail::Asked;
use super::unseen::{self, Notice};
use super::{versions, wording};
use crate::PageError;
use crate::diagram;
use crate::forms::Posted;
use crate::reply::{self, Reply};
use askama::Template;
use axum::extract::Query;
use domain::when;
use govuk::{
    Button, FormState, HiddenInput, HubDiagram, InsetText, Layout, Legend, Radios, Size,
    SummaryCard, WarningText,
};
use questions::{AnswerKey, Dependent, Task, TaskKind};
use service::answers::MarkError;
use service::applications::what_changed;
use service::documents::PAGE;

const COMPLETE: &str = "complete";

/// A page that is not finished.
struct Unfinished {
    href: String,
    title: String,
}

/// That somebody else, or a file, changed the section after it had been marked as complete.
struct Again {
    inset: InsetText,
    /// The answers that were saved since, with what changed.
    answers: Vec<Unfinished>,
}

#[derive(Template)]
#[template(path = "applications/section.html")]
struct SectionPage {
    layout: Layout,
    cards: Vec<SummaryCard>,
    diagram: Option<HubDiagram>,
    warning: Option<WarningText>,
    unfinished: Vec<Unfinished>,
    /// What was changed after the page was opened.
    unseen: Option<Notice>,
    /// Who changed what after it had been marked as complete.
    again: Option<Again>,
    /// What comparing answers with each other found.
    found: Vec<Told>,
    /// Answers that do not apply any more, as long as they are stored.
    left_out: Vec<Dependent>,
    can_mark: bool,
    action: String,
    /// What the page shows, so that nobody says of anything else that it is complete.
    seen: Option<HiddenInput>,
    /// Where to go back to.
    carried: Option<HiddenInput>,
    complete: Radios,
    go_on: Button,
    list: Option<String>,
    root: String,
}

/// The check of the section about documents, whose address would else be that of a document.
pub async fn show_documents(Query(asked): Query<Asked>, opened: Opened) -> Reply {
    let task = opened.set().task(PAGE).ok_or(PageError::NotFound)?;
    let to = Return::parse(&asked.r#return).onwards();
    show(&opened, task, to).await
}

/// The same, sent.
pub async fn submit_documents(opened: Opened, posted: Posted) -> Reply {
    let task = opened.set().task(PAGE).ok_or(PageError::NotFound)?;
    submit(&opened, task, posted).await
}

pub async fn show(opened: &Opened, task: &'static Task, to: Return) -> Reply {
    let mut form = FormState::new();
    // What is to be checked again is said anew.
    let marked = opened.form.case.stored.marks.get(&task.id);
    let is_again = opened.form.changed_since(&task.id).is_some();
    if let Some(is_complete) = marked.filter(|_| !is_again) {
        form.set(COMPLETE, if *is_complete { "yes" } else { "no" });
    }
    let form = opened.furniture.form(form);
    reply::ok(&draw(opened, task, to, &form).await?)
}

pub async fn submit(opened: &Opened, task: &'static Task, mut posted: Posted) -> Reply {
    opened.form.permit()?;
    let choice = posted.take(COMPLETE);
    let seen = posted.take(unseen::SEEN);
    let to = Return::parse(&posted.take(RETURN)).onwards();
    posted.finish()?;
    let is_complete = match choice.as_str() {
        "yes" => true,
        "no" => false,
        _ => {
            let mut form = FormState::new();
            form.error(COMPLETE, "Select whether you’ve completed this section");
            let mut page = draw(opened, task, to, &form).await?;
            // What was changed meanwhile is still told to whoever then says that it is complete.
            page.seen = Some(HiddenInput::new(unseen::SEEN, seen));
            return reply::unprocessable(&page);
        }
    };
    let (newer, marked) = unseen::mark(opened, task, is_complete, &seen).await?;
    let opened = newer.as_ref().unwrap_or(opened);
    match marked {
        Ok(()) if is_complete => reply::see_other(&next(opened, task, to)),
        Ok(()) => reply::see_other(&onward::tasks(opened, to)),
        Err(MarkError::NotComplete) => {
            let mut form = FormState::keeping([(COMPLETE, choice)]);
            form.error(COMPLETE, "Answer and check every question in this section first, or select ‘No, I’ll come back to it later’");
            reply::unprocessable(&draw(opened, task, to, &form).await?)
        }
        Err(MarkError::Unseen(unseen)) => {
            let what = "say again whether you’ve completed this section";
            let mut page = draw(opened, task, to, &FormState::new()).await?;
            page.unseen = Some(unseen::notice(opened, &unseen, what).await?);
            page.again = None;
            reply::conflict(&page)
        }
        Err(error) => Err(PageError::from(error)),
    }
}

/// The next task of the same group that is not complete, else the task list.
fn next(opened: &Opened, task: &'static Task, to: Return) -> String {
    let group = opened
        .set()
        .groups
        .iter()
        .find(|group| group.tasks.contains(&task.id));
    let later = group.into_iter().flat_map(|group| &group.tasks);
    let later = later.skip_while(|id| **id != task.id).skip(1);
    let mut open = later.filter_map(|id| opened.set().task(id)).filter(|task| {
        !matches!(task.kind, TaskKind::Special(_))
            && !opened.form.progress_of(task).standing.is_answered()
    });
    open.next().map_or_else(
        || onward::tasks(opened, to),
        |task| onward::entry_from(opened, task, to),
    )
}

fn unfinished(opened: &Opened, task: &'static Task, to: Return) -> Vec<Unfinished> {
    let open = opened
        .set()
        .unanswered(opened.answers(), &opened.form.reference);
    let mut open: Vec<(String, i16)> = open
        .into_iter()
        .filter(|(id, _, _)| *id == task.id)
        .map(|(_, page, item)| (page.to_owned(), item))
        .collect();
    for key in opened.form.case.unchecked(task) {
        let place = (key.page, key.item);
        if !open.contains(&place) {
            open.push(place);
        }
    }
    open.into_iter()
        .filter_map(|(page, item)| {
            let (task, page) = opened.set().page(&page)?;
            let at = At { task, page, item };
            Some(Unfinished {
                href: format!("{}{}", opened.path_of(&at), to.section().query()),
                title: title(opened, &at),
            })
        })
        .collect()
}

/// Who changed the section since, and which of its answers were saved since, in the order of the form.
fn again(opened: &Opened, task: &'static Task) -> Option<Again> {
    let changed = opened.form.changed_since(&task.id)?;
    let stored = &opened.form.case.stored;
    let words = format!(
        "{} ({}). Check the answers, then say again whether you’ve completed this section.",
        what_changed(changed),
        when::relative(changed.at, opened.form.now)
    );
    let asked = opened.set().asked_pages(task, opened.answers());
    let saved_since = asked.into_iter().filter_map(|(page, item)| {
        let key = AnswerKey {
            page: page.id.clone(),
            item,
        };
        let saved = stored.saved.get(&key)?;
        let (_, page) = opened.set().page(&page.id)?;
        let at = At { task, page, item };
        (saved.at > changed.marked_at).then(|| Unfinished {
            href: versions::path(opened, &at),
            title: format!("{}, by {}", title(opened, &at), saved.by),
        })
    });
    Some(Again {
        inset: InsetText::new(words),
        answers: saved_since.collect(),
    })
}

async fn draw(
    opened: &Opened,
    task: &'static Task,
    to: Return,
    form: &FormState,
) -> Result<SectionPage, PageError> {
    let asked = opened.set().asked_pages(task, opened.answers());
    let can_change = asked.iter().any(|(page, _)| opened.form.is_open(&page.id));
    let complete = Radios::new(
        COMPLETE,
        Legend::new("Have you completed this section?").size(Size::Medium),
    )
    .option("yes", "Yes, I’ve completed this section")
    .option("no", "No, I’ll come back to it later")
    .filled_from(form);
    let can_mark = can_change && opened.form.state().is_draft();
    let has_list = onward::is_list_asked(opened, task) && can_change;
    Ok(SectionPage {
        layout: opened
            .layout(format!("Check your answers: {}", task.title))
            .back_to(onward::tasks(opened, to), "Back to your application")
            .errors_of(form),
        cards: cards(opened, task, &baselines(opened), Some(to.section())),
        diagram: diagram::of(opened.set(), task, opened.answers()),
        warning: wording::signature(opened).filter(|_| can_change),
        unfinished: unfinished(opened, task, to),
        unseen: None,
        again: again(opened, task),
        found: compared::of_task(opened, task, to.section()).await?,
        left_out: opened.set().left_out(task, opened.answers()),
        can_mark,
        action: opened.path(&format!("{}{CHECK}", task.id)),
        seen: can_mark.then(|| unseen::input(opened, task)),
        complete,
        go_on: Button::primary("Save and continue"),
        carried: to.input(),
        list: has_list.then(|| onward::list(opened, task, to)),
        root: onward::tasks(opened, to),
    })
}

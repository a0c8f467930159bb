//! Last year's answers in a renewal: which are left to be checked, and how each one stands.

use super::address::At;
use super::answers::{Baselines, title};
use super::onward::Return;
use super::opened::Opened;
use super::{answers, compared};
use crate::PageError;
use crate::forms::Posted;
use crate::reply::{self, Reply};
use crate::rewording::{INTRODUCTION, in_words};
use askama::Template;
use domain::when;
use govuk::{Button, Details, InsetText, Layout, SummaryList, SummaryRow};
use questions::{AnswerKey, Outcome, Page, Task};
use service::answers::Reconfirmed;
use service::applications::Carry;

const RIGHT: &str = "right";
/// How often it is tried again when the application changes at the same moment.
const TRIES: u8 = 3;

/// An answer that nobody has checked yet.
struct Unchecked {
    /// What the browser sends: page and item.
    value: String,
    id: String,
    title: String,
    rows: SummaryList,
    reworded: Vec<String>,
    change: String,
    /// What was carried does not pass the checks of today, so it has to be changed.
    is_right_possible: bool,
}

/// The unchecked answers of a task.
struct Group {
    title: &'static str,
    answers: Vec<Unchecked>,
}

#[derive(Template)]
#[template(path = "applications/renewal.html")]
struct RenewalPage {
    layout: Layout,
    caption: String,
    certificate: String,
    ends_on: String,
    has_ended: bool,
    ended: &'static str,
    counts: SummaryList,
    again: Vec<(String, String)>,
    /// Where last year's documents are chosen.
    documents: Option<String>,
    groups: Vec<Group>,
    can_change: bool,
    action: String,
    save: Button,
    root: String,
}

pub async fn show(opened: Opened) -> Reply {
    reply::ok(&draw(&opened)?)
}

pub async fn submit(mut opened: Opened, mut posted: Posted) -> Reply {
    opened.form.permit()?;
    let chosen: Vec<AnswerKey> = posted
        .take_all(RIGHT)
        .iter()
        .map(|value| parse(value).ok_or(PageError::Unreadable))
        .collect::<Result<_, _>>()?;
    posted.finish()?;
    let path = opened.path("renewal");
    for _ in 0..TRIES {
        if !opened.form.state().is_draft() {
            return Err(PageError::Conflict);
        }
        let store = &opened.app.store;
        match service::answers::reconfirm(store, &opened.form, &chosen).await? {
            Reconfirmed::Count(0) => return reply::see_other(&path),
            Reconfirmed::Count(count) => {
                return said(&opened, &chosen, count, &path);
            }
            Reconfirmed::Moved => opened = opened.again().await?,
        }
    }
    Err(PageError::Conflict)
}

/// Goes on, saying how many answers were reconfirmed and which of them may not meet the standard.
fn said(opened: &Opened, chosen: &[AnswerKey], count: usize, path: &str) -> Reply {
    let reconfirmed = match count {
        1 => "You reconfirmed 1 answer".to_owned(),
        _ => format!("You reconfirmed {count} answers"),
    };
    let pages: Vec<&str> = chosen.iter().map(|key| key.page.as_str()).collect();
    match compared::below_words(&compared::below(opened, &pages)) {
        Some(below) => reply::see_other_noting(path, &format!("{reconfirmed}. {below}")),
        None => reply::see_other_saying(path, &reconfirmed),
    }
}

/// Page and item as the browser sends them.
fn parse(value: &str) -> Option<AnswerKey> {
    let (page, item) = value.rsplit_once('#')?;
    Some(AnswerKey {
        page: page.to_owned(),
        item: item.parse().ok()?,
    })
}

fn draw(opened: &Opened) -> Result<RenewalPage, PageError> {
    let form = &opened.form;
    let renewal = form.renewal().ok_or(PageError::NotFound)?;
    let baselines = answers::baselines(opened);
    let groups = opened.set().tasks.iter().filter_map(|task| {
        let keys = form.case.unchecked(task);
        let answers = keys
            .iter()
            .filter_map(|key| unchecked(opened, task, key, &baselines));
        let answers: Vec<Unchecked> = answers.collect();
        (!answers.is_empty()).then_some(Group {
            title: &task.title,
            answers,
        })
    });
    let carries = form.case.carries();
    let counts = Carry::ALL.into_iter().filter_map(|carry| {
        let count = carries.iter().filter(|(_, other)| *other == carry).count();
        (count > 0).then(|| SummaryRow::new(carry.title(), count.to_string()))
    });
    Ok(RenewalPage {
        layout: opened
            .layout("Check last year’s answers")
            .back_to(opened.root(), "Back to your application"),
        caption: form.case.application.service_title().to_owned(),
        certificate: renewal.certificate.clone(),
        ends_on: when::date(renewal.ends_on),
        has_ended: renewal.ends_on < when::uk_date(form.now),
        ended: super::renew::ENDED,
        counts: SummaryList::new().rows(counts),
        again: again(opened),
        documents: form
            .may_change_documents()
            .then(|| opened.path("documents/again")),
        groups: groups.collect(),
        can_change: form.permit().is_ok() && form.state().is_draft(),
        action: opened.path("renewal"),
        save: Button::primary("Save what is still right"),
        root: opened.root(),
    })
}

fn unchecked(
    opened: &Opened,
    task: &'static Task,
    key: &AnswerKey,
    baselines: &Baselines,
) -> Option<Unchecked> {
    let (_, page) = opened.set().page(&key.page)?;
    let item = key.item;
    let at = At { task, page, item };
    let values = opened.answers().get(&page.id, item)?;
    let saved = opened.form.case.stored.saved.get(key)?;
    let rows = page.as_asked(opened.answers(), item).describe(values);
    let reworded = opened.form.case.reworded(&page.id);
    Some(Unchecked {
        value: format!("{}#{item}", page.id),
        id: key.identifier(),
        title: title(opened, &at),
        rows: SummaryList::new()
            .rows(
                rows.into_iter()
                    .map(|(label, answer)| SummaryRow::new(label, answer)),
            )
            .rows(row_of_standard(page, baselines)),
        reworded: in_words(&reworded),
        change: format!("{}{}", opened.path_of(&at), Return::Renewal.query()),
        is_right_possible: saved.is_complete,
    })
}

/// How a carried answer compares with the standard of today, where it may not meet it or somebody
/// will look at it.
fn row_of_standard(page: &Page, baselines: &Baselines) -> Option<SummaryRow> {
    let baseline = baselines.get(page.question.as_ref()?)?;
    matches!(baseline.outcome, Outcome::Below | Outcome::Check)
        .then(|| SummaryRow::new("Compared with the standard", answers::words(baseline)))
}

/// Pages that are asked again and not answered yet: address and title.
fn again(opened: &Opened) -> Vec<(String, String)> {
    let case = &opened.form.case;
    let open = opened
        .set()
        .unanswered(opened.answers(), &opened.form.reference);
    let open = open
        .into_iter()
        .filter(|(_, page, _)| case.is_asked_again(page));
    open.filter_map(|(_, page, item)| {
        let (task, page) = opened.set().page(page)?;
        let at = At { task, page, item };
        let href = format!("{}{}", opened.path_of(&at), Return::Renewal.query());
        Some((href, title(opened, &at)))
    })
    .collect()
}

/// On a question page: what was answered last year, and what it means to save.
pub fn notice(opened: &Opened, page: &Page, item: i16) -> Option<InsetText> {
    let case = &opened.form.case;
    case.renewal.as_ref()?;
    let text = match case.carry_of(&page.id, item) {
        Some(Carry::Carried) => {
            "This is last year’s answer. If it is still right, save it as it is. If not, change it."
        }
        None if case.earlier_in_words(&page.id, item).is_some() => {
            "We ask this again in every renewal. Answer it as things are today."
        }
        Some(carry) => carry.title(),
        None => return None,
    };
    Some(InsetText::new(text))
}

/// On a question page: last year's answer where it is not in the form, or stands under other words.
pub fn earlier(opened: &Opened, page: &Page, item: i16) -> Option<Details> {
    let case = &opened.form.case;
    let rows = case.earlier_in_words(&page.id, item)?;
    let paragraphs: Vec<String> = rows
        .into_iter()
        .map(|(label, answer)| format!("{label}\n{answer}"))
        .collect();
    let is_in_form = !matches!(case.carry_of(&page.id, item), None | Some(Carry::Changed));
    if is_in_form && case.reworded(&page.id).is_empty() {
        return None;
    }
    Some(Details::new("Last year’s answer", paragraphs.join("\n\n")))
}

/// On a question page that was answered last year: what it said otherwise then.
pub fn reworded(opened: &Opened, page: &Page, item: i16) -> Option<InsetText> {
    let changes = in_words(&opened.form.case.reworded_answer(&page.id, item));
    (!changes.is_empty())
        .then(|| InsetText::new(format!("{INTRODUCTION}\n\n{}", changes.join("\n\n"))))
}

/// In a summary of answers: how an answer stands to last year's.
pub fn row(opened: &Opened, page: &Page, item: i16) -> Option<SummaryRow> {
    let case = &opened.form.case;
    let carry = case.carry_of(&page.id, item)?;
    let words = if carry == Carry::Changed {
        let then = case.earlier_in_words(&page.id, item).unwrap_or_default();
        let then = then.into_iter().map(|(_, answer)| answer);
        let then = then.collect::<Vec<_>>().join("\n");
        format!("{}. It was:\n\n{then}", carry.title())
    } else {
        carry.title().to_owned()
    };
    Some(SummaryRow::new("Since last year", words))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn page_and_item_are_read() {
        let key = parse("contacts/escalation/n#2").unwrap();
        assert_eq!((key.page.as_str(), key.item), ("contacts/escalation/n", 2));
        assert!(parse("security/1a").is_none() && parse("security/1a#x").is_none());
    }
}

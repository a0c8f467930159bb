//! Said once, when an answer comes to be below the standard. It never blocks.

use super::address::At;
use super::onward::{self, Return};
use super::opened::Opened;
use super::tail::Asked;
use super::way;
use crate::reply::{self, Reply};
use askama::Template;
use govuk::{InterruptionPanel, Layout};
use questions::{Outcome, as_sentence};

#[derive(Template)]
#[template(path = "applications/does_not_meet.html")]
struct DoesNotMeetPage {
    layout: Layout,
    panel: InterruptionPanel,
}

pub fn show(opened: &Opened, at: At, asked: &Asked) -> Reply {
    let to = Return::parse(&asked.r#return);
    let set = opened.set();
    let question = at.page.question.as_deref().and_then(|id| set.question(id));
    let baseline = question
        .and_then(|question| set.baseline(&question.id, opened.answers(), &opened.form.reference));
    let below = baseline.filter(|baseline| baseline.outcome == Outcome::Below);
    // Only for who can do something about it.
    let below = below.filter(|_| opened.form.permit().is_ok());
    let (Some(question), Some(below)) = (question, below) else {
        return reply::see_other(&opened.path_of(&at));
    };
    let title = format!("Your answer to {} may not meet the standard", question.id);
    let ways = way::of_question(opened, question, &below, to);
    let change = ways.into_iter().next().map(|way| way.href);
    let keep = onward::after(opened, &last_page(opened, &at, &question.id), to);
    let mut panel = InterruptionPanel::new(&title).paragraph(&below.reason);
    if !says(&below.reason, &question.requirement_effective) {
        panel = panel.paragraph(format!(
            "The standard: {}",
            as_sentence(&question.requirement_effective)
        ));
    }
    let panel = panel
        .paragraph("You can still keep this answer and send your application. The signatory and the PSN team will see that it may not meet the standard.")
        .button_link(
            "Change my answer",
            change.unwrap_or_else(|| format!("{}{}", opened.path_of(&at), to.query())),
        )
        .link("Keep this answer", keep)
        .link(
            "Ask the PSN team",
            opened.path(&format!("ask/{}", question.id)),
        );
    reply::ok(&DoesNotMeetPage {
        layout: opened.layout(title).section(&at.task.title),
        panel,
    })
}

/// True when the reason holds the requirement already.
fn says(reason: &str, requirement: &str) -> bool {
    let requirement = requirement.trim_end_matches('.').to_lowercase();
    reason.to_lowercase().contains(&requirement)
}

/// The last asked page of the question, after which the form goes on.
fn last_page(opened: &Opened, at: &At, question: &str) -> At {
    let asked = opened.set().asked_pages(at.task, opened.answers());
    let mut pages = asked.into_iter().rev();
    let last = pages.find(|(page, _)| page.question.as_deref() == Some(question));
    last.map_or(*at, |(page, item)| At {
        task: at.task,
        page,
        item,
    })
}

//! The page that says who does what, once more: somebody else said otherwise of a task meanwhile.

use super::opened::Opened;
use super::people::{Names, put_stored, standing, tasks};
use domain::id::UserId;
use domain::when;
use domain::working_days::parse_iso;
use govuk::FormState;
use service::assignments::{Choice, Meanwhile};
use time::Date;

/// What a page showed of a task, as it was sent back.
pub fn shown(was: &str) -> Option<(UserId, Option<Date>)> {
    let (user, due) = was.split_once(' ')?;
    Some((UserId::parse(user)?, parse_iso(due)))
}

/// Keeps what was chosen, says which tasks somebody else changed to what, and lets these be saved all
/// the same; of what was not chosen the page shows how it stands now.
pub fn again(opened: &Opened, form: &mut FormState, choices: &[Choice], moved: &[Meanwhile]) {
    for (number, task) in tasks(opened) {
        let names = Names::of(number);
        let assigned = opened.form.assigned.get(&task.id);
        if let Some(one) = moved.iter().find(|one| one.task.id == task.id) {
            form.set(&names.was, standing(assigned));
            form.error(&names.who, words(one));
        } else if !choices.iter().any(|choice| choice.task.id == task.id) {
            put_stored(form, names, assigned);
        }
    }
}

/// Who changed a task to what.
fn words(one: &Meanwhile) -> String {
    let title = &one.task.title;
    let what = match &one.now {
        Some(now) => {
            let (by, who) = (&now.by, &now.assigned.name);
            let due = now.assigned.due_on;
            let due = due.map_or_else(String::new, |day| format!(", due {}", when::date(day)));
            format!("{by} gave ‘{title}’ to {who}{due}, after you opened this page")
        }
        None => format!("‘{title}’ was given to nobody after you opened this page"),
    };
    format!("{what}. Check what you chose. If you save it, it takes the place of that")
}

//! Who holds an application up: tasks that are overdue, by colleague.

use super::opened::Opened;
use askama::Template;
use askama::filters::HtmlSafe;
use domain::when;
use service::assignments::held_up;
use std::fmt;

/// A colleague with what they have not done in time.
struct Person {
    name: String,
    tasks: Vec<Task>,
}

struct Task {
    title: &'static str,
    path: String,
    due: String,
}

/// The overdue tasks by colleague, as a part of a page.
#[derive(Template)]
#[template(path = "applications/_held_up.html")]
pub struct HeldUp {
    people: Vec<Person>,
}

impl HeldUp {
    /// Whoever holds it up; nothing when nobody does.
    pub fn of(opened: &Opened) -> Option<Self> {
        let form = &opened.form;
        let people = held_up(form).into_iter().map(|one| Person {
            name: if one.user == form.actor.user {
                "You".to_owned()
            } else {
                one.name
            },
            tasks: one
                .tasks
                .into_iter()
                .map(|(task, day)| Task {
                    title: &task.title,
                    path: opened.path(&task.id),
                    due: when::date(day),
                })
                .collect(),
        });
        let people: Vec<Person> = people.collect();
        (!people.is_empty()).then_some(Self { people })
    }
}

impl fmt::Debug for HeldUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HeldUp").finish_non_exhaustive()
    }
}

impl HtmlSafe for HeldUp {}

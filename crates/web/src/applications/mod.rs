//! The Code of Practice: task list, question pages, section checks, check your answers.
//!
//! A supplier starts an application (`new`) and works through its task list. Every question page
//! is drawn by one engine (`question`, `fields`) from the question set that the application began
//! with. Addresses under `/applications/{reference}` (see `address`):
//!
//! - `{page}`: a question page at the path that the set gives it, lists with the item's number;
//! - `{task}/list`: the items of a list, to add, change or remove;
//! - `{task}/check`: the section check, where people say that a section is complete;
//! - `{task}`: leads to where the task goes on, unless a page has this path;
//! - `{page}/does-not-meet`: said once when an answer comes to be below the standard;
//! - `{page}/same-domain`: said once when who confirms for the owner has an address like the supplier's;
//! - `remove/{task}/{n}`: asks before an item of a list is removed;
//! - `baseline`, `everything`, `check-answers`: the whole application;
//! - `ask`, `ask/{subject}`: asking the PSN team about a question;
//! - `history`, `history/{page}`: who saved what, and what changed between two versions;
//! - `history/compare`: what changed in the whole application between two moments;
//! - `people`: who does which task, and by when;
//! - `delete`: deleting a draft, and bringing it back;
//! - `keep`: keeping a draft that would be deleted because nobody works on it;
//! - `renewal`: last year's answers, in an application that renews a certificate (`renew`).
//!
//! Drawing a page takes one statement, saving an answer two. `everything` looks once more where there
//! are documents, of which it says everything. `baseline`, `check-answers` and the section checks ask too for
//! what rules know beside the answers: who left, what the owner of the infrastructure answered, the register.
//!
//! `return` in an address or a form says where to go after saving ([`onward::Return`]); who came from the tasks that
//! are left (`?show=left`) goes on through those.

pub mod address;
pub mod answers;
mod ask;
mod ask_about;
mod attached;
mod baseline;
mod check_answers;
pub mod compared;
mod conflict;
mod contact_change;
mod contacts;
mod delete;
mod differing;
mod document_events;
mod does_not_meet;
pub mod everything;
mod fields;
mod held_up;
mod history;
mod keep;
mod kept;
mod list;
mod listed;
mod locked;
pub mod lookup;
mod merge;
pub mod moments;
mod new;
mod onward;
pub mod opened;
pub mod parked;
mod people;
mod people_meanwhile;
mod presence;
mod preview;
pub mod question;
mod reason;
mod remove;
pub mod renew;
mod renewal;
mod same_domain;
mod save;
pub mod saving;
mod section;
pub mod superfluous;
mod tail;
mod task_list;
mod then;
mod unseen;
mod versions;
mod way;
pub mod wording;

use crate::{Access, Route};
use domain::role::OrganisationRole::{Administrator, Editor, Viewer};

pub(crate) fn routes() -> Vec<Route> {
    const DOCUMENTS_CHECK: &str = "/applications/{reference}/documents/check";
    let reader = Access::Organisation(Viewer);
    let editor = Access::Organisation(Editor);
    let mut routes = team_work();
    routes.extend([
        Route::get("/applications/new", Access::SignedIn, new::show),
        Route::post("/applications/new", Access::SignedIn, new::submit),
        Route::get(
            "/applications/new/renew/{number}",
            Access::SignedIn,
            renew::show,
        ),
        Route::post(
            "/applications/new/renew/{number}",
            Access::SignedIn,
            renew::submit,
        ),
        Route::get("/applications/{reference}", reader, task_list::show),
        Route::get("/applications/{reference}/ask", reader, ask::show),
        Route::get(
            "/applications/{reference}/ask/{subject}",
            reader,
            ask_about::show,
        ),
        Route::post(
            "/applications/{reference}/ask/{subject}",
            editor,
            ask_about::submit,
        ),
        Route::get("/applications/{reference}/delete", reader, delete::show),
        Route::post(
            "/applications/{reference}/delete",
            Access::Organisation(Administrator),
            delete::submit,
        ),
        Route::get("/applications/{reference}/renewal", reader, renewal::show),
        Route::post("/applications/{reference}/renewal", editor, renewal::submit),
        Route::get("/applications/{reference}/baseline", reader, baseline::show),
        Route::get(
            "/applications/{reference}/everything",
            reader,
            everything::show,
        ),
        Route::get(
            "/applications/{reference}/check-answers",
            reader,
            check_answers::show,
        ),
        Route::post(
            "/applications/{reference}/check-answers",
            editor,
            check_answers::submit,
        ),
        Route::get(DOCUMENTS_CHECK, reader, section::show_documents),
        Route::post(DOCUMENTS_CHECK, editor, section::submit_documents),
        Route::get("/applications/{reference}/{*tail}", reader, tail::show),
        Route::post("/applications/{reference}/{*tail}", editor, tail::submit),
    ]);
    routes
}

/// How several people work on an application, and whether anybody does.
fn team_work() -> Vec<Route> {
    let reader = Access::Organisation(Viewer);
    let editor = Access::Organisation(Editor);
    vec![
        Route::get("/applications/{reference}/history", reader, history::show),
        Route::get(
            "/applications/{reference}/history/compare",
            reader,
            moments::show,
        ),
        Route::get(
            "/applications/{reference}/history/{*place}",
            reader,
            versions::show,
        ),
        Route::get("/applications/{reference}/people", editor, people::show),
        Route::post("/applications/{reference}/people", editor, people::submit),
        Route::get("/applications/{reference}/keep", reader, keep::show),
        Route::post("/applications/{reference}/keep", editor, keep::submit),
    ]
}

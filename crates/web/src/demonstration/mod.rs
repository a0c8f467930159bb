//! What only the demonstration has: the mail that would have been sent, and a clock
//! that can be moved forward so that reminders, deadlines and ends can be watched.
//! Everywhere else these addresses do not exist.

mod advance;
mod clock;
mod mail;

use crate::{Access, App, Demonstration, PageError, Route};

pub(crate) fn routes() -> Vec<Route> {
    let access = Access::Demonstration;
    vec![
        Route::get("/demo/mail", access, mail::show),
        Route::get("/demo/mail.json", access, mail::show_json),
        Route::get("/demo/clock", access, clock::show),
        Route::post("/demo/clock", access, clock::submit),
    ]
}

/// The demonstration's own parts, or that there is no such page.
fn of(app: &App) -> Result<&Demonstration, PageError> {
    app.demonstration.as_ref().ok_or(PageError::NotFound)
}

//! Pages: addresses, forms, what is drawn, and what surrounds them.
//!
//! Each feature has a folder with its `routes()`; [`router`] puts them together
//! with the layers that hold for every page (`layers`).

mod access_reviews;
mod accounts;
mod app;
mod application_path;
mod applications;
mod arriving;
mod awaits_correction;
mod cached;
mod caller;
mod certificates;
mod clarifications;
mod conditions;
mod cookies;
mod demonstration;
mod diagram;
mod documents;
mod downloads;
mod enquiry_parts;
mod error;
mod factors;
mod forms;
mod furniture;
mod home;
mod host_services;
mod hosting;
mod imports;
mod ink;
mod kept_forms;
mod layers;
mod links;
mod lost_agreement;
mod organisations;
mod other_policies;
mod owner;
mod owner_requests;
mod page_number;
mod passkeys;
mod public_pages;
mod published_wording;
mod register;
mod reply;
mod residual;
mod rewording;
mod route;
mod sign;
mod signature;
mod signed_in;
mod submission;
mod support_actions;
mod team;
mod team_people;
mod undelivered;

pub mod health;

pub use app::{App, Demonstration, Parts};
pub use error::PageError;
pub use layers::{Limits, around};
pub use route::{Access, Route, routes};

use axum::Router;

/// Everything that the service answers over HTTP.
pub fn router(app: App) -> Router {
    let pages = routes().into_iter().fold(Router::new(), |router, route| {
        router.route(route.path, route.handler)
    });
    around(pages, app, Limits::default())
}

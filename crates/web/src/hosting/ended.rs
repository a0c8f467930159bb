//! An agreement of an organisation that has ended: by whom, and how the service can still run there.

use askama::Template;
use domain::when;
use govuk::Layout;
use store::hosting::Hosted;

/// What its administrators read where an agreement is taken back or kept.
#[derive(Template)]
#[template(path = "hosting/ended.html")]
pub struct EndedPage {
    layout: Layout,
    service: String,
    how: String,
    service_name: String,
    supplier: String,
    /// The services on the infrastructure.
    services: String,
}

impl EndedPage {
    /// Of this agreement; `services` is the page with the services on the infrastructure.
    pub fn of(hosted: &Hosted, layout: Layout, services: String) -> Self {
        let taken_back = hosted.taken_back_by.as_ref();
        let how = match (taken_back, hosted.ended_on) {
            (Some(by), _) => format!(
                "{by} took it back on {}, and its last day is over. It cannot be kept any more.",
                when::date(when::uk_date(hosted.since))
            ),
            (None, Some(day)) => format!(
                "You agreed until {}, and that day is over. There is nothing left to take back.",
                when::date(day)
            ),
            (None, None) => "There is nothing left to take back.".to_owned(),
        };
        Self {
            layout: layout
                .title("Your agreement has ended")
                .section(&hosted.service_name)
                .back(&services),
            service: format!("{}, {}", hosted.service_name, hosted.supplier_name),
            how,
            service_name: hosted.service_name.clone(),
            supplier: hosted.supplier_name.clone(),
            services,
        }
    }
}

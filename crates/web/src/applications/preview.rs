//! What the register will say of the service, shown below its description as soon as it is saved.

use super::compared;
use super::onward::Return;
use super::opened::Opened;
use super::save::{PREVIEW, YES};
use govuk::{Prose, SummaryList, SummaryRow, WarningText};
use questions::Page;
use service::issuing::{Publication, publication};

/// The public page as these answers make it.
pub struct Preview {
    pub name: String,
    /// What should not be published, as far as a rule finds it.
    pub warning: Option<WarningText>,
    pub description: Prose,
    pub facts: SummaryList,
    pub service_desk: Prose,
}

/// Whether this page has what people will read first in the register.
pub fn is_offered(opened: &Opened, page: &Page) -> bool {
    opened.set().page_of_fact("description_for_users") == Some(page.id.as_str())
}

/// The address of a page with the preview below.
pub fn path(page: &str, to: Return) -> String {
    let carried = match to.name() {
        "" => String::new(),
        name => format!("&return={name}"),
    };
    format!("{page}?{PREVIEW}={YES}{carried}#{PREVIEW}")
}

/// The preview, once something is saved.
pub fn of(opened: &Opened, page: &Page) -> Option<Preview> {
    if !is_offered(opened, page) {
        return None;
    }
    let case = &opened.form.case;
    case.stored.answers.get(&page.id, 0)?;
    let public = publication(case);
    Some(Preview {
        name: or(&public.service_name, "The name of your service"),
        warning: compared::found_on(opened, page)
            .map(|found| WarningText::new(format!("{found}."))),
        description: Prose::new(&public.description),
        facts: facts(&public),
        service_desk: Prose::new(&or(&public.service_desk, LATER)),
    })
}

/// What stands where nothing is answered yet.
const LATER: &str = "Not answered yet";
/// What stands where the certificate will say it.
const ISSUED: &str = "We add this when we issue the certificate";

fn or(text: &str, otherwise: &str) -> String {
    if text.is_empty() { otherwise } else { text }.to_owned()
}

fn facts(public: &Publication) -> SummaryList {
    let code = public.service_code.as_ref();
    let infrastructure = match &*public.infrastructure_certificate {
        "" => or(&public.infrastructure_name, LATER),
        number => format!(
            "{} (connection certificate {number})",
            public.infrastructure_name
        ),
    };
    SummaryList::new().rows([
        SummaryRow::new("Supplier", &public.organisation),
        SummaryRow::new(
            "Service code",
            code.map_or(ISSUED.to_owned(), ToString::to_string),
        ),
        SummaryRow::new("Certificate, and the days it is valid", ISSUED),
        SummaryRow::new("Provided from", infrastructure),
        SummaryRow::new("Legal jurisdiction", or(&public.legal_jurisdiction, LATER)),
        SummaryRow::new("Service management", or(&public.management_model, LATER)),
    ])
}

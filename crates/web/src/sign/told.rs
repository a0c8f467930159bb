//! The supplier knows that the signatory can't sign.

use crate::PageError;
use crate::furniture::Furniture;
use crate::links::{self, Entered};
use crate::reply::{self, Reply, see_other};
use askama::Template;
use govuk::{Layout, Panel};
use service::links::Standing;

#[derive(Template)]
#[template(path = "sign/told.html")]
struct ToldPage {
    layout: Layout,
    panel: Panel,
    /// What comes of it.
    then: String,
}

/// Says so.
pub async fn show(entered: Entered, furniture: Furniture) -> Reply {
    match entered.door.standing {
        Standing::Declined => {}
        Standing::Open => return see_other(&entered.path.at("authority")),
        Standing::Answered | Standing::SignedInVain => {
            return see_other(&entered.path.at("signed"));
        }
        _ => return links::gone(&furniture, &entered.path, &entered.door),
    }
    let request = entered
        .door
        .signature_request()
        .ok_or(PageError::NotFound)?;
    let title = format!("We have told {}", request.asker.name);
    let (asker, supplier) = (&request.asker.name, &request.supplier_name);
    let then = if request.awaits_correction() {
        format!(
            "{supplier} cannot change an answer while the Public Services Network (PSN) team has the application. We have told the team too: it can ask {supplier} to correct what is wrong. If {asker} then asks you again, you get a new email with a new link."
        )
    } else {
        "If they put right what is wrong, you get a new email with a new link.".to_owned()
    };
    let page = ToldPage {
        then,
        layout: furniture
            .link()
            .title(&title)
            .section(&request.service_name),
        panel: Panel::new(&title).body(format!(
            "They work for {} and may contact you.",
            request.supplier_name
        )),
    };
    reply::ok(&page)
}

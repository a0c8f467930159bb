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
    let page = ToldPage {
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

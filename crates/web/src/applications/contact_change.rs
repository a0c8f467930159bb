//! How the point of contact is changed, which depends on where the application stands. The pages of
//! question sets are frozen, and say that it can be changed at any time.

use super::opened::Opened;
use domain::application::ApplicationState;
use govuk::InsetText;
use questions::Page;
use service::applications::{Closed, Lock};

/// What a page asks that names the point of contact.
const FACT: &str = "point_of_contact_email";

/// How it is changed, on the page that names it.
pub fn how(opened: &Opened, page: &Page) -> Option<InsetText> {
    if opened.set().page_of_fact(FACT) != Some(page.id.as_str()) {
        return None;
    }
    let team = &opened.app.team_email;
    let words = match (opened.form.lock(&page.id), opened.form.state()) {
        // Later revisions say it themselves, and do not know the address.
        (Lock::Open, _) if says_until_when(page) => {
            format!("The PSN team’s email address is {team}.")
        }
        (Lock::Open, _) => format!(
            "You can change the point of contact here until you submit the application. After that, email the PSN team at {team} to say who it is."
        ),
        (Lock::Closed(Closed::WithTeam), ApplicationState::Certified | ApplicationState::Refused) => {
            "The point of contact of a decided application stays as it is. The administrators of your organisation get what we write about the certificate too. You name the point of contact anew when you apply again.".to_owned()
        }
        (Lock::Closed(Closed::WithTeam | Closed::NotAsked), _) => format!(
            "If the point of contact has changed, email the PSN team at {team} to say who it is now. The team can then ask you for it, so that you can change it here."
        ),
        (Lock::Asked(_) | Lock::Closed(Closed::Reader | Closed::Ended), _) => return None,
    };
    Some(InsetText::new(words))
}

/// Whether the page itself says until when the point of contact can be changed on it.
fn says_until_when(page: &Page) -> bool {
    page.body
        .iter()
        .any(|paragraph| paragraph.contains("until you submit"))
}

//! The person's organisations, to go from one to another.

use crate::App;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::State;
use govuk::{Button, Content, Layout, SummaryList, SummaryRow};

#[derive(Template)]
#[template(path = "organisations/list.html")]
struct ListPage {
    layout: Layout,
    organisations: SummaryList,
    start: Button,
}

pub async fn show(State(_): State<App>, SignedIn(actor): SignedIn, furniture: Furniture) -> Reply {
    match actor.memberships.as_slice() {
        [] => reply::see_other("/organisations/start"),
        [only] => reply::see_other(&format!("/organisations/{}", only.organisation)),
        places => {
            let rows = places.iter().map(|place| {
                let path = format!("/organisations/{}", place.organisation);
                let name = Content::link(path, &place.organisation_name);
                SummaryRow::new(place.role.title(), name)
            });
            reply::ok(&ListPage {
                layout: furniture.supplier(&actor, None).title("Your organisations"),
                organisations: SummaryList::new().rows(rows),
                start: Button::secondary("Join or set up another").href("/organisations/start"),
            })
        }
    }
}

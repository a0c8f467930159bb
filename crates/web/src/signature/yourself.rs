//! Somebody who names themselves as the signatory is asked once whether they are.

use super::desk::Desk;
use crate::forms::Posted;
use crate::reply::{self, Reply, see_other};
use askama::Template;
use govuk::{Button, InterruptionPanel, Layout, PostForm};

#[derive(Template)]
#[template(path = "signature/yourself.html")]
struct YourselfPage {
    layout: Layout,
    panel: InterruptionPanel,
}

/// Asks.
pub async fn show(desk: Desk) -> Reply {
    desk.refuse_readers()?;
    if let Some(elsewhere) = desk.elsewhere() {
        return elsewhere;
    }
    let title = "Are you the authorised signatory?";
    let layout = desk.layout(title).back(desk.path.at("signatory"));
    let organisation = &desk.status.case.application.organisation_name;
    let yes = PostForm::new(
        desk.path.at("signatory/yourself"),
        layout.csrf(),
        Button::inverse("Yes, I am the authorised signatory"),
    );
    let panel = InterruptionPanel::new(title)
        .paragraph("You entered your own email address.")
        .paragraph(format!(
            "The signatory must have authority to make commitments for {organisation}, usually as a member of the board."
        ))
        .form(&yes)
        .link("Enter somebody else", desk.path.at("signatory"));
    reply::ok(&YourselfPage { layout, panel })
}

/// They are.
pub async fn submit(desk: Desk, posted: Posted) -> Reply {
    posted.finish()?;
    desk.refuse_readers()?;
    see_other(&desk.path.at("signatory/check"))
}

//! Removing a document, once it is certain.

use super::document_id;
use crate::App;
use crate::application_path::ApplicationPath;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Path, State};
use domain::document::Document;
use govuk::{Button, FormState, HiddenInput, Layout, Legend, Radios};
use policy::Actor;
use policy::authorise;
use policy::organisation::ManageDocuments;
use service::documents::Documents;

const REMOVE: &str = "remove";
const WHAT: &str = "what";
/// Only a newer version that does not count is to be removed.
const PROPOSED: &str = "proposed";

#[derive(Template)]
#[template(path = "documents/remove.html")]
struct RemovePage {
    layout: Layout,
    action: String,
    /// Which removal is confirmed: a scan may end in between.
    what: HiddenInput,
    choice: Radios,
    go_on: Button,
}

impl RemovePage {
    fn new(
        furniture: &Furniture,
        actor: &Actor,
        path: &ApplicationPath,
        (listed, document): (&Documents, &Document),
        form: &FormState,
    ) -> Self {
        let name = &document.description.title;
        let title = if document.is_proposed() {
            format!("Are you sure you want to remove the newer version of {name}?")
        } else if document.number > 1 || listed.proposed(document.series).is_some() {
            format!("Are you sure you want to remove {name} with all its versions?")
        } else {
            format!("Are you sure you want to remove {name}?")
        };
        let own = path.at(&format!("documents/{}", document.id));
        let layout = furniture.supplier(actor, Some(document.organisation));
        Self {
            action: format!("{own}/remove"),
            layout: layout
                .title(&title)
                .section("Documents")
                .back(own)
                .errors_of(form),
            what: HiddenInput::new(WHAT, if document.is_proposed() { PROPOSED } else { "" }),
            choice: Radios::yes_no(REMOVE, Legend::page_heading(title)).filled_from(form),
            go_on: Button::primary("Continue"),
        }
    }
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    path: ApplicationPath,
    Path((_, document)): Path<(String, String)>,
) -> Reply {
    let id = document_id(&document)?;
    let (listed, document) = service::documents::find(&app.store, &actor, &path.0, id).await?;
    authorise::<ManageDocuments>(&actor, listed.application.organisation)?;
    if !listed.can_change || document.replaced_at.is_some() {
        return reply::see_other(&path.at(&format!("documents/{id}")));
    }
    let form = FormState::new();
    reply::ok(&RemovePage::new(
        &furniture,
        &actor,
        &path,
        (&listed, &document),
        &form,
    ))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    (path, Path((_, document))): (ApplicationPath, Path<(String, String)>),
    mut posted: Posted,
) -> Reply {
    let id = document_id(&document)?;
    let choice = posted.take(REMOVE);
    let is_proposed = posted.take(WHAT) == PROPOSED;
    posted.finish()?;
    let (listed, document) = service::documents::find(&app.store, &actor, &path.0, id).await?;
    authorise::<ManageDocuments>(&actor, listed.application.organisation)?;
    match choice.as_str() {
        "yes" => {
            let which = (id, is_proposed);
            let removed = service::documents::remove(&app.store, &actor, &path.0, which).await?;
            let saying = format!("{} removed", removed.description.title);
            reply::see_other_saying(&path.at("documents"), &saying)
        }
        "no" => reply::see_other(&path.at(&format!("documents/{id}"))),
        _ => {
            let mut form = FormState::new();
            form.error(REMOVE, "Select yes if you want to remove this");
            reply::unprocessable(&RemovePage::new(
                &furniture,
                &actor,
                &path,
                (&listed, &document),
                &form,
            ))
        }
    }
}

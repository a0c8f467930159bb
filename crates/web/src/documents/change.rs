//! What people say about a document: its name, what it shows, questions, issuer and dates.

use super::document::described;
use super::typed::{
    EFFECTIVE, EXPIRES, ISSUER, QUESTIONS, SHOWS, TITLE, VERSION, is_any_typed, read, take,
};
use super::{CODE_OF_CONNECTION, document_id, gone};
use crate::application_path::ApplicationPath;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::team::date_field::DateField;
use crate::{App, PageError};
use askama::Template;
use axum::extract::{Path, State};
use domain::document::Document;
use domain::id::DocumentId;
use domain::when;
use govuk::{
    Button, Checkboxes, DateInput, FormState, HiddenInput, Layout, Legend, SummaryList, SummaryRow,
    TextInput, Textarea,
};
use policy::Actor;
use service::documents::Documents;
use time::Date;

#[derive(Template)]
#[template(path = "documents/change.html")]
struct ChangePage {
    layout: Layout,
    action: String,
    file_name: String,
    /// What is saved, when that is not what the person saw who typed what is in the form.
    saved: Option<SummaryList>,
    version: HiddenInput,
    title: TextInput,
    shows: Textarea,
    issuer: TextInput,
    effective: DateInput,
    expires: DateInput,
    questions: Checkboxes,
    button: Button,
}

/// The document that is described, and who does it.
struct Scene {
    app: App,
    actor: Actor,
    furniture: Furniture,
    path: ApplicationPath,
    listed: Documents,
    document: Document,
}

impl Scene {
    async fn load(
        app: App,
        actor: Actor,
        furniture: Furniture,
        path: ApplicationPath,
        id: DocumentId,
    ) -> Result<Self, PageError> {
        let (listed, document) = service::documents::find(&app.store, &actor, &path.0, id).await?;
        policy::authorise::<policy::organisation::ManageDocuments>(
            &actor,
            listed.application.organisation,
        )?;
        Ok(Self {
            app,
            actor,
            furniture,
            path,
            listed,
            document,
        })
    }

    fn own(&self) -> String {
        self.path.at(&format!("documents/{}", self.document.id))
    }

    /// What others have saved since the person typed what comes back into the form.
    fn saved_meanwhile(&self) -> Option<SummaryList> {
        let document = &self.document;
        let is_other = self.furniture.was_typed_before(VERSION, document.version);
        is_other.then(|| {
            let today = when::uk_date(self.listed.now);
            let described = described(document, self.listed.set, &self.listed.items, today);
            SummaryList::new()
                .row(SummaryRow::new("Name", &document.description.title))
                .rows(described)
        })
    }

    fn page(&self, form: &FormState) -> ChangePage {
        let organisation = self.listed.application.organisation;
        let layout = self.furniture.supplier(&self.actor, Some(organisation));
        // A newer version has dates of its own.
        let before = self.listed.before(&self.document);
        let date = |name, legend: &str, hint: &str, before: Option<Date>| {
            let said = before.map(|day| format!(". The version before: {}", when::date(day)));
            DateInput::new(name, Legend::new(legend))
                .hint(format!("{hint}{}", said.unwrap_or_default()))
                .filled_from(form)
        };
        ChangePage {
            layout: layout
                .title("Describe this document")
                .section("Documents")
                .back(self.own())
                .errors_of(form),
            action: format!("{}/change", self.own()),
            file_name: self.document.file_name.clone(),
            saved: self.saved_meanwhile(),
            version: HiddenInput::new(VERSION, form.value(VERSION)),
            title: TextInput::new(TITLE, "Name of the document").filled_from(form),
            shows: Textarea::new(SHOWS, "What does it show? (optional)")
                .rows(4)
                .limit(1000)
                .filled_from(form),
            issuer: TextInput::new(ISSUER, "Who issued it? (optional)")
                .hint("For example, a certification body or a test company")
                .filled_from(form),
            effective: date(
                EFFECTIVE,
                "When does it take effect? (optional)",
                "The date of the certificate or report, not of the upload. For example, 27 3 2026",
                before.and_then(|current| current.description.effective_on),
            ),
            expires: date(
                EXPIRES,
                "When does it expire? (optional)",
                "The last day on which it counts. For example, 26 3 2027",
                before.and_then(|current| current.description.expires_on),
            ),
            questions: checkboxes(&self.listed, form),
            button: Button::primary("Save and continue"),
        }
    }
}

fn checkboxes(listed: &Documents, form: &FormState) -> Checkboxes {
    let legend = Legend::new("What does it belong to? (optional)");
    let boxes = Checkboxes::new(QUESTIONS, legend).small();
    let boxes = match listed.code_of_connection {
        Some(page) => boxes.option(page, CODE_OF_CONNECTION),
        None => boxes,
    };
    let boxes = listed.set.questions().fold(boxes, |boxes, question| {
        let words = format!("{} {}", question.id, question.title);
        boxes.option(&question.id, words)
    });
    let items = listed.items.iter();
    items
        .fold(boxes, |boxes, item| boxes.option(&item.id, &item.title))
        .filled_from(form)
}

/// What was said so far.
fn known(document: &Document) -> FormState {
    let said = &document.description;
    let mut form = FormState::keeping([
        (TITLE, said.title.clone()),
        (SHOWS, said.shows.clone()),
        (ISSUER, said.issuer.clone()),
        (VERSION, document.version.to_string()),
    ]);
    form.set_all(QUESTIONS, said.questions.clone());
    DateField::of(EFFECTIVE, said.effective_on).keep(&mut form);
    DateField::of(EXPIRES, said.expires_on).keep(&mut form);
    form
}

pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    path: ApplicationPath,
    Path((_, document)): Path<(String, String)>,
) -> Reply {
    let id = document_id(&document)?;
    let typed = furniture.form(FormState::new());
    let reader = (app.clone(), actor.clone(), furniture.clone());
    let scene = match Scene::load(app, actor, furniture, path.clone(), id).await {
        // What was typed while it was there, and kept, is not lost with it.
        Err(PageError::NotFound) if is_any_typed(&typed) => {
            return gone::show(&reader, &path, id, &typed).await;
        }
        scene => scene?,
    };
    if !scene.listed.can_change || scene.document.replaced_at.is_some() {
        return reply::see_other(&scene.own());
    }
    let mut form = scene.furniture.form(known(&scene.document));
    // What comes back is sent over what is saved now, which the page shows too.
    form.set(VERSION, scene.document.version.to_string());
    reply::ok(&scene.page(&form))
}

pub async fn submit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    furniture: Furniture,
    (path, Path((_, document))): (ApplicationPath, Path<(String, String)>),
    posted: Posted,
) -> Reply {
    let id = document_id(&document)?;
    let typed = take(posted)?;
    let reader = (app.clone(), actor.clone(), furniture.clone());
    let scene = match Scene::load(app, actor, furniture, path.clone(), id).await {
        Err(PageError::NotFound) => return gone::show(&reader, &path, id, &typed.0).await,
        scene => scene?,
    };
    let (form, description) = read(typed, &scene.listed)?;
    if form.has_errors() {
        return reply::unprocessable(&scene.page(&form));
    }
    let version = form.value(VERSION).parse();
    let which = (id, version.map_err(|_| PageError::Unreadable)?);
    let store = &scene.app.store;
    service::documents::describe(store, &scene.actor, &scene.path.0, which, &description).await?;
    reply::see_other_saying(&scene.own(), "Document details saved")
}

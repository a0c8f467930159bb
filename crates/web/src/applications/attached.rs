//! The documents that a page of the form names: on the page that is about documents all of them,
//! on the page of a question those that belong to it.

use super::opened::Opened;
use crate::documents::{
    kind_and_size, lapsed_words, last_day, proposed_tag, proposed_title, questions_of, scan_tag,
};
use domain::document::ListedDocument;
use domain::when;
use govuk::{Action, Button, Column, Content, Html, InsetText, SummaryRow, Table};
use questions::Page;
use service::documents::PAGE;

/// What is drawn of them.
pub enum Attached {
    /// All documents of the application.
    All(Box<AllDocuments>),
    /// Those that belong to a question.
    OfQuestion(Vec<Mention>),
    /// Those that belong to an item of a list, and where one more is added.
    OfItem(OfItem),
}

/// The documents of an item of a list.
pub struct OfItem {
    /// What the item is called.
    pub title: String,
    pub mentions: Vec<Mention>,
    /// The addresses of adding one and of using one again, and the words of the first.
    pub add: Option<(String, String, &'static str)>,
}

/// All documents of an application, and where one more is added.
pub struct AllDocuments {
    pub table: Table,
    /// Where documents of other applications are chosen.
    pub again: Option<String>,
    /// In a renewal, where last year's documents are.
    pub earlier: Option<String>,
    /// That what some of them say holds no longer.
    pub lapsed: Option<InsetText>,
    pub add: Option<Button>,
    /// Nobody could scan another one, so none is taken.
    pub takes_none: bool,
}

/// One document in a list.
pub struct Mention {
    pub href: String,
    pub title: String,
    /// What it is and how large; that it is not released, unless it is.
    pub about: String,
}

/// The documents that this page names, for an item of a list or 0; nothing when there are none.
pub fn of_page(opened: &Opened, page: &Page, item: i16) -> Option<Attached> {
    if page.id == PAGE {
        return Some(Attached::All(Box::new(all(opened))));
    }
    if item > 0 {
        return of_item(opened, page, item);
    }
    let mentions = mentions(opened, question_of(opened, page)?);
    (!mentions.is_empty()).then_some(Attached::OfQuestion(mentions))
}

/// What documents of this page belong to, unless they belong to items of a list.
fn question_of<'a>(opened: &Opened, page: &'a Page) -> Option<&'a String> {
    let code = opened.set().page_of_fact("joint_how");
    match &page.question {
        Some(question) => Some(question),
        None => (code == Some(page.id.as_str())).then_some(&page.id),
    }
}

/// Where a document is added for the question that this page asks.
pub fn add_for(opened: &Opened, page: &Page) -> Option<String> {
    let question = question_of(opened, page)?;
    let takes_files = opened.app.files.taking().is_some();
    (opened.form.may_change_documents() && takes_files)
        .then(|| opened.path(&format!("documents/add?about={question}")))
}

/// The documents that belong to a question or to an item of a list.
fn mentions(opened: &Opened, belongs_to: &String) -> Vec<Mention> {
    let documents = opened.form.documents.iter();
    documents
        .filter(|document| document.questions.contains(belongs_to))
        .map(|document| mention(opened, document))
        .collect()
}

/// On the page that asks what a document of an item shows, those of the item; one can be added there.
fn of_item(opened: &Opened, page: &Page, item: i16) -> Option<Attached> {
    let items = opened.set().evidence_items(opened.answers());
    let mut items = items.into_iter();
    let of = items.find(|of| of.page == page.id && of.item == item)?;
    let mentions = mentions(opened, &of.id);
    let add = opened.form.may_change_documents().then(|| {
        let tail = format!("?about={}", of.id);
        (
            opened.path(&format!("documents/add{tail}")),
            opened.path(&format!("documents/again{tail}")),
            of.add,
        )
    });
    let is_shown = add.is_some() || !mentions.is_empty();
    is_shown.then_some(Attached::OfItem(OfItem {
        title: of.title,
        mentions,
        add,
    }))
}

fn address(opened: &Opened, document: &ListedDocument) -> String {
    opened.path(&format!("documents/{}", document.id))
}

fn mention(opened: &Opened, document: &ListedDocument) -> Mention {
    let mut about = kind_and_size(document.kind, document.bytes);
    if !document.scan.is_released() {
        about = format!("{about}, {}", document.scan.title().to_lowercase());
    }
    if let Some(last) = document.lapsed_on(when::uk_date(opened.form.now)) {
        about = format!("{about}, expired on {}", when::date(last));
    }
    if let Some(scan) = document.proposed {
        about = format!("{about}, {}", proposed_title(scan).to_lowercase());
    }
    Mention {
        href: address(opened, document),
        title: document.title.clone(),
        about,
    }
}

/// In a summary of answers, the documents that were added, with the way to their page; nothing when
/// there are none.
pub fn row(opened: &Opened) -> Option<SummaryRow> {
    let documents = opened.form.documents.iter();
    let lines: Vec<String> = documents
        .map(|document| mention(opened, document))
        .map(|mention| format!("{} ({})", mention.title, mention.about))
        .collect();
    let see = Action::new(opened.path(PAGE), "See these documents", "");
    (!lines.is_empty()).then(|| SummaryRow::new("Documents added", lines.join("\n")).action(see))
}

/// The name of a document, with a tag when a newer version of it does not count yet.
fn named(opened: &Opened, document: &ListedDocument) -> Content {
    let link = Content::link(address(opened, document), &document.title);
    match document.proposed {
        Some(scan) => Html::of(&link)
            .and(&Content::from(" "))
            .and(&proposed_tag(scan))
            .into(),
        None => link,
    }
}

fn all(opened: &Opened) -> AllDocuments {
    let today = when::uk_date(opened.form.now);
    let lapsed = opened.form.documents.iter();
    let lapsed = lapsed.filter(|document| document.lapsed_on(today).is_some());
    let may_change = opened.form.may_change_documents();
    let lapsed = lapsed_words(lapsed.count()).map(|words| {
        if may_change {
            format!("{words} Upload newer versions if you have them.")
        } else {
            words
        }
    });
    let items = opened.set().evidence_items(opened.answers());
    let row = |document: &ListedDocument| {
        let questions = questions_of(&document.questions, opened.set(), &items);
        let questions = if questions.is_empty() {
            "None".to_owned()
        } else {
            questions
        };
        vec![
            named(opened, document),
            kind_and_size(document.kind, document.bytes).into(),
            questions.into(),
            document
                .expires_on
                .map_or("Not given".into(), |last| last_day(last, today)),
            Content::of(&scan_tag(document.scan)),
        ]
    };
    let takes_files = opened.app.files.taking().is_some();
    let add = Button::secondary("Add a document").href(opened.path("documents/add"));
    let renewal = opened.form.case.renewal.as_ref();
    AllDocuments {
        again: may_change.then(|| opened.path("documents/again")),
        earlier: renewal.map(|renewal| format!("/applications/{}/documents", renewal.reference)),
        table: Table::new("Documents that you have added")
            .caption_visually_hidden()
            .column(Column::text("Document"))
            .column(Column::words("File"))
            .column(Column::text("Questions"))
            .column(Column::words("Expires on"))
            .column(Column::words("Virus scan"))
            .row_headers()
            .rows(opened.form.documents.iter().map(row)),
        lapsed: lapsed.map(InsetText::new),
        add: (may_change && takes_files).then_some(add),
        takes_none: may_change && !takes_files,
    }
}

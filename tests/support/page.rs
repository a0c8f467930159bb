//! What a browser got: read, and its form sent.

mod expect;

pub use expect::PAGES_WITH_SCRIPT;

use crate::{Browser, Form, html};
use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{Method, StatusCode};
use scraper::Html;

/// An answer of the service.
#[derive(Clone)]
pub struct Page {
    /// The browser that it is in.
    pub browser: Browser,
    request: String,
    path: String,
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Page {
    pub(crate) fn new(
        browser: Browser,
        method: &Method,
        path: &str,
        status: StatusCode,
        headers: HeaderMap,
        body: String,
    ) -> Self {
        let page = Self {
            browser,
            request: format!("{method} {path}"),
            path: path.to_owned(),
            status,
            headers,
            body,
        };
        page.expect_what_holds_everywhere();
        page
    }

    /// The address that was asked for.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// A header, empty when it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The body as it came.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body)
            .unwrap_or_else(|error| panic!("{} is not JSON: {error}", self.describe()))
    }

    /// All words of the page.
    pub fn text(&self) -> String {
        html::text(self.document().root_element())
    }

    /// The page's title.
    pub fn title(&self) -> String {
        self.select_text("title")
            .into_iter()
            .next()
            .unwrap_or_default()
    }

    /// The words of its first heading.
    pub fn heading(&self) -> String {
        self.select_text("h1")
            .into_iter()
            .next()
            .unwrap_or_default()
    }

    /// The words of every element that matches.
    pub fn select_text(&self, css: &str) -> Vec<String> {
        let document = self.document();
        let elements = html::all(document.root_element(), css);
        elements
            .into_iter()
            .map(|element| match element.value().name() {
                "title" => element.text().collect::<String>().trim().to_owned(),
                _ => html::text(element),
            })
            .collect()
    }

    /// An attribute of every element that matches and has it.
    pub fn select_attribute(&self, css: &str, attribute: &str) -> Vec<String> {
        let document = self.document();
        let elements = html::all(document.root_element(), css);
        elements
            .into_iter()
            .filter_map(|element| element.attr(attribute).map(str::to_owned))
            .collect()
    }

    /// Every link: its words and where it leads.
    pub fn links(&self) -> Vec<(String, String)> {
        let document = self.document();
        html::all(document.root_element(), "a[href]")
            .into_iter()
            .map(|link| {
                let href = link.attr("href").unwrap_or_default();
                (html::text(link), href.to_owned())
            })
            .collect()
    }

    /// The keys of the summary lists below each heading of the second level.
    pub fn keys_by_heading(&self) -> Vec<(String, Vec<String>)> {
        let document = self.document();
        let mut groups: Vec<(String, Vec<String>)> = Vec::new();
        for element in html::all(document.root_element(), "main h2, main dt") {
            let words = html::text(element);
            if element.value().name() == "h2" {
                groups.push((words, Vec::new()));
            } else if let Some((_, keys)) = groups.last_mut() {
                keys.push(words);
            }
        }
        groups
    }

    /// The value beside a key of a summary list.
    pub fn summary(&self, key: &str) -> Option<String> {
        let document = self.document();
        let rows = html::all(document.root_element(), ".govuk-summary-list__row");
        let row = rows
            .into_iter()
            .find(|row| html::first(*row, "dt").is_some_and(|term| html::text(term) == key))?;
        html::first(row, "dd").map(html::text)
    }

    /// The token of the page's forms.
    pub fn csrf(&self) -> String {
        let css = format!("input[name='{}']", govuk::CSRF_FIELD);
        let tokens = self.select_attribute(&css, "value");
        tokens
            .into_iter()
            .next()
            .unwrap_or_else(|| panic!("{} has no form with a token", self.describe()))
    }

    /// Where the answer (303) leads.
    #[track_caller]
    pub fn redirect(&self) -> String {
        self.expect_status(303);
        self.header(LOCATION.as_str()).to_owned()
    }

    /// Goes where the answer (303) leads, and on until there is a page.
    pub async fn follow(&self) -> Page {
        let mut page = self.browser.open(&self.redirect()).await;
        for _ in 0..5 {
            if page.status != StatusCode::SEE_OTHER {
                page.expect_status(200);
                return page;
            }
            page = self.browser.open(&page.redirect()).await;
        }
        panic!("{} leads in a circle", self.describe());
    }

    /// Sends the page's form with these values; everything else as it stands in the
    /// page. Of several forms it is the one that has the fields. Each name must be a
    /// field and each choice one of those offered.
    pub async fn submit<const N: usize>(&self, values: [(&str, &str); N]) -> Page {
        self.form_with(&values).send(&values).await
    }

    /// The same for values that are made at run time.
    pub async fn submit_all(&self, values: &[(&str, &str)]) -> Page {
        self.form_with(values).send(values).await
    }

    /// Presses the button with these words, with these values in its form.
    pub async fn press<const N: usize>(&self, button: &str, values: [(&str, &str); N]) -> Page {
        Form::of_button(self, button).send(&values).await
    }

    /// The same for values that are made at run time.
    pub async fn press_all(&self, button: &str, values: &[(&str, &str)]) -> Page {
        Form::of_button(self, button).send(values).await
    }

    /// Goes where the link with these words leads.
    pub async fn click(&self, words: &str) -> Page {
        let found: Vec<String> = self
            .links()
            .into_iter()
            .filter(|(text, _)| text == words)
            .map(|(_, href)| href)
            .collect();
        match found.as_slice() {
            [href, rest @ ..] if rest.iter().all(|other| other == href) => {
                self.browser.open(href).await
            }
            [] => panic!("no link {words:?} in {}", self.describe()),
            _ => panic!("links {words:?} lead to {found:?} in {}", self.describe()),
        }
    }

    /// Goes where the first link leads whose words begin so; the rest of them is hidden from sight.
    pub async fn click_first(&self, words: &str) -> Page {
        let links = self.links();
        let found = links.iter().find(|(text, _)| text.starts_with(words));
        let Some((_, href)) = found else {
            panic!("no link that begins with {words:?} in {}", self.describe());
        };
        self.browser.open(href).await
    }

    /// The form that has these fields.
    fn form_with(&self, values: &[(&str, &str)]) -> Form {
        let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
        Form::with_fields(self, &names)
    }

    /// The page as a tree.
    pub(crate) fn document(&self) -> Html {
        Html::parse_document(&self.body)
    }

    /// What to say of the page when a test fails.
    pub(crate) fn describe(&self) -> String {
        let location = self.header(LOCATION.as_str());
        let text: String = self.text().chars().take(3000).collect();
        format!("{} -> {} {location}\n{text}", self.request, self.status)
    }
}

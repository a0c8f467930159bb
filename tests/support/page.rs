//! What a browser got: read, checked, and its form sent.

use crate::{Browser, Form, html};
use reqwest::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, LOCATION};
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

    /// The status is this.
    #[track_caller]
    pub fn expect_status(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.describe());
        self
    }

    /// The first heading is this.
    #[track_caller]
    pub fn expect_heading(&self, heading: &str) -> &Self {
        assert_eq!(self.heading(), heading, "{}", self.describe());
        self
    }

    /// These words are on the page.
    #[track_caller]
    pub fn expect_text(&self, words: &str) -> &Self {
        assert!(
            self.text().contains(words),
            "no {words:?} in {}",
            self.describe()
        );
        self
    }

    /// These words are not on the page.
    #[track_caller]
    pub fn expect_no_text(&self, words: &str) -> &Self {
        assert!(
            !self.text().contains(words),
            "{words:?} in {}",
            self.describe()
        );
        self
    }

    /// The form did its work and leads on (303) to this address.
    #[track_caller]
    pub fn expect_redirect(&self, path: &str) -> &Self {
        assert_eq!(self.redirect(), path, "{}", self.describe());
        self
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

    /// The form came back (422) with this error: in the title, in the summary with a
    /// link to the field, and beside the field, in the same words.
    #[track_caller]
    pub fn expect_error(&self, field: &str, message: &str) -> &Self {
        self.expect_status(422);
        assert!(
            self.title().starts_with("Error: "),
            "the title of {}",
            self.describe()
        );
        let document = self.document();
        let root = document.root_element();
        let links = html::all(root, ".govuk-error-summary__list a");
        let messages: Vec<String> = links.iter().map(|link| html::text(*link)).collect();
        let Some(index) = messages.iter().position(|text| text == message) else {
            panic!(
                "the summary says {messages:?}, not {message:?}: {}",
                self.describe()
            );
        };
        let target = links[index].attr("href").unwrap_or_default();
        let control = html::by_id(&document, target.trim_start_matches('#'))
            .unwrap_or_else(|| panic!("nothing is {target} in {}", self.describe()));
        let name = control.attr("name").unwrap_or_default();
        let is_of_field = name == field || name.starts_with(&format!("{field}-"));
        assert!(is_of_field, "{target} is the field {name:?}, not {field:?}");
        let inline: Vec<String> = html::all(root, ".govuk-error-message")
            .into_iter()
            .map(html::text)
            .collect();
        let expected = format!("Error: {message}");
        assert!(
            inline.contains(&expected),
            "beside the fields stands {inline:?}"
        );
        self
    }

    /// The form came back with exactly these errors, in this order.
    #[track_caller]
    pub fn expect_errors<const N: usize>(&self, errors: [(&str, &str); N]) -> &Self {
        for (field, message) in errors {
            self.expect_error(field, message);
        }
        let listed = self.select_text(".govuk-error-summary__list li");
        let expected: Vec<&str> = errors.iter().map(|(_, message)| *message).collect();
        assert_eq!(listed, expected, "{}", self.describe());
        self
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

    #[track_caller]
    fn expect_what_holds_everywhere(&self) {
        let policy = self.header(CONTENT_SECURITY_POLICY.as_str());
        assert!(
            policy.starts_with("default-src 'none'"),
            "{}: {policy:?}",
            self.request
        );
        assert!(!policy.contains("script"), "{}: {policy:?}", self.request);
        assert_eq!(
            self.header("x-content-type-options"),
            "nosniff",
            "{}",
            self.request
        );
        if self.header(CONTENT_TYPE.as_str()).starts_with("text/html") {
            assert_eq!(self.header("content-type"), "text/html; charset=utf-8");
            if let Some(fault) = html::fault(&self.document()) {
                panic!("{fault}: {}", self.describe());
            }
        }
    }
}

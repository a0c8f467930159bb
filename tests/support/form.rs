//! A form as a browser sends it: what the page has in it, with what a person changed.

use crate::{Page, html};
use scraper::ElementRef;

/// A form of a page, ready to be filled in and sent.
pub struct Form {
    page: Page,
    action: String,
    is_post: bool,
    controls: Vec<Control>,
    /// The name and value of the button that is pressed.
    button: Option<(String, String)>,
}

/// Something in a form that has a name.
struct Control {
    name: String,
    kind: Kind,
    /// What is sent unless a person changes it; for choices only while it is chosen.
    value: String,
    is_chosen: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Hidden,
    Radio,
    Checkbox,
    /// An option of a `select`.
    Option,
}

impl Form {
    /// The only form of the page's content that has all these fields.
    pub(crate) fn with_fields(page: &Page, names: &[&str]) -> Self {
        let document = page.document();
        let main = html::first(document.root_element(), "main")
            .unwrap_or_else(|| panic!("no page: {}", page.describe()));
        let mut forms: Vec<Self> = html::all(main, "form")
            .into_iter()
            .map(|form| Self::read(page, form, None))
            .collect();
        let known: Vec<Vec<&str>> = forms.iter().map(Self::names).collect();
        let known = format!("{known:?}");
        forms.retain(|form| names.iter().all(|name| form.names().contains(name)));
        match forms.len() {
            1 => forms.remove(0),
            0 => panic!("no form has {names:?}, only {known}: {}", page.describe()),
            _ => panic!(
                "several forms have {names:?}; press a button by its words: {}",
                page.describe()
            ),
        }
    }

    /// The form of the button with these words.
    pub(crate) fn of_button(page: &Page, words: &str) -> Self {
        let document = page.document();
        let mut found = Vec::new();
        let mut known = Vec::new();
        let root = document.root_element();
        for form in html::all(root, "form") {
            // Those that stand elsewhere name the form that they are of.
            let elsewhere = form.attr("id").map(|id| format!("button[form='{id}']"));
            let elsewhere = elsewhere.map_or_else(Vec::new, |those| html::all(root, &those));
            for button in html::all(form, "button").into_iter().chain(elsewhere) {
                known.push(html::text(button));
                if html::text(button) == words {
                    found.push(Self::read(page, form, Some(button)));
                }
            }
        }
        match found.len() {
            1 => found.remove(0),
            0 => panic!("no button {words:?}, only {known:?}: {}", page.describe()),
            _ => panic!("several buttons {words:?}: {}", page.describe()),
        }
    }

    fn read(page: &Page, form: ElementRef<'_>, pressed: Option<ElementRef<'_>>) -> Self {
        let controls = html::all(form, "input, textarea, select")
            .into_iter()
            .filter(|element| element.attr("disabled").is_none())
            .flat_map(controls)
            .collect();
        // Enter presses the first button.
        let pressed = pressed.or_else(|| html::first(form, "button"));
        let button = pressed.and_then(|button| {
            let name = button.attr("name")?.to_owned();
            Some((name, button.attr("value").unwrap_or_default().to_owned()))
        });
        let action = form.attr("action").unwrap_or_default();
        let action = if action.is_empty() {
            page.path()
        } else {
            action
        };
        Self {
            page: page.clone(),
            action: action.to_owned(),
            is_post: form.attr("method") == Some("post"),
            controls,
            button,
        }
    }

    fn names(&self) -> Vec<&str> {
        self.controls
            .iter()
            .map(|control| control.name.as_str())
            .collect()
    }

    /// Sends the form with these values.
    pub async fn send(mut self, values: &[(&str, &str)]) -> Page {
        let mut names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
        names.dedup();
        for name in names {
            let given: Vec<&str> = values
                .iter()
                .filter(|(other, _)| *other == name)
                .map(|(_, value)| *value)
                .collect();
            self.fill_in(name, &given);
        }
        let browser = self.page.browser.clone();
        let body = self.encoded();
        if self.is_post {
            let page = self.page.path();
            browser
                .post_from(page, &self.action, body.into_bytes())
                .await
        } else {
            let path = self.action.split('?').next().unwrap_or_default();
            browser.open(&format!("{path}?{body}")).await
        }
    }

    /// Types or chooses values. For checkboxes these are all that are ticked; none with `""`.
    fn fill_in(&mut self, name: &str, given: &[&str]) {
        let describe = self.page.describe();
        let mut fields: Vec<&mut Control> = self
            .controls
            .iter_mut()
            .filter(|control| control.name == name)
            .collect();
        let Some(kind) = fields.first().map(|field| field.kind) else {
            panic!("no field {name:?} in the form of {describe}");
        };
        match kind {
            Kind::Hidden => panic!("nobody can type into the hidden field {name:?} of {describe}"),
            Kind::Text => {
                assert_eq!(
                    fields.len(),
                    given.len(),
                    "values for the field {name:?} of {describe}"
                );
                for (field, value) in fields.iter_mut().zip(given) {
                    (*value).clone_into(&mut field.value);
                }
            }
            Kind::Radio | Kind::Checkbox | Kind::Option => {
                let is_one = kind != Kind::Checkbox;
                assert!(
                    !is_one || given.len() == 1,
                    "only one choice for {name:?} of {describe}"
                );
                let offered: Vec<String> = fields.iter().map(|field| field.value.clone()).collect();
                let is_none = kind == Kind::Checkbox && given == [""];
                for value in given.iter().filter(|_| !is_none) {
                    assert!(
                        offered.iter().any(|other| other == value),
                        "{name:?} offers {offered:?}, not {value:?}: {describe}"
                    );
                }
                for field in &mut fields {
                    field.is_chosen = given.contains(&field.value.as_str());
                }
            }
        }
    }

    /// The body: line ends as browsers send them.
    fn encoded(&self) -> String {
        let mut body = form_urlencoded::Serializer::new(String::new());
        for control in self.controls.iter().filter(|control| control.is_chosen) {
            let lines = control.value.replace("\r\n", "\n").replace('\n', "\r\n");
            body.append_pair(&control.name, &lines);
        }
        if let Some((name, value)) = &self.button {
            body.append_pair(name, value);
        }
        body.finish()
    }
}

fn controls(element: ElementRef<'_>) -> Vec<Control> {
    let Some(name) = element.attr("name") else {
        return Vec::new();
    };
    let control = |kind, value: &str, is_chosen| Control {
        name: name.to_owned(),
        kind,
        value: value.to_owned(),
        is_chosen,
    };
    let value = element.attr("value");
    match element.value().name() {
        "textarea" => {
            let typed: String = element.text().collect();
            vec![control(Kind::Text, &typed, true)]
        }
        "select" => options(element)
            .into_iter()
            .map(|(value, is_chosen)| control(Kind::Option, &value, is_chosen))
            .collect(),
        _ => {
            let is_checked = element.attr("checked").is_some();
            vec![match element.attr("type") {
                Some("radio") => control(Kind::Radio, value.unwrap_or("on"), is_checked),
                Some("checkbox") => control(Kind::Checkbox, value.unwrap_or("on"), is_checked),
                Some("hidden") => control(Kind::Hidden, value.unwrap_or(""), true),
                _ => control(Kind::Text, value.unwrap_or(""), true),
            }]
        }
    }
}

/// The options of a `select` and whether each is chosen; without a choice the first is.
fn options(select: ElementRef<'_>) -> Vec<(String, bool)> {
    let options = html::all(select, "option");
    let chosen = options
        .iter()
        .position(|option| option.attr("selected").is_some())
        .unwrap_or(0);
    options
        .iter()
        .enumerate()
        .map(|(index, option)| {
            let value = option
                .attr("value")
                .map_or_else(|| html::text(*option), str::to_owned);
            (value, index == chosen)
        })
        .collect()
}

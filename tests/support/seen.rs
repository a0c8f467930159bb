//! Keeps a page of each shape that tests see, so that the browser can check them too: what a state
//! looks like to axe is then known for every state that any test reaches.

use crate::html;
use scraper::{ElementRef, Html};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex};

/// Where they are kept, if anybody wants them: a folder that is there.
#[expect(
    clippy::disallowed_methods,
    reason = "tests have no configuration of their own"
)]
static FOLDER: LazyLock<Option<PathBuf>> =
    LazyLock::new(|| std::env::var_os("PAGES_SEEN").map(PathBuf::from));

static SHAPES: LazyLock<Mutex<HashSet<u64>>> = LazyLock::new(Mutex::default);

/// Attributes of which the value says what an element is, as in `tests/browser/support/checks.mjs`.
const TELLING: [&str; 7] = [
    "class",
    "role",
    "type",
    "autocomplete",
    "scope",
    "tabindex",
    "lang",
];

/// Keeps the page if it is the first of its shape. Its first line says which request it answered.
pub(crate) fn keep(request: &str, document: &Html, body: &str) {
    let Some(folder) = FOLDER.as_ref() else {
        return;
    };
    // Some tests have pages of their own, to test browsers and forms.
    let class = document.root_element().attr("class").unwrap_or_default();
    if !class.starts_with("govuk-template") {
        return;
    }
    let shape = shape(document);
    if !SHAPES.lock().unwrap().insert(shape) {
        return;
    }
    // Another test program may have seen it too; they are the same but for their words.
    std::fs::write(
        folder.join(format!("{shape:016x}.page")),
        format!("{request}\n{body}"),
    )
    .unwrap_or_else(|error| panic!("keeping a page in {}: {error}", folder.display()));
}

/// What it is made of, without its words: each kind of element in its place, and the order of the
/// headings.
fn shape(document: &Html) -> u64 {
    let root = document.root_element();
    let mut places = HashMap::from([(root.id(), 0)]);
    let mut kinds = BTreeSet::new();
    let mut headings: Vec<&str> = Vec::new();
    for element in html::all(root, "*") {
        let parent = element.parent().and_then(|parent| places.get(&parent.id()));
        let place = hash(&(parent.copied().unwrap_or_default(), kind(element)));
        places.insert(element.id(), place);
        kinds.insert(place);
        let name = element.value().name();
        if matches!(name, "h1" | "h2" | "h3" | "h4") && headings.last() != Some(&name) {
            headings.push(name);
        }
    }
    hash(&(kinds, headings))
}

/// An element without its words: what it is, which attributes it has, and whether it is empty.
fn kind(element: ElementRef<'_>) -> (&str, BTreeSet<(&str, &str)>, bool) {
    let attributes = element.value().attrs().map(|(name, value)| {
        let is_telling = TELLING.contains(&name);
        (name, if is_telling { value } else { "" })
    });
    let is_empty = element.text().all(|words| words.trim().is_empty());
    (element.value().name(), attributes.collect(), is_empty)
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::shape;
    use scraper::Html;

    fn of(body: &str) -> u64 {
        let page = format!("<!DOCTYPE html><html lang=\"en\"><body>{body}</body></html>");
        shape(&Html::parse_document(&page))
    }

    #[test]
    fn words_and_the_number_of_rows_make_no_other_shape() {
        let one = of("<h1>Tasks</h1><ul><li><a href=\"/a\">One</a></li></ul>");
        let two = of(
            "<h1>To do</h1><ul><li><a href=\"/b\">Two</a></li><li><a href=\"/c\">3</a></li></ul>",
        );
        assert_eq!(one, two);
    }

    #[test]
    fn another_class_place_heading_or_something_empty_does() {
        let plain = "<h1>Tasks</h1><p>Words</p>";
        for other in [
            "<h1>Tasks</h1><p class=\"govuk-hint\">Words</p>",
            "<h1>Tasks</h1><div><p>Words</p></div>",
            "<h1>Tasks</h1><h2>More</h2><p>Words</p>",
            "<h1>Tasks</h1><p></p>",
        ] {
            assert_ne!(of(plain), of(other), "{other}");
        }
    }
}

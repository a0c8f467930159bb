//! A page is found by its name: the same stem on every floor.

use crate::files::{below, expect_none, root, rust};
use std::path::Path;

/// Folders of templates that are not pages of a feature.
const NO_FEATURES: [&str; 4] = ["govuk", "layouts", "emails", "errors"];

/// The folder and the stem of `templates/<folder>/<stem>.html`; nothing for fragments.
fn folder_and_stem(path: &str) -> Option<(&str, &str)> {
    let (folder, name) = path.strip_prefix("templates/")?.split_once('/')?;
    let stem = name.strip_suffix(".html")?;
    (!stem.starts_with('_') && !stem.contains('/')).then_some((folder, stem))
}

fn is_there(path: &str) -> bool {
    Path::new(&root()).join(path).is_file()
}

#[test]
fn every_template_of_a_page_has_the_pages_file() {
    let lonely = below("templates", ".html").into_iter().filter_map(|file| {
        let (feature, page) = folder_and_stem(&file.path)?;
        let code = format!("crates/web/src/{feature}/{page}.rs");
        let is_lonely = !NO_FEATURES.contains(&feature) && !is_there(&code);
        is_lonely.then(|| format!("{} has no {code}", file.path))
    });
    expect_none(
        lonely.collect(),
        "a template and its page have the same name",
    );
}

#[test]
fn every_page_has_the_template_of_its_name() {
    let mut wrong = Vec::new();
    for file in below("crates/web/src", ".rs") {
        let Some((feature, name)) = file
            .path
            .strip_prefix("crates/web/src/")
            .and_then(|path| path.split_once('/'))
        else {
            continue;
        };
        if feature == "layers" {
            continue;
        }
        let expected = format!("{feature}/{}.html", name.trim_end_matches(".rs"));
        for line in file
            .text
            .lines()
            .filter(|line| line.contains("#[template(path = "))
        {
            let used = line.split('"').nth(1).unwrap_or_default();
            let is_fragment = used
                .rsplit('/')
                .next()
                .is_some_and(|name| name.starts_with('_'));
            if used != expected && !is_fragment {
                wrong.push(format!("{} draws {used}, not {expected}", file.path));
            }
        }
    }
    expect_none(wrong, "a template and its page have the same name");
}

#[test]
fn every_component_and_every_notice_has_its_template() {
    let mut lonely = Vec::new();
    for file in below("templates/govuk", ".html") {
        if let Some((_, component)) = folder_and_stem(&file.path) {
            let code = format!("crates/govuk/src/{component}.rs");
            if !is_there(&code) {
                lonely.push(format!("{} has no {code}", file.path));
            }
        }
    }
    for file in below("templates/emails", "body.txt") {
        let notice = file.path.split('/').nth(2).unwrap_or_default();
        for needed in [
            format!("crates/mail/src/{notice}.rs"),
            format!("templates/emails/{notice}/subject.txt"),
        ] {
            if !is_there(&needed) {
                lonely.push(format!("{} has no {needed}", file.path));
            }
        }
    }
    expect_none(lonely, "what belongs together has the same name");
}

#[test]
fn nothing_is_drawn_without_escaping() {
    let mut found = Vec::new();
    for file in below("templates", "").into_iter().chain(rust()) {
        for (number, line) in file.text.lines().enumerate() {
            let plain: String = line.split_whitespace().collect();
            let is_raw = [
                "|safe",
                "escape=\"none\"",
                "|escape(\"none\")",
                "filters::Safe(",
            ]
            .iter()
            .any(|way| plain.contains(way));
            if is_raw {
                found.push(format!("{}:{}", file.path, number + 1));
            }
        }
    }
    expect_none(
        found,
        "components know that they are HTML; everything else is escaped",
    );
}

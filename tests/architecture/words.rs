//! What stands in files: SQL only in `store`, nothing left for later, links that lead
//! somewhere.

use crate::files::{File, below, expect_none, root, rust};

/// The one use of sqlx outside of `store`: reading an address, no SQL.
const ADDRESS_ONLY: &str = "crates/server/src/config/database.rs";

#[test]
fn sql_is_written_in_store_only() {
    let mut found = Vec::new();
    for file in rust()
        .iter()
        .filter(|file| !file.path.starts_with("crates/store/"))
    {
        for line in file.production() {
            let code = line.split("//").next().unwrap_or_default();
            let is_address = file.path == ADDRESS_ONLY && code.contains("PgConnectOptions");
            if code.contains("sqlx::") && !is_address {
                found.push(format!("{}: {}", file.path, line.trim()));
            }
        }
    }
    expect_none(
        found,
        "only crate store knows SQL; give it a function and call that",
    );
}

#[test]
fn nothing_is_left_for_later() {
    // Taken apart, so that this file does not hold them.
    let words = [
        ["TO", "DO"].concat(),
        ["FIX", "ME"].concat(),
        ["X", "XX:"].concat(),
        ["unimple", "mented!"].concat(),
        ["to", "do!("].concat(),
    ];
    let folders = [
        "bench",
        "crates",
        "tests",
        "templates",
        "migrations",
        "docs",
        "scripts",
        "static",
    ];
    let mut found = Vec::new();
    for file in folders.iter().flat_map(|folder| below(folder, "")) {
        if file.path.contains("/data/") {
            continue;
        }
        for (number, line) in file.text.lines().enumerate() {
            if words.iter().any(|word| line.contains(word.as_str())) {
                found.push(format!("{}:{}: {}", file.path, number + 1, line.trim()));
            }
        }
    }
    expect_none(found, "do it now, or open an issue");
}

#[test]
fn every_file_says_what_it_is() {
    let silent = rust()
        .into_iter()
        .chain(below("tests", ".rs"))
        .chain(below("bench", ".rs"))
        .filter(|file| !file.text.starts_with("//!") && !file.is_test())
        .map(|file| file.path);
    expect_none(
        silent.collect(),
        "begin the file with `//!` and what is in it",
    );
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut broken = Vec::new();
    for file in documents() {
        for target in targets(&file.text) {
            let is_elsewhere = target.contains("://") || target.starts_with("mailto:");
            let path = target.split('#').next().unwrap_or_default();
            let folder = root().join(&file.path);
            let folder = folder.parent().unwrap();
            if !is_elsewhere && !path.is_empty() && !folder.join(path).exists() {
                broken.push(format!("{} leads to {target}", file.path));
            }
        }
    }
    expect_none(broken, "these links lead nowhere");
}

#[test]
fn files_that_documents_name_are_there() {
    const FOLDERS: [&str; 7] = [
        "crates/",
        "templates/",
        "tests/",
        "docs/",
        "migrations/",
        "static/",
        "scripts/",
    ];
    let mut missing = Vec::new();
    for file in documents() {
        // Every second piece is between backticks.
        for name in file.text.split('`').skip(1).step_by(2) {
            let is_pattern = name.contains(['<', '{', '*', ' ', '…', '$']);
            let is_path = FOLDERS.iter().any(|folder| name.starts_with(folder));
            let is_made = name.contains("/vendor");
            if is_path && !is_pattern && !is_made && !root().join(name).exists() {
                missing.push(format!("{} names {name}", file.path));
            }
        }
    }
    expect_none(missing, "these files are not there");
}

/// Every document for people.
fn documents() -> Vec<File> {
    let mut files = below("docs", ".md");
    files.extend(below("crates", ".md"));
    files.extend(below("migrations", ".md"));
    files.extend(
        below("", "README.md")
            .into_iter()
            .filter(|file| !file.path.contains('/')),
    );
    files
}

/// Where the links of a Markdown text lead.
fn targets(text: &str) -> Vec<&str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', ' ']).next())
        .collect()
}

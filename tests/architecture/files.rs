//! The files of the repository.

use std::fs;
use std::path::{Path, PathBuf};

/// The repository's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .unwrap()
}

/// A text file, its path counted from the repository's folder.
pub struct File {
    pub path: String,
    pub text: String,
}

impl File {
    /// True for tests: they have their own folders and files, or the file's end.
    pub fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        self.path.starts_with("tests/")
            || self.path.contains("/tests/")
            || name == "tests.rs"
            || name.ends_with("_tests.rs")
    }

    /// The lines that are not tests.
    pub fn production(&self) -> Vec<&str> {
        if self.is_test() {
            return Vec::new();
        }
        let lines: Vec<&str> = self.text.lines().collect();
        let end = lines.windows(2).position(|pair| {
            pair[0] == "#[cfg(test)]" && pair[1].starts_with("mod ") && pair[1].ends_with('{')
        });
        lines[..end.unwrap_or(lines.len())].to_vec()
    }
}

/// Every file below a folder whose name ends so. What tools make is passed over.
pub fn below(folder: &str, ending: &str) -> Vec<File> {
    let mut files = Vec::new();
    collect(&root().join(folder), ending, &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn collect(folder: &Path, ending: &str, files: &mut Vec<File>) {
    const MADE: [&str; 5] = ["target", "node_modules", "vendor", ".git", ".data"];
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !MADE.contains(&name.as_str()) {
            collect(&path, ending, files);
        } else if path.is_file() && name.ends_with(ending) {
            let relative = path.strip_prefix(root()).unwrap();
            files.push(File {
                path: relative.to_string_lossy().into_owned(),
                text: fs::read_to_string(&path).unwrap_or_default(),
            });
        }
    }
}

/// Every Rust file of the product.
pub fn rust() -> Vec<File> {
    below("crates", ".rs")
}

/// Fails with a sentence and the list if there is anything in it.
#[track_caller]
pub fn expect_none(found: Vec<String>, sentence: &str) {
    assert!(found.is_empty(), "{sentence}:\n  {}", found.join("\n  "));
}

//! Lists the files of every published question set, its rules, what its renewals ask again and its
//! crosswalks, so that the binary carries them.
//!
//! The list is generated because a forgotten `include_str!` would silently drop a question.

use std::{
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

#[expect(
    clippy::disallowed_methods,
    reason = "cargo tells a build script its folders this way"
)]
fn main() -> io::Result<()> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let mut source = String::new();
    let folders = [
        ("FILES", "sets"),
        ("RULES", "rules"),
        ("RENEWALS", "renewals"),
        ("CROSSWALKS", "crosswalks"),
    ];
    for (name, folder) in folders {
        println!("cargo:rerun-if-changed={folder}");
        list(name, &root.join(folder), &mut source)?;
    }
    let out = PathBuf::from(std::env::var("OUT_DIR").map_err(io::Error::other)?);
    fs::write(out.join("sets.rs"), source)
}

/// A constant of relative paths with their texts.
fn list(constant: &str, root: &Path, source: &mut String) -> io::Result<()> {
    let mut files = Vec::new();
    collect(root, &mut files)?;
    files.sort();
    writeln!(source, "pub(crate) const {constant}: &[(&str, &str)] = &[")
        .map_err(io::Error::other)?;
    for file in files {
        let name = file.strip_prefix(root).map_err(io::Error::other)?;
        println!("cargo:rerun-if-changed={}", file.display());
        let (name, path) = (name.to_string_lossy(), file.to_string_lossy());
        writeln!(source, "    ({name:?}, include_str!({path:?})),").map_err(io::Error::other)?;
    }
    source.push_str("];\n");
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            println!("cargo:rerun-if-changed={}", path.display());
            collect(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            files.push(path);
        }
    }
    Ok(())
}

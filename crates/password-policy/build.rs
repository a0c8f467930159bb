//! Builds the dictionary automaton from the word data (`data/README.md`): each entry with 0 for a
//! word and 1 for a common password.

use std::{collections::BTreeMap, env, error::Error, fs, path::PathBuf};

const LISTS: [(&str, u64); 2] = [("data/words.txt", 0), ("data/common-passwords.txt", 1)];

#[expect(
    clippy::disallowed_methods,
    reason = "cargo tells a build script where to write this way"
)]
fn main() -> Result<(), Box<dyn Error>> {
    let mut entries = BTreeMap::new();
    for (list, kind) in LISTS {
        println!("cargo:rerun-if-changed={list}");
        let text = fs::read_to_string(list).map_err(|error| format!("{list}: {error}"))?;
        for line in text.lines().filter(|line| !line.is_empty()) {
            entries.entry(line.to_owned()).or_insert(kind);
        }
    }
    let automaton = fst::Map::from_iter(entries)?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("dictionary.fst"), automaton.as_fst().as_bytes())?;
    Ok(())
}

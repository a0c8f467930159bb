//! Builds the automata from the word data (`data/README.md`): the dictionary, each entry with 0 for
//! a word and 1 for a common password, and the set of leaked passwords.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    error::Error,
    fs,
    path::PathBuf,
};

const LISTS: [(&str, u64); 2] = [("data/words.txt", 0), ("data/common-passwords.txt", 1)];
const LEAKED: &str = "data/leaked-passwords.txt";

#[expect(
    clippy::disallowed_methods,
    reason = "cargo tells a build script where to write this way"
)]
fn main() -> Result<(), Box<dyn Error>> {
    let mut entries = BTreeMap::new();
    for (list, kind) in LISTS {
        for line in lines(list)? {
            entries.entry(line).or_insert(kind);
        }
    }
    let dictionary = fst::Map::from_iter(entries)?;
    let leaked = fst::Set::from_iter(lines(LEAKED)?)?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("dictionary.fst"), dictionary.as_fst().as_bytes())?;
    fs::write(out.join("leaked.fst"), leaked.as_fst().as_bytes())?;
    Ok(())
}

fn lines(list: &str) -> Result<BTreeSet<String>, Box<dyn Error>> {
    println!("cargo:rerun-if-changed={list}");
    let text = fs::read_to_string(list).map_err(|error| format!("{list}: {error}"))?;
    let lines = text.lines().filter(|line| !line.is_empty());
    Ok(lines.map(str::to_owned).collect())
}

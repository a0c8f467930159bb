//! Lists that are also drawn: something in the middle, and what is connected with it.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::{
    answers::{Answers, first_of},
    facts::Place,
    set::{QuestionSet, Task},
};

/// What a list looks like when it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// What is drawn.
    pub title: &'static str,
    /// The name of what stands in the middle.
    pub middle: String,
    /// What the ends say, as the columns of a table are called.
    pub columns: &'static Columns,
    /// What is connected with it, in the order of the list.
    pub ends: Vec<End>,
}

/// The names of the columns of a table that says what is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// That of [`End::name`].
    pub name: String,
    /// That of [`End::kind`].
    pub kind: String,
    /// That of [`End::direction`].
    pub direction: String,
    /// That of [`End::passes`].
    pub passes: String,
    /// That of [`End::controls`].
    pub controls: String,
}

/// Something that is connected with the middle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// Its name.
    pub name: String,
    /// What sort of thing it is, in words; empty while not answered.
    pub kind: String,
    /// Which way things pass, in words; empty while not answered.
    pub direction: String,
    /// What passes, in words, shortened where it is long; empty while not answered.
    pub passes: String,
    /// What secures it, in words, shortened where it is long; empty while not answered.
    pub controls: String,
    /// Something passes to the middle.
    pub is_inwards: bool,
    /// Something passes from the middle.
    pub is_outwards: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDrawings {
    #[serde(rename = "version")]
    _version: String,
    #[serde(rename = "source")]
    _source: String,
    drawings: Vec<RawDrawing>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDrawing {
    set: String,
    set_versions: Vec<String>,
    task: String,
    title: String,
    middle: String,
    middle_unnamed: String,
    name: Place,
    kind: Place,
    direction: Place,
    passes: Vec<Place>,
    controls: Vec<Place>,
    inwards: String,
    outwards: String,
    columns: Columns,
}

#[expect(
    clippy::expect_used,
    reason = "the file is embedded, and a test draws from it"
)]
static DRAWINGS: LazyLock<Vec<RawDrawing>> = LazyLock::new(|| {
    let text = include_str!("../drawings.toml");
    let raw: RawDrawings = toml::from_str(text).expect("the drawings can be read");
    raw.drawings
});

/// The most characters of what the table says of what passes and of controls.
const CELL_MAX: usize = 160;

/// As much of a text as a cell of the table holds, up to the end of a word; the page of the item has all.
fn shortened(text: &str) -> String {
    if text.chars().count() <= CELL_MAX {
        return text.to_owned();
    }
    let start: String = text.chars().take(CELL_MAX).collect();
    let whole = start
        .rsplit_once(' ')
        .map_or(start.as_str(), |(words, _)| words);
    format!("{}…", whole.trim_end_matches([' ', ',', ';', '.']))
}

impl QuestionSet {
    /// The drawing of a list; nothing for other tasks and while the list has no item.
    pub fn drawing(&self, task: &Task, answers: &Answers) -> Option<Drawing> {
        let raw = DRAWINGS.iter().find(|raw| {
            raw.set == self.id && raw.set_versions.contains(&self.version) && raw.task == task.id
        })?;
        let asked = self.asked_answers(answers);
        let items = asked.items_of(task);
        let ends: Vec<End> = items
            .into_iter()
            .filter_map(|item| self.end(raw, &asked, item))
            .collect();
        let middle = self.fact_in_words(&raw.middle, &asked);
        (!ends.is_empty()).then(|| Drawing {
            title: &raw.title,
            columns: &raw.columns,
            middle: middle.unwrap_or_else(|| raw.middle_unnamed.clone()),
            ends,
        })
    }

    /// Nothing while an item has no name.
    fn end(&self, raw: &RawDrawing, asked: &Answers, item: i16) -> Option<End> {
        let stored = |place: &Place| first_of(asked.get(&place.page, item)?, &place.field);
        let in_words = |place: &Place| {
            let field = self.page(&place.page)?.1.field(&place.field)?;
            field.describe(asked.get(&place.page, item)?)
        };
        let direction = stored(&raw.direction);
        let together = |places: &[Place]| {
            let words: Vec<String> = places.iter().filter_map(in_words).collect();
            shortened(&words.join("\n").replace('\n', "; "))
        };
        Some(End {
            name: stored(&raw.name)?.to_owned(),
            kind: in_words(&raw.kind).unwrap_or_default(),
            direction: in_words(&raw.direction).unwrap_or_default(),
            passes: together(&raw.passes),
            controls: together(&raw.controls),
            is_inwards: direction.is_some_and(|way| way != raw.outwards),
            is_outwards: direction.is_some_and(|way| way != raw.inwards),
        })
    }
}

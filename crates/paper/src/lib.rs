//! A text for people to read, print and pass round, as parts that every kind of document has: headings,
//! paragraphs, lists, questions with their answers, small tables. It says nothing of how they look.
//! `certificates` sets it as PDF, `spreadsheets` writes it as ODT: both hold what is in here, and nothing else.
#![warn(missing_docs)]

use time::{OffsetDateTime, UtcOffset};

/// Stands for the words of a heading that has none: a heading that says nothing leads nowhere.
pub const NAMELESS: &str = "Without a name";

/// A whole text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// What it is called; the heading of the first level.
    pub title: String,
    /// Whose it is.
    pub author: String,
    /// What stands on every page, and what programs tell of the file, in a line.
    pub running: String,
    /// When what it holds was last changed, where that is known: the same text of the same time gives the
    /// same file.
    pub at: Option<OffsetDateTime>,
    blocks: Vec<Block>,
}

/// A part of it. Texts have lines (LF); a line without anything separates paragraphs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading below the title.
    Heading {
        /// Which level, 2 to 4; never deeper than one below the heading before it.
        level: u8,
        /// Its words.
        text: String,
    },
    /// Some sentences.
    Paragraph(String),
    /// Items with a bullet, or with numbers.
    List {
        /// Whether they are numbered.
        is_numbered: bool,
        /// The items.
        items: Vec<String>,
    },
    /// Questions with their answers.
    Pairs(Vec<Pair>),
    /// A small table.
    Table(Table),
}

/// A question, or the name of something, and what is said to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// What is asked or named.
    pub label: String,
    /// What is said.
    pub text: String,
}

/// Rows under the headings of their columns; the first cell of a row is its heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it shows.
    pub title: String,
    /// The headings of its columns.
    pub columns: Vec<String>,
    /// As many cells each as there are columns.
    pub rows: Vec<Vec<String>>,
}

impl Paper {
    /// A text with no parts yet.
    pub fn new(
        title: impl Into<String>,
        author: impl Into<String>,
        running: impl Into<String>,
        at: Option<OffsetDateTime>,
    ) -> Self {
        Self {
            title: named(title.into()),
            author: author.into(),
            running: running.into(),
            at,
            blocks: Vec::new(),
        }
    }

    /// When it was last changed, in UTC and to the second: `2026-11-23T16:39:01Z`.
    pub fn moment(&self) -> Option<String> {
        let at = self.at?.to_offset(UtcOffset::UTC);
        let (hour, minute, second) = at.to_hms();
        let (date, month) = (at.date(), u8::from(at.month()));
        let (year, day) = (date.year(), date.day());
        Some(format!(
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
        ))
    }

    /// Its parts, in the order in which they are read.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// A heading of this level, from 2. No level is passed over, so that nobody looks for one that is not there.
    pub fn heading(&mut self, level: u8, text: impl Into<String>) {
        let before = self.blocks.iter().rev().find_map(|block| match block {
            Block::Heading { level, .. } => Some(*level),
            _ => None,
        });
        let level = level.clamp(2, before.map_or(2, |before| (before + 1).min(4)));
        let text = named(text.into());
        self.blocks.push(Block::Heading { level, text });
    }

    /// Some sentences.
    pub fn paragraph(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    /// Items with bullets; nothing without items.
    pub fn bullets(&mut self, items: Vec<String>) {
        self.list(false, items);
    }

    /// Items with numbers; nothing without items.
    pub fn numbers(&mut self, items: Vec<String>) {
        self.list(true, items);
    }

    fn list(&mut self, is_numbered: bool, items: Vec<String>) {
        if !items.is_empty() {
            self.blocks.push(Block::List { is_numbered, items });
        }
    }

    /// Questions with their answers; nothing without questions.
    pub fn pairs(&mut self, pairs: impl IntoIterator<Item = (String, String)>) {
        let pairs = pairs.into_iter().map(|(label, text)| Pair { label, text });
        let pairs: Vec<Pair> = pairs.collect();
        if !pairs.is_empty() {
            self.blocks.push(Block::Pairs(pairs));
        }
    }

    /// A table. Rows get as many cells as there are columns.
    pub fn table(&mut self, mut table: Table) {
        for row in &mut table.rows {
            row.resize(table.columns.len(), String::new());
        }
        self.blocks.push(Block::Table(table));
    }

    /// How many characters all its texts have together.
    pub fn characters(&self) -> usize {
        let heads = [&self.title, &self.author, &self.running];
        let heads: usize = heads.into_iter().map(|text| count(text)).sum();
        heads + self.blocks.iter().map(Block::characters).sum::<usize>()
    }
}

impl Block {
    fn characters(&self) -> usize {
        match self {
            Self::Heading { text, .. } | Self::Paragraph(text) => count(text),
            Self::List { items, .. } => items.iter().map(|item| count(item)).sum(),
            Self::Pairs(pairs) => {
                let pairs = pairs.iter();
                pairs
                    .map(|pair| count(&pair.label) + count(&pair.text))
                    .sum()
            }
            Self::Table(table) => {
                let cells = table.columns.iter().chain(table.rows.iter().flatten());
                count(&table.title) + cells.map(|cell| count(cell)).sum::<usize>()
            }
        }
    }
}

fn named(words: String) -> String {
    if words.trim().is_empty() {
        NAMELESS.to_owned()
    } else {
        words
    }
}

fn count(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper() -> Paper {
        Paper::new("ab", "c", "d", Some(OffsetDateTime::UNIX_EPOCH))
    }

    #[test]
    fn its_moment_is_told_in_utc() {
        assert_eq!(paper().moment().as_deref(), Some("1970-01-01T00:00:00Z"));
    }

    #[test]
    fn no_level_of_headings_is_passed_over() {
        let mut paper = paper();
        for level in [3, 4, 4, 2, 9, 0] {
            paper.heading(level, "é");
        }
        let levels = paper.blocks().iter().map(|block| match block {
            Block::Heading { level, .. } => *level,
            _ => 0,
        });
        assert_eq!(levels.collect::<Vec<_>>(), [2, 3, 4, 2, 3, 2]);
        assert_eq!(paper.characters(), 10);
    }

    #[test]
    fn rows_are_as_wide_as_their_table_and_nothing_empty_is_there() {
        let mut paper = paper();
        paper.bullets(Vec::new());
        paper.pairs([]);
        paper.table(Table {
            title: "T".to_owned(),
            columns: vec!["A".to_owned(), "B".to_owned()],
            rows: vec![
                vec!["1".to_owned()],
                ["1", "2", "3"].map(str::to_owned).into(),
            ],
        });
        let [Block::Table(table)] = paper.blocks() else {
            panic!("{paper:?}");
        };
        assert!(table.rows.iter().all(|row| row.len() == 2));
        assert_eq!(paper.characters(), 4 + 1 + 2 + 3);
    }
}

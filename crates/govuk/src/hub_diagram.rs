//! A drawing of something and what is connected with it, with a table beside. It shows nothing that
//! the table does not say in words; the whole drawing is one image with a title and a description.

use crate::{Column, Content, Size, Table};
use askama::Template;
use askama::filters::HtmlSafe;

/// The height of one end with the space below it, in units of the drawing.
const STEP: usize = 72;
/// Where the first end begins.
const FIRST: usize = 84;
/// How wide a line in the box of an end may be, in hundredths of the height of its letters (16).
const LINE: usize = 1320;
/// The same in the box in the middle, whose letters are 18 high and bold.
const MIDDLE_LINE: usize = 1480;

/// Something in the middle, its ends below each other, and an arrowhead for each way. Before it stands
/// a table with the name, the kind and the direction of each end, and what more is said of it.
///
/// ```
/// let diagram = govuk::HubDiagram::new("connections", "Connections", "The service")
///     .end("Office", "Our corporate network", "Both ways", true, true);
/// let html = diagram.to_string();
/// assert!(html.contains("role=\"img\""));
/// assert!(html.contains("Office, Our corporate network: Both ways."));
/// ```
#[derive(Clone, Template)]
#[template(path = "govuk/hub_diagram.html")]
pub struct HubDiagram {
    id: String,
    title: String,
    columns: Vec<String>,
    middle: String,
    ends: Vec<End>,
}

#[derive(Clone)]
struct End {
    name: String,
    kind: String,
    direction: String,
    more: Vec<String>,
    is_inwards: bool,
    is_outwards: bool,
    top: usize,
}

impl HubDiagram {
    /// A drawing without ends yet. The id is the start of the ids in it.
    pub fn new(id: impl Into<String>, title: impl Into<String>, middle: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            columns: ["Name", "Kind", "Direction"].map(str::to_owned).into(),
            middle: middle.into(),
            ends: Vec::new(),
        }
    }

    /// What the columns of the table are called, when not simply name, kind and direction.
    #[must_use]
    pub fn columns(
        mut self,
        name: impl Into<String>,
        kind: impl Into<String>,
        direction: impl Into<String>,
    ) -> Self {
        self.columns = vec![name.into(), kind.into(), direction.into()];
        self
    }

    /// One more column of the table, whose cells `saying` gives to each end; the drawing does not show it.
    #[must_use]
    pub fn column(mut self, name: impl Into<String>) -> Self {
        self.columns.push(name.into());
        self
    }

    /// What the next column without a cell says of the end that was added last.
    #[must_use]
    pub fn saying(mut self, text: impl Into<String>) -> Self {
        if let Some(end) = self.ends.last_mut() {
            end.more.push(text.into());
        }
        self
    }

    /// One more end: its name, what it is, which way things pass in words, and whether something
    /// passes to the middle and from it.
    #[must_use]
    pub fn end(
        mut self,
        name: impl Into<String>,
        kind: impl Into<String>,
        direction: impl Into<String>,
        is_inwards: bool,
        is_outwards: bool,
    ) -> Self {
        self.ends.push(End {
            name: name.into(),
            kind: kind.into(),
            direction: direction.into(),
            more: Vec::new(),
            is_inwards,
            is_outwards,
            top: FIRST + self.ends.len() * STEP,
        });
        self
    }

    /// What it shows.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The headings of the columns of its table.
    pub fn column_names(&self) -> &[String] {
        &self.columns
    }

    /// The rows of its table as plain text.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let said = |text: &String| {
            let words = if text.is_empty() {
                "Not provided"
            } else {
                text
            };
            words.to_owned()
        };
        let rows = self.ends.iter().map(|end| {
            let first = [&end.name, &end.kind, &end.direction];
            first.into_iter().chain(&end.more).map(said).collect()
        });
        rows.collect()
    }

    /// The table of what is in the drawing, and of what more there is to say.
    fn table(&self) -> Table {
        let rows = self.rows().into_iter();
        let rows = rows.map(|row| row.into_iter().map(Content::from).collect());
        let columns = self.columns.iter().cloned().map(Column::text);
        columns
            .fold(Table::new(&self.title), Table::column)
            .caption_size(Some(Size::Small))
            .row_headers()
            .rows(rows)
    }

    fn height(&self) -> usize {
        FIRST + self.ends.len() * STEP
    }

    /// The drawing in words: each end with what it is and which way things pass.
    fn description(&self) -> String {
        let ends = self.ends.iter().map(|end| {
            let mut words = end.name.clone();
            for (before, more) in [(", ", &end.kind), (": ", &end.direction)] {
                if !more.is_empty() {
                    words.push_str(before);
                    words.push_str(more);
                }
            }
            words + "."
        });
        let ends: Vec<String> = ends.collect();
        format!("{} is connected with: {}", self.middle, ends.join(" "))
    }

    fn middle_line(&self) -> String {
        shortened(&self.middle, MIDDLE_LINE)
    }
}

impl End {
    fn name_line(&self) -> String {
        shortened(&self.name, LINE)
    }

    fn kind_line(&self) -> String {
        shortened(&self.kind, LINE)
    }

    /// The height at which its line runs.
    fn level(&self) -> usize {
        self.top + 28
    }
}

/// As much of the text as is surely no wider than this; the description has all.
fn shortened(text: &str, room: usize) -> String {
    if text.chars().map(width).sum::<usize>() <= room {
        return text.to_owned();
    }
    let mut used = width('…');
    let fits = |letter: &char| {
        used += width(*letter);
        used <= room
    };
    let start: String = text.chars().take_while(fits).collect();
    format!("{}…", start.trim_end())
}

/// How wide a letter is in Arial, or more, in hundredths of its height. Pages can't measure before they
/// are drawn, and letters of other scripts and pictures come from whatever font has them.
fn width(letter: char) -> usize {
    match letter {
        ' ' | 'i' | 'j' | 'l' | 'f' | 't' | 'I' | '.' | ',' | ':' | ';' | '\'' | '(' | ')'
        | '-' => 34,
        'm' | 'w' | 'M' => 86,
        'W' | '@' | '%' | '…' => 102,
        'a'..='z' | '0'..='9' => 57,
        'A'..='Z' | ' '..='~' | '\u{a0}'..='\u{24f}' => 79,
        '\u{250}'..='\u{ffff}' => 105,
        _ => 140,
    }
}

impl HtmlSafe for HubDiagram {}

#[cfg(test)]
mod tests {
    use super::HubDiagram;

    #[test]
    fn long_names_are_shortened_in_the_drawing_and_whole_in_its_description() {
        let name = "Custodian update drop server in <Slough>";
        let diagram = HubDiagram::new("d", "Connections", "Gazetteer").end(
            name,
            "",
            "Into the service",
            true,
            false,
        );
        let html = diagram.to_string();
        assert!(html.contains(">Custodian update drop s…<"), "{html}");
        assert!(
            html.contains("drop server in &#60;Slough&#62;: Into"),
            "{html}"
        );
        assert_eq!(html.matches("<polygon").count(), 1, "{html}");
        assert!(
            html.contains("drop server in &#60;Slough&#62;</th>"),
            "{html}"
        );
        assert!(html.contains(">Not provided</td>"), "{html}");
        assert!(html.contains("viewBox=\"0 0 320 156\""), "{html}");
    }

    #[test]
    fn more_is_said_in_the_table_alone() {
        let diagram = HubDiagram::new("d", "Connections", "Gazetteer")
            .column("What passes")
            .end("Office", "", "Both ways", true, true)
            .saying("Updates of maps");
        let html = diagram.to_string();
        assert!(html.contains(">What passes</th>"), "{html}");
        assert_eq!(html.matches("Updates of maps").count(), 1, "{html}");
    }

    #[test]
    fn wide_letters_and_pictures_take_more_room() {
        for (letter, drawn) in [("W", 11), ("m", 14), ("é", 15), ("国", 11), ("🦉", 8)] {
            let diagram = HubDiagram::new("d", "Connections", "Gazetteer").end(
                letter.repeat(60),
                "",
                "Into the service",
                true,
                false,
            );
            let drawn = format!(">{}…<", letter.repeat(drawn));
            assert!(diagram.to_string().contains(&drawn), "{diagram}");
        }
    }
}

//! Reading the first table of a spreadsheet.

use super::KIND;
use super::grid::Grid;
use super::paragraph::CellText;
use super::value;
use crate::archive::Archive;
use crate::opendocument::{CONTENT_FILE, KIND_FILE, MANIFEST_FILE};
use crate::{Limits, NotRead};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// How deep elements may lie in each other.
const DEPTH_MAX: usize = 100;
/// The longest word about its kind that the archive may have, in bytes.
const KIND_MAX: usize = 200;
/// The most that the list of files may be, in bytes.
const MANIFEST_MAX: usize = 200_000;

pub fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<Vec<String>>, NotRead> {
    let archive = Archive::open(bytes, limits)?;
    let kind = archive.unpack(KIND_FILE, KIND_MAX)?;
    let kind = kind.ok_or(NotRead::WrongKind)?;
    let kind = String::from_utf8_lossy(&kind);
    if kind.trim().strip_suffix("-template").unwrap_or(kind.trim()) != KIND {
        return Err(NotRead::WrongKind);
    }
    let manifest = archive.unpack(MANIFEST_FILE, MANIFEST_MAX)?;
    let manifest = manifest.unwrap_or_default();
    if String::from_utf8_lossy(&manifest).contains("encryption-data") {
        return Err(NotRead::Locked);
    }
    let content = archive.unpack(CONTENT_FILE, limits.unpacked_bytes)?;
    let content = content.ok_or(NotRead::Broken)?;
    let content = std::str::from_utf8(&content).map_err(|_| NotRead::Broken)?;
    Walk::through(content, limits)
}

/// A walk through the XML, with the place where it is.
struct Walk<'l> {
    grid: Grid<'l>,
    depth: usize,
    /// How deep the table lies, once it has begun.
    table: Option<usize>,
    /// How deep the element lies whose inside does not matter.
    passed_over: Option<usize>,
    cell: Option<Cell>,
    limits: &'l Limits,
}

/// A cell while it is read.
struct Cell {
    depth: usize,
    repeat: usize,
    /// What the cell holds, where that is more exact than what it shows.
    value: Option<String>,
    /// The text of a cell that shows none.
    unshown: Option<String>,
    text: CellText,
    is_in_line: bool,
}

impl<'l> Walk<'l> {
    fn through(content: &str, limits: &'l Limits) -> Result<Vec<Vec<String>>, NotRead> {
        let mut reader = Reader::from_str(content);
        reader.config_mut().expand_empty_elements = true;
        let mut walk = Self {
            grid: Grid::new(limits),
            depth: 0,
            table: None,
            passed_over: None,
            cell: None,
            limits,
        };
        for _ in 0..limits.events {
            match reader.read_event().map_err(|_| NotRead::Broken)? {
                Event::Start(element) => walk.enter(&element)?,
                Event::End(element) => {
                    if walk.leave(element.local_name().as_ref())? {
                        return Ok(walk.grid.finish());
                    }
                }
                Event::Text(text) => walk.text(&text.xml10_content())?,
                Event::CData(text) => walk.text(&text.xml10_content())?,
                Event::GeneralRef(entity) => walk.character(&entity)?,
                // A document type is in no spreadsheet but to do harm, and the table has to end.
                Event::DocType(_) | Event::Eof => return Err(NotRead::Broken),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
        Err(NotRead::TooLarge)
    }

    fn enter(&mut self, element: &BytesStart<'_>) -> Result<(), NotRead> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(NotRead::Broken);
        }
        if self.passed_over.is_some() {
            return Ok(());
        }
        let name = element.local_name();
        let name = name.as_ref();
        if self.table.is_none() {
            if name == "table" {
                self.table = Some(self.depth);
            }
            return Ok(());
        }
        let Some(cell) = &mut self.cell else {
            match name {
                "table-row" => self
                    .grid
                    .begin_row(value::count(element, "number-rows-repeated")?),
                "table-cell" | "covered-table-cell" => {
                    self.cell = Some(Cell::of(element, self.depth)?);
                }
                "table" | "shapes" | "forms" => self.passed_over = Some(self.depth),
                _ => {}
            }
            return Ok(());
        };
        if self.depth == cell.depth + 1 {
            cell.is_in_line = matches!(name, "p" | "h");
            if cell.is_in_line {
                cell.text.begin_line();
            } else {
                self.passed_over = Some(self.depth);
            }
            return Ok(());
        }
        match name {
            "s" => {
                let spaces = value::count(element, "c")?;
                if spaces > self.limits.cell_bytes {
                    return Err(NotRead::TooLarge);
                }
                (0..spaces).for_each(|_| cell.text.push_as_is(' '));
            }
            "tab" => cell.text.push_as_is('\t'),
            "line-break" => cell.text.push_as_is('\n'),
            "annotation" | "note" | "ruby-text" | "frame" => self.passed_over = Some(self.depth),
            _ => {}
        }
        self.check_cell()
    }

    /// Leaves an element; true when it was the table.
    fn leave(&mut self, name: &str) -> Result<bool, NotRead> {
        let depth = self.depth;
        self.depth = depth.checked_sub(1).ok_or(NotRead::Broken)?;
        if let Some(passed_over) = self.passed_over {
            if passed_over == depth {
                self.passed_over = None;
            }
            return Ok(false);
        }
        if let Some(cell) = &mut self.cell {
            if depth == cell.depth + 1 {
                cell.is_in_line = false;
            }
            if depth == cell.depth {
                let (repeat, text) = (cell.repeat, cell.take());
                self.cell = None;
                self.grid.push(&text, repeat)?;
                return Ok(false);
            }
        } else if self.table.is_some() && name == "table-row" {
            self.grid.end_row()?;
        }
        Ok(self.table == Some(depth))
    }

    fn text(&mut self, text: &str) -> Result<(), NotRead> {
        if self.passed_over.is_none()
            && let Some(cell) = &mut self.cell
            && cell.is_in_line
        {
            cell.text.push(text);
        }
        self.check_cell()
    }

    fn character(&mut self, entity: &BytesRef<'_>) -> Result<(), NotRead> {
        let character = match entity.resolve_char_ref() {
            Ok(Some(character)) => character,
            Ok(None) => match entity.xml10_content().as_ref() {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                _ => return Err(NotRead::Broken),
            },
            Err(_) => return Err(NotRead::Broken),
        };
        self.text(character.encode_utf8(&mut [0; 4]))
    }

    fn check_cell(&self) -> Result<(), NotRead> {
        let bytes = self.cell.as_ref().map_or(0, |cell| cell.text.text.len());
        if bytes > self.limits.cell_bytes {
            return Err(NotRead::TooLarge);
        }
        Ok(())
    }
}

impl Cell {
    fn of(element: &BytesStart<'_>, depth: usize) -> Result<Self, NotRead> {
        Ok(Self {
            depth,
            repeat: value::count(element, "number-columns-repeated")?,
            value: value::exact(element)?,
            unshown: value::attribute(element, "string-value")?,
            text: CellText::default(),
            is_in_line: false,
        })
    }

    fn take(&mut self) -> String {
        let unshown = self.unshown.take().filter(|_| !self.text.has_lines());
        let shown = std::mem::take(&mut self.text.text);
        self.value.take().or(unshown).unwrap_or(shown)
    }
}

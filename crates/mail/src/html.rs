//! The HTML part, made of the plain text.

use askama::Template;

use crate::message::rendered;

/// A piece of the text between blank lines.
enum Block<'a> {
    /// Lines of one paragraph.
    Paragraph(Vec<&'a str>),
    /// Lines that all start with `- `, without it.
    List(Vec<&'a str>),
    /// The notice's link.
    Link(&'a str),
    /// Three hyphens: what follows is the footer.
    Rule,
}

#[derive(Template)]
#[template(path = "wrapper.html")]
struct Wrapper<'a> {
    subject: &'a str,
    blocks: Vec<Block<'a>>,
}

/// The text as an HTML page. Everything is escaped; only a paragraph that is the
/// notice's own link becomes a link.
pub fn page(subject: &str, text: &str, link: &str) -> String {
    let blocks = text
        .trim()
        .split("\n\n")
        .map(|block| read(block, link))
        .collect();
    rendered(&Wrapper { subject, blocks })
}

fn read<'a>(block: &'a str, link: &str) -> Block<'a> {
    let is_web = link.starts_with("https://") || link.starts_with("http://");
    if block == "---" {
        return Block::Rule;
    }
    if is_web && block == link {
        return Block::Link(block);
    }
    let items: Option<Vec<&str>> = block.lines().map(|line| line.strip_prefix("- ")).collect();
    items.map_or_else(|| Block::Paragraph(block.lines().collect()), Block::List)
}

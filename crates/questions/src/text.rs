//! Texts: normal form, characters that are refused, shapes to look for, numbers.

use std::{
    borrow::Borrow,
    net::{IpAddr, Ipv4Addr},
};

use unicode_normalization::UnicodeNormalization as _;

/// Several lines: CRLF to LF, NFC, no white space around.
///
/// NUL, which a database cannot keep, becomes the replacement character.
pub fn normalise_lines(typed: &str) -> String {
    let lines = typed
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace('\0', "\u{fffd}");
    lines.nfc().collect::<String>().trim().to_owned()
}

/// One line: as [`normalise_lines`], line breaks and tabs become spaces, and what is invisible is left
/// out: it comes along with names that are pasted.
pub fn normalise_line(typed: &str) -> String {
    let visible: String = typed
        .chars()
        .filter(|c| !domain::text::is_invisible(*c))
        .collect();
    normalise_lines(&visible)
        .replace(['\n', '\t'], " ")
        .trim()
        .to_owned()
}

/// True if the text holds control characters other than newline and tab, or characters that
/// change the direction of the text around them.
pub fn has_refused_characters(text: &str) -> bool {
    text.chars().any(|c| match c {
        '\n' | '\t' => false,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffd}' => true,
        other => other.is_control(),
    })
}

/// Something that should not be in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// An IP address, version 4 or 6.
    IpAddress,
    /// The name of a host.
    HostName,
    /// An email address.
    EmailAddress,
    /// A company number with a pattern that Companies House does not usually issue.
    UnusualCompanyNumber,
}

impl Shape {
    /// Whether the text contains it.
    pub fn is_in(self, text: &str) -> bool {
        if self == Self::UnusualCompanyNumber {
            let number = crate::identifiers::company_number(text);
            let is_usual = |number: &String| crate::identifiers::is_usual_company_number(number);
            return !text.is_empty() && !number.as_ref().is_some_and(is_usual);
        }
        words_of(text).any(|word| match self {
            Self::IpAddress => is_ip_address(word),
            Self::HostName => is_host_name(word, &|end| HOST_ENDS.contains(&end)),
            Self::EmailAddress => crate::identifiers::is_email(word),
            Self::UnusualCompanyNumber => false,
        })
    }
}

/// The words of a text, without what stands around them.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || "()[]<>,;\"'“”‘’".contains(c))
        .map(|word| word.trim_matches(|c: char| ".!?:".contains(c)))
}

/// Whether the text contains the name of a server with such an ending.
pub fn has_host_name(text: &str, is_end: impl Fn(&str) -> bool) -> bool {
    words_of(text).any(|word| is_host_name(word, &is_end))
}

fn is_ip_address(word: &str) -> bool {
    let address = word.split_once('/').map_or(word, |(address, _)| address);
    let v4 = address
        .rsplit_once(':')
        .map_or(address, |(address, _)| address);
    v4.parse::<Ipv4Addr>().is_ok()
        || (address.len() > 4 && address.parse::<IpAddr>().is_ok_and(|ip| ip.is_ipv6()))
}

/// Ends of host names of the rules from before 2026-11d, which have no list of their own.
const HOST_ENDS: &[&str] = &[
    "com", "net", "org", "uk", "io", "local", "internal", "lan", "cloud", "example", "intranet",
];

fn is_host_name(word: &str, is_end: &dyn Fn(&str) -> bool) -> bool {
    let word = word.rsplit_once("//").map_or(word, |(_, host)| host);
    let host = word
        .split(['/', ':'])
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let Some((rest, end)) = host.rsplit_once('.') else {
        return false;
    };
    !rest.is_empty()
        && is_end(end)
        && rest
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.')
}

/// Whether the phrase stands in the text as whole words, in any case.
pub fn has_phrase(text: &str, phrase: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let text = text.to_lowercase().replace('’', "'");
        let parts = text.split(|c: char| !c.is_alphanumeric() && c != '\'');
        parts
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let phrase = words(phrase);
    !phrase.is_empty()
        && words(text)
            .windows(phrase.len())
            .any(|window| window == phrase)
}

/// Whether the text is copied from the source: one contains the other, letters and digits only.
pub fn is_copied(text: &str, source: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let (text, source) = (plain(text), plain(source));
    let long_enough = text.chars().count() >= 20 && source.chars().count() >= 20;
    long_enough && (source.contains(&text) || text.contains(&source))
}

/// A number as people type it.
#[derive(Debug, Clone, PartialEq)]
pub struct Decimal {
    /// The value, for comparisons.
    pub value: f64,
    /// Normal form: no grouping, no leading or trailing zeros.
    pub normal: String,
    /// Has digits after the decimal point.
    pub has_fraction: bool,
}

impl Decimal {
    /// Reads digits with optional sign, grouping commas or spaces, and a decimal point. A comma
    /// that does not separate thousands may be somebody's decimal point: that is no number.
    pub fn parse(typed: &str) -> Option<Self> {
        let plain: String = typed
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '%')
            .collect();
        let (sign, digits) = plain
            .strip_prefix('-')
            .map_or(("", plain.as_str()), |d| ("-", d));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let whole = &without_separators(whole)?;
        let all_digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
        let length = whole.len() + fraction.len();
        if length == 0 || length > 12 || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        let whole = whole.trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        let sign = if whole == "0" && fraction.is_empty() {
            ""
        } else {
            sign
        };
        let point = if fraction.is_empty() { "" } else { "." };
        let normal = format!("{sign}{whole}{point}{fraction}");
        Some(Self {
            value: normal.parse().ok()?,
            normal,
            has_fraction: !fraction.is_empty(),
        })
    }
}

/// The digits without the commas between thousands; none where a comma stands elsewhere.
fn without_separators(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let is_grouped = groups.clone().next().is_some();
    let fits = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    (!is_grouped || fits).then(|| whole.replace(',', ""))
}

/// "a", "a and b", "a, b and c"; nothing for nothing.
pub fn in_sentence<S: Borrow<str>>(words: &[S]) -> String {
    match words {
        [most @ .., last] if !most.is_empty() => {
            format!("{} and {}", most.join(", "), last.borrow())
        }
        words => words.concat(),
    }
}

/// The text with a full stop at its end, where it has none.
pub fn as_sentence(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '!', '?', '”']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// A whole number with thousands separated, like 1,500.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

//! Reference lists with dates: countries that the UK treats as adequate for personal data.

use std::{collections::BTreeMap, sync::LazyLock};

use time::{Date, format_description::well_known::Iso8601};
use unicode_normalization::UnicodeNormalization as _;

/// The reference lists as they stand on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The day; in the United Kingdom.
    pub today: Date,
    /// The day that the lists are of: today, or the day an application was submitted.
    pub lists_on: Date,
    /// The countries in force on the day of the lists, by name.
    countries: Vec<&'static Country>,
}

/// A country in the reference list. One country may have several entries over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166 code, the stored value.
    pub code: String,
    /// Name in English.
    pub name: String,
    /// Other names that people write.
    pub also: Vec<String>,
    /// Group that a page offers it in.
    pub group: String,
    /// True when only some recipients are covered.
    pub partial: bool,
    /// What must be so in a partly covered country.
    pub condition: Option<String>,
    /// First day.
    pub from: Date,
    /// Last day, if it has ended.
    pub to: Option<Date>,
    /// Where this comes from.
    pub source: String,
}

/// How a country stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Allowed.
    Full,
    /// Allowed under a condition.
    Partial(&'static str),
    /// Not in the list on that day.
    NotAllowed,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawList {
    #[serde(rename = "version")]
    _version: String,
    sources: BTreeMap<String, String>,
    countries: Vec<RawCountry>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCountry {
    code: String,
    name: String,
    #[serde(default)]
    also: Vec<String>,
    group: String,
    condition: Option<String>,
    from: String,
    to: Option<String>,
    source: String,
}

#[expect(
    clippy::expect_used,
    reason = "the list is embedded, and a test loads it"
)]
static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    parse(include_str!("../reference/countries.toml")).expect("the list of countries can be read")
});

fn parse(text: &str) -> Result<Vec<Country>, String> {
    let list: RawList = toml::from_str(text).map_err(|error| error.to_string())?;
    let day =
        |text: &str| Date::parse(text, &Iso8601::DATE).map_err(|error| format!("{text}: {error}"));
    let read = |raw: RawCountry| {
        let source = list.sources.get(&raw.source);
        Ok(Country {
            source: source
                .cloned()
                .ok_or_else(|| format!("unknown source {}", raw.source))?,
            from: day(&raw.from)?,
            to: raw.to.as_deref().map(day).transpose()?,
            partial: raw.condition.is_some(),
            code: raw.code,
            name: raw.name,
            also: raw.also,
            group: raw.group,
            condition: raw.condition,
        })
    };
    list.countries.into_iter().map(read).collect()
}

impl Reference {
    /// The lists of this day.
    pub fn on(today: Date) -> Self {
        Self::with_lists_of(today, today)
    }

    /// The lists of an earlier day, with which an application is judged that was submitted then.
    /// How old a day is, and whether it is past, still counts from today.
    pub fn with_lists_of(today: Date, lists_on: Date) -> Self {
        let in_force = COUNTRIES
            .iter()
            .filter(|country| country.is_in_force(lists_on));
        let mut countries: Vec<&Country> = in_force.collect();
        countries.sort_by(|a, b| a.name.cmp(&b.name));
        Self {
            today,
            lists_on,
            countries,
        }
    }

    /// The countries of a group that are in force on the day of the lists, by name.
    pub fn countries(&self, group: &str) -> Vec<&'static Country> {
        self.countries
            .iter()
            .copied()
            .filter(|country| country.group == group)
            .collect()
    }

    /// The country that somebody wrote, if it is in force on the day of the lists. Case, accents,
    /// spaces, points and a leading "the" don't matter.
    pub fn named(&self, written: &str) -> Option<&'static Country> {
        let written = folded(written);
        let is_it = |name: &String| folded(name) == written;
        let mut countries = self.countries.iter().copied();
        countries.find(|country| is_it(&country.name) || country.also.iter().any(is_it))
    }

    /// How a country stands on the day of the lists.
    pub fn standing(&self, code: &str) -> Standing {
        match self.countries.iter().find(|country| country.code == code) {
            None => Standing::NotAllowed,
            Some(country) => country
                .condition
                .as_deref()
                .map_or(Standing::Full, Standing::Partial),
        }
    }
}

impl Country {
    /// Whether the entry counts on this day.
    pub fn is_in_force(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// The letters of a name, for comparing.
fn folded(name: &str) -> String {
    let name = name.trim().to_lowercase();
    let name = name.strip_prefix("the ").unwrap_or(&name);
    let letters = name.nfd().filter(|letter| letter.is_alphanumeric());
    letters.collect()
}

/// The country with this code, in force or not.
pub fn country(code: &str) -> Option<&'static Country> {
    COUNTRIES.iter().find(|country| country.code == code)
}

/// The entries that cover a country only partly, whatever their dates, by name; each with a short code
/// of its own that stays: the code of the country in small letters, with a number from its second
/// condition on.
pub(crate) fn conditional_entries() -> impl Iterator<Item = (String, &'static Country)> {
    let mut entries: Vec<&Country> = COUNTRIES.iter().filter(|entry| entry.partial).collect();
    entries.sort_by_key(|entry| (&entry.name, entry.from));
    let mut last = ("", 0);
    entries.into_iter().map(move |entry| {
        let number = if last.0 == entry.code { last.1 + 1 } else { 1 };
        last = (&entry.code, number);
        let code = entry.code.to_lowercase();
        match number {
            1 => (code, entry),
            _ => (format!("{code}_{number}"), entry),
        }
    })
}

/// Every entry of the list, whatever its dates.
pub fn all_countries() -> &'static [Country] {
    &COUNTRIES
}

/// Whether a group was ever in the list.
pub(crate) fn is_group(group: &str) -> bool {
    COUNTRIES.iter().any(|country| country.group == group)
}

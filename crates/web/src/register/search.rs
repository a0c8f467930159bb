//! Find a PSN-compliant service.

use super::reader::Reader;
use super::words;
use crate::App;
use crate::furniture::Furniture;
use crate::reply::Reply;
use crate::signed_in::SignedIn;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use certificates::parse_number;
use domain::certificate::CertificateStatus;
use domain::when;
use govuk::{Button, Layout, Pagination, Select, TextInput};
use serde::Deserialize;
use service::certificates::{Wanted, search};
use store::certificates::Certificate;
use time::Date;

/// Services on one page.
const PAGE: usize = 20;
/// The most characters of a search that are kept.
const TEXT_MAX: usize = 100;
/// The most characters of a description in the list.
const EXCERPT_MAX: usize = 200;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    after: String,
}

#[derive(Template)]
#[template(path = "register/search.html")]
struct SearchPage {
    layout: Layout,
    text: TextInput,
    status: Select,
    button: Button,
    services: Vec<Listed>,
    /// Whether more certificates have the words than were looked at.
    is_cut: bool,
    pagination: Pagination,
    /// What was looked for, when it was.
    looked_for: String,
    is_filtered: bool,
}

struct Listed {
    slug: String,
    name: String,
    code: String,
    organisation: String,
    infrastructure: String,
    excerpt: String,
    status: String,
    /// That the connection certificate of its infrastructure ended early.
    connection: Option<String>,
}

/// The services that are looked for, in the order of their names.
pub async fn show(
    State(app): State<App>,
    person: Option<SignedIn>,
    furniture: Furniture,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Reply {
    let text: String = asked.q.trim().chars().take(TEXT_MAX).collect();
    let status = CertificateStatus::parse(&asked.status);
    let wanted = Wanted {
        text: text.clone(),
        status,
        after: parse_number(&asked.after).map(|number| number.to_string()),
    };
    let today = when::uk_date(app.clock.now());
    let found = search(&app.store, &wanted, today, PAGE).await?;
    let first = wanted.after.is_some().then(|| address(&text, status, None));
    let next = found.next.map(|after| address(&text, status, Some(&after)));
    let reader = Reader::of(person);
    let page = SearchPage {
        layout: reader
            .layout(&furniture)
            .title("Find a PSN-compliant service"),
        text: TextInput::new("q", "Search by service, supplier or certificate number").value(&text),
        status: status_select(status),
        button: Button::primary("Search"),
        is_cut: found.is_cut,
        services: found
            .services
            .into_iter()
            .map(|certificate| listed(certificate, today))
            .collect(),
        pagination: Pagination::new()
            .previous(first)
            .previous_label("Back to the first services")
            .next(next)
            .next_label("More services"),
        is_filtered: !text.is_empty() || status.is_some(),
        looked_for: text,
    };
    reader.answer(&headers, &page)
}

fn status_select(status: Option<CertificateStatus>) -> Select {
    Select::new("status", "Certificate")
        .option("", "Any")
        .option("valid", "Valid now")
        .option("expired", "Expired")
        .option("withdrawn", "Withdrawn")
        .chosen(status.map_or("", CertificateStatus::as_str))
}

/// The address of this search.
fn address(text: &str, status: Option<CertificateStatus>, after: Option<&str>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if !text.is_empty() {
        query.append_pair("q", text);
    }
    if let Some(status) = status {
        query.append_pair("status", status.as_str());
    }
    if let Some(after) = after {
        query.append_pair("after", after);
    }
    match query.finish() {
        query if query.is_empty() => "/register".to_owned(),
        query => format!("/register?{query}"),
    }
}

fn listed(certificate: Certificate, today: Date) -> Listed {
    Listed {
        status: words::status_words(certificate.validity, today),
        connection: words::connection_ended_in_short(&certificate, today),
        excerpt: excerpt(&certificate.description),
        slug: certificate.slug,
        name: certificate.service_name,
        code: certificate.service_code,
        organisation: certificate.organisation_name,
        infrastructure: certificate.infrastructure_name,
    }
}

/// The beginning of a description, whole words on one line.
fn excerpt(text: &str) -> String {
    let mut excerpt = String::new();
    for word in text.split_whitespace() {
        if excerpt.chars().count() + word.chars().count() > EXCERPT_MAX {
            // A first word that is too long is cut.
            if excerpt.is_empty() {
                excerpt = word.chars().take(EXCERPT_MAX).collect();
            }
            let end = excerpt.trim_end_matches(['.', ',', ';', ':']).len();
            excerpt.truncate(end);
            excerpt.push('…');
            break;
        }
        if !excerpt.is_empty() {
            excerpt.push(' ');
        }
        excerpt.push_str(word);
    }
    excerpt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_has_an_address() {
        assert_eq!(address("", None, None), "/register");
        assert_eq!(
            address(
                "a & b",
                Some(CertificateStatus::Valid),
                Some("PSNS-2026-0042-7")
            ),
            "/register?q=a+%26+b&status=valid&after=PSNS-2026-0042-7"
        );
    }

    #[test]
    fn an_excerpt_has_whole_words() {
        assert_eq!(excerpt("one\n two"), "one two");
        let long = excerpt(&"word ".repeat(100));
        assert!(
            long.chars().count() <= EXCERPT_MAX + 1 && long.ends_with("word…"),
            "{long}"
        );
        assert_eq!(excerpt(&"x".repeat(1000)).chars().count(), EXCERPT_MAX + 1);
    }
}

//! Both lists in tables: what names an infrastructure, and what its owner says.

use crate::host_services::{codes, lines, lines_to_owner};
use ::service::hosting::Held;
use askama::{Template, filters::HtmlSafe};
use domain::application::ApplicationState;
use domain::owner_request::OwnerRequestState;
use domain::when;
use govuk::{Column, Content, SummaryRow, Table, Tag, TagColour};
use store::hosting::{Elsewhere, Hosted, NamedByOwner};
use store::infrastructures::Infrastructure;
use time::{Date, OffsetDateTime};

/// Where a service leads in the first and in the last column; nothing where it leads nowhere.
pub struct Leads<'a> {
    /// To the owner's answer about a service code.
    pub answer: &'a dyn Fn(&str) -> Option<String>,
    /// To taking an agreement back.
    pub withdraw: &'a dyn Fn(&Hosted) -> Option<String>,
    /// Whether the owner reads it, and not the team.
    pub is_to_owner: bool,
}

impl Leads<'static> {
    /// A list that is only read.
    pub fn nowhere() -> Self {
        Self {
            answer: &|_| None,
            withdraw: &|_| None,
            is_to_owner: false,
        }
    }
}

/// Whose an infrastructure is, and its connection certificate.
pub fn facts(entry: &Infrastructure) -> [SummaryRow; 3] {
    [
        SummaryRow::new("Owner", &entry.owner_name),
        SummaryRow::new("Connection certificate", &entry.certificate_number),
        SummaryRow::new("Valid until", when::date(entry.valid_to)),
    ]
}

/// The services that name an infrastructure.
pub fn services(held: &Held, leads: &Leads<'_>) -> Table {
    Table::new("Services that name this infrastructure")
        .caption_visually_hidden()
        .column(Column::text("Service"))
        .column(Column::text("Supplier"))
        .column(Column::text("State"))
        .column(Column::text("Agreement"))
        .column(Column::text(if leads.is_to_owner {
            "You say"
        } else {
            "Owner says"
        }))
        .column(Column::text(if leads.is_to_owner {
            "Your services it uses"
        } else {
            "Owner’s services it uses"
        }))
        .row_headers()
        .rows(
            held.services
                .iter()
                .map(|service| row(held, service, leads)),
        )
}

fn row(held: &Held, service: &Hosted, leads: &Leads<'_>) -> Vec<Content> {
    let name = match &service.certified {
        Some(certified) => format!("{}\n{}", service.service_name, certified.code),
        None => service.service_name.clone(),
    };
    let agreement = agreement(service, held.now);
    let agreement = match (leads.withdraw)(service) {
        Some(path) => {
            let words = match service.taken_back_from {
                Some(_) => "Keep it",
                None => "Take it back",
            };
            let about = format!("(agreement about {})", service.service_name);
            below(agreement, Content::link_about(path, words, about))
        }
        None => agreement.into(),
    };
    vec![
        name.into(),
        service.supplier_name.clone().into(),
        state(service, when::uk_date(held.now)).into(),
        agreement,
        owner_says(service, leads),
        uses(held, service, leads.is_to_owner).into(),
    ]
}

/// The owner's services that a service names, each with whether the register has it as the owner's.
fn uses(held: &Held, service: &Hosted, is_to_owner: bool) -> String {
    if service.is_own {
        return "Its own infrastructure".to_owned();
    }
    let named = held.services_named_by(service);
    if named.is_empty() {
        return "None named".to_owned();
    }
    let differ = named.iter().filter(|named| !named.fits()).count();
    let fit = match differ {
        0 if is_to_owner => "All are yours".to_owned(),
        0 => "All are the owner’s".to_owned(),
        _ => format!("{differ} of {}: the lists differ", named.len()),
    };
    let named = if is_to_owner {
        lines_to_owner(named)
    } else {
        lines(named)
    };
    format!("{named}\n{fit}")
}

fn state(service: &Hosted, today: Date) -> String {
    let certified = service.certified.as_ref();
    let until = certified.map(|one| one.valid_to);
    match &service.renews {
        Some((number, until)) if service.application == ApplicationState::Draft => format!(
            "Renewal of {number} in preparation\n{number} is valid until {}",
            when::short_date(*until)
        ),
        Some((number, until)) => format!(
            "Renewal of {number} applied for\n{number} is valid until {}",
            when::short_date(*until)
        ),
        None => state_of(until, service.application, today),
    }
}

fn state_of(until: Option<Date>, application: ApplicationState, today: Date) -> String {
    match until {
        Some(day) if day < today => format!(
            "Certificate ended on {}, and counts while its renewal is open",
            when::short_date(day)
        ),
        Some(day) => format!("Certified until {}", when::short_date(day)),
        None if application == ApplicationState::Draft => "Being applied for".to_owned(),
        None => "Applied for".to_owned(),
    }
}

fn agreement(service: &Hosted, now: OffsetDateTime) -> String {
    if let Some(day) = service.ended_on {
        return format!("Ended on {}, as agreed", when::short_date(day));
    }
    if let Some(last_day) = service.taken_back_from.and_then(Date::previous_day) {
        let by = service.taken_back_by.as_deref().unwrap_or_default();
        let last_day = when::short_date(last_day);
        return format!("Counts until {last_day}, taken back by {by}");
    }
    let since = when::relative(service.since, now);
    if let Some(name) = &service.taken_back_by {
        return format!("Taken back by {name}, {since}");
    }
    let how = match service.agreement {
        OwnerRequestState::Agreed if service.is_own => "Supplier’s own",
        OwnerRequestState::Agreed if service.is_standing => "Agreed by standing agreement",
        other => other.title(),
    };
    match service.agreed_until {
        Some(day) => format!("{how}, {since}\nUntil {}", when::short_date(day)),
        None => format!("{how}, {since}"),
    }
}

fn owner_says(service: &Hosted, leads: &Leads<'_>) -> Content {
    let Some(certified) = &service.certified else {
        return match service.renews {
            Some(_) => "Asked of the service, not of its renewal".into(),
            None => "Asked once it is certified".into(),
        };
    };
    let words = match &service.says {
        None => "Not answered",
        Some(says) if says.runs_here => "Runs here",
        Some(_) => "Does not run here: the lists differ",
    };
    let code = certified.code.as_str();
    match (leads.answer)(code) {
        Some(path) => below(
            words.to_owned(),
            Content::link_about(path, "Answer", format!("about {code}")),
        ),
        None => words.into(),
    }
}

/// Words, and a link that says what it does below them.
#[derive(Template)]
#[template(path = "hosting/_words_and_link.html")]
struct WordsAndLink {
    words: String,
    link: Content,
}

impl HtmlSafe for WordsAndLink {}

fn below(words: String, link: Content) -> Content {
    Content::of(&WordsAndLink { words, link })
}

/// Services on other infrastructure that use a service which runs on this one.
pub fn elsewhere(elsewhere: &[Elsewhere], today: Date) -> Table {
    let row = |one: &Elsewhere| {
        let (name, certified) = match &one.certified {
            Some((code, day)) => (format!("{}\n{code}", one.service_name), Some(*day)),
            None => (one.service_name.clone(), None),
        };
        [
            name,
            one.supplier_name.clone(),
            state_of(certified, one.application, today),
            one.infrastructure_name.clone(),
            codes(&one.uses),
        ]
        .map(Content::from)
        .into()
    };
    Table::new("Services elsewhere that use a service that runs here")
        .caption_visually_hidden()
        .column(Column::text("Service"))
        .column(Column::text("Supplier"))
        .column(Column::text("State"))
        .column(Column::text("Runs on"))
        .column(Column::text("Uses"))
        .row_headers()
        .rows(elsewhere.iter().map(row))
}

/// The services that only the owner names.
pub fn named(named: &[NamedByOwner], answer: &dyn Fn(&str) -> Option<String>) -> Table {
    let row = |one: &NamedByOwner| {
        let registered = match &one.registered {
            Some((service, supplier, place)) => {
                format!("{service} of {supplier}. Its certificate names {place}")
            }
            None => "The register has no certificate with this code today".to_owned(),
        };
        let code = one.code.as_str();
        let first = match answer(code) {
            Some(path) => Content::link(path, code),
            None => code.into(),
        };
        let said = format!(
            "{}, {}",
            one.says.by_name,
            when::short_date(when::uk_date(one.says.at))
        );
        vec![
            first,
            registered.into(),
            said.into(),
            Content::of(&Tag::new("Lists differ", TagColour::Yellow)),
        ]
    };
    Table::new("Services that only the owner names")
        .caption_visually_hidden()
        .column(Column::words("Code"))
        .column(Column::text("In the register"))
        .column(Column::text("Named by"))
        .column(Column::text("Comparison"))
        .row_headers()
        .rows(named.iter().map(row))
}

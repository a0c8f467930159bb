//! The demonstration's register of PSN-compliant infrastructure.

use domain::id::InfrastructureId;
use store::founding::Infrastructure;
use time::{Date, Duration};

/// Who answers for an infrastructure when suppliers ask.
#[derive(Debug, Clone, Copy)]
pub struct Contact {
    /// Full name.
    pub name: &'static str,
    /// Job title.
    pub job_title: &'static str,
    /// E-mail address.
    pub email: &'static str,
}

/// An entry of the register.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The infrastructure's name.
    pub name: &'static str,
    /// The organisation that holds the connection certificate.
    pub owner: &'static str,
    /// The certificate's number.
    pub number: &'static str,
    /// Days from today to its last day.
    days: i64,
    /// Who answers.
    pub contact: Contact,
}

const fn contact(name: &'static str, job_title: &'static str, email: &'static str) -> Contact {
    Contact {
        name,
        job_title,
        email,
    }
}

const fn entry(
    name: &'static str,
    owner: &'static str,
    number: &'static str,
    days: i64,
    contact: Contact,
) -> Entry {
    Entry {
        name,
        owner,
        number,
        days,
        contact,
    }
}

const HARBOUR: Contact = contact(
    "Graham Whitlock",
    "Head of public sector platforms",
    "graham.whitlock@harbour.example",
);
const FABRIKAM: Contact = contact(
    "Leon Fraser",
    "Duty operations manager",
    "duty.operations@fabrikam.example",
);
const PROSEWARE: Contact = contact(
    "Anita Desmond",
    "Hosting director",
    "anita.desmond@proseware.example",
);

/// Every entry: one has expired, and several end within 12 months.
pub const ENTRIES: [Entry; 12] = [
    entry(
        "Harbour PSN Zone",
        "Harbour Hosting plc",
        "PSN-CN-2231",
        400,
        HARBOUR,
    ),
    entry(
        "Harbour PSN Zone North",
        "Harbour Hosting plc",
        "PSN-CN-2232",
        430,
        HARBOUR,
    ),
    entry(
        "Harbour Recovery Site",
        "Harbour Hosting plc",
        "PSN-CN-2233",
        300,
        HARBOUR,
    ),
    entry(
        "Fabrikam Assured Network",
        "Fabrikam Communications Limited",
        "PSN-CN-1874",
        500,
        FABRIKAM,
    ),
    entry(
        "Severn Shared Services Network",
        "Severn Shared Services",
        "PSN-CN-1409",
        45,
        contact(
            "Mark Ellery",
            "Network manager",
            "mark.ellery@severn-shared.example",
        ),
    ),
    entry(
        "Aldermere Corporate Network",
        "Aldermere Borough Council",
        "PSN-CN-0986",
        610,
        contact(
            "Shazia Malik",
            "Head of ICT",
            "shazia.malik@aldermere.example",
        ),
    ),
    entry(
        "Proseware Secure Hall One",
        "Proseware Data Centres Limited",
        "PSN-CN-2107",
        710,
        PROSEWARE,
    ),
    entry(
        "Proseware Secure Hall Two",
        "Proseware Data Centres Limited",
        "PSN-CN-2108",
        480,
        PROSEWARE,
    ),
    entry(
        "Wingtip Public Sector Cloud",
        "Wingtip Networks Limited",
        "PSN-CN-2340",
        555,
        contact(
            "Roisin Kane",
            "Service assurance lead",
            "roisin.kane@wingtip.example",
        ),
    ),
    entry(
        "Woodgrove Hosted Desktop Platform",
        "Woodgrove Managed Hosting Limited",
        "PSN-CN-1760",
        120,
        contact(
            "Victor Amos",
            "Compliance manager",
            "victor.amos@woodgrove.example",
        ),
    ),
    entry(
        "Humber and Wold Shared Network",
        "Humber and Wold Shared Services",
        "PSN-CN-1188",
        -20,
        contact(
            "Elaine Boyd",
            "ICT manager",
            "elaine.boyd@humber-wold.example",
        ),
    ),
    entry(
        "Tailspin Assured Region",
        "Tailspin Cloud Limited",
        "PSN-CN-2415",
        660,
        contact(
            "Jerome Blake",
            "Public sector manager",
            "jerome.blake@tailspin.example",
        ),
    ),
];

/// The entry of this name.
pub fn find(name: &str) -> Option<&'static Entry> {
    ENTRIES.iter().find(|entry| entry.name == name)
}

impl Entry {
    /// The last day of its connection certificate.
    pub fn valid_to(&self, today: Date) -> Date {
        today.saturating_add(Duration::days(self.days))
    }

    /// As the database begins with it.
    pub fn founded(&self, today: Date) -> Infrastructure {
        Infrastructure {
            id: InfrastructureId::new(),
            name: self.name.to_owned(),
            owner_name: self.owner.to_owned(),
            certificate_number: self.number.to_owned(),
            valid_to: self.valid_to(today),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_certificates_end_soon_and_one_has_ended() {
        let days = |range: std::ops::Range<i64>| {
            ENTRIES
                .iter()
                .filter(|entry| range.contains(&entry.days))
                .count()
        };
        assert_eq!(days(-365..0), 1);
        assert!(days(0..365) >= 3);
        assert!(ENTRIES.iter().all(|entry| find(entry.name).is_some()));
    }
}

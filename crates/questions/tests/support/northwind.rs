//! The complete application of Northwind Mapping, as stored answers on 21 November 2026.

use questions::{Answers, Values};

use crate::support::values;

type Row = (&'static str, i16, &'static [(&'static str, &'static str)]);

/// Every page that Northwind answers.
pub fn northwind() -> Answers {
    let mut answers = Answers::new();
    for (page, item, pairs) in SERVICE.iter().chain(CONTACTS).chain(SECURITY) {
        answers.insert(*page, *item, values(pairs));
    }
    for (principle, questions) in PRINCIPLES {
        let mut assured = Values::new();
        for question in *questions {
            let value = if *question == "8a" {
                "another_way"
            } else {
                "as_expected"
            };
            assured.insert(format!("assurance_{question}"), vec![value.to_owned()]);
        }
        if *principle == 8 {
            let text = "Our internal auditor checks it; no independent validation yet.";
            assured.insert("assurance_8a_other".to_owned(), vec![text.to_owned()]);
        }
        answers.insert(format!("security/{principle}/assurance"), 0, assured);
    }
    answers
}

/// The principles with their questions.
pub const PRINCIPLES: &[(u8, &[&str])] = &[
    (1, &["1a", "1b"]),
    (2, &["2a", "2b", "2c", "2d"]),
    (3, &["3a", "3b", "3c", "3d"]),
    (4, &["4a"]),
    (5, &["5a", "5b", "5c", "5d"]),
    (6, &["6a"]),
    (7, &["7a", "7b", "7c"]),
    (8, &["8a"]),
    (9, &["9a", "9b"]),
    (10, &["10a"]),
    (11, &["11a"]),
    (12, &["12a"]),
    (14, &["14a"]),
];

const SERVICE: &[Row] = &[
    ("organisation/type", 0, &[("type", "company")]),
    (
        "organisation/name-and-number",
        0,
        &[
            ("name", "Northwind Mapping Limited"),
            ("company_number", "4718293"),
        ],
    ),
    (
        "organisation/address",
        0,
        &[
            ("line_1", "Unit 6, The Maltings"),
            ("line_2", "Mill Lane"),
            ("town", "Ludlow"),
            ("postcode", "sy81zz"),
        ],
    ),
    (
        "point-of-contact",
        0,
        &[
            ("name", "Priya Raman"),
            ("job_title", "Compliance manager"),
            ("email", "priya.raman@northwind.example"),
            ("phone", "01632 960 114"),
        ],
    ),
    ("service-name", 0, &[("name", "Northwind Gazetteer")]),
    ("infrastructure/who", 0, &[("who", "another")]),
    (
        "infrastructure/find",
        0,
        &[("infrastructure", "not_listed")],
    ),
    (
        "infrastructure/details",
        0,
        &[
            ("name", "Harbour PSN Zone"),
            ("certificate_number", "PSN-CN-2231"),
            ("certificate_expires", "2027-09-17"),
            ("owner", "Harbour Hosting plc"),
        ],
    ),
    (
        "infrastructure/agreement",
        0,
        &[("terms_final", "yes"), ("terms_final_on", "2026-11-01")],
    ),
    (
        "infrastructure/owner-contact",
        0,
        &[
            ("name", "Graham Whitlock"),
            ("job_title", "Head of Public Sector Platforms"),
            ("email", "graham.whitlock@harbour.example"),
        ],
    ),
    ("additional-infrastructure", 0, &[("any", "yes")]),
    (
        "additional-infrastructure/n",
        1,
        &[
            ("kind", "virtual"),
            ("name", "Gazetteer application servers"),
            ("where_hosted", "Harbour PSN Zone, Slough"),
            ("what_runs", "Debian Linux, nginx, our own application"),
            ("who_manages", "Northwind platform team"),
        ],
    ),
    (
        "additional-infrastructure/n/health-check",
        1,
        &[
            ("done", "yes"),
            ("date", "2026-08-18"),
            ("tester", "Redcastle Assurance (CHECK)"),
            (
                "scope",
                "The five virtual machines and their firewall rules, inside and outside",
            ),
            ("findings_fixed", "all_fixed"),
        ],
    ),
    (
        "description-for-users",
        0,
        &[(
            "description",
            "A national address and street gazetteer for councils and blue-light services. Staff \
             look up an address, a property or a street segment by text, reference number or map, \
             and other systems can ask for the same data through an interface. Updates from local \
             custodians arrive every night.",
        )],
    ),
    (
        "description-for-assessors",
        0,
        &[
            (
                "how_it_works",
                "Three application servers and a pair of PostgreSQL databases run as virtual \
                 machines in the hosting provider's PSN zone.",
            ),
            (
                "information",
                "Address and property data at OFFICIAL. No personal names.",
            ),
            (
                "users",
                "About 4,200 named users in 61 councils and 5 fire and rescue services.",
            ),
            (
                "risks",
                "Wrong or late data could send a crew to the wrong place.",
            ),
        ],
    ),
    ("connections", 0, &[("any", "yes")]),
    (
        "connections/n",
        1,
        &[
            ("name", "Custodian update drop server"),
            ("kind", "internet"),
            ("direction", "in"),
            (
                "what_passes",
                "Signed update files from local custodians, once a night",
            ),
        ],
    ),
    (
        "connections/n/security",
        1,
        &[
            ("technical_controls", "firewall"),
            ("technical_controls", "protocol_break"),
            ("technical_controls", "malware_scan"),
            ("technical_controls", "mutual_tls"),
            ("business_practices", "change_control"),
            ("business_practices", "access_review"),
            (
                "how_secured",
                "Files arrive on a server outside the zone by SFTP from listed addresses. Nothing \
                 outside can open a connection into the zone.",
            ),
        ],
    ),
];

const CONTACTS: &[Row] = &[
    (
        "contacts/service-desk",
        0,
        &[
            ("name", "Gazetteer service desk"),
            ("phone", "01632 960 120"),
            ("email", "desk@northwind.example"),
            ("hours", "Monday to Friday, 8am to 6pm"),
            ("out_of_hours_phone", "07700 900 431"),
        ],
    ),
    (
        "contacts/escalation/n",
        1,
        &[
            ("role", "Service manager"),
            ("name", "Sian Bevan"),
            ("phone", "01632 960 121"),
            ("email", "sian.bevan@northwind.example"),
        ],
    ),
    (
        "contacts/escalation/n",
        2,
        &[
            ("role", "Operations director"),
            ("name", "Martin Hale"),
            ("phone", "01632 960 122"),
            ("email", "martin.hale@northwind.example"),
        ],
    ),
    (
        "contacts/security-manager",
        0,
        &[
            ("name", "Amara Osei"),
            ("phone", "07700 900 218"),
            ("email", "amara.osei@northwind.example"),
        ],
    ),
    ("documents", 0, &[]),
];

include!("northwind_security.rs");

//! The demonstration's organisations, people and infrastructure.

use super::register::ENTRIES;
use super::{Account, SeedError};
use domain::email::EmailAddress;
use domain::id::{OrganisationId, UserId};
use domain::organisation::OrganisationKind;
use domain::role::{OrganisationRole, TeamRole};
use password_policy::Policy;
use service::factors::{self, Secret};
use std::collections::HashMap;
use store::accounts::NO_PASSWORD;
use store::founding::{Founding, Organisation, Person};
use time::Date;
use web::App;

/// What a person of the demonstration is.
enum Place {
    Member(&'static str, OrganisationRole),
    Team(TeamRole),
}

const NORTHWIND: &str = "Northwind Mapping Limited";
const FABRIKAM: &str = "Fabrikam Communications Limited";
const HARBOUR: &str = "Harbour Hosting plc";
const LITWARE: &str = "Litware Case Systems Limited";
const ALDERMERE: &str = "Aldermere Borough Council";

/// Key, which is also the left side of the address; name; place.
const PEOPLE: [(&str, &str, Place); 12] = [
    (
        "northwind-admin",
        "Amara Whitfield",
        Place::Member(NORTHWIND, OrganisationRole::Administrator),
    ),
    (
        "northwind-editor",
        "Tom Okafor",
        Place::Member(NORTHWIND, OrganisationRole::Editor),
    ),
    (
        "northwind-viewer",
        "Bronwen Rees",
        Place::Member(NORTHWIND, OrganisationRole::Viewer),
    ),
    (
        "fabrikam-admin",
        "Yusuf Demir",
        Place::Member(FABRIKAM, OrganisationRole::Administrator),
    ),
    (
        "fabrikam-editor",
        "Grace Lindqvist",
        Place::Member(FABRIKAM, OrganisationRole::Editor),
    ),
    (
        "host-admin",
        "Morag Sinclair",
        Place::Member(HARBOUR, OrganisationRole::Administrator),
    ),
    (
        "assessor-1",
        "Eleanor Voss",
        Place::Team(TeamRole::Assessor),
    ),
    (
        "assessor-2",
        "Daniel Achebe",
        Place::Team(TeamRole::Assessor),
    ),
    ("lead-1", "Ruth Pemberton", Place::Team(TeamRole::Lead)),
    ("lead-2", "Iain Galbraith", Place::Team(TeamRole::Lead)),
    (
        "service-admin",
        "Sofia Marques",
        Place::Team(TeamRole::ServiceAdministrator),
    ),
    ("auditor", "Gareth Pryce", Place::Team(TeamRole::Auditor)),
];

/// People without a password, who can't sign in: key, name, address, place.
const OTHERS: [(&str, &str, &str, Place); 4] = [
    (
        "litware-admin",
        "Nadia Karim",
        "nadia.karim@litware.example",
        Place::Member(LITWARE, OrganisationRole::Administrator),
    ),
    (
        "litware-editor",
        "Callum Reid",
        "callum.reid@litware.example",
        Place::Member(LITWARE, OrganisationRole::Editor),
    ),
    (
        "aldermere-admin",
        "Peter Lunt",
        "peter.lunt@aldermere.example",
        Place::Member(ALDERMERE, OrganisationRole::Administrator),
    ),
    (
        "aldermere-editor",
        "Shazia Malik",
        "shazia.malik@aldermere.example",
        Place::Member(ALDERMERE, OrganisationRole::Editor),
    ),
];

/// Name, e-mail domain, Companies House number (none for a council), address.
const ORGANISATIONS: [(&str, &str, Option<&str>, &str); 5] = [
    (
        NORTHWIND,
        "northwind.example",
        Some("09123401"),
        "Unit 6, The Maltings\nMill Lane\nLudlow\nSY8 1ZZ",
    ),
    (
        FABRIKAM,
        "fabrikam.example",
        Some("09123402"),
        "14 Canal Street\nManchester\nM1 3ZZ",
    ),
    (
        HARBOUR,
        "harbour.example",
        Some("09123403"),
        "Quay House\nHarbour Road\nPlymouth\nPL1 3ZZ",
    ),
    (
        LITWARE,
        "litware.example",
        Some("09123404"),
        "3 Foundry Row\nBristol\nBS1 4ZZ",
    ),
    (
        ALDERMERE,
        "aldermere.example",
        None,
        "Council Offices\nCastle Street\nAldermere\nCA99 9ZZ",
    ),
];

/// Everything that the demonstration begins with on a day, and the accounts with their passwords.
pub async fn founding(app: &App, today: Date) -> Result<(Founding, Vec<Account>), SeedError> {
    let organisations: Vec<Organisation> = ORGANISATIONS.into_iter().map(organisation).collect();
    let passwords = Policy::default().suggest(PEOPLE.len())?;
    let mut people = Vec::new();
    let mut accounts = Vec::new();
    for ((key, name, place), password) in PEOPLE.into_iter().zip(passwords) {
        let mut account = account(key, &place, password.clone());
        let hash = app.passwords.hash(password.clone()).await?;
        let tag = app.passwords.tags(password).await?.current();
        let mut found = person(name, &account.email, &place, hash, &organisations);
        if let Some(person) = &mut found {
            let sealed = app.passwords.seal_tags(person.id, &[tag]);
            person.password_tags = Some((tag.number(), sealed));
            if let Place::Team(_) = place {
                let secret = Secret::generate();
                let sealed = factors::seal(&app.session_key, person.id, &secret);
                person.sealed_authenticator = Some(sealed);
                account.totp_secret = Some(secret.typed());
            }
        }
        people.extend(found);
        accounts.push(account);
    }
    for (_, name, email, place) in OTHERS {
        let hash = NO_PASSWORD.to_owned();
        people.extend(person(name, email, &place, hash, &organisations));
    }
    let founding = Founding {
        people,
        infrastructures: ENTRIES.iter().map(|entry| entry.founded(today)).collect(),
        organisations,
    };
    Ok((founding, accounts))
}

/// The people by their keys.
pub fn keys(founding: &Founding) -> HashMap<&'static str, UserId> {
    let accounts = PEOPLE
        .into_iter()
        .map(|(key, name, _)| (key, name))
        .chain(OTHERS.into_iter().map(|(key, name, ..)| (key, name)));
    accounts
        .filter_map(|(key, name)| {
            let person = founding.people.iter().find(|person| person.name == name)?;
            Some((key, person.id))
        })
        .collect()
}

fn person(
    name: &str,
    email: &str,
    place: &Place,
    password_hash: String,
    organisations: &[Organisation],
) -> Option<Person> {
    Some(Person {
        id: UserId::new(),
        email: EmailAddress::parse(email).ok()?,
        name: name.to_owned(),
        password_hash,
        password_tags: None,
        sealed_authenticator: None,
        team_role: place.team_role(),
        place: place.membership(organisations),
    })
}

impl Place {
    fn team_role(&self) -> Option<TeamRole> {
        match self {
            Self::Team(role) => Some(*role),
            Self::Member(..) => None,
        }
    }

    fn membership(
        &self,
        organisations: &[Organisation],
    ) -> Option<(OrganisationId, OrganisationRole)> {
        let Self::Member(name, role) = self else {
            return None;
        };
        let organisation = organisations.iter().find(|other| other.name == *name)?;
        Some((organisation.id, *role))
    }
}

fn account(key: &'static str, place: &Place, password: String) -> Account {
    let (domain, organisation, role) = match place {
        Place::Team(role) => ("psn-team.example", None, role.as_str()),
        Place::Member(name, role) => {
            let domain = ORGANISATIONS
                .iter()
                .find(|(other, ..)| other == name)
                .map_or("psn-cop.example", |(_, domain, ..)| domain);
            (domain, Some((*name).to_owned()), role.as_str())
        }
    };
    Account {
        key,
        email: format!("{key}@{domain}"),
        password,
        totp_secret: None,
        organisation,
        roles: vec![role],
    }
}

fn organisation((name, _, number, address): (&str, &str, Option<&str>, &str)) -> Organisation {
    Organisation {
        id: OrganisationId::new(),
        name: name.to_owned(),
        kind: match number {
            Some(_) => OrganisationKind::Company,
            None => OrganisationKind::LocalAuthority,
        },
        registration: number.map(|number| ("companies_house".to_owned(), number.to_owned())),
        address: address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_accounts_are_those_of_the_contract() {
        let accounts: Vec<Account> = PEOPLE
            .iter()
            .map(|(key, _, place)| account(key, place, String::new()))
            .collect();
        let emails: BTreeSet<&str> = accounts.iter().map(|a| a.email.as_str()).collect();
        assert_eq!(emails.len(), 12);
        assert!(emails.contains("host-admin@harbour.example"));
        assert!(
            accounts
                .iter()
                .all(|a| EmailAddress::parse(&a.email).is_ok())
        );
        let host = accounts.iter().find(|a| a.key == "host-admin").unwrap();
        assert_eq!(host.organisation.as_deref(), Some("Harbour Hosting plc"));
        assert_eq!(host.roles, ["administrator"]);
    }
}

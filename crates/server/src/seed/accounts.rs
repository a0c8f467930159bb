//! The demonstration's organisations, people and infrastructure.

use super::{Account, SeedError};
use domain::email::EmailAddress;
use domain::id::{InfrastructureId, OrganisationId, UserId};
use domain::organisation::OrganisationKind;
use domain::role::{OrganisationRole, TeamRole};
use domain::when;
use password_policy::Policy;
use store::founding::{Founding, Infrastructure, Organisation, Person};
use time::{Date, Duration};
use web::App;

/// What a person of the demonstration is.
enum Place {
    Member(&'static str, OrganisationRole),
    Team(TeamRole),
}

const NORTHWIND: &str = "Northwind Mapping Limited";
const FABRIKAM: &str = "Fabrikam Communications Limited";
const HARBOUR: &str = "Harbour Hosting plc";

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
    ("assessor-1", "Helen Marsh", Place::Team(TeamRole::Assessor)),
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

/// Name, e-mail domain, Companies House number, address.
const ORGANISATIONS: [(&str, &str, &str, &str); 3] = [
    (
        NORTHWIND,
        "northwind.example",
        "09123401",
        "Unit 6, The Maltings\nMill Lane\nLudlow\nSY8 1ZZ",
    ),
    (
        FABRIKAM,
        "fabrikam.example",
        "09123402",
        "14 Canal Street\nManchester\nM1 3ZZ",
    ),
    (
        HARBOUR,
        "harbour.example",
        "09123403",
        "Quay House\nHarbour Road\nPlymouth\nPL1 3ZZ",
    ),
];

/// Name, owner, number of the connection certificate, days that it lasts from now.
const INFRASTRUCTURES: [(&str, &str, &str, i64); 4] = [
    ("Harbour PSN Zone", HARBOUR, "PSN-CN-2231", 300),
    ("Harbour PSN Zone North", HARBOUR, "PSN-CN-2232", 420),
    ("Fabrikam Assured Network", FABRIKAM, "PSN-CN-1874", 500),
    (
        "Severn Shared Services Network",
        "Severn Shared Services",
        "PSN-CN-1409",
        45,
    ),
];

/// Everything that the demonstration begins with, and the accounts with their passwords.
pub async fn founding(app: &App) -> Result<(Founding, Vec<Account>), SeedError> {
    let organisations: Vec<Organisation> = ORGANISATIONS.into_iter().map(organisation).collect();
    let passwords = Policy::default().suggest(PEOPLE.len())?;
    let mut people = Vec::new();
    let mut accounts = Vec::new();
    for ((key, name, place), password) in PEOPLE.into_iter().zip(passwords) {
        let account = account(key, &place, password.clone());
        let Ok(email) = EmailAddress::parse(&account.email) else {
            continue;
        };
        people.push(Person {
            id: UserId::new(),
            email,
            name: name.to_owned(),
            password_hash: app.passwords.hash(password).await?,
            team_role: place.team_role(),
            place: place.membership(&organisations),
        });
        accounts.push(account);
    }
    let today = when::uk_date(app.clock.now());
    let founding = Founding {
        people,
        infrastructures: INFRASTRUCTURES
            .into_iter()
            .map(|entry| infrastructure(today, entry))
            .collect(),
        organisations,
    };
    Ok((founding, accounts))
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

fn organisation((name, _, number, address): (&str, &str, &str, &str)) -> Organisation {
    Organisation {
        id: OrganisationId::new(),
        name: name.to_owned(),
        kind: OrganisationKind::Company,
        registration: Some(("companies_house".to_owned(), number.to_owned())),
        address: address.to_owned(),
    }
}

fn infrastructure(
    today: Date,
    (name, owner, number, days): (&str, &str, &str, i64),
) -> Infrastructure {
    Infrastructure {
        id: InfrastructureId::new(),
        name: name.to_owned(),
        owner_name: owner.to_owned(),
        certificate_number: number.to_owned(),
        valid_to: today.saturating_add(Duration::days(days)),
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

//! Starting an application, with what is known of the organisation as a starting point.

use super::reference_on;
use audit::{Event, Kind};
use domain::id::{ApplicationId, OrganisationId, RequestKey};
use domain::organisation::OrganisationKind;
use domain::origin::{Origin, OriginKind};
use domain::owner_request::Whose;
use domain::reference::ApplicationReference;
use policy::organisation::StartApplication;
use policy::{Actor, Denied, authorise};
use questions::{Answers, QuestionSet, Values, uk_postcode};
use store::answers::First;
use store::applications::{Founder, NewApplication};
use store::{Context, Store, StoreError};

/// Why an application could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Not this person.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such organisation.
    #[error("no such organisation")]
    NotFound,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Starts an application. The same key again leads to the application that it made. `whose` is whose
/// infrastructure the service will run on, where that is said at the start.
pub async fn start(
    store: &Store,
    actor: &Actor,
    organisation: OrganisationId,
    set: &'static QuestionSet,
    whose: Option<Whose>,
    key: RequestKey,
) -> Result<ApplicationReference, StartError> {
    let permit = authorise::<StartApplication>(actor, organisation)?;
    let mut tx = store.write(Context::of(actor)).await?;
    if let Some(reference) = store::applications::find_by_request(&mut tx, key).await? {
        return Ok(reference);
    }
    let founder = store::applications::find_founder(&mut tx, organisation).await?;
    let founder = founder.ok_or(StartError::NotFound)?;
    let id = ApplicationId::new();
    let reference = ApplicationReference::generate();
    let new = NewApplication {
        id,
        reference: &reference,
        organisation_name: &founder.name,
        set: (&set.id, &set.version, &set.hash),
        request_key: key,
    };
    if let Err(error) = store::applications::add(&mut tx, &permit, &new).await {
        drop(tx);
        return made_meanwhile(store, actor, key, error).await;
    }
    let today = reference_on(tx.now());
    let answers = starting_point(set, &founder, actor, whose);
    for (place, values) in answers.iter() {
        let page = set.page(&place.page).map(|(_, page)| page);
        let page = page.map(|page| page.as_asked(&answers, place.item));
        let Some(checked) = page.map(|page| page.check(values, &today)) else {
            continue;
        };
        let first = First {
            place,
            values: &checked.values,
            is_complete: checked.is_ok(),
            origin: &Origin::of(OriginKind::Started),
        };
        store::answers::add(&mut tx, &permit, id, &actor.name, &first).await?;
    }
    let event = Event::new(Kind::ApplicationStarted)
        .organisation(organisation)
        .application(id)
        .with("set", format!("{} {}", set.id, set.version));
    tx.commit(&event).await?;
    Ok(reference)
}

/// The same form was sent twice at once: the other one made the application.
async fn made_meanwhile(
    store: &Store,
    actor: &Actor,
    key: RequestKey,
    error: StoreError,
) -> Result<ApplicationReference, StartError> {
    if error.constraint() != Some("applications_request_key_key") {
        return Err(error.into());
    }
    let mut tx = store.read(Context::of(actor)).await?;
    let made = store::applications::find_by_request(&mut tx, key).await?;
    made.ok_or(StartError::Store(error))
}

/// What is known already, at the places where the set asks for it.
fn starting_point(
    set: &QuestionSet,
    founder: &Founder,
    actor: &Actor,
    whose: Option<Whose>,
) -> Answers {
    let mut facts = vec![
        ("organisation_name", founder.name.clone()),
        ("point_of_contact_name", actor.name.clone()),
        ("point_of_contact_email", actor.email.clone()),
    ];
    if let Some(choice) = kind_choice(set, founder.kind) {
        facts.push(("organisation_type", choice));
    }
    facts.extend(whose.map(|whose| ("infrastructure_whose", whose.as_str().to_owned())));
    facts.extend(registration(founder));
    facts.extend(address(&founder.address));
    let mut answers = Answers::new();
    for (fact, value) in facts {
        if let Some(place) = set.place_of_fact(fact).filter(|_| !value.is_empty()) {
            let mut values: Values = answers.remove(&place.page, 0).unwrap_or_default();
            values.insert(place.field.clone(), vec![value]);
            answers.insert(place.page.clone(), 0, values);
        }
    }
    answers
}

/// The choice of the set that stands for this kind: the same name, or one that ends with it.
fn kind_choice(set: &QuestionSet, kind: OrganisationKind) -> Option<String> {
    let place = set.place_of_fact("organisation_type")?;
    let choices = set.page(&place.page)?.1.field(&place.field)?.choices();
    let name = kind.as_str();
    let same = choices.iter().find(|choice| choice.value == name);
    let alike = choices.iter().find(|choice| choice.value.ends_with(name));
    same.or(alike).map(|choice| choice.value.clone())
}

/// The registration number, where the kind of organisation has it.
fn registration(founder: &Founder) -> Vec<(&'static str, String)> {
    let Some(number) = founder.registration_number.clone() else {
        return Vec::new();
    };
    let register = founder.register.clone().unwrap_or_default();
    match founder.kind {
        OrganisationKind::Company => vec![("organisation_company_number", number)],
        OrganisationKind::Charity => {
            let place = ["scotland", "northern_ireland"].into_iter();
            let place = place
                .filter(|place| register.to_lowercase().replace(' ', "_").contains(place))
                .chain(["england_and_wales"])
                .next();
            vec![
                (
                    "organisation_charity_register",
                    place.unwrap_or_default().to_owned(),
                ),
                ("organisation_charity_number", number),
            ]
        }
        OrganisationKind::PublicBody => vec![("organisation_registration_number", number)],
        OrganisationKind::Other => vec![
            ("organisation_registration_number", number),
            ("organisation_register", register),
        ],
        OrganisationKind::CentralGovernment | OrganisationKind::LocalAuthority => Vec::new(),
    }
}

/// The lines of an address: the first, the town before the postcode, and the rest between.
fn address(text: &str) -> Vec<(&'static str, String)> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut lines: Vec<&str> = lines.collect();
    let mut facts = Vec::new();
    if let Some(postcode) = lines.last().and_then(|line| uk_postcode(line)) {
        lines.pop();
        facts.push(("organisation_address_postcode", postcode));
    }
    if lines.len() > 1
        && let Some(town) = lines.pop()
    {
        facts.push(("organisation_address_town", town.to_owned()));
    }
    if let Some((first, rest)) = lines.split_first() {
        facts.push(("organisation_address_line_1", (*first).to_owned()));
        facts.push(("organisation_address_line_2", rest.join(", ")));
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_laid_out_by_its_postcode() {
        let facts = address("Unit 6, The Maltings\nMill Lane\nLudlow\nsy8 1zz\n");
        let of = |name: &str| {
            facts
                .iter()
                .find(|(fact, _)| *fact == name)
                .map(|(_, v)| v.as_str())
        };
        assert_eq!(
            of("organisation_address_line_1"),
            Some("Unit 6, The Maltings")
        );
        assert_eq!(of("organisation_address_line_2"), Some("Mill Lane"));
        assert_eq!(of("organisation_address_town"), Some("Ludlow"));
        assert_eq!(of("organisation_address_postcode"), Some("SY8 1ZZ"));
    }

    #[test]
    fn every_kind_of_organisation_has_its_choice() {
        for set in questions::sets() {
            for kind in OrganisationKind::ALL {
                assert!(kind_choice(set, *kind).is_some(), "{kind}");
            }
        }
    }
}

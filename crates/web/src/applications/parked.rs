//! An answer that was kept because it could not be taken, beside the one that is saved.

use super::address::{self, Address};
use super::conflict::summary;
use super::opened::Opened;
use super::save::Sent;
use super::superfluous;
use crate::forms::Posted;
use crate::furniture::Furniture;
use crate::{App, PageError};
use domain::credential::Credential;
use domain::reference::ApplicationReference;
use govuk::SummaryList;
use questions::Values;
use service::kept_answers::Fields;

/// What was typed on a question page, and what is saved there.
pub struct Parked {
    /// The service that the application is for.
    pub service: String,
    /// The page's heading.
    pub heading: String,
    /// What was typed.
    pub typed: SummaryList,
    /// What is saved.
    pub saved: SummaryList,
}

/// The question page of this path, if it is one that the person may still see.
pub async fn find(
    app: &App,
    furniture: &Furniture,
    credential: Credential,
    path: &str,
    fields: &Fields,
) -> Result<Option<Parked>, PageError> {
    let Some((reference, tail)) = path
        .strip_prefix("/applications/")
        .and_then(|rest| rest.split_once('/'))
    else {
        return Ok(None);
    };
    let Some(reference) = ApplicationReference::parse(reference) else {
        return Ok(None);
    };
    let opened = Opened::load(app.clone(), furniture.clone(), credential, &reference).await;
    let opened = match opened {
        Ok(opened) => opened,
        Err(PageError::NotFound | PageError::SecondFactorMissing) => return Ok(None),
        Err(error) => return Err(error),
    };
    let Some(Address::Question(at)) = address::resolve(opened.set(), tail) else {
        return Ok(None);
    };
    let page = opened.asked(&at);
    let sent = Sent::read(Posted::kept(fields.clone()));
    let typed = at.page.check(&sent.chosen(), &opened.form.reference).values;
    // What is not asked any more was typed all the same.
    let mut of_it = superfluous::told_whole(at.page);
    of_it
        .fields
        .retain(|field| page.field(&field.id).is_some() || typed.contains_key(&field.id));
    let none = Values::new();
    let saved = opened.answers().get(&at.page.id, at.item).unwrap_or(&none);
    Ok(Some(Parked {
        service: opened.form.case.application.service_title().to_owned(),
        heading: at.page.heading.clone(),
        typed: summary(&of_it, &typed),
        saved: summary(&page, saved),
    }))
}

//! What the owner is shown beside what it is asked.

use domain::credential::Credential;
use domain::host_service::HostService;
use domain::owner_request::{OwnerRequest, Reply};
use store::{Context, Store, StoreError};

/// What the owner is shown beside what it is asked.
#[derive(Debug)]
pub struct Beside {
    /// Which of its services the supplier says it uses, with what the register has under each code today.
    pub host_services: Vec<HostService>,
    /// What it wrote before, and what the supplier answers.
    pub reply: Option<Reply>,
}

/// What goes with a request, for the browser of the owner, which has the request already: the register is
/// public.
///
/// # Errors
/// When the database can't be reached.
pub async fn beside(
    store: &Store,
    browser: Credential,
    request: &OwnerRequest,
) -> Result<Beside, StoreError> {
    let hosting = &request.hosting;
    let mut tx = store.read(Context::presenting(browser)).await?;
    let (codes, entry) = (&hosting.host_services, hosting.infrastructure);
    let owner = &hosting.owner_name;
    Ok(Beside {
        host_services: store::host_services::list(&mut tx, codes, entry, owner).await?,
        reply: store::owner_requests::find_reply(&mut tx, request.id).await?,
    })
}

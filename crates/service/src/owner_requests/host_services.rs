//! Which of its services the owner is told that the supplier uses.

use domain::credential::Credential;
use domain::host_service::HostService;
use domain::owner_request::OwnerRequest;
use store::{Context, Store, StoreError};

/// The services of the owner that a request names, with what the register has under each code today.
///
/// For the browser of the owner, which has the request already: the register is public.
pub async fn host_services(
    store: &Store,
    browser: Credential,
    request: &OwnerRequest,
) -> Result<Vec<HostService>, StoreError> {
    let hosting = &request.hosting;
    if hosting.host_services.is_empty() {
        return Ok(Vec::new());
    }
    let mut tx = store.read(Context::presenting(browser)).await?;
    let (codes, entry) = (&hosting.host_services, hosting.infrastructure);
    store::host_services::list(&mut tx, codes, entry, &hosting.owner_name).await
}

//! The services of an infrastructure's owner that a supplier names, in words.

use domain::host_service::HostService;
use domain::reference::ServiceCode;

/// A line for each, with what the register says of it; empty when none is named.
pub fn lines<'a>(services: impl IntoIterator<Item = &'a HostService>) -> String {
    let services = services.into_iter().map(HostService::in_words);
    services.collect::<Vec<_>>().join("\n")
}

/// The same as the owner itself reads it.
pub fn lines_to_owner<'a>(services: impl IntoIterator<Item = &'a HostService>) -> String {
    let services = services.into_iter().map(HostService::in_words_to_owner);
    services.collect::<Vec<_>>().join("\n")
}

/// The codes alone.
pub fn codes(codes: &[ServiceCode]) -> String {
    let codes: Vec<&str> = codes.iter().map(ServiceCode::as_str).collect();
    codes.join(", ")
}

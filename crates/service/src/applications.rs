//! Starting and finding applications.

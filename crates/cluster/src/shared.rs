//! The one cluster that all tests of a checkout share.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::{Cluster, ClusterError, Durability, Options};

/// Where the tests' cluster lies: the folder in `PSN_TEST_CLUSTER`, else `target/test-cluster` of
/// this checkout. Durability is off, and 300 connections are allowed, for many tests at once.
pub fn test_cluster_options() -> Options {
    #[expect(
        clippy::disallowed_methods,
        reason = "tests have no configuration of their own; the server never calls this"
    )]
    let named = std::env::var_os("PSN_TEST_CLUSTER");
    let data_dir = named.map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/test-cluster"),
        PathBuf::from,
    );
    Options::new(data_dir)
        .durability(Durability::Off)
        .max_connections(300)
}

/// The cluster of the tests, started if it is not running.
///
/// It is left running, so that the next `cargo test` has it at once; `test-cluster stop` ends it,
/// and `make test` runs everything inside `test-cluster run`, which stops it at the end. Each test
/// makes a database of its own in it.
///
/// # Errors
/// As [`Cluster::attach`]; the same one for every caller in this process.
pub fn shared_for_tests() -> Result<&'static Cluster, &'static ClusterError> {
    static SHARED: OnceLock<Result<Cluster, ClusterError>> = OnceLock::new();
    SHARED
        .get_or_init(|| Cluster::attach(test_cluster_options()))
        .as_ref()
}

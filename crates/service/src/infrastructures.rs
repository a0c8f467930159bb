//! The register of infrastructure.

//! The register of PSN-compliant infrastructure.

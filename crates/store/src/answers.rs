//! The answers of an application and the marks of its sections.

//! The program `psn-cop`: its command line, its configuration and its secret files.

pub mod cli;
pub mod config;
pub mod keys;

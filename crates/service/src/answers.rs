//! Answering the questions of an application.

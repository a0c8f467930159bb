//! Assessors' judgements.

//! Asking the supplier for clarification, and the reply.

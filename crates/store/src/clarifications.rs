//! Requests for clarification and their replies.

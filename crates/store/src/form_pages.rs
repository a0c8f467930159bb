//! What the pages of the form need, in one statement each.

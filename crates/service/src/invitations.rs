//! Inviting a colleague, and accepting an invitation.

mod accept;
mod invite;

pub use accept::{AcceptError, Accepted, accept, find_presented, list_mine};
pub use invite::{InviteError, LIFETIME, OPEN_MAX, cancel, find, invite, list_open, send_again};

pub use store::invitations::{Invitation, OpenInvitation};

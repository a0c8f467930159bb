//! How sure the service is of who somebody is.

/// How a person proved who they are in a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Assurance {
    /// By a password alone.
    Password,
    /// With a second factor as well, or with a passkey.
    SecondFactor,
}

impl Assurance {
    /// The level as it is stored.
    pub fn level(self) -> i16 {
        match self {
            Self::Password => 1,
            Self::SecondFactor => 2,
        }
    }

    /// Reads a stored level.
    pub fn of_level(level: i16) -> Option<Self> {
        match level {
            1 => Some(Self::Password),
            2 => Some(Self::SecondFactor),
            _ => None,
        }
    }
}

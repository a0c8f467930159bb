//! Where saved answers came from.

named_values! {
    /// How an answer came to be what it is.
    pub enum OriginKind {
        /// Somebody typed or chose it.
        Typed = "typed",
        /// It was there when the application was started: what is known of its organisation.
        Started = "started",
        /// It was carried from the application that is renewed.
        Carried = "carried",
        /// It was carried, and somebody said that it is still right.
        Reconfirmed = "reconfirmed",
        /// Somebody used it from a file.
        File = "file",
        /// It was kept when it could not be taken, and somebody sent it again from there.
        Kept = "kept",
    }
}

/// Where an answer came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// How.
    pub kind: OriginKind,
    /// The reference of the application that it was carried from, or what the file was called.
    pub name: Option<String>,
}

impl Origin {
    /// Somebody typed or chose it.
    pub const TYPED: Self = Self::of(OriginKind::Typed);

    /// An origin without a name.
    pub const fn of(kind: OriginKind) -> Self {
        Self { kind, name: None }
    }

    /// From the file that was called so; without a name where it had none.
    pub fn file(name: &str) -> Self {
        Self {
            name: (!name.is_empty()).then(|| name.to_owned()),
            kind: OriginKind::File,
        }
    }

    /// Carried from the application of this reference.
    pub fn carried(reference: &str) -> Self {
        Self {
            name: Some(reference.to_owned()),
            kind: OriginKind::Carried,
        }
    }

    /// What was saved, with where it came from unless it was typed.
    pub fn after(&self, what: &str) -> String {
        match self.words() {
            Some(from) => format!("{what}, {from}"),
            None => what.to_owned(),
        }
    }

    /// Where it came from in words, to follow what was saved; nothing for what was typed.
    fn words(&self) -> Option<String> {
        let name = self.name.as_deref();
        Some(match (self.kind, name) {
            (OriginKind::Typed, _) => return None,
            (OriginKind::Started, _) => "filled in when the application was started".to_owned(),
            (OriginKind::Carried, Some(name)) => format!("carried over from {name}"),
            (OriginKind::Carried, None) => "carried over from last year".to_owned(),
            (OriginKind::Reconfirmed, _) => "confirmed as it was last year".to_owned(),
            (OriginKind::File, Some(name)) => format!("imported from {name}"),
            (OriginKind::File, None) => "imported from a file".to_owned(),
            (OriginKind::Kept, _) => "restored from what we kept".to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_but_what_was_typed_says_where_it_came_from() {
        for kind in OriginKind::ALL {
            let origin = Origin::of(*kind);
            assert_eq!(origin.words().is_none(), origin == Origin::TYPED);
        }
        let words = |origin: Origin| origin.words().unwrap();
        assert_eq!(words(Origin::file("form.ods")), "imported from form.ods");
        assert_eq!(words(Origin::file("")), "imported from a file");
        assert_eq!(
            words(Origin::carried("COP-7H3K-9QXM")),
            "carried over from COP-7H3K-9QXM"
        );
    }
}

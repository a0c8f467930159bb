//! What an assessor reads of a subject before judging it, as one short text that changes with it.

use super::Review;
use crate::subjects::Subject;
use domain::hexadecimal::hexadecimal;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// How many bytes of the digest are kept: enough that nothing else has the same by chance.
const BYTES: usize = 16;

impl Review {
    /// Which answers, which documents, with what is said of them, and which reply somebody reads of this subject now,
    /// as 32 hexadecimal digits: what is sent with a judgement, so that nobody judges what they have
    /// not read. Without a word of an answer.
    pub fn reading(&self, subject: &Subject) -> String {
        let mut text = String::new();
        for (key, saved) in &self.case.stored.saved {
            if subject.pages.contains(&key.page) {
                // Writing to a string does not fail.
                let _infallible =
                    writeln!(text, "answer {} {} {}", key.page, key.item, saved.version);
            }
        }
        for document in self.documents_of(subject) {
            let (id, version, scan) = (document.id, document.version, document.scan);
            let _infallible = writeln!(text, "document {id} {version} {scan}");
        }
        if let Some((request, _)) = self.last_answered(&subject.id) {
            let _infallible = writeln!(text, "reply {}", request.id);
        }
        let digest = Sha256::digest(text.as_bytes());
        hexadecimal(digest.get(..BYTES).unwrap_or_default())
    }
}

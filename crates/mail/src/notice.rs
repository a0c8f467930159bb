//! What every notice has, and the macro that its file uses.

use crate::{Message, Recipient};

/// Something that people are told by e-mail.
pub trait Notice {
    /// The name of the notice, of its folder in `templates/emails/` and of its
    /// kind in the queue.
    const KIND: &'static str;

    /// Whether the text has a one-time link or a code. The stored text is blanked
    /// once such a message is delivered.
    const HAS_SECRET: bool;

    /// The message to this person.
    fn message(&self, to: &Recipient) -> Message;
}

/// The kind of this name, with `'static` life, for a message read back from the
/// queue; nothing when there is no such notice.
pub fn kind_named(name: &str) -> Option<&'static str> {
    KINDS
        .iter()
        .map(|(kind, _)| *kind)
        .find(|kind| *kind == name)
}

/// The kind of a notice and whether it has a secret.
macro_rules! kind {
    ($name:ident) => {
        (
            <crate::$name as Notice>::KIND,
            <crate::$name as Notice>::HAS_SECRET,
        )
    };
}

/// Every kind of notice, and whether its text has a secret.
pub const KINDS: &[(&str, bool)] = &[
    kind!(AccessChanged),
    kind!(AccessReviewDue),
    kind!(AccountLocked),
    kind!(AddressChanged),
    kind!(AddressConfirmed),
    kind!(AgreementEnding),
    kind!(AlreadyHaveAccount),
    kind!(ApplicationReceived),
    kind!(ApprovalAsked),
    kind!(CaseChanged),
    kind!(CertificateEnded),
    kind!(CertificateEnding),
    kind!(CertificateGranted),
    kind!(ClarificationAnswered),
    kind!(ClarificationAsked),
    kind!(Code),
    kind!(ContactChanged),
    kind!(ConfirmEmail),
    kind!(ConfirmNewAddress),
    kind!(ConnectionEnding),
    kind!(ConnectionRecorded),
    kind!(ConnectionRefused),
    kind!(InfrastructureEnding),
    kind!(InvitationAccepted),
    kind!(Invited),
    kind!(JoinAnswered),
    kind!(JoinAsked),
    kind!(NewPasswordNeeded),
    kind!(NewSignIn),
    kind!(ApplicationWithdrawn),
    kind!(DailySummary),
    kind!(DocumentsExpiring),
    kind!(DraftDeleted),
    kind!(DraftEnding),
    kind!(DraftQuiet),
    kind!(DraftRestored),
    kind!(EmailUndelivered),
    kind!(EnquiryAnswered),
    kind!(EnquiryAsked),
    kind!(EnquiryOverdue),
    kind!(EnquiryUnread),
    kind!(NewSubmission),
    kind!(NotGranted),
    kind!(OwnerAgreed),
    kind!(OwnerAnswered),
    kind!(OwnerAsked),
    kind!(OwnerDeclined),
    kind!(OrganisationChanged),
    kind!(OwnerKept),
    kind!(OwnerWithdrew),
    kind!(StandingUsed),
    kind!(PasswordChanged),
    kind!(AccountClosed),
    kind!(PersonLeft),
    kind!(ReconfirmationAsked),
    kind!(ReplyDue),
    kind!(ResetPassword),
    kind!(Returned),
    kind!(ReviewStarted),
    kind!(SecondFactorLocked),
    kind!(SecurityChanged),
    kind!(SignatoryCannotSign),
    kind!(SignatorySigned),
    kind!(SignatureAsked),
    kind!(SignatureCancelled),
    kind!(Signed),
    kind!(SignedPageRefused),
    kind!(SigningRunOut),
    kind!(RegistrationCorrected),
    kind!(SupportDone),
    kind!(TargetMoved),
    kind!(TasksAssigned),
    kind!(TasksDue),
    kind!(TeamChanged),
    kind!(TeamEmailUndelivered),
    kind!(TeamInvited),
];

/// Declares a notice: its struct, with one sort of value for each field, and its
/// [`Notice`]. The sorts:
///
/// | Sort | Type | Printed |
/// |---|---|---|
/// | `name` | `String` | in one line, at most 200 characters, shorter in a subject |
/// | `service` | `String` | the same for the service's name, which is cut last: it says what a mail is about |
/// | `fact` | `String` | the same but never cut in a subject: dates, references |
/// | `names` | `Vec<String>` | each like a name |
/// | `number` | `usize` | as it is |
/// | `flag` | `bool` | not printed; the template asks it |
/// | `code` | `String` | like a fact; a secret |
/// | `link` | `String` | without spaces; becomes the link of the HTML part |
/// | `secret_link` | `String` | the same; a secret |
macro_rules! notice {
    (
        $(#[$meta:meta])*
        $name:ident, $kind:literal, $subject:tt, $body:tt {
            $($(#[$field_meta:meta])* $field:ident: $sort:ident),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $crate::notice::field_type!($sort)),*
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }

        impl $name {
            /// The notice as it is printed, with names of at most so many characters, and the service's.
            fn printed(&self, name_length_max: usize, service_length_max: usize) -> Self {
                let _ = (name_length_max, service_length_max);
                Self {
                    $($field: $crate::notice::field_printed!($sort, self.$field, name_length_max, service_length_max)),*
                }
            }
        }

        impl $crate::Notice for $name {
            const KIND: &'static str = $kind;
            const HAS_SECRET: bool = false $(|| $crate::notice::field_is_secret!($sort))*;

            fn message(&self, to: &$crate::Recipient) -> $crate::Message {
                #[allow(dead_code, reason = "not every subject names something of its notice")]
                #[derive(askama::Template)]
                #[template(path = $subject)]
                struct Subject<'a> {
                    notice: &'a $name,
                    service_name: &'static str,
                }

                #[allow(dead_code, reason = "not every body names something of its notice")]
                #[derive(askama::Template)]
                #[template(path = $body)]
                struct Body<'a> {
                    notice: &'a $name,
                    service_name: &'static str,
                    to: &'a str,
                }

                let service_name = $crate::SERVICE_NAME;
                let whole = $crate::words::NAME_LENGTH_MAX;
                let printed = self.printed(whole, whole);
                let name = to.printed_name();
                let body = Body { notice: &printed, service_name, to: &name };
                let subject = |name_length_max, service_length_max| {
                    let notice = &self.printed(name_length_max, service_length_max);
                    $crate::message::rendered(&Subject { notice, service_name })
                };
                let link = String::new() $(+ $crate::notice::field_link!($sort, printed.$field))*;
                let body = $crate::message::rendered(&body);
                $crate::message::compose($kind, to, subject, &body, &link)
            }
        }
    };
}

/// The type of a field of this sort.
macro_rules! field_type {
    (number) => {
        usize
    };
    (flag) => {
        bool
    };
    (names) => {
        Vec<String>
    };
    ($text:ident) => {
        String
    };
}

/// A field as it is printed.
macro_rules! field_printed {
    (number, $value:expr, $max:ident, $service_max:ident) => {
        $value
    };
    (flag, $value:expr, $max:ident, $service_max:ident) => {
        $value
    };
    (names, $value:expr, $max:ident, $service_max:ident) => {
        $value
            .iter()
            .map(|name| $crate::words::line(name, $max))
            .collect()
    };
    (service, $value:expr, $max:ident, $service_max:ident) => {
        $crate::words::line(&$value, $service_max)
    };
    (name, $value:expr, $max:ident, $service_max:ident) => {
        $crate::words::line(&$value, $max)
    };
    (fact, $value:expr, $max:ident, $service_max:ident) => {
        $crate::words::line(&$value, $crate::words::NAME_LENGTH_MAX)
    };
    (code, $value:expr, $max:ident, $service_max:ident) => {
        $crate::words::line(&$value, $crate::words::NAME_LENGTH_MAX)
    };
    ($link:ident, $value:expr, $max:ident, $service_max:ident) => {
        $crate::words::link(&$value)
    };
}

/// Whether a field of this sort must not stay in the queue.
macro_rules! field_is_secret {
    (code) => {
        true
    };
    (secret_link) => {
        true
    };
    ($other:ident) => {
        false
    };
}

/// The link of a field, empty for other sorts.
macro_rules! field_link {
    (link, $value:expr) => {
        $value.as_str()
    };
    (secret_link, $value:expr) => {
        $value.as_str()
    };
    ($other:ident, $value:expr) => {
        ""
    };
}

pub(crate) use {field_is_secret, field_link, field_printed, field_type, notice};

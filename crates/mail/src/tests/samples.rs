//! Every notice with given words for names.

mod owners;

use super::{super::*, recipient};

/// The link that every notice with a link gets here.
pub const LINK: &str = "https://psn.example/t/AbC-123_x?a=1&b=2";

/// What names are made of in a test.
pub type Words<'a> = &'a dyn Fn(&str) -> String;

fn address_and_sign_in(_: Words<'_>, to: &Recipient) -> Vec<Message> {
    vec![
        ConfirmNewAddress {
            link: LINK.to_owned(),
            link_ends: "4:12pm on 22 November 2026".to_owned(),
        }
        .message(to),
        AddressChanged {
            changed_at: "4:12pm on 21 November 2026".to_owned(),
            link: LINK.to_owned(),
            link_ends: "4:12pm on 24 November 2026".to_owned(),
        }
        .message(to),
        AddressConfirmed {
            changed_at: "4:12pm on 21 November 2026".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
        AccountLocked {
            locked_until: "4:30pm".to_owned(),
            link: LINK.to_owned(),
            link_ends: "5:15pm on 21 November 2026".to_owned(),
        }
        .message(to),
        NewPasswordNeeded {
            link: LINK.to_owned(),
        }
        .message(to),
        SecondFactorLocked {
            locked_until: "4:30pm".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
        NewSignIn {
            signed_in_at: "4:12pm on 21 November 2026".to_owned(),
            device: "Firefox on Windows".to_owned(),
            network: "203.0.113.*".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
    ]
}

fn account(words: Words<'_>, to: &Recipient) -> Vec<Message> {
    vec![
        ConfirmEmail {
            link: LINK.to_owned(),
            link_ends: "4:12pm on 22 November 2026".to_owned(),
        }
        .message(to),
        AlreadyHaveAccount {
            link: LINK.to_owned(),
        }
        .message(to),
        ResetPassword {
            link: LINK.to_owned(),
            link_ends: "4:12pm on 22 November 2026".to_owned(),
        }
        .message(to),
        AccountClosed {
            closed_at: "4:12pm on 21 November 2026".to_owned(),
        }
        .message(to),
        PasswordChanged {
            changed_at: "4:12pm on 21 November 2026".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
        SecurityChanged {
            what: "An authenticator app was set up for signing in.".to_owned(),
            changed_at: "4:12pm on 21 November 2026".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
        Invited {
            inviter: words("Priya Raman"),
            organisation: words("Northwind Public Services Limited"),
            role: "editor".to_owned(),
            link: LINK.to_owned(),
            link_ends: "4:12pm on 22 November 2026".to_owned(),
        }
        .message(to),
    ]
}

fn invitation_and_asking(words: Words<'_>, to: &Recipient) -> Vec<Message> {
    vec![
        InvitationAccepted {
            person: words("Tom Okafor"),
            organisation: words("Northwind Public Services Limited"),
            role: "editor".to_owned(),
        }
        .message(to),
        OwnerAsked {
            supplier: words("Northwind Public Services Limited"),
            service: words("Secure Case Exchange"),
            infrastructure: words("Fabrikam Assured Hosting"),
            asker: words("Priya Raman"),
            link: LINK.to_owned(),
            is_answer: true,
            is_reminder: false,
            reply_by: "5 December 2026".to_owned(),
        }
        .message(to),
        OwnerWithdrew {
            owner: words("Fabrikam Hosting"),
            infrastructure: words("Fabrikam Assured Hosting"),
            supplier: words("Northwind Mapping"),
            service: words("Secure Case Exchange"),
            from: "5 December 2026".to_owned(),
            has_ended: false,
            is_ahead: false,
            last_day: "4 December 2026".to_owned(),
            by: words("Graham Whitlock"),
            is_to_owner: true,
            certificate: "PSNS-2026-0042-7, valid until 20 November 2027".to_owned(),
            renews: String::new(),
            renewal_is_agreed: true,
            link: LINK.to_owned(),
        }
        .message(to),
    ]
}

/// The same notices with other words, for the other case that they tell of.
fn other_cases(words: Words<'_>, to: &Recipient) -> Vec<Message> {
    vec![
        OwnerAsked {
            supplier: words("Northwind Public Services Limited"),
            service: words("Secure Case Exchange"),
            infrastructure: words("Fabrikam Assured Hosting"),
            asker: words("Priya Raman"),
            link: LINK.to_owned(),
            is_answer: false,
            is_reminder: true,
            reply_by: "5 December 2026".to_owned(),
        }
        .message(to),
        SignatureAsked {
            asker: words("Priya Raman"),
            organisation: words("Northwind Public Services Limited"),
            service: words("Secure Case Exchange"),
            is_reminder: true,
            is_anew: false,
            has_message: false,
            sign_by: "30 September 2026".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
        OwnerWithdrew {
            owner: words("Fabrikam Hosting"),
            infrastructure: words("Fabrikam Assured Hosting"),
            supplier: words("Northwind Mapping"),
            service: words("Secure Case Exchange"),
            from: "6 December 2026".to_owned(),
            has_ended: true,
            is_ahead: false,
            last_day: "5 December 2026".to_owned(),
            by: String::new(),
            is_to_owner: true,
            certificate: "PSNS-2026-0042-7, valid until 20 November 2027".to_owned(),
            renews: String::new(),
            renewal_is_agreed: true,
            link: LINK.to_owned(),
        }
        .message(to),
    ]
}

fn owner(words: Words<'_>, to: &Recipient) -> Vec<Message> {
    vec![
        StandingUsed {
            supplier: words("Northwind Mapping"),
            service: words("Secure Case Exchange"),
            infrastructure: words("Fabrikam Assured Hosting"),
            until: "5 December 2027".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
        ConnectionRefused {
            service: words("Secure Case Exchange"),
            infrastructure: words("Fabrikam Assured Hosting"),
            refused_on: "21 December 2026".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
        ConnectionRecorded {
            service: words("Secure Case Exchange"),
            infrastructure: words("Fabrikam Assured Hosting"),
            certificate: words("PSN-CN-2231"),
            link: LINK.to_owned(),
        }
        .message(to),
        OwnerAgreed {
            owner: words("Fabrikam Hosting"),
            infrastructure: words("Fabrikam Assured Hosting"),
            service: words("Secure Case Exchange"),
            until: "21 November 2027".to_owned(),
            is_standing: true,
            link: LINK.to_owned(),
        }
        .message(to),
        OwnerDeclined {
            owner: words("Fabrikam Hosting"),
            infrastructure: words("Fabrikam Assured Hosting"),
            service: words("Secure Case Exchange"),
            has_asked: false,
            link: LINK.to_owned(),
        }
        .message(to),
    ]
}

fn signature(words: Words<'_>, to: &Recipient) -> Vec<Message> {
    vec![
        OwnerAnswered {
            supplier: words("Northwind Public Services Limited"),
            service: words("Secure Case Exchange"),
            infrastructure: words("Fabrikam Assured Hosting"),
            answer: "Yes".to_owned(),
            answered_at: "4:12pm on 21 November 2026".to_owned(),
            is_agreement: true,
            link: LINK.to_owned(),
        }
        .message(to),
        SignatureAsked {
            asker: words("Priya Raman"),
            organisation: words("Northwind Public Services Limited"),
            service: words("Secure Case Exchange"),
            is_reminder: false,
            is_anew: true,
            has_message: true,
            sign_by: "30 September 2026".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
        Code {
            code: "482913".to_owned(),
            code_ends: "4:27pm on 21 November 2026".to_owned(),
            host: "psn.example.gov.uk".to_owned(),
        }
        .message(to),
        Signed {
            organisation: words("Northwind Public Services Limited"),
            service: words("Secure Case Exchange"),
            signed_at: "4:12pm on 21 November 2026".to_owned(),
            commitments: "PSN CoP 2015-07, version 1".to_owned(),
            fingerprint: "9f86d081".to_owned(),
            link: LINK.to_owned(),
            until: "5:10pm on 5 December 2026".to_owned(),
        }
        .message(to),
        SignedPageRefused {
            service: words("Secure Case Exchange"),
            why: "The PSN team could not accept it.".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
        SigningRunOut {
            signatory: words("Amara Osei"),
            service: words("Secure Case Exchange"),
            ran_out_on: "5 December 2026".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
        SignatorySigned {
            signatory: words("Grace Okonkwo"),
            service: words("Secure Case Exchange"),
            link: LINK.to_owned(),
        }
        .message(to),
    ]
}

fn certificates_that_end(words: Words<'_>, to: &Recipient) -> Vec<Message> {
    vec![
        CertificateEnding {
            service: words("Northwind Gazetteer"),
            certificate: "PSNS-2026-0042-7".to_owned(),
            ends_on: "21 November 2026".to_owned(),
            days_left: 14,
            link: LINK.to_owned(),
        }
        .message(to),
        CertificateEnded {
            service: words("Northwind Gazetteer"),
            certificate: "PSNS-2026-0042-7".to_owned(),
            ended_on: "21 November 2026".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
        DocumentsExpiring {
            count: 2,
            service: words("Northwind Gazetteer"),
            is_over: false,
            first_on: "21 November 2026".to_owned(),
            lines: vec![words("2 documents expire on 21 November 2026")],
            can_change: true,
            is_certified: false,
            link: LINK.to_owned(),
        }
        .message(to),
    ]
}

fn endings_and_failures(words: Words<'_>, to: &Recipient) -> Vec<Message> {
    vec![
        TasksDue {
            service: words("Northwind Gazetteer"),
            count_overdue: 1,
            count: 2,
            soon: vec![words("7 Secure development, due 23 November 2026")],
            overdue: vec![words("4 Governance, was due 20 November 2026")],
            link: LINK.to_owned(),
        }
        .message(to),
        DraftEnding {
            service: words("Northwind Gazetteer"),
            last_touched: "21 November 2025".to_owned(),
            delete_on: "21 November 2026".to_owned(),
            undo_days: 30,
            link: LINK.to_owned(),
        }
        .message(to),
        AgreementEnding {
            owner: words("Fabrikam Hosting"),
            infrastructure: words("Fabrikam Assured Hosting"),
            supplier: words("Northwind Mapping Limited"),
            service: words("Secure Case Exchange"),
            until: "21 November 2027".to_owned(),
            is_taken_back: false,
            is_certified: false,
            link: LINK.to_owned(),
        }
        .message(to),
        InfrastructureEnding {
            infrastructure: words("Fabrikam Assured Hosting"),
            owner: words("Fabrikam Hosting"),
            certificate: words("PSN-CN-2231"),
            service: words("Secure Case Exchange"),
            last_day: "21 November 2026".to_owned(),
            is_over: false,
            is_certified: true,
            is_own: true,
            link: LINK.to_owned(),
        }
        .message(to),
        EmailUndelivered {
            address: words("graham.whitlock@harbour.example"),
            what: "owner_request".to_owned(),
            name: words("Northwind Gazetteer"),
            link: LINK.to_owned(),
        }
        .message(to),
        TeamEmailUndelivered {
            address: words("helen.marsh@northwind.example"),
            reference: "COP-7H3K-9QXM".to_owned(),
            service: words("Northwind Gazetteer"),
            is_signature: true,
            link: LINK.to_owned(),
        }
        .message(to),
    ]
}

fn drafts(words: Words<'_>, to: &Recipient) -> Vec<Message> {
    vec![
        ApplicationWithdrawn {
            reference: "COP-7H3K-9QXM".to_owned(),
            service: words("Northwind Gazetteer"),
            organisation: words("Northwind Mapping Limited"),
            person: words("Priya Raman"),
            link: LINK.to_owned(),
        }
        .message(to),
        DraftDeleted {
            is_quiet: false,
            person: words("Priya Raman"),
            service: words("Northwind Gazetteer"),
            reference: "COP-7H3K-9QXM".to_owned(),
            erase_on: "21 December 2026".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
        DraftQuiet {
            service: words("Northwind Gazetteer"),
            last_saved: "21 November 2026".to_owned(),
            tasks: vec![
                "Description for users".to_owned(),
                "Principle 5: operational security".to_owned(),
            ],
            link: LINK.to_owned(),
        }
        .message(to),
        DraftRestored {
            person: words("Priya Raman"),
            service: words("Northwind Gazetteer"),
            reference: "COP-7H3K-9QXM".to_owned(),
            restored_at: "4:12pm on 23 November 2026".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
    ]
}

fn work_and_enquiries(words: Words<'_>, to: &Recipient) -> Vec<Message> {
    vec![
        DailySummary {
            count: 3,
            service: words("Northwind Gazetteer"),
            day: "23 November 2026".to_owned(),
            lines: vec![words(
                "Northwind Gazetteer: Tom saved answers in 7 Secure development",
            )],
            more: 2,
            link: LINK.to_owned(),
        }
        .message(to),
        TasksAssigned {
            by: words("Priya Nair"),
            service: words("Northwind Gazetteer"),
            count: 1,
            task: words("7 Secure development"),
            due: "4 December 2026".to_owned(),
            tasks: vec![words("7 Secure development, by 4 December 2026")],
            link: LINK.to_owned(),
        }
        .message(to),
        EnquiryAsked {
            reference: "COP-7H3K-9QXM".to_owned(),
            organisation: words("Northwind Mapping Limited"),
            subject: words("9b Keeping consumers apart"),
            reply_by: "27 November 2026".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
        EnquiryAnswered {
            subject: words("9b Keeping consumers apart"),
            reference: "COP-7H3K-9QXM".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
        EnquiryUnread {
            subject: words("9b Keeping consumers apart"),
            reference: "COP-7H3K-9QXM".to_owned(),
            replied_on: "27 November 2026".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
        EnquiryOverdue {
            reference: "COP-7H3K-9QXM".to_owned(),
            organisation: words("Northwind Mapping Limited"),
            subject: words("9b Keeping consumers apart"),
            asked_on: "20 November 2026".to_owned(),
            reply_by: "27 November 2026".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
    ]
}

fn signature_and_submission(words: Words<'_>, to: &Recipient) -> Vec<Message> {
    vec![
        SignatoryCannotSign {
            signatory: words("Grace Okonkwo"),
            service: words("Secure Case Exchange"),
            awaits_correction: false,
            link: LINK.to_owned(),
        }
        .message(to),
        SignatoryCannotSign {
            signatory: words("Grace Okonkwo"),
            service: words("Secure Case Exchange"),
            awaits_correction: true,
            link: LINK.to_owned(),
        }
        .message(to),
        SignatureCancelled {
            organisation: words("Northwind Public Services Limited"),
            service: words("Secure Case Exchange"),
            was_signed: true,
            signatory: words("Grace Okonkwo"),
        }
        .message(to),
        ApplicationReceived {
            reference: "COP-7H3K-9QXM".to_owned(),
            service: words("Secure Case Exchange"),
            target_date: "21 December 2026".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
        ReviewStarted {
            service: words("Secure Case Exchange"),
            reference: "COP-7H3K-9QXM".to_owned(),
            target_date: "21 December 2026".to_owned(),
            is_over: true,
            link: LINK.to_owned(),
        }
        .message(to),
    ]
}

fn replies(words: Words<'_>, to: &Recipient) -> Vec<Message> {
    vec![
        ReplyDue {
            service: words("Secure Case Exchange"),
            reference: "COP-7H3K-9QXM".to_owned(),
            reply_by: "5 December 2026".to_owned(),
            unanswered: vec![words("2a Support"), words("Contacts")],
            link: LINK.to_owned(),
        }
        .message(to),
        TargetMoved {
            service: words("Secure Case Exchange"),
            reference: "COP-7H3K-9QXM".to_owned(),
            before: "18 December 2026".to_owned(),
            after: "6 January 2027".to_owned(),
            paused_on: "27 November 2026".to_owned(),
            resumed_on: "11 December 2026".to_owned(),
            is_over: true,
            link: LINK.to_owned(),
        }
        .message(to),
        ContactChanged {
            organisation: words("Northwind Public Services Limited"),
            service: words("Secure Case Exchange"),
            reference: "COP-7H3K-9QXM".to_owned(),
            before: words("Mira Lund"),
            after: words("Dev Okafor"),
            by: words("Priya Raman"),
        }
        .message(to),
    ]
}

fn review(words: Words<'_>, to: &Recipient) -> Vec<Message> {
    vec![
        ClarificationAsked {
            service: words("Secure Case Exchange"),
            reference: "COP-7H3K-9QXM".to_owned(),
            count: 3,
            reply_by: "5 December 2026".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
        ClarificationAnswered {
            reference: "COP-7H3K-9QXM".to_owned(),
            service: words("Secure Case Exchange"),
            supplier: words("Northwind Public Services Limited"),
            link: LINK.to_owned(),
        }
        .message(to),
        CaseChanged {
            reference: "COP-7H3K-9QXM".to_owned(),
            service: words("Secure Case Exchange"),
            who: words("Harbour Hosting plc"),
            what: "did not agree to host the service".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
        ReconfirmationAsked {
            organisation: words("Northwind Public Services Limited"),
            service: words("Secure Case Exchange"),
            count: 3,
            confirm_by: "5 December 2026".to_owned(),
            has_message: true,
            link: LINK.to_owned(),
        }
        .message(to),
        CertificateGranted {
            service: words("Secure Case Exchange"),
            certificate: "PSNS-2026-0042-7".to_owned(),
            valid_from: "21 November 2026".to_owned(),
            valid_to: "20 November 2027".to_owned(),
            conditions: 2,
            first_due: "27 March 2027".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
    ]
}

fn decision(words: Words<'_>, to: &Recipient) -> Vec<Message> {
    vec![
        NotGranted {
            service: words("Secure Case Exchange"),
            reference: "COP-7H3K-9QXM".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
        NewSubmission {
            reference: "COP-7H3K-9QXM".to_owned(),
            service: words("Secure Case Exchange"),
            organisation: words("Northwind Public Services Limited"),
            sort: "renewal".to_owned(),
            target_date: "21 December 2026".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
        ApprovalAsked {
            reference: "COP-7H3K-9QXM".to_owned(),
            service: words("Secure Case Exchange"),
            assessor: words("Ada Byron"),
            recommendation: "approve".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
        Returned {
            reference: "COP-7H3K-9QXM".to_owned(),
            service: words("Secure Case Exchange"),
            lead: words("Sam Reed"),
            link: LINK.to_owned(),
        }
        .message(to),
    ]
}

fn access(words: Words<'_>, to: &Recipient) -> Vec<Message> {
    let organisation = || words("Northwind Public Services Limited");
    vec![
        AccessChanged {
            organisation: organisation(),
            by: words("Priya Raman"),
            is_removed: false,
            role: "editor".to_owned(),
        }
        .message(to),
        AccessReviewDue {
            organisation: organisation(),
            people: 3,
            due_on: "5 December 2026".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
        JoinAnswered {
            organisation: organisation(),
            is_approved: true,
            role: "viewer".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
        JoinAsked {
            person: words("Tom Okafor"),
            email: "tom.okafor@northwind.example".to_owned(),
            organisation: organisation(),
            link: LINK.to_owned(),
        }
        .message(to),
        PersonLeft {
            person: words("Tom Okafor"),
            organisation: organisation(),
            last_day: "20 November 2026".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
    ]
}

fn team_and_support(words: Words<'_>, to: &Recipient) -> Vec<Message> {
    vec![
        SupportDone {
            person: words("Tom Okafor"),
            organisation: words("Northwind Public Services Limited"),
            is_reset: false,
            done_at: "4:12pm on 22 November 2026".to_owned(),
        }
        .message(to),
        OrganisationChanged {
            before: words("Northwind Public Services Limited"),
            organisation: words("Northwind Public Services plc"),
            is_name: true,
            by: words("Tom Okafor"),
            link: LINK.to_owned(),
        }
        .message(to),
        RegistrationCorrected {
            organisation: words("Northwind Public Services Limited"),
            before:
                "Company or limited liability partnership (LLP), number 01234567 (Companies House)"
                    .to_owned(),
            after: "Charity, number SC012345 (charities in Scotland)".to_owned(),
            person: words("Tom Okafor"),
            done_at: "4:12pm on 22 November 2026".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
        TeamChanged {
            person: words("Tom Okafor"),
            role: "lead".to_owned(),
            changed_by: words("Sian Abara"),
            changed_at: "4:12pm on 22 November 2026".to_owned(),
            link: LINK.to_owned(),
        }
        .message(to),
        TeamInvited {
            inviter: words("Sian Abara"),
            role: "assessor".to_owned(),
            link: LINK.to_owned(),
            link_ends: "4:12pm on 29 November 2026".to_owned(),
        }
        .message(to),
    ]
}

/// Every notice with these words for names, some in more than one case.
pub fn all(words: Words<'_>) -> Vec<Message> {
    let to = recipient(words("Priya Raman"));
    let parts = [
        account,
        address_and_sign_in,
        invitation_and_asking,
        owner,
        owners::later,
        owners::holder,
        signature,
        signature_and_submission,
        certificates_that_end,
        drafts,
        work_and_enquiries,
        endings_and_failures,
        replies,
        review,
        decision,
        access,
        team_and_support,
        other_cases,
    ];
    parts.iter().flat_map(|part| part(words, &to)).collect()
}

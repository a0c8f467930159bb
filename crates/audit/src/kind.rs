//! The kinds of events.

macro_rules! kinds {
    ($($(#[$meta:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// What happened, in the past tense.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Kind { $($(#[$meta])* $name),+ }

        impl Kind {
            /// The name that is stored.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
        }
    };
}

kinds! {
    /// An account was asked for.
    AccountRequested = "account_requested",
    /// An address was confirmed for a new account.
    EmailConfirmed = "email_confirmed",
    /// An account was made.
    AccountCreated = "account_created",
    /// Somebody signed in.
    SignedIn = "signed_in",
    /// A session went on under another token, after the person showed again who they are.
    SessionRenewed = "session_renewed",
    /// A signed-in person did not show again who they are.
    ConfirmationRefused = "confirmation_refused",
    /// A sign-in was refused.
    SignInRefused = "sign_in_refused",
    /// A code of an authenticator app, a recovery code or a passkey was accepted.
    CodeAccepted = "code_accepted",
    /// A code of an authenticator app, a recovery code or a passkey was refused.
    CodeRefused = "code_refused",
    /// A second factor was set up.
    FactorAdded = "factor_added",
    /// A second factor was removed.
    FactorRemoved = "factor_removed",
    /// New recovery codes were made.
    RecoveryCodesMade = "recovery_codes_made",
    /// An organisation began or ceased to require a second factor of its people.
    SecondFactorRequired = "second_factor_required",
    /// Too many wrong passwords or codes were tried, so that for a while none is taken.
    SignInLocked = "sign_in_locked",
    /// The owner of the address ended that pause.
    SignInUnlocked = "sign_in_unlocked",
    /// A person ended another session of theirs.
    SessionEnded = "session_ended",
    /// A person ended all their other sessions.
    OtherSessionsEnded = "other_sessions_ended",
    /// What somebody typed was kept, because it could not be taken then.
    AnswerKept = "answer_kept",
    /// It was sent again and taken.
    KeptAnswerRestored = "kept_answer_restored",
    /// It was thrown away by its person.
    KeptAnswerDiscarded = "kept_answer_discarded",
    /// Somebody asked to sign in with another address.
    AddressChangeAsked = "address_change_asked",
    /// They confirmed it: they sign in with it.
    AddressChanged = "address_changed",
    /// The holder of the old address undid it.
    AddressChangeUndone = "address_change_undone",
    /// Somebody signed out.
    SignedOut = "signed_out",
    /// A reset of a password was asked for.
    PasswordResetRequested = "password_reset_requested",
    /// A password was changed.
    PasswordChanged = "password_changed",
    /// Somebody tried to set a password that kept the rules so far.
    PasswordTried = "password_tried",
    /// A password from before the index of used ones got its tag.
    PasswordTagged = "password_tagged",
    /// A person closed their account.
    AccountClosed = "account_closed",
    /// A team member was added.
    StaffAdded = "staff_added",
    /// An organisation was set up.
    OrganisationCreated = "organisation_created",
    /// An administrator changed the name or the address of an organisation.
    OrganisationChanged = "organisation_changed",
    /// A colleague was invited.
    ColleagueInvited = "colleague_invited",
    /// An invitation was cancelled.
    InvitationCancelled = "invitation_cancelled",
    /// An invitation was accepted.
    InvitationAccepted = "invitation_accepted",
    /// A member's role was changed.
    RoleChanged = "role_changed",
    /// A member was removed.
    MemberRemoved = "member_removed",
    /// Somebody asked to join an organisation.
    JoinRequested = "join_requested",
    /// An administrator let in somebody who asked.
    JoinApproved = "join_approved",
    /// An administrator refused somebody who asked.
    JoinRefused = "join_refused",
    /// An administrator made somebody else one and stepped down.
    AdministrationHandedOver = "administration_handed_over",
    /// A member's last day was set or taken away.
    LeavingDateChanged = "leaving_date_changed",
    /// A member was removed because their last day was over.
    MemberLeft = "member_left",
    /// A review of access began.
    AccessReviewBegan = "access_review_began",
    /// An administrator confirmed somebody's access.
    AccessConfirmed = "access_confirmed",
    /// A review of access was finished.
    AccessReviewFinished = "access_review_finished",
    /// The role, the leave or the last day of somebody of the team was changed.
    TeamPersonChanged = "team_person_changed",
    /// Somebody of the team got another link to set up their account.
    TeamPersonInvitedAgain = "team_person_invited_again",
    /// Somebody left the team.
    TeamPersonArchived = "team_person_archived",
    /// Somebody who had left the team came back.
    TeamPersonRestored = "team_person_restored",
    /// Something to be done to a supplier's account was proposed.
    SupportProposed = "support_proposed",
    /// What was proposed was refused by a second person or withdrawn.
    SupportNotDone = "support_not_done",
    /// The team made somebody an administrator.
    AdministratorAppointed = "administrator_appointed",
    /// The team took away somebody's second factor.
    SecondFactorReset = "second_factor_reset",
    /// The team corrected the registration of an organisation.
    RegistrationCorrected = "registration_corrected",
    /// An application was started.
    ApplicationStarted = "application_started",
    /// The renewal of a certificate was started.
    RenewalStarted = "renewal_started",
    /// An answer that was carried from the last time was said to be still right.
    AnswerReconfirmed = "answer_reconfirmed",
    /// An answer was saved.
    AnswerSaved = "answer_saved",
    /// A file that was filled in elsewhere was uploaded.
    ImportUploaded = "import_uploaded",
    /// Somebody said what of it to use.
    ImportSettled = "import_settled",
    /// An item of a list was removed.
    ListItemRemoved = "list_item_removed",
    /// A document was added.
    DocumentAdded = "document_added",
    /// A newer version of a document was added; it counts from the end of its scan.
    NewerDocumentAdded = "newer_document_added",
    /// A document of another application was used again in this one.
    DocumentUsedAgain = "document_used_again",
    /// What people say about a document was changed.
    DocumentDescribed = "document_described",
    /// A document was removed.
    DocumentRemoved = "document_removed",
    /// Somebody of the PSN team downloaded a document.
    DocumentDownloaded = "document_downloaded",
    /// The check of a document for viruses ended.
    DocumentScanned = "document_scanned",
    /// A section was marked complete or not complete.
    SectionMarked = "section_marked",
    /// An infrastructure owner was asked.
    OwnerAsked = "owner_asked",
    /// The request to an owner was cancelled.
    OwnerRequestCancelled = "owner_request_cancelled",
    /// A code was sent to the holder of a link.
    LinkCodeSent = "link_code_sent",
    /// The holder of a link entered the right code.
    LinkOpened = "link_opened",
    /// A code was refused.
    LinkCodeRefused = "link_code_refused",
    /// The infrastructure owner typed an answer that waits on its check page.
    OwnerAnswerKept = "owner_answer_kept",
    /// The infrastructure owner answered.
    OwnerAnswered = "owner_answered",
    /// The infrastructure owner took an agreement back.
    AgreementWithdrawn = "agreement_withdrawn",
    /// The infrastructure owner kept an agreement that it had taken back from a later day.
    AgreementKept = "agreement_kept",
    /// The infrastructure owner said whether a service runs there.
    HostingAnswered = "hosting_answered",
    /// The infrastructure owner agreed to every service of a supplier.
    StandingAgreed = "standing_agreed",
    /// The infrastructure owner took such an agreement back.
    StandingWithdrawn = "standing_withdrawn",
    /// The team said which organisation holds an infrastructure.
    HolderNamed = "holder_named",
    /// A signatory was asked.
    SignatureAsked = "signature_asked",
    /// The request to sign was cancelled by the supplier.
    SignatureRequestCancelled = "signature_request_cancelled",
    /// A changed answer made a signature or a request to sign void.
    SignatureVoided = "signature_voided",
    /// The signatory confirmed their authority.
    AuthorityConfirmed = "authority_confirmed",
    /// The commitment statement was signed.
    CommitmentsSigned = "commitments_signed",
    /// A second person found a page right that was signed in ink.
    SignedPageAccepted = "signed_page_accepted",
    /// A page that was signed in ink is no signature: the team or the scan of the file refused it.
    SignedPageRefused = "signed_page_refused",
    /// The signatory can't sign.
    SignatureDeclined = "signature_declined",
    /// The application was submitted.
    ApplicationSubmitted = "application_submitted",
    /// The supplier withdrew the application.
    ApplicationWithdrawn = "application_withdrawn",
    /// A draft was deleted; it can be brought back for some time.
    DraftDeleted = "draft_deleted",
    /// A deleted draft was brought back.
    DraftRestored = "draft_restored",
    /// A deleted draft was erased, with everything but this record.
    DraftErased = "draft_erased",
    /// People were reminded of a draft that nobody saved for some time.
    DraftReminderSent = "draft_reminder_sent",
    /// People were told that a draft on which nobody works is deleted in a month.
    DraftDeletionAnnounced = "draft_deletion_announced",
    /// Somebody said that such a draft is to be kept.
    DraftKept = "draft_kept",
    /// Somebody was reminded of tasks that are soon due or overdue.
    TaskReminderSent = "task_reminder_sent",
    /// A supplier was reminded of a request for clarification.
    ClarificationReminderSent = "clarification_reminder_sent",
    /// A supplier was told that the link of a request to sign ran out before anybody signed.
    SigningRunOutTold = "signing_run_out_told",
    /// People of an organisation were told of documents that expire soon or have expired.
    DocumentExpiryTold = "document_expiry_told",
    /// People were told that an owner's agreement ends soon, on the day until which it was given.
    AgreementEndingTold = "agreement_ending_told",
    /// The team recorded that the connection certificate of an infrastructure ends early.
    ConnectionEnded = "connection_ended",
    /// A supplier was told that the connection certificate that its service depends on ends or has ended.
    ConnectionEndTold = "connection_end_told",
    /// An owner published what its infrastructure covers of a question, or took that back.
    ResponsibilityPublished = "responsibility_published",
    /// An e-mail that asked somebody something was not delivered.
    EmailUndelivered = "email_undelivered",
    /// Somebody chose which e-mails they get about work on applications.
    NoticesChosen = "notices_chosen",
    /// The summary of a day was sent to somebody who wants it.
    DailySummarySent = "daily_summary_sent",
    /// An answer could not be saved as it was sent, and was kept beside.
    AnswerSetAside = "answer_set_aside",
    /// A task of an application was given to a colleague, or its day changed.
    TaskAssigned = "task_assigned",
    /// A task is nobody's any more.
    TaskUnassigned = "task_unassigned",
    /// Somebody took a copy of an application as a file.
    CopyTaken = "copy_taken",
    /// People were reminded of a certificate that ends, or told that it has ended.
    CertificateReminderSent = "certificate_reminder_sent",
    /// A supplier asked the team about a question.
    EnquiryAsked = "enquiry_asked",
    /// The team replied.
    EnquiryAnswered = "enquiry_answered",
    /// The supplier was reminded of a reply that nobody had read, or the team of a question that waits.
    EnquiryReminderSent = "enquiry_reminder_sent",
    /// The review began.
    ReviewBegan = "review_began",
    /// An answer or section was judged.
    AnswerJudged = "answer_judged",
    /// The infrastructure's certificate was confirmed for the register.
    InfrastructureConfirmed = "infrastructure_confirmed",
    /// How the Code of Connection stands that is assessed beside a service.
    ConnectionAssessmentRecorded = "connection_assessment_recorded",
    /// The wording of a request for clarification was kept.
    ClarificationDrafted = "clarification_drafted",
    /// The supplier was asked for clarification.
    ClarificationAsked = "clarification_asked",
    /// A reply to one item was saved.
    ClarificationReplySaved = "clarification_reply_saved",
    /// The reply was sent.
    ClarificationAnswered = "clarification_answered",
    /// A decision was recommended.
    DecisionRecommended = "decision_recommended",
    /// The second person agreed.
    DecisionApproved = "decision_approved",
    /// The second person disagreed.
    DecisionReturned = "decision_returned",
    /// A certificate was issued.
    CertificateIssued = "certificate_issued",
    /// The demonstration's clock was moved.
    ClockMoved = "clock_moved",
}

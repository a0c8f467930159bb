/// The 26 questions with their follow-ups.
const SECURITY: &[Row] = &[
    ("security/1a", 0, &[("answer", "tls")]),
    ("security/1b", 0, &[("answer", "tls"), ("answer", "ssh")]),
    ("security/2a", 0, &[("answer", "uk")]),
    ("security/2b", 0, &[("answer", "uk"), ("answer", "eu_eea")]),
    ("security/2b/countries", 0, &[("eu_eea", "IE")]),
    ("security/2c", 0, &[("answer", "england_and_wales")]),
    ("security/2d", 0, &[("percent", "99.9"), ("period", "month"), ("in_sla", "yes"), ("excludes", "Planned maintenance on the first Sunday of the month, 02:00 to 05:00")]),
    ("security/3a", 0, &[("answer", "community")]),
    ("security/3b", 0, &[("answer", "psn_certified")]),
    ("security/3b/contracts", 0, &[("in_contracts", "yes")]),
    ("security/3c", 0, &[("answer", "yes"), ("explanation", "Each customer has its own database schema and database role. The application \
connects with the role of the customer whose user signed in, so a query \
can't reach another schema.")]),
    ("security/3d", 0, &[("answer", "yes"), ("explanation", "Each customer's administrators see only their own users and settings. Our \
own administration tool is on a separate network and works on one customer \
at a time.")]),
    ("security/4a", 0, &[("answer", "yes"), ("standards", "iso_27001"), ("explanation", "Certified to ISO/IEC 27001 since 2019; a security forum chaired by the \
operations director meets monthly.")]),
    ("security/5a", 0, &[("answer", "yes"), ("explanation", "Our service description gives the times and the customer portal shows \
progress on each.")]),
    ("security/5a/timescales", 0, &[("critical", "10"), ("important", "30"), ("other", "60"), ("exploited", "at_once")]),
    ("security/5b", 0, &[("answer", "yes"), ("explanation", "Logs go to a monitoring system with alerts for failed sign-ins, bulk \
searches and changes outside change windows, watched around the clock by our \
managed security provider.")]),
    ("security/5c", 0, &[("answer", "yes"), ("used", "yes_reviewed"), ("explanation", "Last used in March after a failed disk led to a slow service; the review \
changed our paging rota.")]),
    ("security/5d", 0, &[("answer", "yes"), ("published", "definition"), ("published", "format"), ("published", "triggers"), ("published", "timescales"), ("explanation", "Section 9 of the service handbook that every customer receives.")]),
    ("security/6a", 0, &[("answer", "bpss"), ("elements", "identity"), ("elements", "employment_history"), ("elements", "right_to_work"), ("elements", "unspent_convictions"), ("explanation", "All staff and contractors with administrative access are checked to BPSS \
before access is given.")]),
    ("security/7a", 0, &[("answer", "yes"), ("explanation", "Threats are reviewed each quarter with the security provider and go into the \
product backlog.")]),
    ("security/7b", 0, &[("answer", "yes"), ("stages", "design"), ("stages", "coding"), ("stages", "testing"), ("stages", "deployment"), ("explanation", "Threat modelling for each feature, peer review, static analysis, dependency \
checks and a staged release with roll-back.")]),
    ("security/7c", 0, &[("answer", "yes"), ("explanation", "All configuration is in version control; servers are rebuilt from it every \
month and compared every night.")]),
    ("security/8a", 0, &[("answer", "yes"), ("explanation", "Harbour Hosting and the security provider are reviewed every year against \
their contracts, which carry the same requirements.")]),
    ("security/9a", 0, &[("answer", "yes"), ("explanation", "Named administrators only, over the PSN, with a second factor; rights follow \
the job and are reviewed each quarter.")]),
    ("security/9b", 0, &[("answer", "isolated"), ("explanation", "Management pages are scoped to the customer of the signed-in administrator \
by the database role described in 3c, and penetration tested each year.")]),
    ("security/10a", 0, &[("sign_in", "password"), ("sign_in", "two_factor"), ("rules", "minimum_length"), ("rules", "differs_from_username"), ("rules", "no_repeats"), ("rules", "not_dictionary_word"), ("rules", "letters_and_numbers"), ("rules", "not_reused"), ("rules", "not_used_elsewhere"), ("minimum_length", "12"), ("explanation", "A second factor is required for every administrator and offered to every \
user.")]),
    ("security/11a", 0, &[("users_from", "psn"), ("managed_from", "corporate_network"), ("explanation", "Administrators come from our office network over a leased line into a \
bastion host in the zone."), ("penetration_test", "2026-08-18")]),
    ("security/12a", 0, &[("answer", "bastion"), ("customers_told", "yes"), ("explanation", "Described in section 4 of the service handbook.")]),
    ("security/14a", 0, &[("answer", "yes"), ("explanation", "A security guide explains each setting, its default and what changing it \
means."), ("where", "Customer portal, Documents")]),
];

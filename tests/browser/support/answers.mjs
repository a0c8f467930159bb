// The answers of a case, by page of the form and field: what somebody with the case in hand would
// type and choose. The case names options by their meaning; here they get the form's names.

const options = {
    "TLS 1.2 or later": "tls",
    "SSH or SFTP": "ssh",
    "United Kingdom": "uk",
    "EU or EEA": "eu_eea",
    Ireland: "IE",
    "England and Wales": "england_and_wales",
    "organisations with a valid PSN connection compliance certificate": "psn_certified",
    "ISO/IEC 27001": "iso_27001",
    "yes, and reviewed it": "yes_reviewed",
    "at once": "at_once",
    BPSS: "bpss",
    "employment history": "employment_history",
    "right to work": "right_to_work",
    "unspent convictions": "unspent_convictions",
    "username and password": "password",
    "two-factor": "two_factor",
    "minimum length": "minimum_length",
    "differs from username": "differs_from_username",
    "no more than two identical": "no_repeats",
    "not a dictionary word": "not_dictionary_word",
    "letters and numbers": "letters_and_numbers",
    "not reused": "not_reused",
    "not used for another account": "not_used_elsewhere",
    PSN: "psn",
    "our corporate network": "corporate_network",
    "bastion hosts": "bastion",
    "protocol break": "protocol_break",
    "malware scan": "malware_scan",
    "mutual TLS": "mutual_tls",
    "change control": "change_control",
    "quarterly access review": "access_review",
    "as expected": "as_expected",
    "another way": "another_way",
    "local authority": "local_authority",
    "TLS 1.1 or older, or SSL": "legacy",
    "The service does not exchange data with other services": "no_exchange",
    "not fully yet": "partly",
    "our own framework": "own_framework",
    "within a day": "within_a_day",
    "only in exercises": "exercises",
    "equivalent checks": "equivalent",
    "directly, from devices also used for normal business": "direct",
    "not assured yet": "not_yet",
};

const named = (meaning) => options[meaning] ?? meaning;
const all = (meanings) => [meanings].flat().map(named);
const yesNo = (is) => (is ? "yes" : "no");

/** "+300 days" or "-20 days" from today, as the three inputs of a date. */
export function day(text, today = new Date()) {
    const days = Number(/^([+-]\d+) days$/.exec(text)[1]);
    const date = new Date(today.getTime() + days * 86_400_000);
    return { day: date.getUTCDate(), month: date.getUTCMonth() + 1, year: date.getUTCFullYear() };
}

function organisation(given) {
    const [line1, line2, town, postcode] = given.organisation.address;
    return {
        "organisation/type": { type: named(given.organisation.type) },
        "organisation/name-and-number": {
            name: given.organisation.name,
            company_number: given.organisation.registration_number,
        },
        "organisation/address": { line_1: line1, line_2: line2, town, postcode },
        "point-of-contact": given.point_of_contact,
    };
}

function service(given) {
    const { service, infrastructure: used, additional_infrastructure: added } = given;
    return {
        "service-name": { name: service.name },
        "infrastructure/who": { who: used.own ? "ours" : "another" },
        "infrastructure/details": {
            name: used.name,
            certificate_number: used.certificate_number,
            certificate_expires: day(used.certificate_expires),
            owner: used.owner,
        },
        ...(used.own ? {} : terms(used)),
        "additional-infrastructure": { any: yesNo(added.length) },
        ...items("additional-infrastructure", added, (item) => ({
            "": {
                kind: item.kind,
                name: item.name,
                where_hosted: item.where_hosted,
                what_runs: item.what_runs,
                who_manages: item.who_manages,
            },
            "/health-check": {
                done: "yes",
                date: day(item.health_check.date),
                tester: item.health_check.tester,
                scope: item.health_check.scope,
                findings_fixed: item.health_check.findings_above_medium_open ? "not_yet" : "none_found",
            },
        })),
        "description-for-users": { description: service.description_for_users },
        "description-for-assessors": service.description_for_assessors,
        connections: { any: yesNo(given.connections.length) },
        ...items("connections", given.connections, (item) => ({
            "": {
                name: item.name,
                kind: item.kind,
                direction: item.direction,
                what_passes: item.what_passes,
            },
            "/security": {
                technical_controls: all(item.technical_controls),
                business_practices: all(item.business_practices),
                how_secured: item.how_secured,
            },
        })),
    };
}

function terms(used) {
    return {
        "infrastructure/agreement": { terms_final: "yes", terms_final_on: day(used.terms_final_on) },
        "infrastructure/owner-contact": used.owner_contact,
    };
}

function items(path, list, pages) {
    const numbered = list.flatMap((item, index) =>
        Object.entries(pages(item)).map(([tail, fields]) => [`${path}/${index + 1}${tail}`, fields]),
    );
    return Object.fromEntries(numbered);
}

function security({ answers: a }) {
    const pages = {
        "1a": { answer: all(a["1a"].choice) },
        "1a/why": { why: a["1a"].why, instead: a["1a"].instead },
        "1b": { answer: all(a["1b"].choice) },
        "2a": { answer: all(a["2a"].choice) },
        "2b": { answer: all(a["2b"].choice) },
        "2b/countries": { eu_eea: a["2b"].countries && all(a["2b"].countries) },
        "2c": { answer: named(a["2c"].choice) },
        "2d": {
            percent: String(a["2d"].percent),
            period: a["2d"].period,
            in_sla: yesNo(a["2d"].in_sla),
            excludes: a["2d"].excludes,
        },
        "3a": { answer: named(a["3a"].choice) },
        "3b": { answer: all(a["3b"].choice) },
        "3b/contracts": { in_contracts: yesNo(a["3b"].in_contracts) },
        "4a": { standards: all(a["4a"].standards) },
        "5a/timescales": { ...numbers(a["5a"].days), exploited: named(a["5a"].exploited) },
        "5c": { used: named(a["5c"].used) },
        "5d": { published: all(a["5d"].published) },
        "6a": { answer: named(a["6a"].choice), elements: all(a["6a"].elements) },
        "7b": { stages: all(a["7b"].stages) },
        "10a": {
            sign_in: all(a["10a"].sign_in),
            rules: all(a["10a"].rules),
            minimum_length: String(a["10a"].minimum_length),
        },
        "11a": {
            users_from: all(a["11a"].users_from),
            managed_from: all(a["11a"].managed_from),
            penetration_test: a["11a"].penetration_test && day(a["11a"].penetration_test),
        },
        "12a": { answer: named(a["12a"].choice), customers_told: yesNo(a["12a"].customers_told) },
        "14a": { where: a["14a"].where },
    };
    for (const [question, answer] of Object.entries(a)) {
        const fields = (pages[question] ??= {});
        fields.answer ??= answer.choice && named(answer.choice);
        fields.explanation ??= answer.explanation;
        const principle = parseInt(question, 10);
        const assurance = (pages[`${principle}/assurance`] ??= {});
        assurance[`assurance_${question}`] = named(answer.assurance);
        assurance[`assurance_${question}_other`] = answer.assurance_text;
    }
    return Object.fromEntries(
        Object.entries(pages).map(([tail, fields]) => [`security/${tail}`, fields]),
    );
}

function numbers(record) {
    return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, String(value)]));
}

function contacts({ contacts: given }) {
    return {
        "contacts/service-desk": given.service_desk,
        ...items("contacts/escalation", given.escalation, (item) => ({ "": item })),
        "contacts/security-manager": given.security_manager,
        documents: {},
    };
}

/** Page of the form to field to value: a text, a list of choices, or a date. */
export function answersOf(given) {
    return { ...organisation(given), ...service(given), ...security(given), ...contacts(given) };
}

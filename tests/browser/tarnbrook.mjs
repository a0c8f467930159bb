// The story of a public body on infrastructure of its own, with answers below the standard: a team
// of three fills in the form, collides once, has it signed in ink, twice, and gets its certificate after
// two clarifications.
// No script runs in anybody's browser.

import { readFileSync } from "node:fs";
import { answersOf, day } from "./support/answers.mjs";
import { Person } from "./support/person.mjs";
import * as supplier from "./support/supplier.mjs";
import * as team from "./support/team.mjs";
import * as decision from "./northwind_decision.mjs";
import * as ink from "./tarnbrook_ink.mjs";

const given = JSON.parse(readFileSync(new URL("../cases/tarnbrook-benefits.json", import.meta.url), "utf8"));
const answers = answersOf(given);
// The case says this in words of its own, or leaves it open.
answers["security/10a"].strengthening = ["lockout"];
answers["security/10a"].instead = "Accounts lock after five wrong tries, and the service desk unlocks them.";
answers["security/3b/contracts"].explanation = "The four councils are the only customers, and each has a certificate.";
answers["security/12a"].why_not_told = "The agreement of the partnership will name the model in April.";

/** The case has no colleagues: these help its point of contact. */
const COLLEAGUES = [
    { name: "Ruth Penhale", email: "ruth.penhale@tarnbrook.example", role: "editor" },
    { name: "Imran Sayeed", email: "imran.sayeed@tarnbrook.example", role: "editor" },
];

/** What the PSN team asks in each of its two requests, and the reply. */
const ROUNDS = [
    {
        "5a": ["You give 21 days for critical patches. What protects the service until then?", "Hosts are cut off from the partner sites."],
        "9b": ["When does each administrator have an account of their own?", "In October, with the next release."],
    },
    { "12a": ["Will you tell your customers that you manage it from laptops?", "Yes, in the agreement of the partnership."] },
];

/** What is recorded with the certificate: text, and the day by which it must be met. */
const CONDITIONS = [
    ["Give each system administrator an account of their own.", day("+90 days")],
    ["Deal with critical vulnerabilities within 14 days.", day("+60 days")],
];

const OUTCOMES = {
    below: "This may not meet the standard",
    explain: "This needs an explanation",
    check: "The PSN team will look at this",
    meets: "This meets the standard",
};

export async function tarnbrook(browser, server, checker) {
    const arrive = (name) => Person.arrive(name, browser, server, checker);
    const joan = await arrive(given.point_of_contact.name);
    await supplier.makeAccount(joan, given.point_of_contact.email);
    await supplier.setUpOrganisation(joan, given, answers, given.organisation.address[0]);
    const [ruth, imran] = await supplier.inviteColleagues(joan, given, COLLEAGUES, arrive);
    const reference = await supplier.startApplication(joan);
    const root = `/applications/${reference}`;
    const page = "security/8a";
    const reviewed = { answer: "yes", explanation: "The supplier is reviewed every year by our buyers." };
    answers[page] = await team.collide([ruth, reviewed], [imran, answers[page]], `${root}/${page}`, "both");
    await team.shareOut(joan, root, (task) => (isOfRuth(task) ? ruth : isOfImran(task) ? imran : joan));
    await team.handOn(ruth, imran, root, HANDED_ON[0], day("+9 days"));
    const done = await supplier.answerEverything([joan, ruth, imran], reference, given, answers);
    joan.expect(Math.min(...done) >= 5, `tasks that each has done: ${done}`);
    await saidBy([joan, ruth, imran], root);
    await compared(ruth, root);
    await joan.open(`${root}/infrastructure/owner-request`);
    await joan.press(`Confirm that ${given.organisation.name} owns this infrastructure and agrees`);
    await joan.sees("Agreed");
    await joan.open(`${root}/check-answers`);
    await joan.press("Continue");
    await ink.signInInk(joan, reference, given);
    await decision.submit(joan, reference);
    const assessor = await arrive("the assessor of Tarnbrook");
    await assessor.signIn(server.account("assessor-1"));
    await ink.findWrong(assessor, reference);
    await ink.signAnew(joan, reference, given);
    await ink.findRight(assessor, reference);
    await assessed(assessor, imran, reference);
    const lead = await arrive("the lead for Tarnbrook");
    await lead.signIn(server.account("lead-1"));
    await lead.open(`/team/applications/${reference}/approve`);
    await lead.sees(CONDITIONS[0][0]);
    const number = await decision.decideAndIssue(lead, reference);
    await lead.sees(CONDITIONS[1][0]);
    await lead.open(`/team/applications/${reference}`);
    await lead.sees("Granted with these conditions");
    await granted(joan, root, number);
    const anybody = await arrive("a customer of Tarnbrook");
    await anybody.open(`/verify/${number}`);
    await anybody.sees("valid until");
    await anybody.sees(given.service.name);
    const shown = await anybody.main.innerText();
    anybody.expect(!shown.includes("administrator"), "the public reads a condition");
}

/** Whose the principles are; the rest is the point of contact's. */
const isOfRuth = (task) => /^Principle [1-6]:/.test(task);
const isOfImran = (task) => /^Principle ([7-9]|1[0-4]):/.test(task);
/** What Ruth hands on, by its title and a page of it. */
const HANDED_ON = ["Principle 6: personnel security", "security/6a"];

/** Each answer was saved by whom its section was given to, also after it was handed on. */
async function saidBy([joan, ruth, imran], root) {
    const saved = [
        [ruth, "service-name", joan],
        [joan, "security/3a", ruth],
        [joan, HANDED_ON[1], imran],
        [ruth, "security/10a", imran],
    ];
    for (const [reader, page, author] of saved) {
        await reader.openAgain(`${root}/${page}`);
        await reader.sees(`${author.name} saved this page`);
    }
}

/** The live check says of each answer what the case expects. */
async function compared(person, root) {
    await person.open(`${root}/baseline`);
    const groups = await person.main.evaluate((main) => {
        const headings = [...main.querySelectorAll("h2")];
        return Object.fromEntries(headings.map((heading) => [heading.innerText, heading.nextElementSibling?.innerText ?? ""]));
    });
    const { expected_baseline: expected } = given.review;
    for (const question of Object.keys(given.answers)) {
        const wanted = (expected[question] ?? "meets or check").split(" or ").map((outcome) => OUTCOMES[outcome]);
        const found = Object.keys(OUTCOMES)
            .map((outcome) => OUTCOMES[outcome])
            .filter((words) => new RegExp(`(^|\n)${question} `).test(groups[words] ?? ""));
        person.expect(
            found.length === 1 && wanted.includes(found[0]),
            `${question}: "${found}" instead of "${wanted}"`,
        );
    }
}

async function assessed(assessor, supplierPerson, reference) {
    const root = `/team/applications/${reference}`;
    const asked = { ask: texts(ROUNDS[0], 0) };
    await decision.review(assessor, reference, { review: asked });
    await assessor.open(`${root}/review/14a`);
    await assessor.sees("Below");
    for (const [at, round] of ROUNDS.entries()) {
        if (at > 0) await judge(assessor, root, texts(round, 0), "ask");
        await decision.askForClarification(assessor, reference);
        await replyTo(supplierPerson, reference, texts(round, 1));
        await judge(assessor, root, texts(round, 1), "meets_with_explanation");
    }
    await assessor.open(`${root}/infrastructure`);
    await assessor.press("Confirm this certificate for the register");
    await recommended(assessor, root);
}

/** The outcome of the case: granted, with conditions recorded. */
async function recommended(assessor, root) {
    await assessor.open(`${root}/recommend`);
    await assessor.fill({
        recommendation: "grant_with_conditions",
        reasons: "Safe until then, because the service stays behind the circuits of the partnership.",
        declaration: "yes",
    });
    await assessor.press("Recommend");
    await assessor.sees("Enter condition 1");
    for (const [at, [text, due]] of CONDITIONS.entries()) {
        if (at > 0) await assessor.press("Add another condition");
        await assessor.fill({ [`condition-${at + 1}`]: text, [`due-${at + 1}`]: due });
    }
    await assessor.press("Recommend");
}

/** The supplier reads the conditions with the decision, and beside the certificate. */
async function granted(person, root, number) {
    person.expect(given.review.outcome === "clarified twice, granted with conditions", given.review.outcome);
    for (const page of [`${root}/decision`, `/certificates/${number}`]) {
        await person.open(page);
        for (const [text] of CONDITIONS) await person.sees(text);
    }
    const address = given.point_of_contact.email;
    const mail = await person.server.mail(address, (one) => one.subject.endsWith("has a PSN certificate"));
    person.expect(mail.text.includes("granted with 2 conditions"), mail.text);
}

const texts = (round, which) => Object.fromEntries(Object.entries(round).map(([subject, words]) => [subject, words[which]]));

async function judge(assessor, root, notes, verdict) {
    for (const [subject, note] of Object.entries(notes)) {
        await assessor.open(`${root}/review/${subject}`);
        await assessor.fill({ verdict, note });
        await assessor.press("Save");
    }
}

/** Replies without changing an answer, so that nobody has to sign again. */
async function replyTo(person, reference, replies) {
    await person.open(`/applications/${reference}`);
    await person.press("See what we asked");
    const asked = person.path;
    for (const [subject, reply] of Object.entries(replies)) {
        await person.open(`${asked}/${subject}`);
        await person.fill({ reply });
        await person.press("Save and continue");
    }
    await person.open(`${asked}/check`);
    await person.sees("Your signatory does not have to confirm anything.");
    await person.press("Send to the PSN team");
}

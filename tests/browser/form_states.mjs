// The supplier's form where the stories pass it by: mistakes on every kind of question, pages that
// only some answers open, lists from empty to full, people who get in each other's way, files.

import { readFileSync } from "node:fs";
import { answersOf, day } from "./support/answers.mjs";
import { Person } from "./support/person.mjs";
import { answerPages, copyOf, startApplication } from "./support/supplier.mjs";

const given = JSON.parse(readFileSync(new URL("../cases/northwind-gazetteer.json", import.meta.url), "utf8"));
const answers = answersOf(given);
const SAVE = "Save and continue";
const WRONG = "There is a problem";

export async function formStates(browser, server, checker) {
    const signedIn = (name, key) => Person.signedIn(name, key, browser, server, checker);
    const editor = await signedIn("an editor of a new application", "northwind-editor");
    const colleague = await signedIn("a colleague of the editor", "northwind-admin");
    await otherOrganisations(editor);
    const root = `/applications/${await startApplication(editor)}`;
    await left(editor, root);
    await mistaken(editor, root);
    await editor.open(`${root}/other-policies/dmp-annex-1`);
    await editor.sees("Not answered yet");
    await furtherAsked(editor, root);
    await listed(editor, root);
    await residual(editor, root);
    await collided(editor, colleague, root);
    await codeOfConnection(editor, root);
    await hosted(editor, root);
    await previewed(editor, root);
    await takenIn(editor, colleague, root);
    await closed(editor, colleague, await signedIn("who answers questions", "assessor-2"), root);
}

/** What is left before an application can be submitted, and its first field. */
async function left(person, root) {
    await person.open(root);
    await person.follow("What is left before you can submit");
    await person.sees("things to do first");
    await person.follow(/^Answer “Who is the point of contact/);
}

/** What is asked of a charity and of an organisation abroad. */
async function otherOrganisations(person) {
    for (const type of ["charity", "other", "local_authority"]) {
        await person.open("/organisations/new/type");
        await person.fill({ type });
        await person.press("Continue");
        await person.press("Continue");
        await person.sees(WRONG);
    }
}

/** A page of each kind of question, and what is sent. */
const MISTAKES = [
    ["service-name", {}],
    ["description-for-users", { description: "Maps." }],
    ["description-for-assessors", {}],
    ["point-of-contact", { email: "nobody", phone: "none" }],
    ["infrastructure/who", {}],
    ["security/1a", {}],
    ["security/1a", { answer: ["tls", "none"] }],
    ["security/1a", { answer: ["other"] }],
    ["security/2c", { answer: "another" }],
    ["security/2d", { percent: "most" }],
    ["security/5a/timescales", { critical: "soon" }],
    ["security/10a", { minimum_length: "-1" }],
    ["security/11a", { penetration_test: { day: 31, month: 2, year: 2026 } }],
    ["security/1/assurance", {}],
    ["contacts/service-desk", { email: "desk" }],
];

async function mistaken(editor, root) {
    for (const [page, fields] of MISTAKES) {
        await editor.openAgain(`${root}/${page}`);
        await editor.fill(fields);
        await editor.press(SAVE);
        await editor.sees(WRONG);
    }
    await editor.open(`${root}/organisation/type`);
}

/** Answers that open a page of their own, that page, and a mistake on it. */
const FURTHER = [
    ["security/1a", { answer: ["none"] }, "security/1a/why", { why: "Old." }],
    ["security/1b", { answer: ["legacy"] }, "security/1b/why", {}],
    ["security/2a", { answer: ["eu_eea", "treaty", "elsewhere"] }, "security/2a/countries", { eu_eea: ["IE"], treaty: ["CA"], elsewhere: "Jersey" }],
    ["security/2a/countries", { eu_eea: ["IE"], treaty: ["CA", "US"], elsewhere: "Narnia" }, "security/2a/conditions", { meets_ca: "no", how_ca: "No." }],
    ["security/2b", { answer: ["treaty", "elsewhere"] }, "security/2b/countries", { treaty: ["CA"], elsewhere: "Ireland" }],
    ["security/2b/countries", { treaty: ["CA"], elsewhere: "Narnia" }, "security/2b/conditions", { meets_ca: "no", how_ca: "No." }],
    ["security/3a", { answer: "hybrid" }, "security/3a/hybrid", {}],
];

async function furtherAsked(editor, root) {
    for (const [page, fields, further, mistake] of FURTHER) {
        await answerPages(editor, root, { [page]: fields }, [page]);
        await editor.open(`${root}/${further}`);
        await editor.fill(mistake);
        await editor.press(SAVE);
        await editor.sees(WRONG);
    }
    await editor.fill({ public_part: "Background maps are drawn in a public cloud platform." });
    await editor.press(SAVE);
    await editor.open(`${root}/security/3/check`);
}

/** A list without an item, with as many as it can hold, and what is asked before one goes. */
async function listed(editor, root) {
    const list = `${root}/contacts/escalation/list`;
    await editor.open(list);
    await editor.press("Continue");
    await editor.sees(WRONG);
    await editor.fill({ another: "no" });
    await editor.press("Continue");
    await editor.sees("Add at least 1");
    const items = [1, 2].map((item) => `contacts/escalation/${item}`);
    const third = { role: "Chief executive", name: "Nia Lloyd", phone: "01632 960 123", email: "nia.lloyd@northwind.example" };
    await answerPages(editor, root, { ...answers, "contacts/escalation/3": third }, [...items, "contacts/escalation/3"]);
    await editor.open(list);
    await editor.sees("which is the most you can add");
    await editor.follow(/^Remove/);
    await editor.press("Continue");
    await editor.sees("Select yes if you want to remove this");
}

const LITTLE = "The library is reached by two administrators only, until June.";

/** What is left of findings above medium, more of them than fit on one page. */
async function residual(editor, root) {
    const item = "additional-infrastructure/1";
    const check = { ...answers[`${item}/health-check`], findings_fixed: "not_yet" };
    const pages = ["additional-infrastructure", item, `${item}/health-check`];
    await answerPages(editor, root, { ...answers, [`${item}/health-check`]: check }, pages);
    await editor.open(`${root}/${item}/findings`);
    await editor.fill({ finding_1: "An old library", risk_1: "Little." });
    await editor.press(SAVE);
    await editor.sees(WRONG);
    for (const [page, from, to] of [["findings", 1, 8], ["more-findings", 9, 16], ["further-findings", 17, 17]]) {
        await editor.openAgain(`${root}/${item}/${page}`);
        await editor.fill({ [`finding_${to}`]: "", [`risk_${to}`]: LITTLE });
        await editor.press(SAVE);
        await editor.sees(`Enter finding ${to}`);
        const findings = {};
        for (let number = from; number <= to; number += 1) {
            findings[`finding_${number}`] = `Old library number ${number}`;
            findings[`risk_${number}`] = LITTLE;
        }
        await editor.fill(findings);
        await editor.press(SAVE);
    }
    await editor.open(`${root}/additional-infrastructure/check`);
}

const mailRelay = (name) => ({ name, kind: "internet", direction: "in", what_passes: "Reports of faults from councils." });

/** A page, what two people answer at the same time, what the second chooses, what is said then. */
const COLLISIONS = [
    ["security/2c", { answer: "england_and_wales" }, { answer: "scotland" }, "theirs", "We kept the answer of Tom Okafor"],
    ["security/3b", { answer: ["psn_certified"] }, { answer: ["public_sector"] }, "mine", "We kept your answer"],
    ["connections/1", mailRelay("Relay for mail"), mailRelay("Drop server"), "another", "We kept both answers"],
];

async function collided(editor, colleague, root) {
    await answerPages(editor, root, { connections: { any: "yes" } }, ["connections"]);
    for (const [page, first, second, keep, says] of COLLISIONS) {
        for (const person of [editor, colleague]) await person.openAgain(`${root}/${page}`);
        await editor.fill(first);
        await editor.press(SAVE);
        await colleague.fill(second);
        await colleague.press(SAVE);
        colleague.expect(colleague.status === 409, `${colleague.status} instead of 409`);
        await colleague.fill({ keep });
        await colleague.press(SAVE);
        await colleague.sees(says, colleague.page.locator("body"));
    }
    await editor.openAgain(`${root}/connections/1`);
    await colleague.openAgain(`${root}/remove/connections/1`);
    await colleague.fill({ remove: "yes" });
    await colleague.press("Continue");
    await editor.fill({ name: "Relay for mail and faults" });
    await editor.press(SAVE);
    editor.expect(editor.status === 409, `${editor.status} instead of 409`);
    await editor.sees("Nothing, because this was removed or emptied");
}

/** The Code of Connection as a document of the application. */
async function codeOfConnection(editor, root) {
    const joint = { how: "added", name: "Harbour Data Hall" };
    const pages = ["infrastructure/who", "infrastructure/joint"];
    await answerPages(editor, root, { "infrastructure/who": { who: "both" }, "infrastructure/joint": joint }, pages);
    await editor.upload(`${root}/documents/add`, "coco.pdf", "%PDF-1.7\nA code of connection.\nstartxref\n9\n%%EOF\n");
    await editor.fill({ title: "Code of Connection of the data hall", questions: ["infrastructure/joint"] });
    await editor.press(SAVE);
    await editor.sees("Code of Connection (CoCo)");
    await editor.open(`${root}/infrastructure/check`);
    await editor.open(`${root}/documents`);
    await editor.open(`${root}/documents/check`);
}

/** Infrastructure that is not found, whose certificate has ended, that is typed although it is listed, and whose owner is one of us. */
async function hosted(editor, root) {
    await answerPages(editor, root, { "infrastructure/who": { who: "another" } }, ["infrastructure/who"]);
    await editor.open(`${root}/infrastructure/find?q=nothing+of+this+name`);
    await editor.sees("Nothing in the list matches");
    await editor.open(`${root}/infrastructure/find?q=humber`);
    await editor.main.getByLabel(/Humber/).check();
    await editor.press(SAVE);
    await editor.sees("Select infrastructure whose certificate is in date");
    await editor.openAgain(`${root}/infrastructure/find`);
    await editor.main.locator('[value="not_listed"]').check();
    await editor.press(SAVE);
    await editor.fill({ ...answers["infrastructure/details"], certificate_number: "psn cn 2231" });
    await editor.press(SAVE);
    await editor.sees("Select it from the list instead");
    await editor.press("Select Harbour PSN Zone from the list");
    await editor.main.getByRole("radio").first().check();
    await editor.press(SAVE);
    const agreement = `${root}/infrastructure/agreement`;
    await editor.open(agreement);
    const terms = { terms_final: "yes", terms_final_on: day("-20 days") };
    await editor.fill({ ...terms, host_services: "SRV_0001\nSRV_12X" });
    await editor.press(SAVE);
    await editor.sees("‘SRV_12X’ is not a service code. Service codes look like SRV_0042");
    await editor.fill({ host_services: "SRV_0001, srv 9998" });
    await editor.press(SAVE);
    await editor.sees("The register does not have SRV_9998", editor.page.locator("body"));
    const colleagueOfOurs = { ...given.infrastructure.owner_contact, email: "graham@northwind.example" };
    await answerPages(editor, root, { "infrastructure/owner-contact": colleagueOfOurs }, ["infrastructure/owner-contact"]);
    await editor.sees("is at the same domain as your organisation’s");
    await editor.press("Change who we ask");
}

async function previewed(editor, root) {
    await answerPages(editor, root, answers, ["service-name"]);
    await editor.openAgain(`${root}/description-for-users`);
    await editor.fill(answers["description-for-users"]);
    await editor.press("Save and preview");
    await editor.sees("What the register will show");
}

const TABLE = `Reference,Your answer,Who does it
service-name#name,Northwind Street Finder,Dev
point-of-contact#name,Dev Okafor,Dev
point-of-contact#job_title,Head of service,Dev
point-of-contact#email,dev.okafor@northwind.example,Dev
point-of-contact#phone,01632 960 117,Dev
security/2c#answer,Mars,Dev
security/1b/why#why,The printing works can take nothing better until the spring.,Dev
security/7a/why#why,There is no such question.,Dev
`;

/** Files in which nothing is found, a table with what we do not ask, and a spreadsheet. */
async function takenIn(editor, colleague, root) {
    for (const [text, says] of [["", "is empty"], ["Name,Price\nTea,2", "We could not find any answers"]]) {
        await editor.upload(`${root}/import`, "form.csv", text);
        await editor.sees(says);
    }
    await editor.upload(`${root}/import`, "form.csv", TABLE);
    await editor.sees("We did not read these columns");
    await editor.sees("What we cannot use");
    for (const use of await editor.main.locator('[type="radio"][value^="use "]').all()) await use.check();
    await leftOut(editor);
    await answerPages(colleague, root, { "service-name": { name: "Northwind Lane Finder" } }, ["service-name"]);
    await editor.press("Save what I chose");
    await editor.sees("somebody else has changed", editor.page.locator("body"));
    await editor.upload(`${root}/import`, "copy.ods", await (await copyOf(editor, root, "ods")).body());
    await editor.sees("Nothing from it is saved yet.");
    await editor.press("Use nothing from this file");
}

/** Of a page with several answers none is chosen, and then all but one that the page needs. */
async function leftOut(editor) {
    const box = (value) => editor.main.locator(`[type="checkbox"][value="${value}"]`);
    const fields = ["name", "job_title", "email", "phone"];
    for (const field of fields) await box(field).uncheck();
    await editor.press("Save what I chose");
    await editor.sees("that you want to use, or skip it");
    for (const field of fields.slice(0, 3)) await box(field).check();
    await editor.press("Save what I chose");
    await editor.sees("is not complete without ‘Phone number’");
}

/** A question to the team ends with its application. */
async function closed(editor, colleague, assessor, root) {
    await editor.openAgain(`${root}/ask/3a`);
    await editor.fill({ message: "Does a public page with opening hours make it hybrid?" });
    await editor.press("Send to the PSN team");
    await assessor.open("/team/enquiries");
    await assessor.follow(/^3a/);
    const enquiry = assessor.path;
    await editor.openAgain(`${root}/security/3a/hybrid`);
    await colleague.openAgain(`${root}/delete`);
    await colleague.press("Delete this application");
    await tooLate(editor, root);
    await assessor.open(enquiry);
    await assessor.sees("Closed");
    await editor.open(`${root}/ask/3a`);
}

/** What is typed on a page that takes no answer any more is kept beside the history. */
async function tooLate(editor, root) {
    await editor.fill({ public_part: "Background maps are drawn in a public cloud platform in London." });
    await editor.press(SAVE);
    editor.expect(editor.status === 409, `${editor.status} instead of 409`);
    await editor.open(`${root}/history`);
    await editor.sees("Not saved: something was wrong with it, or the application had changed");
    await editor.open(`${root}/history/security/3a/hybrid`);
    await editor.sees("Not saved");
}

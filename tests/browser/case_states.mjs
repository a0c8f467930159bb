// What owners, signatories and the PSN team see where the stories pass it by: owners who decline,
// ask or mistype their code, renewals that come too early or too late, a signatory who can't sign.

import { readFileSync } from "node:fs";
import { answersOf, day } from "./support/answers.mjs";
import { nameHolder, organisationOf, ZONE } from "./hosting.mjs";
import { Person } from "./support/person.mjs";
import { linkIn } from "./support/server.mjs";
import { answerPages, findInfrastructure, rootOf, startApplication } from "./support/supplier.mjs";

const given = JSON.parse(readFileSync(new URL("../cases/northwind-gazetteer.json", import.meta.url), "utf8"));
const { owner_contact: contact } = given.infrastructure;
const SERVICE = "Northwind Gap Finder";
const answers = { ...answersOf(given), "service-name": { name: SERVICE }, "additional-infrastructure": { any: "no" } };
const WRONG = "There is a problem";
/** How often a wrong code can be entered. */
const WRONG_CODES = 5;

export async function caseStates(browser, server, checker) {
    const arrive = (name) => Person.arrive(name, browser, server, checker);
    const signedIn = (name, key) => Person.signedIn(name, key, browser, server, checker);
    const editor = await signedIn("an editor who asks", "northwind-editor");
    const page = await owners(editor, arrive);
    await nameHolder(await signedIn("a lead who names holders", "lead-2"));
    await agreedAtOnce(editor, page, await signedIn("who agrees to every service", "host-admin"));
    const viewer = await signedIn("a viewer of certificates", "northwind-viewer");
    const administrator = await signedIn("an administrator of certificates", "fabrikam-admin");
    for (const person of [editor, viewer, administrator]) await renewable(person);
    await cannotSign(editor, await arrive("a signatory who can't sign"));
    await kept(administrator);
    const assessor = await signedIn("an assessor of renewals", "assessor-2");
    await judgedBefore(assessor);
    await recorded(assessor);
}

/** What the owner answers, and what the page says then. */
const ANSWERS = [
    ["decline", { reason: "We have never heard of this service." }, "You did not agree"],
    ["ask", { question: "How many people will use it at once?" }, "We have sent your question"],
    ["agree", { certificate_number: given.infrastructure.certificate_number }, "You agreed"],
];

async function owners(editor, arrive) {
    const root = `/applications/${await startApplication(editor)}`;
    const before = ["service-name", "description-for-users", "additional-infrastructure", "infrastructure/who"];
    await answerPages(editor, root, answers, before);
    await editor.openAgain(`${root}/infrastructure/find`);
    await findInfrastructure(editor, given.infrastructure.name);
    await answerPages(editor, root, answers, ["infrastructure/agreement", "infrastructure/owner-contact"]);
    const page = `${root}/infrastructure/owner-request`;
    const ask = async () => {
        await editor.open(page);
        // What the owner asked is answered with the next request.
        const asked = await editor.main.locator('[name="reply"]').count();
        if (asked > 0) await editor.fill({ reply: "It is in rack 7, from March." });
        const press = () => editor.press(`Send request to ${contact.name}`);
        return editor.server.newMail(contact.email, (mail) => mail.subject.startsWith(`Can ${SERVICE}`), press);
    };
    const first = await ask();
    await wrongCodes(await arrive("an owner without the code"), first);
    await editor.open(page);
    await editor.press("Cancel the request");
    await gone(await arrive("an owner who comes too late"), first);
    for (const answer of ANSWERS) {
        const letter = await ask();
        const owner = await arrive(`an owner, to ${answer[0]}`);
        await answered(owner, letter, answer);
        await editor.open(page);
        if (answer[0] === "agree") await keepsAgreement(owner, letter);
    }
    await answerPages(editor, root, { "service-name": { name: `${SERVICE} Two` } }, ["service-name"]);
    await editor.open(page);
    return page;
}

/** An owner who has agreed to every service of a supplier is not asked again. */
async function agreedAtOnce(editor, page, owner) {
    await owner.openAgain(`${await organisationOf(owner)}/infrastructure`);
    await owner.follow(ZONE);
    const zone = owner.path;
    // There are two of this name, once the case of Northwind was played.
    for (const at of [-1, 0]) {
        await owner.openAgain(`${zone}/standing`);
        const suppliers = owner.main.getByLabel(given.organisation.name);
        if ((await suppliers.count()) === 0) break;
        await suppliers.nth(at).check();
        await owner.fill({ additional: "yes", until: day("+60 days"), job_title: "Head of platforms" });
        await owner.press("Agree to every service of this supplier");
    }
    await editor.open(page);
    await editor.press(`Send request to ${contact.name}`);
    await editor.sees("By a standing agreement of the owner");
}

async function wrongCodes(owner, letter) {
    await owner.open(linkIn(letter));
    await owner.press("Send me a code");
    await owner.press("Continue");
    await owner.sees("Enter the code");
    for (let tries = 0; tries < WRONG_CODES; tries += 1) {
        await owner.fill({ code: "000000" });
        await owner.press("Continue");
    }
    owner.expect(owner.status === 429, `${owner.status} after too many wrong codes`);
    await owner.open(linkIn(letter));
    await owner.press("Send me a code");
    owner.expect(owner.status === 429, `${owner.status} for a second code at once`);
}

async function gone(owner, letter) {
    await owner.open(linkIn(letter));
    owner.expect(owner.status === 410, `${owner.status} instead of 410`);
    await owner.sees("This request was cancelled");
}

async function answered(owner, letter, [decision, words, says]) {
    await owner.enterByLink(letter, contact.email);
    await owner.press("Continue");
    await owner.fill({ decision, ...words, name: contact.name, job_title: contact.job_title });
    await owner.press("Continue");
    await owner.openAgain(`${linkIn(letter)}/decision`);
    await owner.press("Continue");
    await owner.press("Send your answer");
    await owner.sees(says);
}

/** The owner looks at what taking the agreement back does, and does not say why. */
async function keepsAgreement(owner, letter) {
    await owner.open(`${linkIn(letter)}/withdraw`);
    await owner.press("Take back your agreement");
    await owner.sees("Enter why you take your agreement back");
}

/** Every certificate of somebody's organisation, and whether it can be renewed today. */
async function renewable(person) {
    await person.open("/certificates");
    const links = person.main.locator('a[href^="/certificates/PSNS-"]');
    const paths = new Set(await links.evaluateAll((all) => all.map((link) => link.getAttribute("href"))));
    person.expect(paths.size >= 2, `certificates: ${[...paths]}`);
    for (const path of paths) {
        await person.open(path);
        await person.open(`/applications/new/renew/${path.split("/").at(-1)}`);
    }
}

/** A renewal in which everything was checked: who signs sees what changed since last year. */
async function cannotSign(editor, signatory) {
    await editor.openAgain("/home");
    const root = await rootOf(editor, "Northwind Route Planner");
    await editor.open(`${root}/renewal`);
    await editor.sees("You have checked every answer");
    const threats = { explanation: "Threats are reviewed each month with the security provider." };
    const changed = { "security/7a": threats, "security/7/check": { complete: "yes" } };
    await answerPages(editor, root, changed, Object.keys(changed));
    await editor.open(`${root}/signature`);
    await editor.openAgain(`${root}/check-answers`);
    await editor.press("Continue");
    await editor.openAgain(`${root}/signatory`);
    await editor.fill({ ...given.signatory, email: editor.server.account("northwind-editor").email });
    await editor.press("Continue");
    await editor.open(`${root}/signatory`);
    await editor.fill(given.signatory);
    await editor.press("Continue");
    const isAsked = (mail) => mail.subject.startsWith("Sign ");
    const send = () => editor.press(`Send to ${given.signatory.name}`);
    const letter = await editor.server.newMail(given.signatory.email, isAsked, send);
    await signatory.enterByLink(letter, given.signatory.email);
    await signatory.fill({ authority: "yes" });
    await signatory.press("Continue");
    await signatory.sees("What has changed since last year");
    await signatory.follow("I cannot sign");
    await signatory.press(/^Tell /);
    await signatory.sees("Select why you cannot sign");
    await signatory.fill({ reason: "something_is_wrong", note: "The point of contact has left us." });
    await signatory.press(/^Tell /);
    await editor.open(`${root}/signature`);
    await editor.sees("The point of contact has left us.");
    await inInk(editor, root);
}

/** The same statement on paper: printed, signed in ink, and uploaded. */
async function inInk(editor, root) {
    await editor.openAgain(`${root}/signatory`);
    await editor.fill({ ...given.signatory, method: "ink" });
    await editor.press("Continue");
    await editor.sees("We make a statement for you to print.");
    await editor.press("Make the statement to print");
    await editor.sees("Scan all pages into one PDF.");
    const code = (await editor.main.locator("strong").first().innerText()).trim();
    await editor.open(`${root}/signature/ink/statement`);
    await editor.sees(code);
    await editor.sees("What signing means");
    await editor.open(`${root}/signature`);
    await editor.open(`${root}/signature/ink/upload`);
    await editor.press("Upload the signed page");
    await editor.sees("Enter the statement code");
    const { name, job_title } = given.signatory;
    const upload = async (statement_code) => {
        await editor.fill({ statement_code, name, job_title, signed_on: day("+0 days") });
        const content = Buffer.from("%PDF-1.7\nA signed page.\nstartxref\n9\n%%EOF\n");
        const file = { name: "signed.pdf", mimeType: "application/pdf", buffer: content };
        await editor.main.locator('[name="file"]').setInputFiles(file);
        await editor.press("Upload the signed page");
    };
    await upload("0000-0000");
    await editor.sees("Statement code must match the one printed on page 1");
    await upload(code.toLowerCase());
    await editor.sees("Signed on paper in ink, on");
}

/** An application that is nearly withdrawn. */
async function kept(administrator) {
    await administrator.openAgain("/home");
    const root = await rootOf(administrator, "Fabrikam Secure Voice");
    await administrator.open(`${root}/withdraw`);
    await administrator.fill({ reason: "We are buying this service instead. ".repeat(200) });
    await administrator.press("Withdraw this application");
    await administrator.sees(WRONG);
}

/** A renewal under review, with the judgement of the year before. */
async function judgedBefore(assessor) {
    await assessor.openAgain("/team");
    const row = assessor.main.locator("tr", { hasText: "Fabrikam Secure Voice" }).first();
    const path = await row.locator('a[href^="/team/applications/"]').first().getAttribute("href");
    for (const subject of ["1a", "7b", "14a"]) {
        await assessor.open(`${path}/review/${subject}`);
        await assessor.sees("Last year’s judgement");
    }
    // As if something had come since the page was opened.
    const read = assessor.main.locator('form:has(textarea) [name="read"]');
    await read.evaluate((field) => (field.value = "0".repeat(32)));
    await assessor.main.locator('[type="radio"][value="meets"]').check();
    await assessor.fill({ note: "As it was last year." });
    await assessor.press("Save");
    await assessor.sees("changed after you opened the page");
}

/** The connection certificate that was applied for together with the service's is there. */
async function recorded(assessor) {
    await assessor.openAgain("/team");
    const row = assessor.main.locator("tr", { hasText: "Aldermere Shared Payroll Enquiries" }).first();
    const path = await row.locator('a[href^="/team/applications/"]').first().getAttribute("href");
    await assessor.open(`${path}/connection`);
    await assessor.press("Record this");
    await assessor.sees("Select how the assessment of the CoCo stands");
    await assessor.fill({ state: "under_assessment", note: "With the network assessors since Monday." });
    await assessor.press("Record this");
    await assessor.open(`${path}/connection`);
    await assessor.sees("With the network assessors since Monday.");
    await assessor.openAgain(`${path}/infrastructure`);
    const certificate = { certificate_number: "PSN-CN-2999", owner: "Aldermere Borough Council", valid_to: day("+300 days") };
    await assessor.fill(certificate);
    await assessor.press("Record the connection certificate");
    await assessor.open(`${path}/infrastructure`);
    await assessor.sees("is recorded");
    await assessor.open(`${path}/connection`);
    await assessor.open(path);
    await assessor.open(`${path}/issue`);
}

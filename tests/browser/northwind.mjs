// The whole story with the Northwind case: from an account to a verified certificate, with a
// clarification on the way. No script runs in anybody's browser.

import { readFileSync } from "node:fs";
import { answersOf } from "./support/answers.mjs";
import { Person } from "./support/person.mjs";
import { linkIn } from "./support/server.mjs";
import * as decision from "./northwind_decision.mjs";

const given = JSON.parse(readFileSync(new URL("../cases/northwind-gazetteer.json", import.meta.url), "utf8"));
const answers = answersOf(given);
// Each person needs one of their own: no two accounts have the same password.
const WORDS = ["orchard", "harbour", "thimble", "meadow", "copper", "walnut"];
const newPassword = () => `Lantern-gravel-sonnet-42-${WORDS.shift()}`;

export async function northwind(browser, server, checker) {
    const arrive = (name) => Person.arrive(name, browser, server, checker);
    const priya = await arrive(given.point_of_contact.name);
    await makeAccount(priya, given.point_of_contact.email);
    await setUpOrganisation(priya);
    await inviteColleagues(priya, arrive);
    const reference = await startApplication(priya);
    await answerEverything(priya, reference);
    await decision.askOwner(priya, reference, await arrive("the owner's contact"), given);
    await decision.askSignatory(priya, reference, await arrive("the signatory"), given);
    await decision.submit(priya, reference);
    const assessor = await arrive("the assessor");
    await assessor.signIn(server.account("assessor-1"));
    await decision.review(assessor, reference, given);
    await decision.askForClarification(assessor, reference);
    await decision.reply(priya, reference, given);
    await decision.sign(await arrive("the signatory again"), given.signatory, (mail) => mail.subject.startsWith("Confirm "));
    await decision.recommend(assessor, reference, given);
    const lead = await arrive("the lead");
    await lead.signIn(server.account("lead-1"));
    const number = await decision.decideAndIssue(lead, reference);
    await decision.verify(await arrive("the public"), priya, number, server);
}

async function makeAccount(person, email) {
    await person.open("/");
    await person.open("/create-account");
    await person.press("Continue");
    await person.sees("There is a problem");
    await person.fill({ email });
    await person.press("Continue");
    const confirm = (mail) => mail.subject === "Confirm your email address";
    await person.open(linkIn(await person.server.mail(email, confirm)));
    await person.press("Confirm my email address");
    await person.fill({ name: person.name, password: "password1" });
    await person.press("Create account");
    await person.sees("Password must be 12 characters or more");
    await person.fill({ password: newPassword() });
    await person.press("Create account");
}

async function setUpOrganisation(person) {
    await person.press("Set up an organisation");
    for (const page of ["organisation/type", "organisation/name-and-number", "organisation/address"]) {
        await person.fill(answers[page]);
        await person.press("Continue");
    }
    await person.sees("04718293");
    await person.press("Set up the organisation");
    await person.sees(given.organisation.name, person.page.locator("body"));
}

async function inviteColleagues(person, arrive) {
    for (const colleague of given.colleagues) {
        await person.open("/home");
        await person.arriveBy(() =>
            person.page.getByRole("link", { name: "Organisation", exact: true }).click(),
        );
        await person.follow(/^\d+ (person|people)/);
        await person.press("Invite a colleague");
        await person.fill({ email: colleague.email, role: colleague.role });
        await person.press("Send the invitation");
        await person.sees(`Invitation sent to ${colleague.email}`);
        await join(await arrive(colleague.name), colleague.email);
    }
}

async function join(person, email) {
    const invitation = linkIn(await person.server.mail(email));
    await person.open(invitation);
    await makeAccount(person, email);
    await person.press(`Join ${given.organisation.name}`);
}

async function startApplication(person) {
    await person.open("/applications/new");
    await person.press("Start an application");
    return /COP-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(person.path)[0];
}

/** Goes through the task list as it stands, page by page, until nothing is left to answer. */
async function answerEverything(person, reference) {
    const root = `/applications/${reference}`;
    await person.open(root);
    for (;;) {
        await person.openAgain(`${root}?show=left`);
        const left = person.main.locator('a[href*="/applications/"]');
        const hrefs = await left.evaluateAll((links) => links.map((link) => link.getAttribute("href")));
        const next = hrefs.find((href) => isToAnswer(href.slice(root.length + 1)));
        if (!next) break;
        await person.arriveBy(() => person.main.locator(`a[href="${next}"]`).first().click());
        await answerTask(person, root);
    }
    await person.open(`${root}?show=left`);
    await person.open(`${root}/baseline`);
    await person.open(`${root}/everything`);
    await person.open(`${root}/check-answers`);
    await person.sees("TLS 1.2 or later");
    await person.press("Continue");
}

const special = ["infrastructure/owner-request", "check-answers", "signatory", "submit"];
const isToAnswer = (tail) =>
    !tail.startsWith("?") && !["ask", "baseline", "delete", "downloads", "everything", "renewal", ""].includes(tail) && !special.some((task) => tail.startsWith(task));

async function answerTask(person, root) {
    for (let pages = 0; pages < 40; pages += 1) {
        const tail = person.path.slice(root.length + 1);
        const unfinished = person.main.locator('h2:text-is("Not finished yet") + ul a').first();
        if (tail.endsWith("/check") && (await unfinished.count())) {
            await person.arriveBy(() => unfinished.click());
        } else if (tail.endsWith("/check")) {
            await person.fill({ complete: "yes" });
            await person.press("Save and continue");
            return;
        } else if (tail.endsWith("/list")) {
            await answerList(person, tail);
        } else if (tail === "infrastructure/find") {
            await findInfrastructure(person);
        } else if (answers[tail]) {
            await person.fill(answers[tail]);
            await person.press("Save and continue");
        } else {
            throw new Error(`no answer for the page ${tail}`);
        }
    }
    throw new Error(`a task does not end: ${person.path}`);
}

async function answerList(person, tail) {
    const task = tail.slice(0, -"/list".length);
    const next = (await person.main.locator(".govuk-summary-card").count()) + 1;
    await person.fill({ another: answers[`${task}/${next}`] ? "yes" : "no" });
    await person.press("Continue");
}

async function findInfrastructure(person) {
    await person.page.locator("#search").fill("harbour");
    await person.press("Search");
    await person.main.getByLabel(given.infrastructure.name).first().check();
    await person.press("Save and continue");
}

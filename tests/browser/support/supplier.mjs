// What a supplier's people do, whatever their case: accounts, organisation, the form.

import { linkIn } from "./server.mjs";

// Each person needs one of their own: no two accounts have the same password.
const WORDS = ["orchard", "harbour", "thimble", "meadow", "copper", "walnut", "juniper", "saffron"];
const newPassword = () => `Lantern-gravel-sonnet-42-${WORDS.shift()}`;

/** From the start page to an account, with what goes wrong on the way. */
export async function makeAccount(person, email) {
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

/** Sets up the organisation of the case; the last page has to show this. */
export async function setUpOrganisation(person, { organisation }, answers, shows) {
    await person.press("Set up an organisation");
    for (const page of ["organisation/type", "organisation/name-and-number", "organisation/address"]) {
        await person.fill(answers[page]);
        await person.press("Continue");
    }
    await person.sees(shows);
    await person.press("Set up the organisation");
    await person.sees(organisation.name, person.page.locator("body"));
}

/** Invites colleagues, who join: gives them by name. */
export async function inviteColleagues(person, { organisation }, colleagues, arrive) {
    const joined = [];
    for (const { name, email, role } of colleagues) {
        await person.open("/home");
        await person.arriveBy(() => person.page.getByRole("link", { name: "Organisation", exact: true }).click());
        await person.follow(/^\d+ (person|people)/);
        await person.press("Invite a colleague");
        await person.fill({ email, role });
        await person.press("Send the invitation");
        await person.sees(`Invitation sent to ${email}`);
        const colleague = await arrive(name);
        await colleague.open(linkIn(await person.server.mail(email)));
        await makeAccount(colleague, email);
        await colleague.press(`Join ${organisation.name}`);
        joined.push(colleague);
    }
    return joined;
}

export async function startApplication(person) {
    await person.open("/applications/new");
    // Where there is a certificate to renew, the page asks what to start.
    if (await person.main.locator('[name="what"]').count()) await person.fill({ what: "new" });
    await person.press("Start an application");
    return /COP-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(person.path)[0];
}

/** The address of the newest application for a service, on the page with all of them. */
export async function rootOf(person, service) {
    const link = person.main.locator('a[href^="/applications/COP-"]', { hasText: service }).first();
    return /^\/applications\/[^/?]+/.exec(await link.getAttribute("href"))[0];
}

const special = ["infrastructure/owner-request", "check-answers", "signatory", "submit"];
const beside = ["ask", "baseline", "delete", "downloads", "everything", "history", "people", "renewal", ""];
const isToAnswer = (tail) =>
    !tail.startsWith("?") && !beside.includes(tail) && !special.some((task) => tail.startsWith(task));

/** Goes through the task list as it stands, each task by the next person, until nothing is left to answer. */
export async function answerEverything(people, reference, given, answers) {
    const root = `/applications/${reference}`;
    await people[0].open(root);
    for (let turn = 0; ; turn += 1) {
        const person = people[turn % people.length];
        await person.openAgain(`${root}?show=left`);
        const left = person.main.locator('a[href*="/applications/"]');
        const hrefs = await left.evaluateAll((links) => links.map((link) => link.getAttribute("href")));
        const next = hrefs.find((href) => isToAnswer(href.slice(root.length + 1)));
        if (!next) break;
        await person.arriveBy(() => person.main.locator(`a[href="${next}"]`).first().click());
        await answerTask(person, root, given, answers);
    }
}

async function answerTask(person, root, given, answers) {
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
            await answerList(person, tail, answers);
        } else if (tail.endsWith("/does-not-meet")) {
            await person.follow("Keep this answer");
        } else if (tail === "infrastructure/find") {
            await findInfrastructure(person, given.infrastructure.name);
        } else if (answers[tail]) {
            await person.fill(answers[tail]);
            await person.press("Save and continue");
        } else {
            throw new Error(`no answer for the page ${tail}`);
        }
    }
    throw new Error(`a task does not end: ${person.path}`);
}

async function answerList(person, tail, answers) {
    const task = tail.slice(0, -"/list".length);
    const next = (await person.main.locator(".govuk-summary-card").count()) + 1;
    await person.fill({ another: answers[`${task}/${next}`] ? "yes" : "no" });
    await person.press("Continue");
}

/** Looks the infrastructure up; it may not be listed. */
async function findInfrastructure(person, name) {
    await person.page.locator("#search").fill(name.split(" ")[0].toLowerCase());
    await person.press("Search");
    const found = person.main.getByLabel(name);
    if (await found.count()) {
        await found.first().check();
    } else {
        await person.main.locator('[value="not_listed"]').check();
    }
    await person.press("Save and continue");
}

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
    person.email = email;
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

/**
 * Goes through the task list as it stands, each task by the next person, until nothing is left to
 * answer. Nobody takes a task that is assigned to somebody else. Gives how many tasks each did.
 */
export async function answerEverything(people, reference, given, answers) {
    const root = `/applications/${reference}`;
    const done = people.map(() => 0);
    await people[0].open(root);
    for (let turn = 0, idle = 0; idle < people.length; turn += 1) {
        const who = turn % people.length;
        const person = people[who];
        await person.openAgain(`${root}?show=left`);
        const next = await taskFor(person, root);
        idle = next ? 0 : idle + 1;
        if (!next) continue;
        await person.arriveBy(() => person.main.locator(`a[href="${next}"]`).first().click());
        await answerTask(person, root, given, answers);
        done[who] += 1;
    }
    return done;
}

/** The first task that is left for somebody, as it stands on their list. */
async function taskFor(person, root) {
    const rows = await person.main.locator(".govuk-task-list__item--with-link").evaluateAll((items) =>
        items.map((item) => ({ href: item.querySelector("a").getAttribute("href"), words: item.innerText })),
    );
    const isTheirs = ({ words }) => !words.includes("Assigned to") || words.includes("Assigned to you");
    return rows.find((row) => isToAnswer(row.href.slice(root.length + 1)) && isTheirs(row))?.href;
}

/** Opens these pages of the form, one after the other, and answers them. */
export async function answerPages(person, root, answers, pages) {
    for (const page of pages) {
        await person.openAgain(`${root}/${page}`);
        await person.fill(answers[page]);
        await person.press("Save and continue");
    }
}

/** A copy of an application, as the page with the copies gives it. */
export async function copyOf(person, root, kind) {
    await person.open(`${root}/downloads`);
    const token = await person.main.locator('form [type="hidden"]').first().evaluate((one) => [one.name, one.value]);
    return person.page.context().request.post(`${root}/downloads`, {
        form: { ...Object.fromEntries([token]), kind },
        headers: { origin: person.server.address },
    });
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
export async function findInfrastructure(person, name) {
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

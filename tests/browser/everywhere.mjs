// Every page that no other journey has opened: people of each kind follow links from where they
// begin, as long as one leads to a page that nobody has seen. Then time passes.

import { Person } from "./support/person.mjs";
import { linkIn } from "./support/server.mjs";
import { makeAccount, rootOf } from "./support/supplier.mjs";

/** Pages that no link leads to, and that anybody may open. */
const UNLINKED = ["/signed-out", "/signed-out?kept=yes", "/demo/mail"];

/** Who begins where. */
const PEOPLE = [
    ["host-admin", "/home"],
    ["northwind-admin", "/home"],
    ["lead-2", "/team"],
    ["service-admin", "/team"],
    ["service-admin", "/confirm-it-is-you?next=%2Fteam"],
];

export async function everywhere(browser, server, checker) {
    const arrive = (name) => Person.arrive(name, browser, server, checker);
    const visitor = await arrive("a visitor");
    for (const path of UNLINKED) await visitor.open(path);
    await wander(visitor, "/");
    await withoutApp(visitor, server.account("service-admin"));
    const known = new Map();
    for (const [key] of PEOPLE) {
        if (!known.has(key)) known.set(key, await Person.signedIn(`${key}, who looks around`, key, browser, server, checker));
    }
    const newcomer = await arrive("Joan Mortimer");
    await asksToJoin(newcomer);
    await reviewed(known.get("host-admin"));
    await proposed(known.get("lead-2"));
    for (const [key, start] of PEOPLE) await wander(known.get(key), start);
    await joined(known.get("host-admin"), newcomer);
    await later(browser, server, checker);
    await forgotten(visitor, await arrive("somebody who guesses"), server.account("host-admin"));
}

/** Signs in by half, and finds the page for those who have lost their phone. */
async function withoutApp(visitor, account) {
    await visitor.open("/sign-in");
    await visitor.fill({ email: account.email, password: account.password });
    await visitor.press("Sign in");
    await visitor.follow(/recovery code/);
}

/** An address like a colleague's: the organisation may be there already. Theirs is a charity beside it. */
async function asksToJoin(newcomer) {
    await makeAccount(newcomer, "joan.mortimer@harbour.example");
    await newcomer.open("/organisations/start");
    await newcomer.follow(/Ask to join/);
    await newcomer.press("Ask to join");
    await newcomer.open("/organisations/new/type");
    const charity = { name: "Harbour Benevolent Fund", charity_register: "england_and_wales", charity_number: "1099887" };
    const address = { line_1: "Quay House", town: "Plymouth", postcode: "PL1 3ZZ" };
    for (const fields of [{ type: "charity" }, charity, address]) {
        await newcomer.fill(fields);
        await newcomer.press("Continue");
    }
    await newcomer.press("Set up the organisation");
}

/** An invitation is open, and a review of who has access is finished. */
async function reviewed(administrator) {
    await administrator.openAgain("/home");
    const link = administrator.page.getByRole("link", { name: "Organisation", exact: true });
    const organisation = await link.getAttribute("href");
    await administrator.open(`${organisation}/people/invite`);
    await administrator.fill({ email: "ned.carlyon@harbour.example", role: "viewer" });
    await administrator.press("Send the invitation");
    await administrator.open(`${organisation}/access-review`);
    // One begins by itself sooner or later.
    const begin = administrator.main.getByRole("button", { name: "Begin a review now" });
    if (await begin.count()) await administrator.press("Begin a review now");
    await administrator.press(/keeps? their access$/);
    await administrator.press("Finish the review");
}

async function proposed(lead) {
    await lead.open("/team/admin/support/new/reset_second_factor");
    await lead.press("Propose");
    await lead.sees("There is a problem");
    const { email } = lead.server.account("fabrikam-editor");
    await lead.fill({ email, reason: "We called back on the number of the contract." });
    await lead.press("Propose");
}

/** The administrator lets the newcomer in, who then belongs to two organisations. */
async function joined(administrator, newcomer) {
    await administrator.openAgain("/home");
    const link = administrator.page.getByRole("link", { name: "Organisation", exact: true });
    const people = `${await link.getAttribute("href")}/people`;
    await administrator.openAgain(people);
    await administrator.arriveBy(() => administrator.main.locator('a[href*="/requests/"]').first().click());
    await administrator.fill({ outcome: "viewer" });
    await administrator.press("Send the answer");
    await administrator.openAgain(people);
    const links = administrator.main.locator('a[href*="/people/"]');
    const hrefs = await links.evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    // Nobody removes themselves: of the two, one leads to the page that asks.
    for (const href of new Set(hrefs.filter((one) => /[0-9a-f-]{36}$/.test(one)))) await administrator.open(`${href}/remove`);
    await newcomer.open("/organisations");
    await newcomer.sees("You belong to several organisations");
}

/** Follows links to pages that nobody has opened, by way of one page of each kind. */
async function wander(person, start) {
    const { routes } = person.checker;
    const visited = new Set();
    const waiting = [start];
    while (waiting.length > 0) {
        const address = waiting.shift();
        const route = routes.of(address.split(/[?#]/)[0]);
        if (!route || visited.has(route) || routes.exempt.includes(route)) continue;
        visited.add(route);
        await (routes.unopened.has(route) ? person.open(address) : person.openAgain(address));
        const links = person.page.locator('a[href^="/"]');
        waiting.push(...(await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")))));
    }
}

/** Moves the clock of the demonstration. */
async function pass(server, advance) {
    const answer = await fetch(`${server.address}/demo/clock`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: server.address },
        body: JSON.stringify({ advance }),
    });
    if (!answer.ok) throw new Error(`the clock does not move: ${answer.status}`);
}

/** What was typed before somebody was signed out is kept; certificates end, and renewals are too late. */
async function later(browser, server, checker) {
    const account = server.account("northwind-editor");
    const editor = await Person.signedIn("an editor who takes a break", account.key, browser, server, checker);
    await editor.openAgain("/home");
    const root = await rootOf(editor, "Northwind Street Works");
    await editor.openAgain("/account/notifications");
    await pass(server, "PT61M");
    await editor.press("Save");
    await signInAgain(editor, account);
    await editor.openAgain(`${root}/security/14a`);
    await editor.fill({ explanation: "A guide of our own explains each setting of the service." });
    await pass(server, "PT61M");
    await editor.press("Save and continue");
    await signInAgain(editor, account);
    await editor.open("/answer-kept");
    await editor.sees("A guide of our own explains each setting of the service.");
    await pass(server, "P500D");
    await editor.signIn(account);
    await editor.open("/home");
    await editor.open("/certificates");
    const links = editor.main.locator('a[href^="/certificates/PSNS-"]');
    const paths = new Set(await links.evaluateAll((all) => all.map((link) => link.getAttribute("href"))));
    for (const path of paths) await editor.open(`/applications/new/renew/${path.split("/").at(-1)}`);
}

async function signInAgain(person, account) {
    if (person.path === "/signed-out") await person.press("Sign in again");
    await person.fill({ email: account.email, password: account.password });
    await person.press("Sign in");
}

/** A password is forgotten, another address is given, and too many wrong passwords are tried. */
async function forgotten(visitor, stranger, account) {
    const { email } = account;
    const mailed = (subject, action, to = email) =>
        visitor.server.newMail(to, (mail) => mail.subject.startsWith(subject), action);
    await visitor.open("/forgot-password");
    await visitor.fill({ email });
    await visitor.open(linkIn(await mailed("Reset your password", () => visitor.press("Continue"))));
    await visitor.signIn(account);
    await visitor.open("/account/email");
    const other = "morag.sinclair@harbour.example";
    await visitor.fill({ email: other });
    await visitor.open(linkIn(await mailed("Confirm your new email", () => visitor.press("Continue"), other)));
    const changed = await mailed("Your email address was changed", () => visitor.press("Confirm my new email address"));
    await visitor.open(linkIn(changed));
    await locked(stranger, other, mailed);
}

/** How many wrong passwords lock an account. */
const WRONG_PASSWORDS = 8;

async function locked(stranger, email, mailed) {
    const tryAll = async () => {
        for (let tries = 0; tries < WRONG_PASSWORDS; tries += 1) {
            await stranger.openAgain("/sign-in");
            await stranger.fill({ email, password: "not-the-password-of-it" });
            await stranger.press("Sign in");
        }
    };
    await stranger.open(linkIn(await mailed("Your account is locked", tryAll, email)));
}

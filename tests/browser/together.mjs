// What a team does together in one application: tasks for each other, notes on who is there,
// earlier versions side by side, what they are e-mailed; and both certificates applied for at once.

import { Person } from "./support/person.mjs";
import { day } from "./support/answers.mjs";
import { rootOf, startApplication } from "./support/supplier.mjs";

export async function together(browser, server, checker) {
    const signedIn = async (name, key) => {
        const person = await Person.arrive(name, browser, server, checker);
        await person.signIn(server.account(key));
        return person;
    };
    const administrator = await signedIn("an administrator with colleagues", "northwind-admin");
    await administrator.openAgain("/home");
    const root = await rootOf(administrator, "Northwind Street Works");
    const editor = await signedIn("a colleague", "northwind-editor");
    await shared(administrator, editor, root);
    await present(administrator, editor, root);
    await compared(editor, root);
    await told(editor);
    const alone = await signedIn("somebody without colleagues", "host-admin");
    await begun(alone);
    await held(await signedIn("an assessor of both", "assessor-2"));
}

/** Tasks are given to colleagues, with a day for each. */
async function shared(administrator, editor, root) {
    await administrator.open(`${root}/people`);
    await administrator.fill({ "who-0": "Tom Okafor", "due-0": { day: 30, month: 2, year: 2027 } });
    await administrator.press("Save");
    await administrator.sees("must be a real date");
    await administrator.fill({ "due-0": day("+9 days"), "who-3": "Tom Okafor" });
    await administrator.press("Save");
    await administrator.sees("Tom Okafor");
    await administrator.open(`${root}/people`);
    await editor.open("/home");
    await editor.sees("Needs your attention");
    await editor.open(root);
}

/** A note says who has the page open, and who has just saved it. */
async function present(administrator, editor, root) {
    const page = `${root}/security/7a`;
    await editor.open(page);
    await administrator.open(page);
    await administrator.sees("Tom Okafor opened this page less than a minute ago and has not saved.");
    await editor.fill({ answer: "yes", explanation: "Bulletins are read each week by our security manager." });
    await editor.press("Save and continue");
    await administrator.open(page);
    await administrator.sees("Tom Okafor saved this page");
}

/** Any two versions of an answer, with what was added and removed. */
async function compared(editor, root) {
    const page = `${root}/security/7a`;
    await editor.openAgain(page);
    await editor.fill({ explanation: "Bulletins are read each day by our security manager and her deputy." });
    await editor.press("Save and continue");
    await editor.open(`${root}/history`);
    await editor.sees("Tom Okafor");
    await editor.openAgain(page);
    await editor.follow("See earlier versions of this answer");
    await editor.sees("crossed out");
    const removed = await editor.main.locator("del").allInnerTexts();
    const added = await editor.main.locator("ins").allInnerTexts();
    editor.expect(removed.join().includes("week"), `removed is ${removed}`);
    editor.expect(added.join().includes("deputy"), `added is ${added}`);
    const [to] = await editor.main.locator('[name="to"] option[selected]').all();
    await editor.fill({ from: await to.getAttribute("value") });
    await editor.press("Compare these versions");
    await editor.sees("These versions say the same.");
    await editor.open(`${root}/history/security/14a`);
    await moments(editor, root);
}

/** The whole application at two moments, chosen from the last ones and from everything that was saved. */
async function moments(editor, root) {
    await editor.open(`${root}/history`);
    await editor.press("Compare these points");
    await editor.sees("1 answer differs");
    await editor.sees("crossed out");
    const removed = await editor.main.locator("del").allInnerTexts();
    editor.expect(removed.join().includes("week"), `removed is ${removed}`);
    await editor.follow("another first point");
    await editor.sees("Choose the point to compare with");
    await editor.arriveBy(() => editor.main.getByRole("link", { name: "Compare with this point" }).last().click());
    await editor.sees("What differs");
    const [to] = await editor.main.locator('[name="to"] option[selected]').all();
    await editor.fill({ from: await to.getAttribute("value") });
    await editor.press("Compare these points");
    await editor.sees("Every answer and every document was the same at these points.");
}

async function told(editor) {
    await editor.open("/account/notifications");
    await editor.fill({ choice: "daily" });
    await editor.press("Save");
    await editor.sees("A daily summary", editor.page.locator("body"));
}

/** An application that has just begun: nothing to compare, nobody to ask, connections one by one. */
async function begun(person) {
    const root = `/applications/${await startApplication(person)}`;
    await person.open(`${root}/people`);
    await person.sees("Nobody else in your organisation can answer questions yet.");
    await person.open(`${root}/history`);
    await person.sees("First saved");
    await person.open(`${root}/history/compare`);
    await person.sees("Nothing to compare yet.");
    await person.open(`${root}/history/security/7a`);
    await person.sees("Nothing to compare yet.");
    await connected(person, root);
    await both(person, root);
}

const CONNECTIONS = [
    { name: "国土地理院と気象庁の地図データ交換ネットワーク 🦉🦉", kind: "corporate_network", direction: "in", what_passes: "Queries of the operators on shift." },
    { name: "WARWICKSHIRE MAMMOTH MAPPING @ 100%", kind: "another_supplier", direction: "both", what_passes: "Tiles of maps and corrections to them." },
    {
        name: "A-connection-with-a-name-that-is-one-word-of-sixty-characters-x",
        kind: "internet",
        direction: "out",
        what_passes: "Weather warnings that everybody can read.",
    },
];

async function connected(person, root) {
    await person.openAgain(`${root}/connections`);
    await person.fill({ any: "yes" });
    await person.press("Save and continue");
    for (const [at, connection] of CONNECTIONS.entries()) {
        await person.openAgain(`${root}/connections/${at + 1}`);
        await person.fill(connection);
        await person.press("Save and continue");
        await person.open(`${root}/connections/list`);
        await person.sees(connection.name);
        const shown = await person.main.locator("svg").count();
        person.expect(shown === 1, `${shown} diagrams of the connections`);
        await person.fill({ another: "yes" });
        if (at + 1 < CONNECTIONS.length) await person.press("Continue");
    }
    await person.open(`${root}/connections/check`);
}

/** The infrastructure has no certificate yet: both are applied for, in each of the three ways. */
async function both(person, root) {
    await person.openAgain(`${root}/infrastructure/who`);
    await person.fill({ who: "both" });
    await person.press("Save and continue");
    await person.sees("We assess your Code of Connection");
    await person.press("Save and continue");
    await person.sees("Enter a CoCo reference or add the CoCo");
    await person.fill({ how: "will_send", name: "Harbour Data Hall" });
    await person.press("Save and continue");
    await person.sees("Enter the date you will send the CoCo");
    await person.fill({ how: "has_reference" });
    await person.press("Save and continue");
    await person.sees("Enter a CoCo reference");
    await person.fill({ reference: "COCO-2026-118" });
    await person.press("Save and continue");
    await person.open(`${root}/infrastructure/check`);
    await person.sees("COCO-2026-118");
    await person.open(`${root}/infrastructure/owner-request`);
    await person.open(`${root}/submit`);
}

/** The service's certificate waits for the connection certificate. */
async function held(assessor) {
    await assessor.open("/team");
    const row = assessor.main.locator("tr", { hasText: "Aldermere Shared Payroll Enquiries" }).first();
    await assessor.arriveBy(() => row.locator("a").first().click());
    await assessor.sees("A connection certificate is applied for at the same time.");
    const root = assessor.path;
    await assessor.open(`${root}/infrastructure`);
    await assessor.press("Record the connection certificate");
    await assessor.sees("There is a problem");
    await assessor.open(`${root}/issue`);
}

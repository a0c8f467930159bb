// Pages that the stories pass by, in every state: a renewal, a draft that is deleted and brought
// back, an application that is withdrawn, questions to the PSN team, copies and uploads.

import { Person } from "./support/person.mjs";
import { copyOf, rootOf } from "./support/supplier.mjs";

export async function states(browser, server, checker) {
    const signedIn = async (name, key) => {
        const person = await Person.arrive(name, browser, server, checker);
        await person.signIn(server.account(key));
        return person;
    };
    const administrator = await signedIn("an administrator", "fabrikam-admin");
    // A certificate whose renewal is withdrawn can be renewed again.
    await withdrawn(administrator);
    const editor = await signedIn("an editor", "fabrikam-editor");
    const root = await renewed(editor);
    await reconfirmed(editor, root);
    const assessor = await signedIn("an assessor", "assessor-1");
    await asked(editor, assessor, root);
    await inAndOut(editor, root);
    await whole(editor, root);
    await deleted(editor, administrator, root);
    await watched(await signedIn("a viewer", "northwind-viewer"));
}

async function renewed(editor) {
    await editor.open("/applications/new");
    await editor.press("Start an application");
    await editor.sees("Select what you want to do");
    const number = await editor.main.locator('[name="what"][value^="PSNS"]').first().getAttribute("value");
    await editor.fill({ what: number });
    await editor.press("Start an application");
    await editor.sees("What you answer again");
    await editor.press("Start the renewal");
    await editor.sees(`This renews certificate ${number}`);
    const root = editor.path;
    await editor.open(`/applications/new/renew/${number}`);
    await editor.sees("You have started this renewal");
    await editor.open(`/certificates/${number}`);
    await editor.sees("Its renewal is under way");
    await editor.open("/home");
    return root;
}

async function reconfirmed(editor, root) {
    await editor.open(`${root}/renewal`);
    await editor.sees("Answer these again");
    for (const box of (await editor.main.locator('[name="right"]').all()).slice(0, 3)) await box.check();
    await editor.press("Save what is still right");
    await editor.sees("You reconfirmed 3 answers", editor.page.locator("body"));
    await editor.open(`${root}/security/9b`);
    await editor.sees("We ask this again in every renewal");
    await editor.open(`${root}/security/7a`);
    await editor.sees("This is last year’s answer");
    await editor.fill({ explanation: "Threats are reviewed each month now, with our security provider." });
    await editor.press("Save and continue");
    await editor.open(`${root}/security/7a`);
    await editor.open(`${root}/security/7/check`);
    await editor.sees("Changed since last year. It was:");
    await editor.fill({ complete: "yes" });
    await editor.press("Save and continue");
    await editor.sees("There is a problem");
    // Below the standard, in a renewal.
    await editor.open(`${root}/security/14a`);
    await editor.fill({ answer: "no", explanation: "We have stopped to publish the guide for customers." });
    await editor.press("Save and continue");
    await editor.sees("may not meet the standard");
    await editor.follow("Ask the PSN team");
}

async function asked(editor, assessor, root) {
    await assessor.open("/team/certificates");
    await assessor.open("/team/enquiries");
    await editor.open(`${root}/ask`);
    await editor.open(`${root}/ask/9b`);
    await editor.press("Send to the PSN team");
    await editor.sees("Enter your message");
    const question = "Does a report that two customers read count?";
    await editor.fill({ message: question });
    await editor.press("Send to the PSN team");
    await editor.sees("We aim to reply by");
    await editor.open(`${root}/ask`);
    await editor.sees("Waiting for the PSN team");
    await assessor.open("/team");
    await assessor.follow(/waits? for a reply$/);
    await assessor.follow(/^9b/);
    await assessor.sees(question);
    await assessor.press("Send the reply");
    await assessor.sees("Enter your message");
    await assessor.fill({ message: "Yes, if one of them can change it.\n\nSay who can." });
    await assessor.press("Send the reply");
    await assessor.open("/team/enquiries");
    await assessor.follow(/^9b/);
    await editor.open("/home");
    await editor.follow(/the PSN team has replied to what you asked about 9b/);
    await editor.sees("Say who can.");
    await editor.open(`${root}/ask`);
}

async function inAndOut(editor, root) {
    const json = await (await copyOf(editor, root, "json")).json();
    await editor.open(`${root}/import`);
    await editor.press("Upload file");
    await editor.sees("Select a file");
    await editor.upload(`${root}/import`, "answers.png", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0));
    await editor.sees("The selected file must be an ODS, CSV or JSON");
    await editor.upload(`${root}/import`, "copy.json", JSON.stringify(json));
    await editor.sees("There is nothing else to save");
    await editor.press("Use nothing from this file");
    await editor.upload(`${root}/import`, "changed.json", JSON.stringify(changed(json)));
    await editor.sees("Choose what to use");
    await editor.sees("Saved now");
    await editor.sees("What we cannot use");
    await editor.press("Save what I chose");
    await editor.sees("There is a problem");
    const skip = await editor.main.locator('[type="radio"][value="skip"]').all();
    for (const one of skip) await one.check();
    await editor.main.locator('[type="radio"][value^="use "]').first().check();
    await editor.press("Save what I chose");
    await editor.sees("We saved the answers to 1 page from your file.", editor.page.locator("body"));
}

/** The copy with another answer, and with one that is none of ours. */
function changed(copy) {
    const answers = structuredClone(copy.answers);
    answers.find((one) => one.page === "description-for-users").values.description[0] += " Day and night.";
    answers.push({ page: "security/1a", item: 0, values: { colour: ["blue"] } });
    return { ...copy, answers };
}

async function whole(editor, root) {
    await editor.open(`${root}/baseline`);
    await editor.open(`${root}/everything`);
    await printed(editor);
    await editor.open(`${root}/check-answers`);
    await editor.open(`${root}/submit`);
}

/** The page that is open, on paper: nothing of it is cut off, and what only a screen has a use for is not there. */
async function printed(person) {
    const size = person.page.viewportSize();
    await person.page.emulateMedia({ media: "print" });
    // As wide as A4 between its margins.
    await person.page.setViewportSize({ width: 680, height: 971 });
    const found = await person.page.evaluate(() => {
        const isShown = (element) => element.getClientRects().length > 0;
        const name = (element) => `${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 40)}`;
        const onScreenOnly = "nav, header a, .govuk-skip-link, .govuk-back-link, .govuk-button, button, "
            + ".govuk-summary-list__actions, .govuk-summary-card__actions";
        const cut = [...document.querySelectorAll("main, main *")].filter((element) => {
            const { overflowX, overflowY } = getComputedStyle(element);
            const isHiding = overflowX !== "visible" || overflowY !== "visible";
            const isTooLarge = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
            const isHidden = element.classList.contains("govuk-visually-hidden") || element.closest(".govuk-visually-hidden");
            const isBeyond = element.getBoundingClientRect().right > innerWidth + 1;
            return isShown(element) && !isHidden && ((isHiding && isTooLarge) || isBeyond);
        });
        return {
            furniture: [...document.querySelectorAll(onScreenOnly)].filter(isShown).map(name),
            cut: cut.map(name),
            closed: [...document.querySelectorAll("details:not([open])")].map(name),
            answers: [...document.querySelectorAll("main dd")].filter(isShown).length,
        };
    });
    person.expect(found.furniture.length === 0, `printed with ${found.furniture}`);
    person.expect(found.cut.length === 0, `printed and cut: ${found.cut}`);
    person.expect(found.closed.length === 0, `printed and closed: ${found.closed}`);
    person.expect(found.answers > 50, `only ${found.answers} answers are printed`);
    await person.page.emulateMedia({ media: "screen" });
    await person.page.setViewportSize(size);
}

async function deleted(editor, administrator, root) {
    await editor.open(`${root}/keep`);
    await editor.sees("We are not going to delete this draft");
    await editor.open(`${root}/delete`);
    await editor.sees("Only an administrator of your organisation can delete it");
    await administrator.open(root);
    await administrator.open(`${root}/delete`);
    await administrator.press("Delete this application");
    await administrator.open("/home");
    await administrator.open(`${root}/delete`);
    await administrator.sees("We erase it for good on");
    await editor.open(root);
    await editor.open(`${root}/delete`);
    await editor.sees("An administrator of your organisation can bring it back");
    await editor.open(`${root}/security/9a`);
    await administrator.press("Bring it back");
    await administrator.open(root);
}

/** What somebody sees who may only read. */
async function watched(viewer) {
    await viewer.openAgain("/home");
    const root = await rootOf(viewer, "Northwind Street Works");
    for (const tail of ["", "/ask", "/ask/8a", "/downloads", "/security/9a", "/baseline", "/check-answers", "/delete"]) {
        await viewer.open(`${root}${tail}`);
    }
}

async function withdrawn(administrator) {
    await administrator.open("/home");
    const root = await rootOf(administrator, "Fabrikam Emergency Paging");
    await administrator.open(`${root}/withdraw`);
    await administrator.fill({ reason: "We are buying this service instead." });
    await administrator.press("Withdraw this application");
    await administrator.open(root);
    await administrator.open(`${root}/progress`);
}

// The signature of the Tarnbrook story, on paper in ink: printed, signed, photographed, uploaded, found
// wrong by the PSN team, signed and scanned anew, and found right.

import { spawnSync } from "node:child_process";
import { day } from "./support/answers.mjs";

/** What the PSN team writes about the first page. */
const WHY = "The name under the signature cannot be read.";
/** How long the scanner may take for a file, in tries of 200 milliseconds. */
const SCAN_TRIES = 100;

/** The supplier has it signed, and uploads a photo of the page. */
export async function signInInk(supplier, reference, { signatory }) {
    const root = `/applications/${reference}`;
    await supplier.open(`${root}/signatory`);
    await supplier.fill({ ...signatory, method: "ink" });
    await supplier.press("Continue");
    await supplier.sees(`We do not email ${signatory.name}.`);
    await printed(supplier, root, signatory, async (page) => ({
        name: "IMG 2041.jpg",
        mimeType: "image/jpeg",
        buffer: await page.screenshot({ type: "jpeg", fullPage: true }),
    }));
    await supplier.sees("The signature covers your application as it is.");
}

/** Makes the statement, prints it, and uploads what `taken` makes of the printed page. */
async function printed(supplier, root, signatory, taken) {
    await supplier.press("Make the statement to print");
    const code = (await supplier.main.locator("strong").first().innerText()).trim();
    await statementPdf(supplier, root, code);
    await supplier.follow("Open the statement");
    await supplier.sees(code);
    await supplier.sees("What signing means");
    const file = await taken(supplier.page);
    await supplier.open(`${root}/signature/ink/upload`);
    const { name, job_title } = signatory;
    await supplier.fill({ statement_code: code, name, job_title, signed_on: day("+0 days") });
    await supplier.main.locator('[name="file"]').setInputFiles(file);
    await supplier.press("Upload the signed page");
    await supplier.sees("Signed on paper in ink, on");
    await scanned(supplier, `${root}/signature`);
    await supplier.open(`${root}/signature`);
    await fileOf(supplier, `${root}/signature/ink/file`, file.buffer);
}

/** The statement as a PDF is tagged and has the code. It is no page, and counts as opened all the same. */
async function statementPdf(person, root, code) {
    const link = person.main.getByRole("link", { name: "download the statement as a PDF" });
    const path = await link.getAttribute("href");
    const pdf = await (await person.page.context().request.get(path)).body();
    const facts = spawnSync("pdfinfo", ["-"], { input: pdf }).stdout.toString();
    person.expect(/Tagged:\s+yes/.test(facts), `the statement is not tagged: ${facts}`);
    const text = spawnSync("pdftotext", ["-", "-"], { input: pdf }).stdout.toString();
    person.expect(text.includes(code), "the statement as a PDF has no code");
    person.checker.routes.opened(path);
}

/** Waits until the file can be had. */
async function scanned(person, path) {
    for (let tries = 0; tries < SCAN_TRIES; tries += 1) {
        await person.openAgain(path);
        if ((await person.main.innerText()).includes("No virus found")) return;
        await new Promise((done) => setTimeout(done, 200));
    }
    throw new Error(`the signed page on ${path} was not scanned`);
}

/** The file of a signed page is what was uploaded. It is no page, and counts as opened all the same. */
async function fileOf(person, path, content) {
    const answer = await person.page.context().request.get(path);
    const disposition = answer.headers()["content-disposition"] ?? "";
    person.expect(disposition.startsWith("attachment;"), `${path} is given as ${disposition}`);
    person.expect(content === null || content.equals(await answer.body()), `${path} is another file`);
    person.checker.routes.opened(path);
}

/** The team finds the first page wrong. */
export async function findWrong(assessor, reference) {
    const root = `/team/applications/${reference}`;
    await assessor.open(`${root}/signature`);
    await assessor.sees("Check the signed page");
    const link = assessor.main.getByRole("link", { name: /jpg/ });
    await fileOf(assessor, await link.getAttribute("href"), null);
    await assessor.press("Save the check");
    await assessor.sees("Select what you decide");
    await assessor.fill({ found: ["readable", "code", "date"], outcome: "accepted" });
    await assessor.press("Save the check");
    await assessor.sees("Select all of these, or ask for a new signature");
    await assessor.fill({ outcome: "refused", note: WHY });
    await assessor.press("Save the check");
    await assessor.sees("Void because the signed page cannot be used");
    await assessor.sees("The supplier has to send it to a signatory again.");
}

/** The supplier reads why, has it signed again, and uploads a scan of all pages. */
export async function signAnew(supplier, reference, { signatory }) {
    const root = `/applications/${reference}`;
    const isTold = (mail) => mail.subject.endsWith("cannot be used");
    const mail = await supplier.server.mail(supplier.email, isTold);
    supplier.expect(!mail.text.includes(WHY), "the reason is in the e-mail");
    await supplier.open(`${root}/progress`);
    await supplier.sees("The page that was signed on paper could not be used.");
    await supplier.open(`${root}/signature`);
    await supplier.sees(WHY);
    await supplier.follow("Send it again");
    await supplier.press("Continue");
    await supplier.sees("We cannot decide before they sign.");
    const shown = await supplier.main.innerText();
    supplier.expect(!shown.includes("changed since"), "something is said to have changed");
    await printed(supplier, root, signatory, async (page) => ({
        name: "Signed statement.pdf",
        mimeType: "application/pdf",
        buffer: await page.pdf({ format: "A4" }),
    }));
}

/** The team finds all of it right. */
export async function findRight(assessor, reference) {
    const root = `/team/applications/${reference}`;
    await assessor.open(`${root}/signature`);
    await assessor.sees("Commitment statement, asked for again");
    await assessor.fill({ found: ["readable", "code", "name", "date"], outcome: "accepted" });
    await assessor.press("Save the check");
    await assessor.sees("Covers what was submitted: yes.");
    await assessor.open(`${root}/timeline`);
    await assessor.sees("signed on paper;");
    await assessor.sees("Signed page refused, and a new signature asked for");
}

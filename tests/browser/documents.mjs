// Documents: every page in every state, with a real virus scanner, and how much memory the server
// takes for files (`memory.mjs`).

import { memory } from "./memory.mjs";
import { EICAR } from "./support/clamd.mjs";
import { copyFits } from "./support/copies.mjs";
import { Person } from "./support/person.mjs";

const PDF = "%PDF-1.7\nA report.\nstartxref\n9\n%%EOF\n";
const WRONG_KIND = "The selected file must be a PDF, DOCX, ODT, XLSX, ODS, CSV, PNG or JPG";
export async function documents(browser, server, checker, clamd) {
    const editor = await Person.arrive("the editor", browser, server, checker);
    await editor.signIn(server.account("northwind-editor"));
    const root = await started(editor);
    await noneAndRefused(editor, root);
    const own = await scanned(editor, root, clamd);
    await replaced(editor, root, own, clamd);
    const { documents: copied } = await copyFits(editor, root, ["documents", "document_history", "history"]);
    editor.expect(copied.some((one) => one.other_versions.length > 0), "the copy has no other version of a document");
    await compared(editor, root);
    const other = await usedAgain(editor, root);
    await healthCheck(editor, other, clamd);
    await infected(editor, root);
    await removed(editor, root);
    await ofTheTeam(browser, server, checker);
    await memory(editor, root, server, checker.results);
    await editor.open(`${root}/documents/add`);
    await editor.sees("You can finish and send your application without adding more.");
}

/** Starts an application and answers its address. */
async function started(editor) {
    await editor.open("/applications/new");
    // It asks while a certificate of the organisation can be renewed.
    if ((await editor.main.locator('[name="what"]').count()) > 0) await editor.fill({ what: "new" });
    await editor.press("Start an application");
    return `/applications/${/COP-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(editor.path)[0]}`;
}

/** A document of the first application in another one; one that has expired says so. */
async function usedAgain(editor, root) {
    await editor.upload(`${root}/documents/add`, "certificate.pdf", PDF.replace("A report", "A certificate"));
    await editor.fill({
        title: "ISO 27001 certificate of the data centres in Leeds, Slough and Farnborough",
        issuer: "Saltmarsh Certification and Conformity Assessment Services Limited",
        effective: { day: 27, month: 3, year: 2020 },
        expires: { day: 26, month: 3, year: 2023 },
    });
    await editor.press("Save and continue");
    await until(editor, "No virus found");
    const other = await started(editor);
    await editor.open(`${other}/documents`);
    await editor.follow("Use a document that you have already added");
    await editor.sees("Documents of other applications");
    await editor.sees("Expired");
    await editor.follow("ISO 27001 certificate");
    await editor.sees("This document expired on 26 March 2023.");
    await editor.follow("Choose another document");
    await editor.follow("Penetration test");
    await editor.sees("ClamAV");
    await editor.press("Use this document");
    await editor.sees("Document added.", editor.page.locator("body"));
    await editor.press("Save and continue");
    await editor.sees("No virus found");
    return other;
}

/** The report of a health check, for a piece of additional infrastructure. */
async function healthCheck(editor, root, clamd) {
    const at = `${root}/additional-infrastructure`;
    await editor.openAgain(at);
    await editor.fill({ any: "yes" });
    await editor.press("Save and continue");
    await editor.openAgain(`${at}/1`);
    await editor.fill({
        kind: "virtual",
        name: "Case platform",
        where_hosted: "Harbour PSN Zone",
        what_runs: "The case database",
        who_manages: "We do",
    });
    await editor.press("Save and continue");
    await editor.open(`${at}/1/health-check`);
    await editor.sees("Documents for Additional infrastructure: Case platform");
    await editor.follow("Use a document that you have already added");
    await editor.open(`${at}/1/health-check`);
    await editor.follow("Add the report of its IT health check");
    clamd.rest();
    const file = { name: "ithc.pdf", mimeType: "application/pdf", buffer: Buffer.from(PDF.replace("A report", "ITHC")) };
    await editor.main.locator('[name="file"]').setInputFiles(file);
    await editor.press("Upload file");
    await editor.press("Save and continue");
    await editor.sees("Additional infrastructure: Case platform");
    clamd.goOn();
    await editor.open(`${at}/1/health-check`);
    await editor.sees("ithc (PDF");
    await numberedAnew(editor, root);
}

/** A filled in form that calls something else number 1 says which documents stay there. */
async function numberedAnew(editor, root) {
    const rows = ["Reference,Your answer", "additional-infrastructure/1#name,Mail gateway", "additional-infrastructure/2#name,Case platform"];
    await editor.upload(`${root}/import`, "form.csv", rows.join("\r\n"));
    await editor.sees("1 document belongs to number 1, which is called ‘Case platform’ now.");
    await editor.sees("In your file, ‘Case platform’ is number 2.");
    await editor.press("Use nothing from this file");
}

async function upload(person, root, name, text) {
    await person.openAgain(`${root}/documents/add`);
    const file = { name, mimeType: "application/octet-stream", buffer: Buffer.from(text) };
    await person.main.locator('[name="file"]').setInputFiles(file);
    await person.press("Upload file");
}

async function noneAndRefused(editor, root) {
    await editor.open(`${root}/documents`);
    await editor.sees("You do not need to add documents to apply");
    await editor.press("Add a document").catch(() => editor.follow("Add a document"));
    await editor.press("Upload file");
    await editor.sees("Select a file");
    await editor.upload(`${root}/documents/add`, "program.pdf", "MZ, a program");
    await editor.sees(WRONG_KIND);
}

async function scanned(editor, root, clamd) {
    clamd.rest();
    await editor.upload(`${root}/documents/add`, "report.pdf.exe", PDF);
    await editor.fill({ title: "" });
    await editor.press("Save and continue");
    await editor.sees("Enter the name of the document");
    await editor.fill({
        title: "Penetration test",
        shows: "No findings above medium are open.",
        issuer: "Saltmarsh Testing Limited",
        effective: { day: 1, month: 3, year: 2026 },
        expires: { day: 28, month: 2, year: 2027 },
        questions: ["5a"],
    });
    await editor.press("Save and continue");
    await editor.sees("Waiting for scan");
    await editor.sees("report-pdf-exe.pdf");
    const own = editor.path;
    clamd.goOn();
    await until(editor, "No virus found");
    await editor.sees("Download report-pdf-exe.pdf");
    await editor.open(`${root}/documents`);
    await editor.sees("Penetration test");
    await editor.open(`${root}/security/5a`);
    await editor.sees("Documents for this question");
    return own;
}

/** A newer version, first with a virus, then a good one that waits and takes the place. */
async function replaced(editor, root, own, clamd) {
    await editor.open(`${own}/newer`);
    await editor.press("Upload file");
    await editor.sees("Select a file");
    await editor.upload(`${own}/newer`, "report.csv", `name,value\n${EICAR}\n`);
    await editor.press("Save and continue");
    await until(editor, "contains a virus");
    await editor.open(own);
    await editor.sees("This version stays the current one.");
    clamd.rest();
    await editor.upload(`${own}/newer`, "report.pdf", PDF.replace("A report", "A newer report"));
    await editor.sees("The version before: 28 February 2027");
    await editor.fill({ expires: { day: 28, month: 2, year: 2028 } });
    await editor.press("Save and continue");
    await editor.sees("Version 1 stays the current one until the scan is finished.");
    const newer = editor.path;
    await editor.open(`${newer}/remove`);
    await editor.open(own);
    await editor.sees("We are scanning it for viruses.");
    await editor.open(`${root}/documents`);
    await editor.sees("Newer version waiting");
    clamd.goOn();
    await editor.openAgain(newer);
    await until(editor, "Earlier versions");
    await editor.follow("Version 1");
    await editor.sees("Replaced by version 2 on");
}

/** What became of the document, among who saved what, and compared between two points. */
async function compared(editor, root) {
    await editor.open(`${root}/history`);
    await editor.sees("Document replaced by its version 2: Penetration test");
    await editor.sees("Details of a document changed");
    const points = editor.main.locator('[name="from"] option');
    const [added] = await points.filter({ hasText: "Document added" }).all();
    await editor.fill({ from: await added.getAttribute("value") });
    await editor.press("Compare these points");
    await editor.sees("Document: Penetration test");
    await editor.sees("Version 2 added by");
    const gone = (await editor.main.locator("del").allInnerTexts()).join();
    editor.expect(gone.includes("report-pdf-exe.pdf"), `removed is ${gone}`);
    await editor.open(`${root}/history/security/5a`);
    await editor.sees("Document: Penetration test");
}

/** Looks at the page of a document again until it says this. */
async function until(person, words) {
    for (let tries = 0; tries < 100; tries += 1) {
        await person.openAgain(person.path);
        if ((await person.main.innerText()).includes(words)) break;
        await new Promise((done) => setTimeout(done, 200));
    }
    await person.open(person.path);
    await person.sees(words);
}

async function infected(editor, root) {
    await editor.upload(`${root}/documents/add`, "table.csv", `name,value\n${EICAR}\n`);
    await editor.press("Save and continue");
    await until(editor, "contains a virus");
}

async function removed(editor, root) {
    await editor.follow("Remove this document");
    await editor.press("Continue");
    await editor.sees("Select yes if you want to remove this");
    await editor.fill({ remove: "yes" });
    await editor.press("Continue");
    await editor.sees("table removed", editor.page.locator("body"));
    await editor.open(`${root}/documents`);
}

/** What the demonstration holds, as the team sees it. */
async function ofTheTeam(browser, server, checker) {
    const assessor = await Person.arrive("an assessor", browser, server, checker);
    await assessor.signIn(server.account("assessor-1"), "/sign-in?next=%2Fteam");
    await assessor.openAgain("/team");
    const row = assessor.main.locator("tr", { hasText: "Fabrikam Secure Voice" }).first();
    const path = await row.locator('a[href^="/team/applications/"]').getAttribute("href");
    await assessor.open(`${path}/documents`);
    await assessor.sees("Penetration test, summary");
    await assessor.open(`${path}/review/10a`);
    await assessor.sees("issued by Saltmarsh Testing Limited");
}

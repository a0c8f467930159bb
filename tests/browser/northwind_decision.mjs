// The second half of the Northwind story: owner, signatory, submission, review, clarification,
// decision, certificate, verification.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What the supplier writes to the signatory. */
const MESSAGE = "As agreed on Monday: please read the part about the gazetteer’s hosting.";

const starts = (text) => (mail) => mail.subject.startsWith(text);

export async function askOwner(supplier, reference, owner, { infrastructure }) {
    const contact = infrastructure.owner_contact;
    await supplier.open(`/applications/${reference}/infrastructure/owner-request`);
    // The demonstration has written to this contact before.
    const isAsked = (mail) => mail.subject.includes("Northwind Gazetteer");
    const send = () => supplier.press(`Send request to ${contact.name}`);
    await owner.enterByLink(await owner.server.newMail(contact.email, isAsked, send), contact.email);
    await owner.sees("Northwind Gazetteer");
    await owner.press("Continue");
    await owner.press("Continue");
    await owner.sees("There is a problem");
    await owner.fill({
        decision: "agree",
        certificate_number: infrastructure.certificate_number.toLowerCase(),
        name: contact.name,
        job_title: contact.job_title,
    });
    await owner.press("Continue");
    await owner.press("Send your answer");
    await supplier.open(`/applications/${reference}/infrastructure/owner-request`);
    await supplier.sees("Agreed");
}

export async function askSignatory(supplier, reference, signatory, { signatory: given }) {
    await supplier.open(`/applications/${reference}/signatory`);
    await supplier.press("Continue");
    await supplier.sees("There is a problem");
    await supplier.fill(given);
    await supplier.press("Continue");
    await supplier.fill({ message: "a".repeat(501) });
    await supplier.press(`Send to ${given.name}`);
    await supplier.sees("Message must be 500 characters or less");
    await supplier.fill({ message: MESSAGE });
    const send = () => supplier.press(`Send to ${given.name}`);
    await sign(signatory, given, starts("Sign "), send, MESSAGE);
    await supplier.open(`/applications/${reference}/signature`);
    await supplier.sees("Signed");
}

/** Signs by the link of the mail that fits, which `send` leads to; an earlier one's without it. */
export async function sign(signatory, given, fits, send = null, message = null) {
    const { server } = signatory;
    const mail = send ? await server.newMail(given.email, fits, send) : await server.mail(given.email, fits);
    await signatory.enterByLink(mail, given.email);
    if (message) await signatory.sees(message);
    await signatory.fill({ authority: "yes" });
    await signatory.press("Continue");
    await signatory.follow("Read every answer");
    await signatory.press("Continue to the commitments");
    await signatory.press("Sign the commitment statement");
    await signatory.sees("Select both boxes to sign");
    await signatory.fill({ name: given.name, job_title: given.job_title });
    for (const box of await signatory.main.locator('[name="confirm"]').all()) await box.check();
    await signatory.press("Sign the commitment statement");
    const shown = await signatory.main.innerText();
    signatory.checker.results.expect(/[0-9a-f]{64}/.test(shown.replace(/\s/g, "")), "no fingerprint is shown");
}

export async function submit(supplier, reference) {
    await supplier.open(`/applications/${reference}/submit`);
    await supplier.press("Submit to the PSN team");
    await supplier.sees(reference);
    await supplier.open(`/applications/${reference}/progress`);
    await supplier.follow("Read, print or download what you submitted");
    await supplier.sees("Signed by");
    await supplier.open(`/applications/${reference}/downloads`);
    await supplier.open("/home");
    await supplier.open(`/applications/${reference}`);
}

export async function review(assessor, reference, { review: given }) {
    await assessor.open("/team");
    await assessor.follow(reference);
    await assessor.press("Begin the review");
    await assessor.open(`/team/applications/${reference}/review/1a`);
    await assessor.press(/^Save and go to/);
    await assessor.sees("There is a problem");
    while (assessor.path.includes("/review/")) {
        const subject = assessor.path.split("/").pop();
        const asked = given.ask[subject];
        await assessor.fill(asked ? { verdict: "ask", note: asked } : { verdict: "meets" });
        await assessor.press(/^Save and go to/);
    }
    await assessor.open(`/team/applications/${reference}/review/11a`);
    await assessor.sees("corporate network");
    for (const page of ["signature", "infrastructure", "timeline"]) {
        await assessor.open(`/team/applications/${reference}/${page}`);
    }
}

export async function askForClarification(assessor, reference) {
    await assessor.open(`/team/applications/${reference}/clarifications/new`);
    await assessor.press("Continue");
    await assessor.press("Send request");
    await assessor.open(`/team/applications/${reference}`);
    await assessor.follow(/What we asked/);
}

export async function reply(supplier, reference, { review: given, answers }) {
    await supplier.open(`/applications/${reference}`);
    await supplier.press("See what we asked");
    const asked = supplier.path;
    for (const [subject, words] of Object.entries(given.reply)) {
        await supplier.open(`/applications/${reference}/security/${subject}`);
        await supplier.fill({ explanation: `${answers[subject].explanation} ${words}` });
        await supplier.press("Save and continue");
        await supplier.open(`${asked}/${subject}`);
        await supplier.fill({ reply: words });
        await supplier.press("Save and continue");
    }
    await supplier.open(`/applications/${reference}/security/3c`);
    await supplier.open(`${asked}/check`);
    await supplier.press("Send to the PSN team");
}

export async function recommend(assessor, reference, { review: given }) {
    for (const subject of Object.keys(given.ask)) {
        await assessor.open(`/team/applications/${reference}/review/${subject}`);
        await assessor.sees(given.reply[subject]);
        await assessor.fill({ verdict: "meets_with_explanation", note: "Counted from public release." });
        await assessor.press("Save");
    }
    await assessor.open(`/team/applications/${reference}/recommend`);
    await assessor.press("Recommend");
    await assessor.sees("There is a problem");
    await assessor.fill({
        recommendation: "grant",
        reasons: "Every answer meets the standard; the reply on 5a is clear.",
        declaration: "yes",
    });
    await assessor.press("Recommend");
    await assessor.open("/team");
}

export async function decideAndIssue(lead, reference) {
    await lead.open(`/team/applications/${reference}/approve`);
    await lead.press("Save the decision");
    await lead.sees("There is a problem");
    await lead.fill({ outcome: "approved" });
    await lead.press("Save the decision");
    await lead.open(`/team/applications/${reference}/issue`);
    await lead.press("Issue certificate");
    return /PSNS-\d{4}-\d{4,}-[0-9A-Z]/.exec(await lead.main.innerText())[0];
}

export async function verify(visitor, supplier, number, server) {
    await visitor.open("/verify");
    await visitor.fill({ number: number.toLowerCase().replaceAll("-", " ") });
    await visitor.press(/check/i);
    await visitor.sees("valid");
    await visitor.sees("Northwind Gazetteer");
    await visitor.open(`/c/${number}`);
    await visitor.open("/register?q=gazetteer");
    await visitor.follow("Northwind Gazetteer");
    await supplier.open("/certificates");
    await supplier.open(`/certificates/${number}`);
    await verifyOffline(supplier, number, server);
}

/** What a customer does with the downloaded file and the published keys, without the service. */
async function verifyOffline(supplier, number, server) {
    const { results } = supplier.checker;
    const download = (path) => supplier.page.context().request.get(path);
    const folder = mkdtempSync(join(tmpdir(), "psn-cop-certificate-"));
    const file = join(folder, "certificate.json");
    const keys = join(folder, "keys.json");
    const signed = await (await download(`/certificates/${number}/download.json`)).text();
    writeFileSync(file, signed);
    writeFileSync(keys, await (await download("/.well-known/psn-cop/keys.json")).text());
    const check = () => spawnSync(server.program, ["verify-certificate", file, "--keys", keys]);
    results.expect(check().status === 0, "the downloaded certificate does not verify");
    writeFileSync(file, signed.replace("Northwind Gazetteer", "Northwind Gazetteers"));
    results.expect(check().status === 1, "an altered certificate verifies");
    writeFileSync(file, "not a certificate");
    results.expect(check().status === 2, "what is no certificate is not called unreadable");
    rmSync(folder, { recursive: true });
    const pdf = await (await download(`/certificates/${number}/download.pdf`)).body();
    results.expect(pdf.subarray(0, 5).toString() === "%PDF-", "the download is no PDF");
    const facts = spawnSync("pdfinfo", ["-"], { input: pdf }).stdout.toString();
    results.expect(/Tagged:\s+yes/.test(facts), `the PDF is not tagged: ${facts}`);
    const text = spawnSync("pdftotext", ["-", "-"], { input: pdf }).stdout.toString();
    results.expect(text.includes(number), "the PDF does not say its number");
}

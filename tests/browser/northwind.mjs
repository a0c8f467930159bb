// The whole story with the Northwind case: from an account to a verified certificate, with a
// clarification on the way. No script runs in anybody's browser.

import { readFileSync } from "node:fs";
import { answersOf } from "./support/answers.mjs";
import { Person } from "./support/person.mjs";
import * as supplier from "./support/supplier.mjs";
import * as decision from "./northwind_decision.mjs";

const given = JSON.parse(readFileSync(new URL("../cases/northwind-gazetteer.json", import.meta.url), "utf8"));
const answers = answersOf(given);

export async function northwind(browser, server, checker) {
    const arrive = (name) => Person.arrive(name, browser, server, checker);
    const priya = await arrive(given.point_of_contact.name);
    await supplier.makeAccount(priya, given.point_of_contact.email);
    await supplier.setUpOrganisation(priya, given, answers, "04718293");
    await supplier.inviteColleagues(priya, given, given.colleagues, arrive);
    const reference = await supplier.startApplication(priya);
    await supplier.answerEverything([priya], reference, given, answers);
    await lookAtEverything(priya, `/applications/${reference}`);
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

async function lookAtEverything(person, root) {
    await person.open(`${root}?show=left`);
    await person.open(`${root}/baseline`);
    await person.open(`${root}/everything`);
    await person.open(`${root}/check-answers`);
    await person.sees("TLS 1.2 or later");
    await person.press("Continue");
}

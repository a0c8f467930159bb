// The whole story with the Northwind case: from an account to a verified certificate, with a
// clarification on the way. The people of the case do it as a team, each in the role that the case
// gives: two share the tasks and answer a question at once, one reads along. No script runs in anybody's browser.

import { readFileSync } from "node:fs";
import { answersOf } from "./support/answers.mjs";
import { Person } from "./support/person.mjs";
import { copyFits, papersCome } from "./support/copies.mjs";
import * as supplier from "./support/supplier.mjs";
import * as team from "./support/team.mjs";
import * as decision from "./northwind_decision.mjs";

const given = JSON.parse(readFileSync(new URL("../cases/northwind-gazetteer.json", import.meta.url), "utf8"));
const answers = answersOf(given);

/** What the story leaves in a copy of the application; its documents have a journey of their own. */
const HELD = [
    "answers", "history", "sections", "assignments", "infrastructure_request", "signature_requests",
    "enquiries", "clarifications", "decision",
];

export async function northwind(browser, server, checker) {
    const arrive = (name) => Person.arrive(name, browser, server, checker);
    const priya = await arrive(given.point_of_contact.name);
    await supplier.makeAccount(priya, given.point_of_contact.email);
    await supplier.setUpOrganisation(priya, given, answers, "04718293");
    const [dev, catrin] = await supplier.inviteColleagues(priya, given, given.colleagues, arrive);
    const reference = await supplier.startApplication(priya);
    const root = `/applications/${reference}`;
    await shareOut(priya, dev, catrin, root);
    await collide(priya, dev, root);
    const done = await supplier.answerEverything([priya, dev], reference, given, answers);
    priya.expect(Math.min(...done) >= 5, `tasks that each has done: ${done}`);
    await readAlong(catrin, [priya, dev], root);
    await lookAtEverything(dev, root);
    await askInPlace(dev, root);
    await decision.askOwner(priya, reference, await arrive("the owner's contact"), given);
    await decision.askSignatory(priya, reference, await arrive("the signatory"), given);
    await decision.submit(priya, reference);
    const assessor = await arrive("the assessor");
    await assessor.signIn(server.account("assessor-1"));
    await decision.review(assessor, reference, given);
    await decision.askForClarification(assessor, reference);
    await decision.reply(dev, reference, given);
    await decision.sign(await arrive("the signatory again"), given.signatory, (mail) => mail.subject.startsWith("Confirm "));
    await decision.recommend(assessor, reference, given);
    const lead = await arrive("the lead");
    await lead.signIn(server.account("lead-1"));
    const number = await decision.decideAndIssue(lead, reference);
    await decision.verify(await arrive("the public"), priya, number, server);
    await catrin.open(`/certificates/${number}`);
    await copyFits(priya, root, HELD);
    await papersCome(priya, root);
}

/** The administrator gives each task to one of those who can answer, who is told by e-mail. */
async function shareOut(priya, dev, catrin, root) {
    await team.shareOut(priya, root, (_, at) => [priya, dev][at % 2]);
    await priya.openAgain(`${root}/people`);
    const offered = await priya.main.locator('select[name^="who-"]').first().locator("option").allInnerTexts();
    priya.expect(!offered.includes(catrin.name), `a reader can be given a task: ${offered}`);
    await dev.open("/home");
    await dev.sees("is assigned to you");
}

/** A question to the team while the form is filled in. */
async function askInPlace(person, root) {
    await person.open(`${root}/ask/9b`);
    await person.fill({ message: "Does one report for all consumers count?" });
    await person.press("Send to the PSN team");
    await person.sees("Does one report for all consumers count?");
}

/** Both answer a question of the case at once: first the case's words are kept, then they are there already. */
async function collide(priya, dev, root) {
    const own = { answer: "yes", explanation: "Our security provider writes a report each month, which we read." };
    for (const [page, keep] of [["security/7a", "mine"], ["security/9a", "theirs"]]) {
        const both = [[priya, own], [dev, answers[page]]];
        const [first, second] = keep === "mine" ? both : both.toReversed();
        const kept = await team.collide(first, second, `${root}/${page}`, keep);
        dev.expect(kept === answers[page], `kept is ${kept.explanation}`);
    }
}

/** Who may only read sees what the others have done, and can't do any of it. */
async function readAlong(catrin, others, root) {
    await catrin.open("/home");
    await catrin.open(root);
    await catrin.open(`${root}/security/5a`);
    await catrin.sees(answers["security/5a"].explanation);
    catrin.expect((await catrin.main.locator('[name="explanation"]').count()) === 0, "a reader can type an answer");
    await catrin.open(`${root}/people`);
    catrin.expect(catrin.status === 403, `${catrin.status} for a reader instead of 403`);
    await catrin.open(`${root}/history`);
    for (const { name } of others) await catrin.sees(name);
    await catrin.arriveBy(() => catrin.main.locator(".govuk-pagination__next a").click());
    await catrin.sees("Latest first");
}

async function lookAtEverything(person, root) {
    await person.open(`${root}?show=left`);
    await person.open(`${root}/baseline`);
    await person.open(`${root}/other-policies`);
    await person.follow(/^Dynamic Marketplace/);
    await person.sees("Your answers cover this in part");
    await person.follow("Show only what your answers do not cover");
    await person.open(`${root}/other-policies/cps-security-policy`);
    await person.open(`${root}/everything`);
    await person.open(`${root}/check-answers`);
    await person.sees("TLS 1.2 or later");
    await person.press("Continue");
}

// What several people of a supplier do in one application: tasks for each other, and one page at once.

const TOLD = "needs you to answer";

const shareOf = (person, task) => person.main.getByRole("group", { name: task, exact: true });

/** Gives each task to the one whom `whose` names for its title; who gets some is told by e-mail. */
export async function shareOut(administrator, root, whose) {
    await administrator.open(`${root}/people`);
    const tasks = await administrator.main.locator("legend").allInnerTexts();
    const given = new Set();
    for (const [at, task] of tasks.filter((legend) => !legend.startsWith("Due date")).entries()) {
        const who = whose(task, at);
        given.add(who);
        await shareOf(administrator, task).locator("select").selectOption({ label: who.name });
    }
    given.delete(administrator);
    const told = [...given].map((who) => [who.email, (mail) => mail.subject.startsWith(`${administrator.name} ${TOLD}`)]);
    const [first, ...others] = told;
    await administrator.server.newMail(...first, () => administrator.press("Save"));
    for (const [email, isIt] of others) await administrator.server.mail(email, isIt);
    for (const { name } of given) await administrator.sees(`Assigned to ${name}`);
}

/** Hands one of one's own tasks on to a colleague, with a day; the colleague finds it on the home page. */
export async function handOn(person, colleague, root, task, due) {
    await person.open(`${root}/people`);
    const group = shareOf(person, task);
    const chosen = await group.locator("select option:checked").innerText();
    person.expect(chosen === person.name, `${task} is of ${chosen}`);
    await group.locator("select").selectOption({ label: colleague.name });
    for (const part of ["day", "month", "year"]) await group.locator(`[name$="-${part}"]`).fill(String(due[part]));
    const isGiven = (mail) => mail.subject.includes(TOLD);
    const mail = await person.server.newMail(colleague.email, isGiven, () => person.press("Save"));
    colleague.expect(mail.text.includes(person.name) && mail.text.includes(task), mail.text);
    await colleague.open("/home");
    await colleague.sees(task);
}

/**
 * Two people have the same page open, each sees that the other is there, and both answer it. Nothing is
 * lost: the second chooses among both answers and what they make together. Answers what is kept.
 */
export async function collide([first, firsts], [second, seconds], page, keep) {
    await first.open(page);
    await second.open(page);
    await second.sees(`${first.name} opened this page less than a minute ago and has not saved.`);
    await first.openAgain(page);
    await first.sees(`${second.name} opened this page`);
    await first.fill(firsts);
    await first.press("Save and continue");
    await second.fill(seconds);
    await second.press("Save and continue");
    second.expect(second.status === 409, `${second.status} instead of 409`);
    await second.sees("Someone else changed this answer");
    await second.sees(`The answer of ${first.name}`);
    await second.sees(firsts.explanation);
    await second.sees(seconds.explanation);
    const ways = await second.main.locator('[name="keep"]').evaluateAll((radios) => radios.map((one) => one.value));
    second.expect(ways.join() === "theirs,mine,both", `the ways are ${ways}`);
    await second.press("Save and continue");
    await second.sees("Select which answer to keep");
    const kept = await chosen(second, keep, firsts, seconds);
    await second.press("Save and continue");
    const [reader, author] = keep === "theirs" ? [second, first] : [first, second];
    await reader.openAgain(page);
    const there = await reader.main.locator('[name="explanation"]').inputValue();
    reader.expect(there === kept.explanation, `kept was: ${there}`);
    await reader.sees(`${author.name} saved this page`);
    return kept;
}

/** Chooses one answer, or writes both as one. */
async function chosen(person, keep, theirs, mine) {
    if (keep !== "both") {
        await person.fill({ keep });
        return keep === "theirs" ? theirs : mine;
    }
    const both = await person.main.locator('[name="combined-explanation"]').inputValue();
    person.expect(both.includes(theirs.explanation) && both.includes(mine.explanation), `not both texts: ${both}`);
    const explanation = `${mine.explanation} ${theirs.explanation}`;
    await person.fill({ keep, "combined-explanation": explanation });
    return { ...mine, explanation };
}

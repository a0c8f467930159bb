// Every state that a test over HTTP has seen: one page of each shape, kept in the folder of
// PAGES_SEEN, goes through the same checks as the pages of the journeys. Two at a time, because they are many.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Checker } from "./support/checks.mjs";

/** Checks what the other has not taken yet. */
async function look(checker, rest, folder, address) {
    for (const file of rest) {
        const kept = readFileSync(join(folder, file), "utf8");
        const end = kept.indexOf("\n");
        await checker.check(address, kept.slice(end + 1), `seen: ${kept.slice(0, end)}`);
    }
}

export async function seen(browser, server, checker) {
    const folder = process.env.PAGES_SEEN;
    if (!folder) {
        console.log("The pages that the other tests see are checked after them, in make test.");
        return;
    }
    const files = readdirSync(folder).filter((name) => name.endsWith(".page")).sort();
    checker.results.expect(files.length > 0, `no test has kept a page in ${folder}`);
    // The narrow width alone, on which most can go wrong: at both it would take as long again.
    checker.widths = [320];
    const beside = await Checker.open(browser, checker.results);
    Object.assign(beside, { shapes: checker.shapes, widths: checker.widths });
    const rest = files.values();
    await Promise.all([checker, beside].map((one) => look(one, rest, folder, server.address)));
}

// Every state that a test over HTTP has seen: one page of each shape, kept in the folder of
// PAGES_SEEN, goes through the same checks as the pages of the journeys. Each world takes what the
// other has not taken yet, because they are many.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** What nobody has taken yet. */
let rest = null;

function pages(folder, results) {
    const files = readdirSync(folder).filter((name) => name.endsWith(".page")).sort();
    results.expect(files.length > 0, `no test has kept a page in ${folder}`);
    return files.values();
}

export async function seen(browser, server, checker) {
    const folder = process.env.PAGES_SEEN;
    if (!folder) {
        console.log("The pages that the other tests see are checked after them, in make test.");
        return;
    }
    rest ??= pages(folder, checker.results);
    // The narrow width alone, on which most can go wrong: at both it would take as long again.
    checker.widths = [320];
    for (const file of rest) {
        const kept = readFileSync(join(folder, file), "utf8");
        const end = kept.indexOf("\n");
        await checker.check(kept.slice(end + 1), kept.slice(0, end));
    }
}

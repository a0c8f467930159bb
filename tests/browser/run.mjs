// The journeys in a real browser. Ends with "N passed, N failed".

import { chromium } from "playwright-core";
import { caseStates } from "./case_states.mjs";
import { documents } from "./documents.mjs";
import { everywhere } from "./everywhere.mjs";
import { formStates } from "./form_states.mjs";
import { hosting } from "./hosting.mjs";
import { northwind } from "./northwind.mjs";
import { passkeys } from "./passkeys.mjs";
import { seen } from "./seen.mjs";
import { Checker, Results } from "./support/checks.mjs";
import { startClamd } from "./support/clamd.mjs";
import { startDemonstration } from "./support/server.mjs";
import { states } from "./states.mjs";
import { tarnbrook } from "./tarnbrook.mjs";
import { together } from "./together.mjs";

const BROWSER = {
    executablePath: "/usr/bin/chromium",
    headless: true,
    args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
    ],
};

/** Nothing that somebody typed, no password and no key of a link is in what the program printed. */
function nothingTypedIsLogged({ log, secrets }) {
    const printed = log();
    const told = [...secrets].filter((secret) => printed.includes(secret));
    results.expect(printed.includes("method=POST"), "the program printed no request");
    results.expect(secrets.size > 0 && told.length === 0, `the log tells ${told.join(", ")}`);
}

// `everywhere` comes late: it looks for what the others have left out, and moves the clock. `seen`
// is the last: axe has then looked at most shapes already.
const JOURNEYS = [
    passkeys,
    northwind,
    tarnbrook,
    states,
    together,
    hosting,
    documents,
    formStates,
    caseStates,
    everywhere,
    seen,
];

// JOURNEY=passkeys runs that one alone, JOURNEY=passkeys,states these two.
const only = process.env.JOURNEY?.split(",");
const results = new Results();
const clamd = await startClamd();
const server = await startDemonstration({ PSN_CLAMD: clamd.address });
const browser = await chromium.launch(BROWSER);
try {
    const checker = await Checker.open(browser, results);
    for (const journey of JOURNEYS) {
        if (only && !only.includes(journey.name)) continue;
        const began = Date.now();
        await journey(browser, server, checker, clamd);
        console.log(`${journey.name} took ${Math.round((Date.now() - began) / 1000)} seconds.`);
    }
    console.log(`${checker.seen} pages checked, in ${checker.shapes.size} shapes.`);
    if (!only) checker.routes.check(results);
} catch (error) {
    results.expect(false, `the journey broke off: ${error.stack}`);
} finally {
    await browser.close();
    const code = await server.stop();
    await clamd.stop();
    results.expect(code === 0, `the demonstration ended with ${code}`);
    nothingTypedIsLogged(server);
}
console.log(`${results.passed} passed, ${results.failures.length} failed`);
process.exitCode = results.failures.length === 0 ? 0 : 1;

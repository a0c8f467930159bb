// The journeys in a real browser. Ends with "N passed, N failed".

import { chromium } from "playwright-core";
import { documents } from "./documents.mjs";
import { northwind } from "./northwind.mjs";
import { passkeys } from "./passkeys.mjs";
import { Checker, Results } from "./support/checks.mjs";
import { startClamd } from "./support/clamd.mjs";
import { startDemonstration } from "./support/server.mjs";

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

const results = new Results();
const clamd = await startClamd();
const server = await startDemonstration({ PSN_CLAMD: clamd.address });
const browser = await chromium.launch(BROWSER);
try {
    const checker = await Checker.open(browser, results);
    // JOURNEY=passkeys runs that one alone.
    const only = process.env.JOURNEY;
    if (!only || only === "passkeys") await passkeys(browser, server, checker);
    if (!only || only === "northwind") await northwind(browser, server, checker);
    if (!only || only === "documents") await documents(browser, server, checker, clamd);
    console.log(`${checker.seen} pages checked.`);
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

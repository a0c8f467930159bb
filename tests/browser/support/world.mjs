// A demonstration with a virus scanner and a browser of its own, in which one journey follows the other.

import { chromium } from "playwright-core";
import { Checker } from "./checks.mjs";
import { startClamd } from "./clamd.mjs";
import { startDemonstration } from "./server.mjs";

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

export class World {
    hasBrokenOff = false;

    /** `common` is what all worlds hold their pages to, `isWanted` which journeys there are to be. */
    constructor(common, isWanted) {
        Object.assign(this, { common, isWanted });
    }

    /** One journey after the other, as far as they are wanted. */
    async play(journeys) {
        for (const journey of journeys.filter(({ name }) => this.isWanted(name))) {
            await this.unlessBrokenOff(journey.name, () => this.begin());
            await this.unlessBrokenOff(journey.name, () => this.playOne(journey));
        }
    }

    /** What one journey leaves the next one counts on: after one has broken off there is none. */
    async unlessBrokenOff(name, work) {
        if (this.hasBrokenOff) return;
        await work().catch((error) => {
            this.hasBrokenOff = true;
            this.common.results.expect(false, `${name} broke off: ${error.stack}`);
        });
    }

    async begin() {
        if (this.checker) return;
        const began = Date.now();
        this.clamd = await startClamd();
        this.server = await startDemonstration({ PSN_CLAMD: this.clamd.address });
        this.browser = await chromium.launch(BROWSER);
        this.checker = await Checker.open(this.browser, this.server.address, this.common);
        console.log(`A demonstration began ${secondsSince(began)}.`);
    }

    async playOne(journey) {
        const began = Date.now();
        this.checker.results = this.common.results.of(journey.name);
        await journey(this.browser, this.server, this.checker, this.clamd);
        // Nobody of it comes again, and each window takes something even when nothing happens in it.
        const over = this.browser.contexts().filter((context) => context !== this.checker.page.context());
        await Promise.all(over.map((context) => context.close()));
        console.log(`${journey.name} took ${secondsSince(began)}.`);
    }

    /** Stops what was started. */
    async end() {
        const { results } = this.common;
        await this.browser?.close();
        if (this.server) {
            const code = await this.server.stop();
            results.expect(code === 0, `the demonstration ended with ${code}`);
            nothingTypedIsLogged(this.server, results);
        }
        await this.clamd?.stop();
    }
}

const secondsSince = (began) => `${Math.round((Date.now() - began) / 1000)} seconds`;

/** Nothing that somebody typed, no password and no key of a link is in what the program printed. */
function nothingTypedIsLogged({ log, secrets }, results) {
    const printed = log();
    const told = [...secrets].filter((secret) => printed.includes(secret));
    results.expect(printed.includes("method=POST"), "the program printed no request");
    results.expect(secrets.size > 0 && told.length === 0, `the log tells ${told.join(", ")}`);
}

// What every page is held to: axe without a violation and nothing sideways, at two widths.

import axe from "axe-core";

const WIDTHS = [320, 1280];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Counts what passed and failed, and remembers the words of what failed. */
export class Results {
    passed = 0;
    failures = [];

    expect(holds, words) {
        if (holds) {
            this.passed += 1;
        } else {
            this.failures.push(words);
            console.error(`FAILED ${words}`);
        }
    }
}

/**
 * Checks pages in a browser context of their own in which scripts run, because axe is one; the
 * journey itself runs without. The page gets exactly the HTML that the journey got.
 */
export class Checker {
    constructor(page, results) {
        this.page = page;
        this.results = results;
        this.seen = 0;
    }

    static async open(browser, results) {
        const context = await browser.newContext();
        return new Checker(await context.newPage(), results);
    }

    async check(url, html, name) {
        this.seen += 1;
        if (process.env.JOURNEY_ONLY) return void console.log(name);
        const address = `${new URL(url).origin}/checked/${this.seen}`;
        await this.page.route(address, (route) =>
            route.fulfill({ contentType: "text/html; charset=utf-8", body: html }),
        );
        await this.page.goto(address);
        await this.page.evaluate(axe.source);
        for (const width of WIDTHS) {
            await this.page.setViewportSize({ width, height: 900 });
            const wide = await this.page.evaluate(
                () => document.scrollingElement.scrollWidth - window.innerWidth,
            );
            this.results.expect(wide <= 0, `${name} at ${width}: ${wide} pixels too wide`);
            const words = await this.page.evaluate(violations, TAGS);
            this.results.expect(words.length === 0, `${name} at ${width}: ${words.join("; ")}`);
        }
        await this.page.unroute(address);
    }
}

/** Runs in the page: what axe objects to, as words. */
async function violations(tags) {
    const found = await window.axe.run(document, {
        runOnly: { type: "tag", values: tags },
        rules: { "target-size": { enabled: true } },
        resultTypes: ["violations"],
    });
    const places = (one) => one.nodes.map((node) => node.target.join(" ")).join(", ");
    return found.violations.map((one) => `${one.id}: ${places(one)}`);
}

// What every page is held to: axe without a violation and nothing sideways, at two widths.

import axe from "axe-core";
import { join } from "node:path";
import { Routes } from "./routes.mjs";

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
        this.shapes = new Set();
        this.routes = new Routes();
        this.widths = WIDTHS;
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
        const { shape, twice } = await this.page.evaluate(outline);
        this.results.expect(twice.length === 0, `${name}: more than one with the id ${twice}`);
        // Pages of one shape differ in their words only: axe has seen the first of them.
        const isNew = !this.shapes.has(shape);
        this.shapes.add(shape);
        if (isNew) await this.page.evaluate(axe.source);
        for (const width of this.widths) {
            await this.page.setViewportSize({ width, height: 900 });
            const wide = await this.page.evaluate(
                () => document.scrollingElement.scrollWidth - window.innerWidth,
            );
            this.results.expect(wide <= 0, `${name} at ${width}: ${wide} pixels too wide`);
            if (!isNew) continue;
            // PICTURES=folder keeps a picture of each, for people to look at.
            if (process.env.PICTURES) await this.picture(name, width);
            const words = await this.page.evaluate(violations, TAGS);
            this.results.expect(words.length === 0, `${name} at ${width}: ${words.join("; ")}`);
        }
        await this.page.unroute(address);
    }

    picture(name, width) {
        const file = `${String(this.seen).padStart(3, "0")}-${name.replaceAll(/[^0-9a-zA-Z]+/g, "-")}-${width}.png`;
        return this.page.screenshot({ path: join(process.env.PICTURES, file), fullPage: true });
    }
}

/**
 * Runs in the page: what it is made of, without its words. Each kind of element in its place, with
 * the attributes that say what it is and whether it is empty, and the order of the headings.
 */
function outline() {
    const telling = ["class", "role", "type", "autocomplete", "scope", "tabindex", "lang"];
    const kind = (node) => {
        const attributes = [...node.attributes].map(({ name, value }) =>
            telling.includes(name) ? `${name}=${value}` : name,
        );
        const isEmpty = node.textContent.trim() === "";
        return `${node.tagName}[${attributes.sort()}]${isEmpty ? "-" : "+"}`;
    };
    const paths = new Map([[document.documentElement, ""]]);
    const headings = [];
    const counts = new Map();
    for (const node of document.documentElement.querySelectorAll("*")) {
        paths.set(node, `${paths.get(node.parentElement)}>${kind(node)}`);
        if (node.id) counts.set(node.id, (counts.get(node.id) ?? 0) + 1);
        if (/^H\d$/.test(node.tagName) && headings.at(-1) !== node.tagName) headings.push(node.tagName);
    }
    const twice = [...counts].filter(([, count]) => count > 1).map(([id]) => id);
    return { shape: [...new Set(paths.values()), ...headings].join("\n"), twice };
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

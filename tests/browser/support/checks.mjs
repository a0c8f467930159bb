// What every page is held to: axe without a violation and nothing sideways, at two widths.

import { join } from "node:path";
import { Site } from "./site.mjs";

const WIDTHS = [320, 1280];
const HEIGHT = 900;
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

    /** The same for one journey among others: its failures say which one it is. */
    of(journey) {
        return { expect: (holds, words) => this.expect(holds, `${journey}: ${words}`) };
    }
}

/** Of what shape the pages were that axe has seen, at each width. */
export class Shapes {
    seen = new Set();

    /** Whether axe has still to see this one; it then counts as seen. */
    isNew(shape, width) {
        const one = `${width} ${shape}`;
        return !this.seen.has(one) && Boolean(this.seen.add(one));
    }
}

/**
 * Checks pages in a browser context of their own in which scripts run, because axe is one; the
 * journey itself runs without. The page gets exactly the HTML that the journey got.
 */
export class Checker {
    seen = 0;
    widths = WIDTHS;

    constructor(page, site, { results, shapes, routes }) {
        Object.assign(this, { page, site, results, shapes, routes });
    }

    /** For pages of the service at this address. What it finds goes to what all checkers have in common. */
    static async open(browser, service, common) {
        const context = await browser.newContext();
        return new Checker(await context.newPage(), await Site.open(service), common);
    }

    async check(html, name) {
        this.seen += 1;
        if (process.env.JOURNEY_ONLY) return void console.log(name);
        await this.page.goto(this.site.show(html));
        const { shape, twice } = await this.page.evaluate(outline);
        this.results.expect(twice.length === 0, `${name}: more than one with the id ${twice}`);
        const drawn = await this.page.evaluate(drawings);
        this.results.expect(drawn.length === 0, `${name}: ${drawn.join("; ")}`);
        // As wide as it is first: another width takes the browser a while.
        const isSuch = (width) => Number(width === this.width);
        for (const width of [...this.widths].sort((one, other) => isSuch(other) - isSuch(one))) {
            await this.widen(width);
            const wide = await this.page.evaluate(
                () => document.scrollingElement.scrollWidth - window.innerWidth,
            );
            this.results.expect(wide <= 0, `${name} at ${width}: ${wide} pixels too wide`);
            // Pages of one shape differ in their words only: axe has seen the first of them.
            if (!this.shapes.isNew(shape, width)) continue;
            // PICTURES=folder keeps a picture of each, for people to look at.
            if (process.env.PICTURES) await this.picture(name, width);
            const words = await this.page.evaluate(violations, { axe: this.site.axe, tags: TAGS });
            this.results.expect(words.length === 0, `${name} at ${width}: ${words.join("; ")}`);
        }
    }

    async widen(width) {
        if (this.width !== width) await this.page.setViewportSize({ width, height: HEIGHT });
        this.width = width;
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
async function violations({ axe, tags }) {
    if (!window.axe) {
        const script = Object.assign(document.createElement("script"), { src: axe });
        const loaded = new Promise((done, failed) => Object.assign(script, { onload: done, onerror: failed }));
        document.head.append(script);
        await loaded;
        script.remove();
    }
    const found = await window.axe.run(document, {
        runOnly: { type: "tag", values: tags },
        rules: { "target-size": { enabled: true } },
        resultTypes: ["violations", "incomplete"],
    });
    const places = (one) => one.nodes.map((node) => node.target.join(" ")).join(", ");
    const objections = found.violations.map((one) => `${one.id}: ${places(one)}`);
    // What axe can't decide is an objection too. Letters in drawings, which lie within shapes, are
    // looked at by `drawings`.
    for (const one of found.incomplete) {
        const isDrawn = (node) => Boolean(document.querySelector(node.target.join(" "))?.closest("svg"));
        const nodes = one.nodes.filter((node) => !(one.id === "color-contrast" && isDrawn(node)));
        if (nodes.length > 0) objections.push(`undecided, ${one.id}: ${places({ nodes })}`);
    }
    return objections;
}

/**
 * Runs in the page: what is wrong with drawings. Their letters have the colour of the text around, no
 * shape is filled with another one than that, and they stay within the shape that they begin in.
 */
function drawings() {
    const wrong = [];
    for (const svg of document.querySelectorAll(".app-hub-diagram svg")) {
        const { color } = getComputedStyle(svg.parentElement);
        const boxes = [...svg.querySelectorAll("rect")].map((box) => box.getBBox());
        for (const shape of svg.querySelectorAll("rect, path")) {
            if (getComputedStyle(shape).fill !== "none") wrong.push(`a filled ${shape.tagName}`);
        }
        for (const text of svg.querySelectorAll("text")) {
            const { x, y, width, height } = text.getBBox();
            const isAround = (box) =>
                box.x <= x && x + width <= box.x + box.width && box.y <= y && y + height <= box.y + box.height;
            const words = `“${text.textContent}”`;
            if (text.textContent && !boxes.some(isAround)) wrong.push(`${words} is wider than its box`);
            if (getComputedStyle(text).fill !== color) wrong.push(`${words} has another colour`);
        }
    }
    return wrong;
}

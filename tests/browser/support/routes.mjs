// Which pages there are, and which of them a run has opened and held to what every page is held to.

import { readFileSync, readdirSync } from "node:fs";

const here = (path) => new URL(path, import.meta.url);
const APPLICATION = "/applications/{reference}/";
/** Everything that the question set makes: its pages are counted one by one instead. */
const OF_THE_SET = `${APPLICATION}{*tail}`;
/** Between the questions: checks, lists, what is asked before an item goes, interruptions. */
const BETWEEN = ["{*task}/check", "{*task}/list", "remove/{*item}", "{*page}/does-not-meet", "{*page}/same-domain", "{*page}/listed"];
/** Who adds an exemption has to raise this, and nobody should. */
const EXEMPT_MAX = 14;

function routes() {
    const lines = readFileSync(here("../../golden/routes.txt"), "utf8").matchAll(/^GET +(\S+)/gm);
    return [...lines].map(([, route]) => route).filter((route) => route !== OF_THE_SET);
}

function questions() {
    const sets = here("../../../crates/questions/sets/psn-cop/");
    const paths = readdirSync(sets).flatMap((version) => {
        const tasks = new URL(`${version}/tasks/`, sets);
        return readdirSync(tasks).flatMap((file) => {
            const pages = readFileSync(new URL(file, tasks), "utf8").matchAll(/^path = "(.+)"$/gm);
            return [...pages].map(([, path]) => APPLICATION + path);
        });
    });
    return [...new Set(paths)];
}

/** A pattern: `{n}` stands for a number, `{name}` for one part of an address, `{*name}` for all that follow. */
function pattern(route) {
    const plain = route.replaceAll(".", "\\.").replaceAll("{n}", "\\d+");
    const fits = plain.replaceAll(/\{\*\w+\}/g, ".+").replaceAll(/\{\w+\}/g, "[^/]+");
    return { route, fits: new RegExp(`^${fits}$`), spelled: route.replaceAll(/\{.*?\}/g, "").length };
}

export class Routes {
    constructor() {
        const all = [...routes(), ...questions(), ...BETWEEN.map((tail) => APPLICATION + tail)];
        // The more of an address is spelled out, the nearer is the pattern.
        this.patterns = all.map(pattern).sort((one, other) => other.spelled - one.spelled);
        this.unopened = new Set(all);
        const list = readFileSync(here("routes-not-opened.txt"), "utf8");
        this.exempt = [...list.matchAll(/^(\/\S*)/gm)].map(([, route]) => route);
    }

    /** The route of an address without its query; none for addresses of files. */
    of(path) {
        return this.patterns.find(({ fits }) => fits.test(path))?.route;
    }

    opened(path) {
        this.unopened.delete(this.of(path));
    }

    /** Every page was opened but for those that are exempt, and those are truly never opened. */
    check(results) {
        const never = [...this.unopened].filter((route) => !this.exempt.includes(route));
        results.expect(never.length === 0, `no journey opened ${never.join(", ")}`);
        const stale = this.exempt.filter((route) => !this.unopened.has(route));
        results.expect(stale.length === 0, `no exemption needs to be made for ${stale.join(", ")}`);
        const many = this.exempt.length;
        results.expect(many <= EXEMPT_MAX, `${many} exemptions, ${EXEMPT_MAX} at most`);
    }
}

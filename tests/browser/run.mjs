// The journeys in a real browser, two at a time. Ends with "N passed, N failed".

import { caseStates } from "./case_states.mjs";
import { documents } from "./documents.mjs";
import { everywhere } from "./everywhere.mjs";
import { formStates } from "./form_states.mjs";
import { hosting } from "./hosting.mjs";
import { northwind } from "./northwind.mjs";
import { passkeys } from "./passkeys.mjs";
import { seen } from "./seen.mjs";
import { Results, Shapes } from "./support/checks.mjs";
import { Routes } from "./support/routes.mjs";
import { World } from "./support/world.mjs";
import { states } from "./states.mjs";
import { tarnbrook } from "./tarnbrook.mjs";
import { together } from "./together.mjs";

// Two worlds that know nothing of each other. In each, one journey follows the other and finds what
// those before it have changed. `documents` measures the memory of its world's server, in which
// nothing else happens meanwhile. Both take about as long.
const FIRST = [passkeys, northwind, together, hosting, caseStates];
const SECOND = [tarnbrook, states, documents, formStates];

// JOURNEY=passkeys runs that one alone, JOURNEY=passkeys,states these two.
const only = process.env.JOURNEY?.split(",");
const isWanted = (name) => !only || only.includes(name);

const results = new Results();
const common = { results, shapes: new Shapes(), routes: new Routes() };
const worlds = [FIRST, SECOND].map(() => new World(common, isWanted));
const [first, second] = worlds;
try {
    const played = [first.play(FIRST), second.play(SECOND)];
    // `everywhere` looks for what all others have left out, and moves the clock. Whoever has nothing
    // else to do looks at what the other tests have seen.
    const looked = Promise.all(played).then(() => first.play([everywhere, seen]));
    await Promise.all([looked, played[1].then(() => second.play([seen]))]);
    const pages = worlds.reduce((sum, { checker }) => sum + (checker?.seen ?? 0), 0);
    console.log(`${pages} pages checked, in ${common.shapes.seen.size} shapes and widths.`);
    if (!only && !worlds.some(({ hasBrokenOff }) => hasBrokenOff)) common.routes.check(results);
} finally {
    await Promise.all(worlds.map((world) => world.end()));
}
console.log(`${results.passed} passed, ${results.failures.length} failed`);
process.exitCode = results.failures.length === 0 ? 0 : 1;

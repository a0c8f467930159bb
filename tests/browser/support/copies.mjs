// Copies: JSON checked by a validator that knows nothing of us, with their digests, and the files for people.

import { createHash } from "node:crypto";
import Ajv2020 from "ajv/dist/2020.js";
import { copyOf } from "./supplier.mjs";

/** What has to be refused: a copy that was damaged in one place each. */
const DAMAGED = [
    ["without its digest", (copy) => delete copy.digest],
    ["with a member more", (copy) => (copy.surprise = true)],
    ["with a fate that there is not", (copy) => (copy.history[0].fate = "forgotten")],
    ["with a save by nobody", (copy) => delete copy.history[0].by],
    ["with a field that the page does not have", (copy) => (copy.history[0].values.surprise = ["yes"])],
    ["with a value that is no list", (copy) => (copy.answers[0].values = { name: "text" })],
    ["with an answer to a page that is not asked", (copy) => (copy.answers[0].page = "surprise")],
    ["of another format", (copy) => (copy.format = 3)],
    ["with an origin that there is not", (copy) => (copy.history[0].origin = "dreamt")],
    ["without what became of documents", (copy) => delete copy.document_history],
    ["with a count below nothing", (copy) => (copy.left_out.history = -1)],
];

/** The same value with the keys of every object in order. */
function inOrder(value) {
    if (Array.isArray(value)) return value.map(inOrder);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.keys(value).sort().map((key) => [key, inOrder(value[key])]));
}

function digestOf({ digest: _, ...rest }) {
    return createHash("sha256").update(`${JSON.stringify(inOrder(rest), null, 2)}\n`).digest("hex");
}

/** The application comes as PDF and ODT. A PDF that takes long is asked for again. */
export async function papersCome(person, root) {
    for (const [kind, begin] of [["pdf", "%PDF-1.7"], ["odt", "PK"]]) {
        let answer = await copyOf(person, root, kind);
        for (let tries = 0; answer.status() === 503 && tries < 5; tries += 1) answer = await copyOf(person, root, kind);
        const bytes = await answer.body();
        person.expect(answer.status() === 200, `the ${kind} is answered with ${answer.status()}`);
        person.expect(bytes.subarray(0, begin.length).toString() === begin, `the ${kind} does not begin with ${begin}`);
        const saved = answer.headers()["content-disposition"];
        person.expect(saved.endsWith(`.${kind}"`), `the ${kind} is saved as ${saved}`);
    }
}

/**
 * The copy that a person downloads fits the schema that it names, its digest is right, these members
 * hold something, and a damaged one does not fit.
 */
export async function copyFits(person, root, held) {
    const copy = await (await copyOf(person, root, "json")).json();
    const published = await (await person.page.context().request.get(copy.$schema)).json();
    person.expect(published.$id === copy.$schema, `the schema of ${copy.$schema} is ${published.$id}`);
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    const fits = ajv.compile(published);
    person.expect(fits(copy), `the copy does not fit its schema: ${ajv.errorsText(fits.errors)}`);
    person.expect(digestOf(copy) === copy.digest.value, "the digest of the copy is not that of its text");
    for (const name of held) {
        const member = copy[name];
        const isThere = Array.isArray(member) ? member.length > 0 : member !== null && member !== undefined;
        person.expect(isThere, `the copy has no ${name}`);
    }
    for (const [how, damage] of DAMAGED) {
        const damaged = structuredClone(copy);
        damage(damaged);
        person.expect(!fits(damaged), `a copy ${how} fits the schema`);
    }
    return copy;
}

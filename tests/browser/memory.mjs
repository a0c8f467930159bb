// How much memory the server takes for files that arrive and leave: many large ones at once, bombs,
// ones that are too large, slow, or cut off, downloads, and forms that come back.

import { readFileSync } from "node:fs";
import { crc32, deflateRawSync } from "node:zlib";

const MEGABYTE = 1_000_000;
/** How large the large files are, and those that are too large, in bytes. */
const LARGE = 19_900_000;
const TOO_LARGE = 21_000_000;
/** How much more memory the server may take, in bytes: far less than one of each kind. Forms that come
 * back are read two at a time, each unpacked to at most 16 MB, while 32 of 2 MB may have arrived. */
const GROWTH_MAX = 64 * MEGABYTE;
const FORMS_GROWTH_MAX = 128 * MEGABYTE;
/** How many files one person may send at once. */
const PLACES = 4;
const PIECE = Buffer.alloc(64 * 1024, " ");

export async function memory(editor, root, server, results) {
    const site = await given(editor, root, server);
    const measured = async (what, statuses, work, most = GROWTH_MAX) => {
        const before = resident(server.pid);
        let peak = before;
        const watch = setInterval(() => (peak = Math.max(peak, resident(server.pid))), 50);
        const answers = await work().finally(() => clearInterval(watch));
        const words = `${what}: ${summed(answers)}; memory ${before} before, ${peak} at most`;
        console.log(words);
        results.expect(answers.every((answer) => statuses.includes(answer)), `not as expected: ${words}`);
        results.expect(peak - before < most, `too much memory: ${words}`);
        return answers;
    };
    const atOnce = (count, work) => Promise.all(Array.from({ length: count }, (_, number) => work(number)));

    const inWaves = async (count, work) => {
        const answers = [];
        for (let first = 0; first < count; first += PLACES) answers.push(...(await atOnce(PLACES, work)));
        return answers;
    };

    const nothing = Buffer.alloc(300 * MEGABYTE);
    const types = ["[Content_Types].xml", Buffer.from("x")];
    const listed = zip([types, ["word/document.xml", nothing]]);
    await measured("20 Office files that unpack to 300 MB", [422], () =>
        inWaves(20, () => site.add("bomb.docx", [listed])));
    await measured(`12 files of ${TOO_LARGE} bytes`, [422], () =>
        inWaves(12, () => site.add("large.pdf", pdf(TOO_LARGE))));
    await measured("4 files at once that are cut off after 10 MB", ["cut off"], () =>
        atOnce(PLACES, () => site.cutOff(10 * MEGABYTE)));
    await measured("4 slow files of 2 MB at once", [303], () =>
        atOnce(PLACES, () => site.add("slow.pdf", slowly(pdf(2 * MEGABYTE), 100))));
    // Of more at once, all but as many as one person may send are refused, before they have sent all of
    // it: whoever goes on sending finds the connection closed.
    const refused = () => "refused while sending";
    const crowd = await measured(`20 files of ${LARGE} bytes at once`, [303, 422, refused()], () =>
        atOnce(20, () => site.add("large.pdf", pdf(LARGE)).catch(refused)));
    const kept = await measured(`4 more files of ${LARGE} bytes`, [303], () =>
        atOnce(PLACES, () => site.add("large.pdf", pdf(LARGE))));
    const stored = [...crowd, ...kept].filter((status) => status === 303).length;
    results.expect(stored === 2 * PLACES, `${stored} of them were kept`);

    const files = await site.released(stored);
    results.expect(files.length >= stored, `only ${files.length} of ${stored} can be downloaded`);
    // A busy service may turn some away; it says so and takes no more memory for it.
    const sent = await measured(`${files.length * 3} downloads of large files at once`, [200, 503], () =>
        atOnce(files.length * 3, (number) => site.download(files[number % files.length])));
    const whole = sent.filter((status) => status === 200).length;
    results.expect(whole >= files.length, `only ${whole} of ${sent.length} downloads arrived`);

    // It claims to be small.
    const kind = ["mimetype", Buffer.from("application/vnd.oasis.opendocument.spreadsheet"), 0];
    const unpacked = zip([kind, ["content.xml", nothing]], 1000);
    await measured("40 filled in forms at once that unpack to 300 MB", [422, 503], () =>
        atOnce(40, () => site.bringBack("bomb.ods", unpacked)), FORMS_GROWTH_MAX);
    const rows = Buffer.from(`Reference,Your answer\n${"x#y,a\n".repeat(4_900)}`);
    await measured("40 tables of 4,900 rows at once that hold no answers of ours", [422, 503], () =>
        atOnce(40, () => site.bringBack("rows.csv", rows)), FORMS_GROWTH_MAX);
    // Until there is no room for one more: there may be 50.
    const small = [Buffer.from("%PDF-1.7\nstartxref\n9\n%%EOF\n")];
    let status = 303;
    for (let tries = 0; tries < 50 && status === 303; tries += 1) status = await site.add("small.pdf", small);
    results.expect(status === 422, `the last small file was answered with ${status}`);
}

/** How often each answer was given. */
function summed(answers) {
    const counts = new Map();
    for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
    return [...counts].map(([answer, count]) => `${count} × ${answer}`).join(", ");
}

/** What the kernel says about the memory of a process, in bytes. */
function resident(pid) {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1];
    return Number(kilobytes) * 1024;
}

/** The pages that take and give files, as the editor's browser reaches them. */
async function given(editor, root, server) {
    const hidden = async (path) => {
        await editor.openAgain(`${root}${path}`);
        const field = editor.main.locator('form [type="hidden"]').first();
        return field.evaluate((one) => [one.name, one.value]);
    };
    const tokens = { "/documents/add": await hidden("/documents/add"), "/import": await hidden("/import") };
    const cookies = await editor.page.context().cookies(server.address);
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    const post = async (path, name, pieces, signal) => {
        const answer = await fetch(`${server.address}${root}${path}`, {
            method: "POST",
            redirect: "manual",
            duplex: "half",
            signal,
            headers: { cookie, origin: server.address, "content-type": "multipart/form-data; boundary=many" },
            body: form(tokens[path], name, pieces),
        });
        await answer.arrayBuffer();
        return answer.status;
    };
    return {
        add: (name, pieces) => post("/documents/add", name, pieces),
        bringBack: (name, bytes) => post("/import", name, [bytes]),
        cutOff: async (bytes) => {
            const stop = new AbortController();
            const sent = post("/documents/add", "cut.pdf", cut(pdf(LARGE), bytes, stop), stop.signal);
            return sent.catch(() => "cut off");
        },
        released: (count) => released(editor, root, count),
        download: async (path) => {
            const answer = await fetch(`${server.address}${path}/file`, { redirect: "manual", headers: { cookie } });
            for await (const _ of answer.body ?? []);
            return answer.status;
        },
    };
}

/** The addresses of the large documents, once so many were scanned. Sizes are rounded up. */
async function released(editor, root, count) {
    let paths = [];
    for (let tries = 0; tries < 300 && paths.length < count; tries += 1) {
        if (tries > 0) await new Promise((done) => setTimeout(done, 500));
        await editor.openAgain(`${root}/documents`);
        const rows = editor.main.locator("tr", { hasText: "20.0MB" }).filter({ hasText: "No virus found" });
        const links = await rows.locator("a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
        paths = links;
    }
    return paths;
}

/** A form with a file, made while it is sent. */
async function* form([name, value], file, pieces) {
    const part = (what) => `--many\r\nContent-Disposition: form-data; ${what}\r\n\r\n`;
    yield Buffer.from(`${part(`name="${name}"`)}${value}\r\n${part(`name="file"; filename="${file}"`)}`);
    yield* pieces;
    yield Buffer.from("\r\n--many--\r\n");
}

/** A PDF of about so many bytes. */
function* pdf(bytes) {
    yield Buffer.from("%PDF-1.7\n");
    for (let sent = 0; sent < bytes; sent += PIECE.length) yield PIECE;
    yield Buffer.from("\nstartxref\n9\n%%EOF\n");
}

/** The same with a rest of so many milliseconds after each piece. */
async function* slowly(pieces, rest) {
    for (const piece of pieces) {
        yield piece;
        await new Promise((done) => setTimeout(done, rest));
    }
}

/** The same until so many bytes are sent; then the sender goes away. */
async function* cut(pieces, bytes, stop) {
    let sent = 0;
    for (const piece of pieces) {
        yield piece;
        sent += piece.length;
        if (sent < bytes) continue;
        // What was sent has to arrive first.
        await new Promise((done) => setTimeout(done, 1000));
        stop.abort();
        return;
    }
}

/** A ZIP file with these entries; `told` is the size that it claims for each, its real one unless given. */
function zip(entries, told) {
    const locals = [];
    const centrals = [];
    let offset = 0;
    for (const [name, bytes, method] of entries) {
        const packed = method === 0 ? bytes : deflateRawSync(bytes, { level: 9 });
        const head = (signature, after, size) => {
            const head = Buffer.alloc(size);
            head.writeUInt32LE(signature, 0);
            head.writeUInt16LE(20, after);
            head.writeUInt16LE(method ?? 8, after + 4);
            head.writeUInt32LE(crc32(bytes), after + 10);
            head.writeUInt32LE(packed.length, after + 14);
            head.writeUInt32LE(method === 0 ? bytes.length : (told ?? bytes.length), after + 18);
            head.writeUInt16LE(name.length, after + 22);
            return head;
        };
        const central = head(0x02014b50, 6, 46);
        central.writeUInt32LE(offset, 42);
        centrals.push(central, Buffer.from(name));
        const local = Buffer.concat([head(0x04034b50, 4, 30), Buffer.from(name), packed]);
        locals.push(local);
        offset += local.length;
    }
    const list = Buffer.concat(centrals);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(entries.length, 8);
    end.writeUInt16LE(entries.length, 10);
    end.writeUInt32LE(list.length, 12);
    end.writeUInt32LE(offset, 16);
    return Buffer.concat([...locals, list, end]);
}

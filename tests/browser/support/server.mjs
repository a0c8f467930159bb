// Starts the demonstration in a folder of its own and stops it again.

import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "../../..");
const program = join(resolve(root, process.env.CARGO_TARGET_DIR ?? "target"), "debug/psn-cop");

/** How long the first start may take: it fills the demonstration. */
const START_MS = 300_000;

function freePort() {
    return new Promise((done, failed) => {
        const probe = createServer();
        probe.on("error", failed);
        probe.listen(0, "127.0.0.1", () => {
            const { port } = probe.address();
            probe.close(() => done(port));
        });
    });
}

/** The running demonstration: where it is, who may sign in, what was mailed, how to stop it. */
export async function startDemonstration(more = {}) {
    const folder = mkdtempSync(join(tmpdir(), "psn-cop-browser-"));
    // PostgreSQL's account has to get in, or its data lies elsewhere and stays there.
    chmodSync(folder, 0o711);
    const port = await freePort();
    const address = `http://localhost:${port}`;
    const child = spawn(program, ["demo"], {
        cwd: folder,
        env: { PATH: process.env.PATH, HOME: process.env.HOME, PSN_BIND: `127.0.0.1:${port}`, ...more },
        stdio: ["ignore", "pipe", "pipe"],
    });
    const log = [];
    for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (data) => log.push(data));
    }
    const ended = new Promise((done) => child.on("exit", done));
    const stop = async () => {
        child.kill("SIGINT");
        const code = await ended;
        rmSync(folder, { recursive: true, force: true });
        return code;
    };
    const deadline = Date.now() + START_MS;
    while (!(await fetch(`${address}/readyz`).then((answer) => answer.ok, () => false))) {
        if (child.exitCode !== null || Date.now() > deadline) {
            await stop();
            throw new Error(`the demonstration did not start:\n${Buffer.concat(log).toString().slice(-8000)}`);
        }
        await new Promise((done) => setTimeout(done, 200));
    }
    const accounts = JSON.parse(readFileSync(join(folder, ".data/demo-accounts.json"), "utf8"));
    return {
        address,
        program,
        pid: child.pid,
        stop,
        /** What the program has printed, all of it. */
        log: () => Buffer.concat(log).toString(),
        /** What must never be printed: what people typed, their passwords, and the keys in links. */
        secrets: new Set(accounts.flatMap((one) => [one.password, one.totp_secret]).filter(Boolean)),
        account: (key) => accounts.find((one) => one.key === key),
        mail: mailOf(address),
        newMail: newMailOf(address),
        mailsTo: async (to) => (await mailsOf(address)).filter((mail) => mail.to === to),
    };
}

async function mailsOf(address) {
    return (await fetch(`${address}/demo/mail.json`)).json();
}

/** Reads the newest mail to an address that fits, waiting for the worker to deliver it. */
function mailOf(address) {
    return async (to, fits = () => true) => {
        for (let tries = 0; tries < 100; tries += 1) {
            const entries = await mailsOf(address);
            const found = entries.find((mail) => mail.to === to && fits(mail));
            if (found) return found;
            await new Promise((done) => setTimeout(done, 200));
        }
        throw new Error(`no such mail to ${to}`);
    };
}

/** The mail to an address that an action leads to, not one from before. */
function newMailOf(address) {
    return async (to, fits, action) => {
        const earlier = new Set((await mailsOf(address)).map((mail) => mail.id));
        await action();
        return mailOf(address)(to, (mail) => fits(mail) && !earlier.has(mail.id));
    };
}

/** The first address of ours in a mail, as a path. */
export function linkIn(mail) {
    const found = /https?:\/\/\S+/.exec(mail.text);
    if (!found) throw new Error(`no link in "${mail.subject}"`);
    return new URL(found[0]).pathname;
}

/** The six digits of a mail with a code. */
export function codeIn(mail) {
    return /\b\d{6}\b/.exec(mail.text)[0];
}

// A virus scanner of the test's own, with one signature: the harmless file that all scanners know.

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

/** Starts it: where it listens, and how to let it rest, go on and stop. */
export async function startClamd() {
    const folder = mkdtempSync(join(tmpdir(), "psn-cop-clamd-"));
    mkdirSync(join(folder, "signatures"));
    const signature = `Eicar-Test-Signature:0:*:${Buffer.from(EICAR).toString("hex")}\n`;
    writeFileSync(join(folder, "signatures/eicar.ndb"), signature);
    const lines = [
        `DatabaseDirectory ${folder}/signatures`,
        `LocalSocket ${folder}/socket`,
        `TemporaryDirectory ${folder}`,
        "Foreground yes",
        "StreamMaxLength 30M",
    ];
    writeFileSync(join(folder, "clamd.conf"), `${lines.join("\n")}\n`);
    const child = spawn("/usr/sbin/clamd", ["-c", join(folder, "clamd.conf")], { stdio: "ignore" });
    const ended = new Promise((done) => child.on("exit", done));
    for (let tries = 0; !(await listens(join(folder, "socket"))); tries += 1) {
        if (tries === 200) throw new Error("clamd does not listen");
        await new Promise((done) => setTimeout(done, 100));
    }
    return {
        address: `unix:${folder}/socket`,
        rest: () => child.kill("SIGSTOP"),
        goOn: () => child.kill("SIGCONT"),
        stop: async () => {
            child.kill("SIGKILL");
            await ended;
            rmSync(folder, { recursive: true, force: true });
        },
    };
}

function listens(path) {
    return new Promise((done) => {
        const socket = connect(path);
        socket.on("connect", () => done(socket.end() && true));
        socket.on("error", () => done(false));
    });
}

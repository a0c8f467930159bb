// An authenticator app (RFC 6238): SHA-1, 6 digits, steps of 30 seconds.

import { createHmac } from "node:crypto";

const STEP_MS = 30_000;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The last step whose code was used, by account: the service takes no code twice. */
const used = new WeakMap();

/** A code of the account's app that was not used yet, waiting for one if it must. */
export async function nextCode(account) {
    const step = Math.max(now(), (used.get(account) ?? 0) + 1);
    // The service takes a code one step early.
    while (step > now() + 1) await new Promise((done) => setTimeout(done, 500));
    used.set(account, step);
    return codeAt(account.totp_secret, step);
}

const now = () => Math.floor(Date.now() / STEP_MS);

export function codeAt(secret, step) {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const digest = createHmac("sha1", decoded(secret)).update(counter).digest();
    const at = digest[19] & 15;
    const number = (digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000;
    return String(number).padStart(6, "0");
}

/** The bytes of a text in base 32. */
function decoded(text) {
    const bits = [...text].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, "0")).join("");
    return Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
}

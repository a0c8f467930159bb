// Whether the time of a refused sign-in tells if an address has an account: wrong passwords for one
// that has and for others that have not, in turns, compared by Welch's t. Between them the right
// password is entered, so that no limit is met; the service has to take the word of 127.0.0.1 about
// where requests come from. Usage: node scripts/bench_sign_in.mjs ADDRESS COUNT ACCOUNTS.json
import { readFileSync } from "node:fs";

const [address, count, accounts] = [process.argv[2], Number(process.argv[3]), process.argv[4]];
// Over this the two times differ by more than chance (as for leaks of cryptographic programs).
const T_MAX = 4.5;
// Fewer than the eight wrong passwords that lock.
const WRONG_BEFORE_RIGHT = 6;
const list = JSON.parse(readFileSync(accounts, "utf8"));
const person = (list.accounts ?? list).find((one) => one.email && one.password);

let caller = 0;
async function page() {
  const answer = await fetch(`${address}/sign-in`);
  const html = await answer.text();
  const cookie = answer.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
  return { cookie, csrf: /name="csrf"[^>]*value="([^"]*)"/.exec(html)[1] };
}

async function attempt({ cookie, csrf }, email, password) {
  caller += 1;
  const start = performance.now();
  const answer = await fetch(`${address}/sign-in`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie, "x-forwarded-for": `10.${(caller >> 16) & 255}.${(caller >> 8) & 255}.${caller & 255}` },
    body: new URLSearchParams({ csrf, email, password }),
  });
  await answer.arrayBuffer();
  return { time: performance.now() - start, status: answer.status };
}

function expect(got, status, what) {
  if (got.status !== status) throw new Error(`${what} was answered with ${got.status}, not ${status}`);
  return got.time;
}

const times = { known: [], unknown: [] };
const form = await page();
for (let n = 0; n < count; n += 1) {
  if (n % WRONG_BEFORE_RIGHT === 0) {
    expect(await attempt(form, person.email, person.password), 303, "the right password");
  }
  const round = Math.floor(n / WRONG_BEFORE_RIGHT);
  const unknown = `nobody-${round}-${process.pid}@example.com`;
  const turns = [["known", person.email], ["unknown", unknown]];
  if (n % 2 === 1) turns.reverse();
  for (const [kind, email] of turns) {
    times[kind].push(expect(await attempt(form, email, "not the password"), 422, "a wrong one"));
  }
}

// The slowest tenth is the machine's other work.
const kept = (all) => [...all].sort((a, b) => a - b).slice(0, Math.ceil(all.length * 0.9));
const mean = (all) => all.reduce((sum, one) => sum + one, 0) / all.length;
const variance = (all, middle) => all.reduce((sum, one) => sum + (one - middle) ** 2, 0) / (all.length - 1);
const [known, unknown] = [kept(times.known), kept(times.unknown)];
const [a, b] = [mean(known), mean(unknown)];
const t = (a - b) / Math.sqrt(variance(known, a) / known.length + variance(unknown, b) / unknown.length);
console.log(
  `refused sign-in, ${count} each: ${a.toFixed(3)} ms with an account, ${b.toFixed(3)} ms without; ` +
    `Welch's t = ${t.toFixed(2)}, ${Math.abs(t) < T_MAX ? "which tells nothing" : "WHICH TELLS THEM APART"}`,
);

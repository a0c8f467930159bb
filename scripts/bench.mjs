// Measures answer times of pages that need no account: one request after the other, then eight at
// a time. Usage: node scripts/bench.mjs ADDRESS REQUESTS
const [address, count] = [process.argv[2], Number(process.argv[3])];
const pages = ["/healthz", "/readyz", "/sign-in"];

const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
async function ready() {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const answer = await fetch(`${address}/readyz`).catch(() => undefined);
    if (answer?.status === 200) return;
    await wait(100);
  }
  throw new Error(`${address}/readyz did not answer 200 within a minute`);
}

async function measure(page, atOnce) {
  const times = [];
  let begun = 0;
  const one = async () => {
    while (begun < count) {
      begun += 1;
      const start = performance.now();
      const answer = await fetch(address + page, { redirect: "manual" });
      await answer.arrayBuffer();
      times.push(performance.now() - start);
      if (answer.status !== 200) throw new Error(`${page} answered ${answer.status}`);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: atOnce }, one));
  const seconds = (performance.now() - start) / 1000;
  times.sort((a, b) => a - b);
  const part = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(2);
  console.log(
    `${page.padEnd(12)} ${atOnce} at once: median ${part(0.5)} ms, 95 % within ${part(0.95)} ms, ` +
      `longest ${part(1)} ms, ${Math.round(count / seconds)} a second`,
  );
}

await ready();
for (const page of pages) {
  for (const atOnce of [1, 8]) await measure(page, atOnce);
}

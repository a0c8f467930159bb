// Licences, banned crates and sources of all dependencies, by the lists of deny.toml. Needs only
// cargo and node; cargo-deny says the same and more where it is installed.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const rules = readFileSync(join(root, "deny.toml"), "utf8");
const list = (name) => {
  const found = rules.match(new RegExp(`^${name} = \\[\\n([\\s\\S]*?)^\\]`, "m"));
  if (!found) throw new Error(`deny.toml has no list "${name}" of several lines`);
  return found[1];
};
const allowed = new Set([...list("allow").matchAll(/"([^"]+)"/g)].map((match) => match[1]));
const banned = new Map(
  list("deny").split("\n").filter((line) => line.includes("crate =")).map((line) => {
    const text = (key) => line.match(new RegExp(`${key} = "([^"]+)"`))[1];
    const wrappers = line.match(/wrappers = \[([^\]]*)\]/)?.[1] ?? "";
    const allowedIn = [...wrappers.matchAll(/"([^"]+)"/g)].map((match) => match[1]);
    return [text("crate"), { reason: text("reason"), allowedIn }];
  }),
);
const registry = "registry+https://github.com/rust-lang/crates.io-index";

/** Whether an SPDX expression can be satisfied with allowed licences alone. */
export function isAllowed(expression) {
  const words = expression.replaceAll("/", " OR ").match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const any = () => {
    let result = all();
    while (words[at] === "OR") {
      at += 1;
      result = all() || result;
    }
    return result;
  };
  const all = () => {
    let result = one();
    while (words[at] === "AND") {
      at += 1;
      result = one() && result;
    }
    return result;
  };
  const one = () => {
    if (words[at] === "(") {
      at += 1;
      const result = any();
      at += 1;
      return result;
    }
    let name = words[at];
    at += 1;
    if (words[at] === "WITH") {
      name = `${name} WITH ${words[at + 1]}`;
      at += 2;
    }
    return allowed.has(name);
  };
  return words.length > 0 && any() && at === words.length;
}

const host = execFileSync("rustc", ["-vV"], { encoding: "utf8" }).match(/^host: (.*)$/m)[1];
const metadata = JSON.parse(
  execFileSync("cargo", ["metadata", "--format-version=1", "--locked", "--filter-platform", host], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "inherit"],
  }),
);
const members = new Set(metadata.workspace_members);
const used = new Set(metadata.resolve.nodes.map((node) => node.id));
const dependencies = metadata.packages.filter((crate) => used.has(crate.id) && !members.has(crate.id));
const names = new Map(metadata.packages.map((crate) => [crate.id, crate.name]));
const usersOf = (id) =>
  metadata.resolve.nodes.filter((node) => node.dependencies.includes(id)).map((node) => names.get(node.id));
const problems = [];
for (const crate of dependencies) {
  const name = `${crate.name} ${crate.version}`;
  const ban = banned.get(crate.name);
  const users = usersOf(crate.id).filter((user) => !ban?.allowedIn.includes(user));
  if (ban && users.length > 0) problems.push(`${name} is banned (used by ${users.join(", ")}): ${ban.reason}`);
  if (!isAllowed(crate.license ?? "")) {
    problems.push(`${name} has the licence "${crate.license ?? "none named"}", which deny.toml does not allow`);
  }
  if (crate.source !== registry) problems.push(`${name} comes from ${crate.source}, not from crates.io`);
}
for (const problem of problems) console.error(problem);
console.log(`${dependencies.length} dependencies looked at, ${problems.length} not allowed.`);
process.exit(problems.length === 0 ? 0 : 1);

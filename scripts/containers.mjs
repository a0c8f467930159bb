// Checks Dockerfile and docker-compose.yml without a container engine: both parse, hold together,
// and keep what they promise. Ends with "N passed, N failed".
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseDocument } from "yaml";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const read = (path) => readFileSync(join(root, path), "utf8");
let passed = 0;
let failed = 0;
const test = (name, body) => {
  try {
    body();
    passed += 1;
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}: ${error.message}`);
  }
};
const must = (holds, sentence) => {
  if (!holds) throw new Error(sentence);
};

/** The instructions of a Dockerfile, one { name, text } each; throws for what is none. */
function instructions(text) {
  const known = /^(FROM|RUN|COPY|WORKDIR|ENV|USER|EXPOSE|HEALTHCHECK|STOPSIGNAL|ENTRYPOINT|CMD)\s+(.+)$/s;
  return text
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .join("\n")
    .replaceAll(/\\\n\s*/g, " ")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const match = line.match(known);
      must(match, `not an instruction: ${line}`);
      return { name: match[1], text: match[2].trim() };
    });
}

const dockerfile = () => {
  const stages = [];
  for (const instruction of instructions(read("Dockerfile"))) {
    if (instruction.name === "FROM") {
      const [, image, stage] = instruction.text.match(/^(\S+)(?: AS (\S+))?$/) ?? [];
      must(image, `FROM ${instruction.text}`);
      stages.push({ image, name: stage, instructions: [] });
    } else {
      must(stages.length > 0, "the first instruction must be FROM");
      stages.at(-1).instructions.push(instruction);
    }
  }
  return stages;
};
const texts = (stage, name) =>
  stage.instructions.filter((instruction) => instruction.name === name).map((instruction) => instruction.text);

test("the Dockerfile builds in stages of pinned images", () => {
  const stages = dockerfile();
  must(stages.length >= 2, "the tools of the build would be in the image");
  for (const { image } of stages) must(/:[^:]*\d|:bookworm/.test(image), `${image} names no version`);
});

test("every COPY of the Dockerfile has a source", () => {
  const names = [];
  for (const stage of dockerfile()) {
    for (const text of texts(stage, "COPY")) {
      const words = text.split(/\s+/);
      const from = words[0].match(/^--from=(.+)$/)?.[1];
      if (from) {
        must(names.includes(from), `COPY --from=${from}: no earlier stage has that name`);
      } else {
        for (const source of words.slice(0, -1)) must(existsSync(join(root, source)), `${source} is missing`);
      }
    }
    names.push(stage.name);
  }
});

test("the image is a release build that needs no database and runs as nobody special", () => {
  const stages = dockerfile();
  const build = stages.find((stage) => stage.name === "program");
  must(texts(build, "RUN").some((text) => /cargo build --release --locked/.test(text)), "no release build");
  must(texts(build, "ENV").includes("SQLX_OFFLINE=true"), "the build would look for a database");
  const needed = read("Cargo.toml").match(/^rust-version = "(\d+\.\d+)"/m)[1];
  must(build.image.startsWith(`rust:${needed}`), `the workspace needs Rust ${needed}, not ${build.image}`);
  const last = stages.at(-1);
  const user = texts(last, "USER").at(-1);
  must(user && !/^(root|0)(:|$)/.test(user), "the program would run as root");
  for (const name of ["ENTRYPOINT", "CMD"]) {
    // In the other form a shell would keep SIGTERM from the program.
    must(Array.isArray(JSON.parse(texts(last, name).at(-1))), `${name} must be a list`);
  }
  const [health] = texts(last, "HEALTHCHECK");
  must(JSON.parse(health.replace(/^.*? CMD /, "")).join(" ").includes("/readyz"), "no health check");
});

test("nothing secret reaches the image or the repository", () => {
  for (const file of [".dockerignore", ".gitignore"]) {
    const lines = read(file).split("\n");
    for (const name of [".env", ".data/", "secrets/", "target/", "node_modules/"]) {
      must(lines.includes(name), `${file} does not name ${name}`);
    }
  }
});

const compose = () => {
  const document = parseDocument(read("docker-compose.yml"), { merge: true, strict: true });
  for (const problem of [...document.errors, ...document.warnings]) throw problem;
  return document.toJS();
};

test("docker-compose.yml parses and has the four services", () => {
  const { services } = compose();
  for (const name of ["database", "mail", "clamd", "app"]) must(services[name], `no service ${name}`);
  must(/^postgres:16/.test(services.database.image), "the database must be PostgreSQL 16");
});

test("every service has a pinned image and a health check, or ends by itself", () => {
  const { services } = compose();
  for (const [name, service] of Object.entries(services)) {
    if (service.build) must(existsSync(join(root, service.build, "Dockerfile")), `${name}: no Dockerfile`);
    else must(/:[^:]*\d/.test(service.image) && !service.image.endsWith(":latest"), `${name}: ${service.image}`);
    must(service.healthcheck?.test?.length > 1 || service.restart === "no", `${name} has no health check`);
  }
});

test("services wait for what exists", () => {
  const { services } = compose();
  for (const [name, service] of Object.entries(services)) {
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      must(services[other], `${name} waits for ${other}, which is no service`);
      must(condition !== "service_healthy" || services[other].healthcheck, `${other} has no health check`);
      must(condition !== "service_completed_successfully" || services[other].restart === "no", `${other} never ends`);
    }
  }
});

test("secrets come by file, and ports are open to this machine only", () => {
  const { services, secrets, volumes } = compose();
  for (const [name, { file }] of Object.entries(secrets)) must(file.startsWith("./secrets/"), `secret ${name}`);
  for (const [name, service] of Object.entries(services)) {
    for (const secret of service.secrets ?? []) must(secrets[secret], `${name}: no secret ${secret}`);
    for (const [variable, text] of Object.entries(service.environment ?? {})) {
      const hidden = /PASSWORD|SECRET|KEY/.test(variable) && !/_(FILE|DIR)$/.test(variable);
      must(!hidden && !/:\/\/[^/@]*:[^/@]+@/.test(text), `${name}: ${variable} holds a secret`);
    }
    for (const port of service.ports ?? []) must(port.startsWith("127.0.0.1:"), `${name}: port ${port}`);
    for (const volume of service.volumes ?? []) {
      const source = volume.split(":")[0];
      const made = source.startsWith("./secrets") || source === "./blobs" || source in volumes;
      must(made || statSync(join(root, source)).isFile(), `${name}: ${source} is missing`);
    }
  }
  must(!services.database.ports, "the database must not be open to the network");
});

test("the program is given only settings that it knows", () => {
  const known = new Set([...read(".env.example").matchAll(/^#?(PSN_[A-Z_]+|DATABASE_URL)=/gm)].map((match) => match[1]));
  const { services } = compose();
  for (const variable of Object.keys(services.app.environment).filter((name) => name !== "PGPASSFILE")) {
    must(known.has(variable), `${variable} is not in .env.example`);
  }
});

test("the scripts for containers are well-formed and executable", () => {
  for (const script of ["scripts/make-secrets.sh", "scripts/database-roles.sh"]) {
    execFileSync("sh", ["-n", script], { cwd: root });
    must(statSync(join(root, script)).mode & 0o100, `${script} is not executable`);
  }
});

const hasDocker = () => {
  try {
    execFileSync("docker", ["compose", "version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};
if (hasDocker()) {
  test("docker compose reads docker-compose.yml", () => {
    execFileSync("docker", ["compose", "config", "--quiet"], { cwd: root });
  });
} else {
  console.log("docker compose is not installed: its own check of docker-compose.yml is left out.");
}

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

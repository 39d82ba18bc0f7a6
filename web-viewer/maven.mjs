// What Maven runs here: `build` makes dist/ when a source is newer than it, `check` runs every check
// that needs no browser. Installs the packages first when the lock file is newer than they are.
import { execSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const notSources = new Set(["node_modules", "dist", "target", "e2e", "coverage"]);

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const inside = readdirSync(path).filter((name) => !notSources.has(name) && !name.startsWith("."));
  return Math.max(0, ...inside.map((name) => newest(join(path, name))));
}

const time = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);
const run = (command) => execSync(command, { stdio: "inherit" });

function install() {
  if (time("node_modules/.package-lock.json") < time("package-lock.json") || !existsSync("node_modules")) {
    run("npm ci --no-audit --no-fund");
  }
}

function build() {
  if (time("dist/index.html") >= newest(".")) return;
  install();
  run("npm run build");
}

function check() {
  install();
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
  for (const name of ["lint", "typecheck", "test"].filter((script) => scripts[script])) run(`npm run ${name}`);
}

({ build, check })[process.argv[2]]();

// What Maven runs here: `build` makes dist/ when a source is newer than it, `check` runs every check
// that needs no browser. Both install the packages first when the lock file is newer than they are.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const notSources = new Set([
  'node_modules',
  'dist',
  'target',
  'e2e',
  'test',
  'coverage',
  'README.md',
]);

const time = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

function run(command) {
  const { status } = spawnSync(command, { stdio: 'inherit', shell: true });
  if (status !== 0) process.exit(status ?? 1);
}

function newest(path) {
  if (!statSync(path).isDirectory()) return time(path);
  const inside = readdirSync(path).filter((name) => !notSources.has(name) && !name.startsWith('.'));
  return Math.max(time(path), ...inside.map((name) => newest(join(path, name))));
}

function install() {
  // npm writes this file last, so an interrupted installation is done again.
  if (time('node_modules/.package-lock.json') < time('package-lock.json')) {
    run('npm ci --no-audit --no-fund');
  }
}

function build() {
  const sources = readdirSync('.').filter((name) => !notSources.has(name) && !name.startsWith('.'));
  if (time('dist') > Math.max(...sources.map(newest))) return;
  install();
  run('npm run build');
}

function check() {
  install();
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const name of ['check', 'test']) {
    if (scripts[name]) run(`npm run ${name}`);
  }
}

({ build, check })[process.argv[2]]();

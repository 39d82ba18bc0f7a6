// A scenario's result for readers and for programs, with all that is needed to repeat it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { home } from './process.mjs';
import { markdown } from './table.mjs';

const output = (command, ...args) => {
  try {
    return execFileSync(command, args, { cwd: home, stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return '';
  }
};

function distribution() {
  try {
    return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))[1];
  } catch {
    return '';
  }
}

/** The machine as it is before anything was started. */
export function circumstances() {
  return {
    date: new Date().toISOString(),
    commit: output('git', 'rev-parse', '--short', 'HEAD'),
    uncommitted: output('git', 'status', '--porcelain', '--untracked-files=no') !== '',
    processor: cpus()[0]?.model ?? '',
    cores: cpus().length,
    usable: availableParallelism(),
    memoryBytes: totalmem(),
    kernel: release(),
    distribution: distribution(),
    loadAverage: loadavg(),
    busiest: busiest(),
  };
}

/** What else ran: the programs that took most of the processor just then. */
function busiest() {
  const lines = output('top', '-b', '-n', '1', '-w', '200').split('\n').slice(7);
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter((words) => Number(words[8]) >= 5 && words[11] !== 'top')
    .map((words) => `${words[11]} ${words[8]} %`)
    .slice(0, 5);
}

function machineLine({ cores, processor, memoryBytes, distribution: system, kernel }) {
  return `${cores} × ${processor}, ${Math.round(memoryBytes / 2 ** 30)} GiB, ${system}, Linux ${kernel}`;
}

export function text(scenario, result, around, command) {
  const { date, commit, uncommitted, loadAverage, busiest: others } = around;
  const average = loadAverage.map((value) => value.toFixed(1)).join(' ');
  return [
    `# ${scenario.title}, ${date.slice(0, 10)}`,
    '',
    scenario.shows,
    '',
    `${machineLine(around)}; commit ${commit}${uncommitted ? ' with changes' : ''}; load average at the start ${average}` +
      `${others.length ? `, with ${others.join(', ')}` : ''}.`,
    `Repeat: \`${command}\``,
    '',
    ...(result.rows.length ? [markdown(result.head, result.rows), ''] : []),
    ...result.notes.map((note) => `- ${note}`),
    ...(result.notes.length ? [''] : []),
    ...(result.text ? [result.text, ''] : []),
  ].join('\n');
}

/** Writes DATE-NAME.md and DATE-NAME.json. */
export function write(folder, name, scenario, result, around, command) {
  const base = join(folder, `${around.date.slice(0, 10)}-${name}`);
  mkdirSync(folder, { recursive: true });
  const markdownText = text(scenario, result, around, command);
  writeFileSync(`${base}.md`, markdownText);
  const all = { scenario: name, title: scenario.title, command, machine: around, ...result };
  writeFileSync(`${base}.json`, `${JSON.stringify(all, null, 1)}\n`);
  return markdownText;
}

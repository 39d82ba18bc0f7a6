// ./vigie load, on its own core, and its report.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start, vigie } from './process.mjs';

const DOUBTFUL = 1; // measured, but with faults, which the report names

/** Options of vigie load by their names: { viewers: 100, joinsAtOnce: 50 }. */
export function loadArguments(options) {
  return Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .flatMap(([name, value]) => [
      `--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`,
      String(value),
    ]);
}

/** Starts it; report() waits for its end and gives what it wrote. */
export function startLoad(server, options, { cores, prefix } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-load-'));
  const json = join(folder, 'report.json');
  const args = [
    'load',
    ...server.loadArguments,
    ...loadArguments({ pid: server.pid, ...options, json }),
  ];
  const started = start(vigie, args, { cores, prefix, env: { VIGIE_JAVA_OPTS: '' } });
  return {
    process: started,
    async report() {
      const code = await started.ended;
      const isThere = existsSync(json);
      const report = isThere ? JSON.parse(readFileSync(json, 'utf8')) : null;
      rmSync(folder, { recursive: true, force: true });
      if (!isThere || (code !== 0 && code !== DOUBTFUL)) {
        throw new Error(`vigie load ended with ${code}:\n${started.output}`);
      }
      return report;
    },
  };
}

export const load = (server, options, where) => startLoad(server, options, where).report();

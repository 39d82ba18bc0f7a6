// Vigie's relay as it is shipped: by the launcher, with its options for the JVM.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, start, stop, vigie } from './process.mjs';

const OPEN_LIMITS = {
  'vigie.limits.requests-per-second': 100_000,
  'vigie.limits.burst': 100_000,
  'vigie.media.max-sessions': 20_000,
};

/**
 * A kind of relay to measure.
 *
 * settings: keys below vigie and their values; javaOptions: added to those of the launcher; launcher: of another build
 */
export function relay({ settings = {}, javaOptions = '', launcher = vigie } = {}) {
  return { start: (cores) => startRelay({ settings, javaOptions, launcher, cores }) };
}

async function startRelay({ settings, javaOptions, launcher, cores }) {
  const data = mkdtempSync(join(tmpdir(), 'vigie-bench-'));
  const all = {
    'vigie.http.port': 0,
    'vigie.https.port': 0,
    'vigie.media.port': 0,
    'vigie.data-dir': data,
    ...OPEN_LIMITS,
    ...settings,
  };
  const sets = Object.entries(all).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
  const process = start(launcher, ['serve', ...sets], {
    cores,
    env: { VIGIE_JAVA_OPTS: javaOptions },
  });
  const ready = () => /Vigie is ready\S*\s+(\S+)/.exec(process.output)?.[1];
  const link = new URL(await eventually('the relay is ready', ready, { process }));
  const token = new URLSearchParams(link.hash.slice(1)).get('token');
  return {
    pid: process.pid,
    token,
    origin: link.origin,
    loadArguments: ['--url', link.origin, '--token', token],
    startOutput: process.output,
    async metrics() {
      const headers = { Authorization: `Bearer ${token}` };
      return metrics(await (await fetch(`${link.origin}/metrics`, { headers })).text());
    },
    async stop() {
      await stop(process);
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** What Prometheus would read, by name and labels as they are written. */
export function metrics(text) {
  const values = new Map();
  for (const line of text.split('\n')) {
    const [, name, value] = /^([^#\s][^ ]*(?:\{[^}]*\})?) (\S+)$/.exec(line) ?? [];
    if (name) values.set(name, Number(value));
  }
  return values;
}

/** One of the media plane's counters. */
export const counted = (values, name) =>
  values.get(`vigie_bridge_count_total{name="${name}"}`) ?? 0;

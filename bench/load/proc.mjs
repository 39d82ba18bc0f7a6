// What /proc says of a process, for scenarios that look at one without a load test running.
import { readdirSync, readFileSync } from 'node:fs';
import { sleep } from './process.mjs';

const NANOS = 1e9;

/** Seconds on a core of all its threads that live. */
export function cpuSeconds(pid) {
  let nanos = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      nanos += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
    } catch {
      // It ended meanwhile.
    }
  }
  return nanos / NANOS;
}

/** Share of one core that it used over that time. */
export async function coresUsed(pid, seconds) {
  const before = cpuSeconds(pid);
  const begun = process.hrtime.bigint();
  await sleep(seconds * 1_000);
  return (cpuSeconds(pid) - before) / (Number(process.hrtime.bigint() - begun) / NANOS);
}

export function residentBytes(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)[1]) * 1_024;
}

export const threads = (pid) => readdirSync(`/proc/${pid}/task`).length;

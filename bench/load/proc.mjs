// What /proc says of a process, for scenarios that look at one without a load test running.
import { readdirSync, readFileSync } from 'node:fs';
import { sleep } from './process.mjs';

const NANOS = 1e9;
const TICKS = 100; // a second, on every Linux

/** Seconds on a core of all its threads, of those too that have ended. */
export function cpuSeconds(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
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

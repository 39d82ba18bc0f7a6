// Processes that a scenario starts, each on cores of its own, and ends by their own number.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const home = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const vigie = join(home, 'vigie');
const STOP_MILLIS = 15_000;
const KEPT_OUTPUT = 20_000;
const running = new Set();

export const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** Starts a program on these cores (as taskset lists them); its output is kept for messages. */
export function start(command, args, { cores, env = {}, prefix = [] } = {}) {
  const pin = cores === undefined ? [] : ['taskset', '-c', String(cores)];
  const [program, ...rest] = [...prefix, ...pin, command, ...args];
  const child = spawn(program, rest, {
    cwd: home,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const started = { child, pid: child.pid, output: '', error: null };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      started.output = (started.output + data).slice(-KEPT_OUTPUT);
    });
  }
  started.ended = new Promise((resolve) => {
    child.once('error', (error) => {
      started.error = error;
      resolve(-1);
    });
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
  started.ended.then(() => running.delete(started));
  running.add(started);
  return started;
}

export const isAlive = ({ child, error }) =>
  error === null && child.exitCode === null && child.signalCode === null;

/** Ends it: politely, then not. */
export async function stop(started) {
  if (!isAlive(started)) return;
  started.child.kill('SIGTERM');
  const timer = setTimeout(() => started.child.kill('SIGKILL'), STOP_MILLIS);
  await started.ended;
  clearTimeout(timer);
}

export async function stopAll() {
  await Promise.all([...running].map(stop));
}

/** Waits until the condition gives something, with a bound; gives up early if the process ends. */
export async function eventually(what, condition, { millis = 60_000, process: started } = {}) {
  const end = Date.now() + millis;
  for (;;) {
    const result = await condition();
    if (result) return result;
    if (started && !isAlive(started)) throw new Error(`${what}: it ended\n${started.output}`);
    if (Date.now() > end)
      throw new Error(`${what}: not within ${millis} ms\n${started?.output ?? ''}`);
    await sleep(100);
  }
}

/** Runs a program to its end; throws with its output if it fails. */
export async function run(command, args, options) {
  const started = start(command, args, options);
  const code = await started.ended;
  if (code !== 0) {
    throw new Error(`${command} ${args.join(' ')}: ${started.error ?? code}\n${started.output}`);
  }
  return started.output;
}

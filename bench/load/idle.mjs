// What a relay costs that has nothing to do.
import { coresUsed, residentBytes, threads } from './proc.mjs';
import { startLoad } from './loadtest.mjs';
import { relay } from './relay.mjs';
import { isAlive, sleep, stop } from './process.mjs';
import { figure } from './table.mjs';

const AUDIENCES = [
  { count: 500, reports: true },
  { count: 5_000, reports: true },
  { count: 5_000, reports: false },
];
const SETTLE_MILLIS = 10_000;
const JOIN_MILLIS = 300_000;
const LONGER_THAN_EVER = 3_600;

/** Sessions that stay, with cameras that send nothing, until they are stopped. */
export async function idleSessions(server, count, cores, reports = true) {
  const plan = { cameras: 1, viewers: count - 1, bitrate: 0, warmup: 0, seconds: LONGER_THAN_EVER };
  const load = startLoad(server, { ...plan, reports, joinsAtOnce: 50 }, { cores });
  const end = Date.now() + JOIN_MILLIS;
  while ((await connected(server)) < count) {
    if (!isAlive(load.process) || Date.now() > end) {
      throw new Error(`only ${await connected(server)} of ${count} joined\n${load.process.output}`);
    }
    await sleep(200);
  }
  return { stop: () => stop(load.process) };
}

/** Sessions that the relay says are connected. */
export async function connected(server) {
  const values = await server.metrics();
  let sum = 0;
  for (const [name, value] of values) {
    if (name.startsWith('vigie_sessions{') && name.includes('state="connected"')) sum += value;
  }
  return sum;
}

async function row(name, server, options) {
  await sleep(SETTLE_MILLIS);
  const shares = [];
  for (let i = 0; i < options.rounds; i++) {
    shares.push((await coresUsed(server.pid, options.times.seconds)) * 100);
  }
  console.error(`${name}: ${shares.map(figure).join(', ')} % of a core`);
  const cells = [figure(Math.min(...shares)), figure(Math.max(...shares))];
  const megabytes = figure(residentBytes(server.pid) / 1e6);
  return { cells: [name, ...cells, megabytes, threads(server.pid)], shares };
}

export const idle = {
  title: 'An idle relay',
  shows:
    'CPU of the relay’s process while nothing is sent: alone, and with sessions whose peers check and report.',
  async run(options) {
    const server = await relay().start(options.serverCore);
    try {
      const measured = [await row('no session', server, options)];
      for (const { count, reports } of AUDIENCES) {
        const sessions = await idleSessions(server, count, options.loadCore, reports);
        const what = reports ? 'checks and reports' : 'checks';
        measured.push(await row(`${count} sessions: ${what}`, server, options));
        await sessions.stop();
      }
      return {
        head: ['', 'least % of a core', 'most % of a core', 'RSS MB', 'threads'],
        rows: measured.map(({ cells }) => cells),
        notes: [],
        raw: Object.fromEntries(measured.map(({ cells, shares }) => [cells[0], shares])),
      };
    } finally {
      await server.stop();
    }
  },
};

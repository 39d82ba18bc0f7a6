// Handshakes per second beside a stream that plays, then what thousands of idle sessions hold.
import { idleSessions } from './idle.mjs';
import { load, startLoad } from './loadtest.mjs';
import { coresUsed, cpuSeconds, residentBytes } from './proc.mjs';
import { run, sleep } from './process.mjs';
import { relay } from './relay.mjs';
import { figure } from './table.mjs';

const JOINS = 8_000; // the second half counts: both JVMs are cold at first
const IDLE_SESSIONS = 5_000;
const STREAM = { cameras: 1, viewers: 10, bitrate: '2500k' };
const STREAM_SECONDS = 60; // it plays longer than the joins take
const CONSENT_SECONDS = 20;
const SETTLE_MILLIS = 12_000; // two rounds of consent checks

/** One stream plays and is counted while others join and leave; both ends of joins are full. */
async function joinBeside(server, options) {
  const seconds = options.times.seconds + STREAM_SECONDS;
  const stream = startLoad(server, { ...STREAM, warmup: 3, seconds }, { cores: options.loadCore });
  await sleep(4_000);
  const before = cpuSeconds(server.pid);
  const joining = await load(
    server,
    {
      prefix: 'joining',
      cameras: 1,
      viewers: JOINS,
      bitrate: 0,
      joinsAtOnce: 50,
      warmup: 0,
      seconds: 1,
    },
    { cores: options.loadCore },
  );
  const cpuPerJoin = (cpuSeconds(server.pid) - before) / JOINS;
  return { joining, cpuPerJoin, stream: await stream.report() };
}

/** The first round warms the relay's JVM up. */
async function joinRows(server, options) {
  const rows = [];
  const raw = [];
  for (let round = 0; round <= options.rounds; round++) {
    const { joining, cpuPerJoin, stream } = await joinBeside(server, options);
    raw.push({ joining, cpuPerJoin, stream });
    const { joins } = joining;
    console.error(`${figure(joins.perSecond)} joins/s; the stream lost ${stream.traffic.lost}`);
    rows.push([
      round === 0 ? 'cold' : `round ${round}`,
      joins.viewers,
      figure(joins.perSecond),
      figure(joins.perSecondOfSecondHalf),
      figure(cpuPerJoin * 1e3),
      figure(joins.joinNanos.p50 / 1e6),
      figure(joins.joinNanos.p99 / 1e6),
      stream.traffic.lost,
      figure(stream.delay.frameNanos.p99 / 1e6),
    ]);
  }
  return { rows, raw };
}

async function collected(server) {
  await run('jcmd', [String(server.pid), 'GC.run']);
  let heap = 0;
  for (const [name, value] of await server.metrics()) {
    if (name.startsWith('jvm_memory_used_bytes{area="heap"')) heap += value;
  }
  return { heap, resident: residentBytes(server.pid) };
}

async function idleNotes(server, options) {
  const before = await collected(server);
  const alone = await coresUsed(server.pid, CONSENT_SECONDS);
  const sessions = await idleSessions(server, IDLE_SESSIONS, options.loadCore);
  await sleep(SETTLE_MILLIS);
  const share = await coresUsed(server.pid, CONSENT_SECONDS);
  const peak = residentBytes(server.pid);
  const after = await collected(server);
  await sessions.stop();
  const kilobytes = (bytes) => figure(bytes / IDLE_SESSIONS / 1_024);
  return {
    raw: { before, after, peak, alone, share },
    notes: [
      `${IDLE_SESSIONS} idle sessions: RSS grew by ${kilobytes(peak - before.resident)} KiB each, ` +
        `garbage included; what the heap keeps grew by ${kilobytes(after.heap - before.heap)} KiB each.`,
      `Their consent checks and reports: ${figure(share * 100)} % of a core ` +
        `(${figure(alone * 100)} % without them).`,
    ],
  };
}

export const joins = {
  title: 'Joins beside a stream, and idle sessions',
  shows:
    `${JOINS} viewers join, 50 at a time, with full ICE and DTLS, while a stream of 2.5 Mbit/s plays ` +
    `for ${STREAM.viewers} others; relay on one core, both load tests on the other.`,
  async run(options) {
    const server = await relay().start(options.serverCore);
    try {
      const { rows, raw } = await joinRows(server, options);
      const idle = await idleNotes(server, options);
      return {
        head: [
          '',
          'joined',
          'joins/s',
          'of the second half',
          'relay CPU ms/join',
          'join p50 ms',
          'p99 ms',
          'stream lost',
          'stream frame p99 ms',
        ],
        rows,
        notes: idle.notes,
        raw: { rounds: raw, idle: idle.raw },
      };
    } finally {
      await server.stop();
    }
  },
};

// What thousands of idle sessions hold, then handshakes per second beside a stream that plays.
import { idleSessions } from './idle.mjs';
import { load, startLoad } from './loadtest.mjs';
import { cpuSeconds, residentBytes } from './proc.mjs';
import { run, sleep } from './process.mjs';
import { relay } from './relay.mjs';
import { figure } from './table.mjs';

const JOINS = 8_000; // the second half counts: both JVMs are cold at first
const IDLE_SESSIONS = 5_000;
/** What a machine of 2 GiB gives. In a heap without a bound, or one that others have grown, RSS says nothing. */
const IDLE_HEAP = '-Xmx512m';
const STREAM = { cameras: 1, viewers: 10, bitrate: '2500k' };
const STREAM_SECONDS = 60; // it plays longer than the joins take
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

/** On a relay that nobody has joined before. */
export async function idleNotes(options, count = IDLE_SESSIONS) {
  const server = await relay({ javaOptions: IDLE_HEAP }).start(options.serverCore);
  try {
    return await idleNotesOf(server, options, count);
  } finally {
    await server.stop();
  }
}

async function idleNotesOf(server, options, count) {
  const before = await collected(server);
  const sessions = await idleSessions(server, count, options.loadCore);
  await sleep(SETTLE_MILLIS);
  const peak = residentBytes(server.pid);
  const after = await collected(server);
  await sessions.stop();
  const kilobytes = (bytes) => figure(bytes / count / 1_024);
  return {
    raw: { before, after, peak },
    notes: [
      `${count} idle sessions, the first of a relay with ${IDLE_HEAP}: the heap after a collection grew by ` +
        `${kilobytes(after.heap - before.heap)} KiB each; RSS by ${kilobytes(peak - before.resident)} KiB each, ` +
        `garbage and what the JVM itself grew by included.`,
    ],
  };
}

export const joins = {
  title: 'Joins beside a stream, and idle sessions',
  shows:
    `${JOINS} viewers join, 50 at a time, with full ICE and DTLS, while a stream of 2.5 Mbit/s plays ` +
    `for ${STREAM.viewers} others; relay on one core, both load tests on the other.`,
  async run(options) {
    const idle = await idleNotes(options);
    const server = await relay().start(options.serverCore);
    try {
      const { rows, raw } = await joinRows(server, options);
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

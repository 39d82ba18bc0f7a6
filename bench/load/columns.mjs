// What is shown of a load test's report: a name with its unit, and where to find it.

const MICRO = 1e3;
const MILLI = 1e6;
const cost = (name) => (report) => (report.cost ? report.cost[name] : NaN);
const micros = (read) => (report) => read(report) / MICRO;
const frame = (name) => (report) => report.delay.frameNanos[name] / MILLI;

export const CPU = { name: 'CPU µs/packet out', of: micros(cost('nanosPerForwarded')) };
export const USER = { name: 'user', of: micros(cost('userNanosPerForwarded')) };
export const SYSTEM = { name: 'system', of: micros(cost('systemNanosPerForwarded')) };

/** Of Vigie: without compiler, collector, handshakes and HTTP. */
export const LOOPS = {
  name: 'of it in Loops',
  of({ cost: { busiestThreadSeconds, nanosPerForwarded, userSeconds, systemSeconds } }) {
    const loops = Object.entries(busiestThreadSeconds).filter(([name]) =>
      name.startsWith('vigie-loop'),
    );
    const seconds = loops.reduce((sum, [, spent]) => sum + spent, 0);
    const share = seconds / (userSeconds + systemSeconds);
    return loops.length ? (nanosPerForwarded / MICRO) * share : NaN;
  },
};

export const CORE = { name: 'core busy µs/packet', of: micros(cost('coreBusyNanosPerForwarded')) };
export const BOTH_WAYS = {
  name: 'CPU µs/packet in + out',
  of: micros(cost('nanosPerPacketInAndOut')),
};
export const SHARE = { name: '% of a core', of: (r) => cost('coresUsed')(r) * 100 };
export const RESIDENT = { name: 'RSS MB', of: (r) => cost('residentBytes')(r) / 1e6 };
export const THREADS = { name: 'threads', of: cost('threads') };
export const OUT = { name: 'packets out/s', of: (r) => Math.round(r.traffic.receivedPerSecond) };
export const LOST = { name: 'lost', of: (r) => r.traffic.lost };
export const LOST_SHARE = { name: 'lost %', of: (r) => r.traffic.lossShare * 100 };
export const FRAME_50 = { name: 'frame p50 ms', of: frame('p50') };
export const FRAME_95 = { name: 'p95', of: frame('p95') };
export const FRAME_99 = { name: 'p99', of: frame('p99') };
export const FRAME_999 = { name: 'p99.9', of: frame('p999') };
export const OWN = { name: 'load test µs/packet', of: (r) => r.own.nanosPerReceived / MICRO };
export const GAP = { name: 'its p99 gap ms', of: (r) => r.own.turnGapNanos.p99 / MILLI };

export const COST = [CPU, LOOPS, USER, SYSTEM, CORE, SHARE];
export const DELAY = [FRAME_50, FRAME_95, FRAME_99, FRAME_999];

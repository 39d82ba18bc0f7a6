// Where the time goes: perf looks at the relay while it serves 100 viewers.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLoad } from './loadtest.mjs';
import { run, sleep } from './process.mjs';
import { relay } from './relay.mjs';
import { figure } from './table.mjs';

const LOAD = { cameras: 1, viewers: 100, bitrate: '2500k', joinsAtOnce: 20 };
const LOOP = 'vigie-loop-0';
const HERTZ = 999; // not a divisor of anything that ticks
const LEAST_PERCENT = 0.7;

const java = { javaOptions: '-XX:+PreserveFramePointer' };

/** perf's own text without its head of comments. */
async function perfReport(data, ...args) {
  const always = ['report', '--stdio', '--no-children', '-g', 'none', '-i', data];
  const limit = ['--percent-limit', String(LEAST_PERCENT)];
  const output = await run('perf', [...always, ...limit, ...args]);
  return output
    .split('\n')
    .filter((line) => /^\s+\d/.test(line))
    .map((line) => line.replace(/\s+$/, ''))
    .join('\n');
}

async function record(server, folder, seconds) {
  const data = join(folder, 'perf.data');
  const what = ['record', '-F', String(HERTZ), '-g', '-p', String(server.pid), '-o', data];
  await run('perf', [...what, '--', 'sleep', String(seconds)]);
  await run('jcmd', [String(server.pid), 'Compiler.perfmap']); // names for compiled code
  return data;
}

const block = (title, lines) => `## ${title}\n\n\`\`\`\n${lines}\n\`\`\``;

async function measure(server, folder, options) {
  const seconds = options.times.seconds;
  const plan = { ...LOAD, warmup: options.compile, seconds: seconds + 2 };
  const load = startLoad(server, plan, { cores: options.loadCore });
  await sleep((options.compile + 2) * 1_000);
  const data = await record(server, folder, seconds);
  const report = await load.report();
  const texts = [
    block('By thread', await perfReport(data, '--sort', 'comm')),
    block('By part', await perfReport(data, '--sort', 'dso')),
    block('The Loop’s thread, by part', await perfReport(data, '--comms', LOOP, '--sort', 'dso')),
    block(
      'The Loop’s thread, by function',
      await perfReport(data, '--comms', LOOP, '--sort', 'dso,sym'),
    ),
  ];
  return { report, text: texts.join('\n\n') };
}

export const profile = {
  title: 'Where the time goes',
  shows: `perf at ${HERTZ} Hz on the relay with one camera of 2.5 Mbit/s and ${LOAD.viewers} viewers.`,
  async run(options) {
    if (!existsSync('/usr/bin/perf')) {
      throw new Error('perf is not installed. Debian: apt-get install linux-perf');
    }
    const folder = mkdtempSync(join(tmpdir(), 'vigie-perf-'));
    const server = await relay(java).start(options.serverCore);
    try {
      const { report, text } = await measure(server, folder, options);
      const { cost } = report;
      return {
        head: ['CPU µs/packet out', 'user', 'system', '% of a core', 'lost'],
        rows: [
          [
            figure(cost.nanosPerForwarded / 1e3),
            figure(cost.userNanosPerForwarded / 1e3),
            figure(cost.systemNanosPerForwarded / 1e3),
            figure(cost.coresUsed * 100),
            report.traffic.lost,
          ],
        ],
        notes: ['The profile itself is part of these figures; `viewers` has them without.'],
        text,
        raw: [report],
      };
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
      rmSync(`/tmp/perf-${server.pid}.map`, { force: true });
    }
  },
};

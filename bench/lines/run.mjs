// Bad lines: a browser's camera, the relay and a browser's viewer, with ./vigie impair before one of them.
//
//   node bench/lines/run.mjs [table] [blackout] [narrow] [steps] [--height 360] [--seconds 12] [--out FILE]
//
// table: loss by round trip, on the camera's line and on the viewer's. blackout: 10 s without a packet. narrow: a
// viewer on 300 kbit/s beside one on a good line. steps: a viewer's line of 2.5, 0.8 and 2.5 Mbit/s and a camera with
// three layers, with charts beside FILE.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import {
  AUTOPLAY,
  FAKE_DEVICES,
  THREE_LAYERS,
  launchBrowser,
  openLab,
  quantile,
  serveLab,
  sleep,
} from '../../web-viewer/e2e/browser.mjs';
import { freeUdpPort, openLine } from '../../web-viewer/e2e/lines.mjs';
import { connect, recovery, watch } from '../../web-viewer/e2e/picture.mjs';
import { startRelay } from '../../web-viewer/e2e/relay.mjs';
import { circumstances } from '../load/record.mjs';
import { steps, STEPS_HEAD } from './steps.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    height: { type: 'string', default: '360' },
    codec: { type: 'string', default: 'VP8' },
    codecs: { type: 'string', default: 'VP8,H264' },
    bitrate: { type: 'string' },
    seconds: { type: 'string', default: '12' },
    losses: { type: 'string', default: '0,0.02,0.05,0.1' },
    trips: { type: 'string', default: '20,100,200' },
    sides: { type: 'string', default: 'up,down' },
    out: { type: 'string' },
  },
});
const SCENARIOS = positionals.length > 0 ? positionals : ['table', 'blackout', 'narrow'];
const SECONDS = Number(options.seconds);
const SETTLE_MILLIS = 5_000;
const WARM_UP_MILLIS = 8_000;
const HEIGHT = Number(options.height);
const PICTURE = {
  codec: options.codec,
  width: Math.round((HEIGHT * 16) / 9),
  height: HEIGHT,
  fps: 30,
  bitrate: Number(options.bitrate ?? (HEIGHT > 400 ? 1_500_000 : 1_000_000)),
};
const numbers = (text) => text.split(',').map(Number);
const fixed = (value, digits = 0) => (Number.isFinite(value) ? value.toFixed(digits) : '–');
const tabled = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);

async function peers(bench, id, lead = {}, picture = PICTURE) {
  return connect(bench, id, picture, lead);
}

function cells(window) {
  return [
    fixed(window.frozen * 100, 2),
    window.freezes,
    fixed(window.fps, 1),
    window.height,
    fixed(window.kbps),
    fixed(quantile(window.ages, 0.5)),
    fixed(quantile(window.ages, 0.95)),
    window.nacks,
    window.plis,
    window.askedOfCamera,
  ];
}

async function tableOf(side, bench) {
  const line = await openLine(bench.port);
  const lead = side === 'up' ? { camera: line } : { viewer: line };
  const { camera, viewer } = await peers(bench, `table-${side}`, lead);
  await sleep(WARM_UP_MILLIS);
  const rows = [];
  for (const trip of [0, ...numbers(options.trips)]) {
    for (const loss of trip === 0 ? [0] : numbers(options.losses)) {
      await line.both({ loss, delayMs: trip / 2 });
      await sleep(SETTLE_MILLIS);
      const window = await watch(viewer, camera, SECONDS);
      const row = [side, `${fixed(loss * 100)} %`, trip, ...cells(window)];
      console.error(row.join(' '));
      rows.push(row);
    }
  }
  await Promise.all([camera.close(), viewer.close(), line.close()]);
  return rows;
}

async function table(bench) {
  const rows = [];
  for (const side of options.sides.split(',')) rows.push(...(await tableOf(side, bench)));
  return [
    '## Loss by round trip',
    '',
    'The line is bad both ways, so requests and repairs are lost too. *up*: between camera and relay; *down*: between',
    'relay and viewer. The first row of each is the line unimpaired. Ages are glass to glass, by the clock in the picture.',
    '',
    ...tabled(
      [
        'side',
        'loss',
        'RTT ms',
        'frozen %',
        'freezes',
        'fps',
        'height',
        'kbit/s',
        'age p50 ms',
        'p95 ms',
        "viewer's NACKs",
        'PLIs',
        'PLIs to camera',
      ],
      rows,
    ),
    '',
  ];
}

async function blackout(bench) {
  const rows = [];
  for (const side of options.sides.split(',')) {
    const line = await openLine(bench.port);
    const lead = side === 'up' ? { camera: line } : { viewer: line };
    const { camera, viewer } = await peers(bench, `blackout-${side}`, lead);
    await sleep(WARM_UP_MILLIS);
    await line.both({ delayMs: 25 });
    await sleep(SETTLE_MILLIS);
    await line.both({ blackout: 1 });
    await sleep(10_000);
    const row = [side, ...Object.values(await recovery(viewer, line)).map((v) => fixed(v))];
    console.error(row.join(' '));
    rows.push(row);
    await Promise.all([camera.close(), viewer.close(), line.close()]);
  }
  return [
    '## Ten seconds without a packet',
    '',
    'From the moment the line is back (round trip 50 ms) until the first new picture, and until pictures come without a',
    'pause of more than 500 ms; the age of the first, and the highest age of any after it within 5 s.',
    '',
    ...tabled(
      ['side', 'first picture ms', 'steady ms', 'age of the first ms', 'highest age ms', 'pictures in 5 s'],
      rows,
    ),
    '',
  ];
}

async function narrow(bench) {
  const line = await openLine(bench.port);
  const rows = [];
  for (const simulcast of [false, true]) {
    const name = simulcast ? 'three layers' : 'one layer';
    const id = simulcast ? 'narrow-layers' : 'narrow';
    await line.both({ rateKbps: 0 });
    const { camera, viewer, url } = await peers(bench, id, {}, { ...PICTURE, simulcast });
    await sleep(WARM_UP_MILLIS);
    const alone = await watch(viewer, camera, SECONDS);
    const third = await openLab(bench.browser, bench.lab);
    await third.view({ url, token: bench.relay.token });
    await sleep(SETTLE_MILLIS);
    const company = await watch(viewer, camera, SECONDS);
    await third.close();
    const bad = await openLab(bench.browser, bench.lab);
    await line.lead(bad.page);
    await line.both({ delayMs: 25, rateKbps: 300, queueMs: 500 });
    await bad.view({ url, token: bench.relay.token });
    await sleep(SETTLE_MILLIS);
    const [good, slow] = await Promise.all([
      watch(viewer, camera, SECONDS),
      watch(bad, camera, SECONDS),
    ]);
    const looks = [
      ['good, alone', alone],
      ['good, beside a good one', company],
      ['good, beside 300 kbit/s', good],
      ['300 kbit/s', slow],
    ];
    for (const [whose, look] of looks) {
      const more = [fixed(look.oldest), look.keyFrames, fixed(look.qp, 1)];
      rows.push([name, whose, ...cells(look), ...more]);
    }
    rows.slice(-4).forEach((row) => console.error(row.join(' ')));
    await Promise.all([camera.close(), viewer.close(), bad.close()]);
  }
  await line.close();
  return [
    '## A viewer on 300 kbit/s beside one on a good line',
    '',
    'Queue of the bad line 500 ms, round trip 50 ms. *oldest*: the highest age of what was on the screen at any moment;',
    '*QP*: the mean quantiser of the decoded pictures, lower is sharper.',
    '',
    ...tabled(
      [
        'camera',
        'viewer',
        'frozen %',
        'freezes',
        'fps',
        'height',
        'kbit/s',
        'age p50 ms',
        'p95 ms',
        'NACKs',
        'PLIs',
        'PLIs to camera',
        'oldest ms',
        'key frames',
        'QP',
      ],
      rows,
    ),
    '',
  ];
}

async function inSteps(bench) {
  const { rows, pictures } = await steps(bench, options.codecs.split(','), PICTURE, SECONDS);
  const charts = Object.entries(pictures).map(([name, svg]) => {
    const file = options.out ? options.out.replace(/(-steps)?\.md$/, `-${name}.svg`) : null;
    if (file) writeFileSync(file, svg);
    return file ? `![${name}](${basename(file)})` : '';
  });
  return [
    "## A viewer's line of 2.5, 0.8 and 2.5 Mbit/s",
    '',
    `A camera with three layers (150 and 500 kbit/s, and ${PICTURE.bitrate / 1_000} at ${PICTURE.height} lines); round trip 50 ms, a queue`,
    'of 600 ms. Heights, frames a second and ages are of what was decoded from 2 s after a step on; *longest stand* is the',
    'longest that one frame was on the screen within 8 s of it; *frozen* is the browser\'s own count.',
    '',
    ...tabled(STEPS_HEAD, rows),
    '',
    ...charts,
    '',
  ];
}

function heading() {
  const chromium = execFileSync(process.env.CHROMIUM ?? '/usr/bin/chromium', ['--version']);
  return [
    `# Bad lines, ${new Date().toISOString().slice(0, 10)}`,
    '',
    `${cpus().length} × ${cpus()[0].model}, ${Math.round(totalmem() / 2 ** 30)} GiB; ${String(chromium).trim()}, headless; ` +
      `commit ${around.commit}${around.uncommitted ? ' with changes' : ''}; load average at the end ${loadavg()
        .map((l) => l.toFixed(1))
        .join(' ')}.`,
    `Camera, viewer, relay and bad line share the machine. ${PICTURE.codec}, ${PICTURE.width}×${PICTURE.height} at ${PICTURE.fps}`,
    `frames a second, ${PICTURE.bitrate / 1_000} kbit/s, \`jitterBufferTarget = 0\`; ${SECONDS} s a row after ${SETTLE_MILLIS / 1_000} s.`,
    '*frozen* is what `totalFreezesDuration` grew by.',
    '',
    `Repeat: \`./vigie build && node bench/lines/run.mjs ${process.argv
      .slice(2)
      .filter((each, i, all) => each !== '--out' && all[i - 1] !== '--out')
      .join(' ')}\``,
    '',
  ];
}

const around = circumstances();
const port = await freeUdpPort();
const bench = {
  port,
  relay: await startRelay({ 'vigie.media.port': port }),
  lab: await serveLab(),
  browser: await launchBrowser(AUTOPLAY, THREE_LAYERS, ...FAKE_DEVICES),
};
try {
  const found = [];
  for (const name of SCENARIOS) found.push(...(await { table, blackout, narrow, steps: inSteps }[name](bench)));
  const text = [...heading(), ...found].join('\n');
  if (options.out) writeFileSync(options.out, text);
  console.log(text);
} finally {
  await bench.browser.close();
  bench.lab.close();
  await bench.relay.stop();
}

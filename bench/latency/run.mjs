// Glass to glass: a clock drawn into the picture, read back from decoded frames. A direct connection between two
// browser pages and the relay take turns, page load by page load, so that the machine's moods meet both alike.
//
//   node bench/latency/run.mjs [--loads 6] [--seconds 8] [--codecs VP8,H264] [--legs direct,relay] [--out FILE]
//
// Legs: direct, relay, and "no-hold", a relay in which no packet waits for the others of its picture. Each is compared
// with the first.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import {
  AUTOPLAY,
  FAKE_DEVICES,
  launchBrowser,
  openLab,
  quantile,
  serveLab,
  sleep,
  stat,
} from '../../web-viewer/e2e/browser.mjs';
import { eventually, startRelay } from '../../web-viewer/e2e/relay.mjs';

const { values: options } = parseArgs({
  options: {
    loads: { type: 'string', default: '6' },
    seconds: { type: 'string', default: '8' },
    codecs: { type: 'string', default: 'VP8,H264' },
    legs: { type: 'string', default: 'direct,relay' },
    out: { type: 'string' },
  },
});
const LEGS = options.legs.split(',');
const LOADS = Number(options.loads);
const SECONDS = Number(options.seconds);
const WARM_UP_SECONDS = 6;
const PICTURE = { width: 640, height: 360, fps: 30, bitrate: 1_000_000 };

const connect = {
  async direct(camera, viewer, codec) {
    const offer = await camera.offer({ ...PICTURE, codec });
    await camera.accept(await viewer.answer(offer));
  },
  relay: (camera, viewer, codec, { relay }, id) => through(relay, camera, viewer, codec, id),
  'no-hold': (camera, viewer, codec, { unheld }, id) => through(unheld, camera, viewer, codec, id),
};

async function through(relay, camera, viewer, codec, id) {
  const token = await relay.enrol(id);
  await camera.publish({ ...PICTURE, codec, url: relay.whip(id), token });
  await viewer.view({ url: relay.whep(id), token: relay.token });
}

async function load(leg, codec, number, bench) {
  const { browser, lab } = bench;
  const camera = await openLab(browser, lab);
  const viewer = await openLab(browser, lab);
  await connect[leg](camera, viewer, codec, bench, `${codec}-${number}`.toLowerCase());
  const decoding = async () => stat(await viewer.take(), 'inbound-rtp', 'video').framesDecoded > 0;
  await eventually(`${leg} ${codec} is decoded`, decoding);
  await sleep(WARM_UP_SECONDS * 1_000);
  const before = stat(await viewer.take(), 'inbound-rtp', 'video');
  await sleep(SECONDS * 1_000);
  const taken = await viewer.take();
  const after = stat(taken, 'inbound-rtp', 'video');
  await Promise.all([camera.close(), viewer.close()]);
  return {
    samples: taken.samples,
    height: after.frameHeight,
    kbps: Math.round(((after.bytesReceived - before.bytesReceived) * 8) / SECONDS / 1_000),
    fps: Math.round((after.framesDecoded - before.framesDecoded) / SECONDS),
    buffer: perFrame(before, after, 'jitterBufferDelay'),
    leastBuffer: perFrame(before, after, 'jitterBufferMinimumDelay'),
  };
}

/** Milliseconds per frame of one of the jitter buffer's sums. */
function perFrame(before, after, name) {
  const frames = Math.max(1, after.jitterBufferEmittedCount - before.jitterBufferEmittedCount);
  return ((after[name] - before[name]) * 1_000) / frames;
}

async function measure(codec, bench) {
  const legs = Object.fromEntries(LEGS.map((leg) => [leg, []]));
  // The relay's code and the browser's are compiled by the first load, which is not counted.
  for (const leg of LEGS) {
    if (leg !== 'direct') await load(leg, codec, 'warm-up', bench);
  }
  for (let i = 0; i < LOADS; i++) {
    const order = i % 2 === 0 ? LEGS : LEGS.toReversed();
    for (const leg of order) {
      const result = await load(leg, codec, i, bench);
      legs[leg].push(result);
      console.error(
        `${codec} load ${i + 1} ${leg}: median ${quantile(result.samples, 0.5).toFixed(1)} ms`,
      );
    }
  }
  return legs;
}

const millis = (value) => value.toFixed(1);
const range = (values) => `${Math.min(...values)}–${Math.max(...values)}`;

function row(codec, leg, loads) {
  const pooled = loads.flatMap((l) => l.samples);
  const medians = loads.map((l) => quantile(l.samples, 0.5));
  const mean = (name) => loads.reduce((sum, l) => sum + l[name], 0) / loads.length;
  const cells = [
    codec,
    leg,
    loads.length,
    pooled.length,
    millis(quantile(pooled, 0.5)),
    `${millis(Math.min(...medians))}–${millis(Math.max(...medians))}`,
    millis(quantile(pooled, 0.95)),
    range(loads.map((l) => l.height)),
    range(loads.map((l) => l.kbps)),
    range(loads.map((l) => l.fps)),
    millis(mean('buffer')),
    millis(mean('leastBuffer')),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** What each leg adds to the first. */
function added(codec, legs) {
  const [first, ...others] = LEGS;
  return others.map((leg) => {
    const add = (of) => millis(of(legs[leg]) - of(legs[first]));
    const pooled = (q) => add((loads) => quantile(loads.flatMap((l) => l.samples), q));
    const ofMedians = add((loads) =>
      quantile(
        loads.map((l) => quantile(l.samples, 0.5)),
        0.5,
      ),
    );
    return (
      `- ${codec}: ${leg} less ${first} is ${pooled(0.5)} ms at the median of all frames ` +
      `(${ofMedians} ms between the median page loads) and ${pooled(0.95)} ms at the 95th percentile.`
    );
  });
}

function report(results) {
  const chromium = execFileSync(process.env.CHROMIUM ?? '/usr/bin/chromium', ['--version'])
    .toString()
    .trim();
  const head =
    '| codec | leg | loads | frames | median ms | per load | p95 ms | height | kbit/s | fps | jitter buffer ms | for jitter alone ms |';
  return [
    `# Glass to glass, ${new Date().toISOString().slice(0, 10)}`,
    '',
    `${cpus().length} × ${cpus()[0].model}, ${Math.round(totalmem() / 2 ** 30)} GiB; ${chromium}, headless; ` +
      `load average at the end ${loadavg()
        .map((l) => l.toFixed(1))
        .join(' ')}.`,
    `Camera, viewer and relay share the machine. ${PICTURE.width}×${PICTURE.height} at ${PICTURE.fps} frames a second,`,
    `${PICTURE.bitrate / 1_000} kbit/s, \`jitterBufferTarget = 0\`, the same page code on both legs; ${LOADS} page loads a leg,`,
    `legs in turns, ${SECONDS} s each after ${WARM_UP_SECONDS} s.`,
    '',
    `Repeat: \`./vigie build && node bench/latency/run.mjs --codecs ${options.codecs} --legs ${options.legs} --loads ${LOADS} --seconds ${SECONDS}\``,
    '',
    head,
    head.replace(/[^|]+/g, '---'),
    ...Object.entries(results).flatMap(([codec, legs]) =>
      Object.entries(legs).map(([leg, loads]) => row(codec, leg, loads)),
    ),
    '',
    ...Object.entries(results).flatMap(([codec, legs]) => added(codec, legs)),
    '',
  ].join('\n');
}

const bench = {
  relay: await startRelay(),
  unheld: LEGS.includes('no-hold') ? await startRelay({ 'vigie.media.coalesce': '0' }) : undefined,
  lab: await serveLab(),
  browser: await launchBrowser(AUTOPLAY, ...FAKE_DEVICES),
};
try {
  const results = {};
  for (const codec of options.codecs.split(',')) results[codec] = await measure(codec, bench);
  const text = report(results);
  if (options.out) writeFileSync(options.out, text);
  console.log(text);
} finally {
  await bench.browser.close();
  bench.lab.close();
  await bench.relay.stop();
  await bench.unheld?.stop();
}

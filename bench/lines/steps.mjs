// A viewer's line that takes 2.5 Mbit/s, then 0.8, then 2.5 again: what he sees meanwhile, and a picture of it.
import { sleep, stat, quantile } from '../../web-viewer/e2e/browser.mjs';
import { openLine } from '../../web-viewer/e2e/lines.mjs';
import { connect } from '../../web-viewer/e2e/picture.mjs';
import { chart } from './chart.mjs';

const GOOD_KBPS = 2_500;
const BAD_KBPS = 800;
const LINE = { delayMs: 25, queueMs: 600 };
const SETTLING_SECONDS = 2;
const LOOK_MILLIS = 200;
/** Until the camera has come to its rate, and the relay knows the line. */
const WARM_UP_MILLIS = 20_000;
const ANSWER_SECONDS = 8;

/** All that a viewer's page tells over a while: each frame, and every look at its statistics. Times in s. */
class Record {
  frames = [];
  looks = [];

  constructor(viewer) {
    this.viewer = viewer;
    this.began = performance.timeOrigin + performance.now();
  }

  async look() {
    const taken = await this.viewer.take();
    const { bytesReceived = 0, totalFreezesDuration = 0, freezeCount = 0, nackCount = 0, pliCount = 0 } = stat(
      taken,
      'inbound-rtp',
      'video',
    );
    const at = this.now();
    this.looks.push({ at, bytesReceived, totalFreezesDuration, freezeCount, nackCount, pliCount });
    taken.times.forEach((time, i) => {
      const age = taken.samples[i];
      this.frames.push({ at: (time - this.began) / 1_000, age, height: taken.heights[i] });
    });
  }

  now() {
    return (performance.timeOrigin + performance.now() - this.began) / 1_000;
  }

  async follow(seconds) {
    const end = this.now() + seconds;
    while (this.now() < end) {
      await this.look();
      await sleep(LOOK_MILLIS);
    }
    await this.look();
  }

  between(from, to) {
    return this.frames.filter((frame) => frame.at >= from && frame.at < to);
  }

  /** By how much a sum of the statistics grew. */
  grown(name, from, to) {
    const within = this.looks.filter((look) => look.at >= from && look.at <= to);
    return within.length < 2 ? 0 : within.at(-1)[name] - within[0][name];
  }

  /** kbit/s of media, twice a second. */
  rates() {
    const rates = [];
    let last = this.looks[0];
    for (const look of this.looks) {
      if (look.at - last.at >= 0.5) {
        const kbps = ((look.bytesReceived - last.bytesReceived) * 8) / (look.at - last.at) / 1_000;
        rates.push([(look.at + last.at) / 2, kbps]);
        last = look;
      }
    }
    return rates;
  }
}

/** The longest that one frame stood, s. */
function longestStand(frames) {
  return Math.max(0, ...frames.slice(1).map((frame, i) => frame.at - frames[i].at));
}

/** How long each height was on the screen, in per cent, the highest first. */
function heights(frames) {
  const counts = new Map();
  for (const { height } of frames) counts.set(height, (counts.get(height) ?? 0) + 1);
  return [...counts]
    .sort(([one], [two]) => two - one)
    .map(([height, count]) => `${height} (${Math.round((100 * count) / frames.length)} %)`)
    .join(', ');
}

function row(name, record, [from, to], top) {
  const after = record.between(from + SETTLING_SECONDS, to);
  const steps = record.between(from, to);
  const back = steps.find((frame) => frame.height === top)?.at;
  return [
    name,
    heights(after),
    (after.length / (to - from - SETTLING_SECONDS)).toFixed(1),
    Math.round(longestStand(record.between(from, Math.min(to, from + ANSWER_SECONDS))) * 1_000),
    record.grown('freezeCount', from, to),
    record.grown('totalFreezesDuration', from, to).toFixed(2),
    Math.round(quantile(after.map((frame) => frame.age), 0.5)),
    Math.round(quantile(after.map((frame) => frame.age), 0.95)),
    Math.round(Math.max(...steps.map((frame) => frame.age))),
    back === undefined ? '–' : (back - from).toFixed(1),
    record.grown('nackCount', from, to),
    record.grown('pliCount', from, to),
  ];
}

async function play(bench, codec, picture, seconds) {
  const line = await openLine(bench.port);
  await line.both(LINE);
  await line.change({ down: { rateKbps: GOOD_KBPS } });
  const id = `steps-${codec.toLowerCase()}`;
  const { camera, viewer } = await connect(bench, id, picture, { viewer: line });
  await sleep(WARM_UP_MILLIS);
  await viewer.take();
  const record = new Record(viewer);
  await record.follow(seconds);
  const down = record.now();
  await line.change({ down: { rateKbps: BAD_KBPS } });
  await record.follow(seconds);
  const up = record.now();
  await line.change({ down: { rateKbps: GOOD_KBPS } });
  await record.follow(seconds);
  await Promise.all([camera.close(), viewer.close(), line.close()]);
  return { record, down, up, end: record.now() };
}

function drawn(codec, { record, down, up, end }) {
  const capacity = [
    [0, GOOD_KBPS],
    [down, GOOD_KBPS],
    [down, BAD_KBPS],
    [up, BAD_KBPS],
    [up, GOOD_KBPS],
    [end, GOOD_KBPS],
  ];
  const rows = record.frames.filter((frame) => frame.at >= 0);
  return chart(`${codec}: a viewer's line of 2.5, 0.8 and 2.5 Mbit/s`, end, [
    {
      title: 'kbit/s: the line, and the video that came',
      lines: [
        { points: capacity, name: 'line' },
        { points: record.rates(), name: 'video' },
      ],
    },
    { title: 'lines of each picture', dots: rows.map((frame) => [frame.at, frame.height]) },
    { title: 'age on the screen, ms', dots: rows.map((frame) => [frame.at, frame.age]), least: 500 },
  ]);
}

/**
 * Runs it for each codec.
 *
 * @returns the text, and pictures by name
 */
export async function steps(bench, codecs, picture, seconds) {
  const rows = [];
  const pictures = {};
  for (const codec of codecs) {
    const played = await play(bench, codec, { ...picture, codec, simulcast: true }, seconds);
    const { record, down, up, end } = played;
    const top = picture.height;
    rows.push(row(`${codec}, 2.5 Mbit/s`, record, [0, down], top));
    rows.push(row(`${codec}, down to 0.8`, record, [down, up], top));
    rows.push(row(`${codec}, up to 2.5`, record, [up, end], top));
    rows.slice(-3).forEach((each) => console.error(each.join(' ')));
    pictures[`steps-${codec.toLowerCase()}`] = drawn(codec, played);
  }
  return { rows, pictures };
}

export const STEPS_HEAD = [
  'codec, line',
  'lines (part of the pictures)',
  'fps',
  'longest stand ms',
  'freezes',
  'frozen s',
  'age p50 ms',
  'p95 ms',
  'highest ms',
  'top layer after s',
  'NACKs',
  'PLIs',
];

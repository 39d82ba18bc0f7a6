// Who comes sees the picture at once and live soon after, though the camera sends a key frame every 10 s and ignores
// requests for one. JOINS=50 for a measurement.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { AUTOPLAY, launchBrowser, openLab, quantile, serveLab, sleep } from './browser.mjs';
import { clockFootage } from './clock-footage.mjs';
import { startJava, startRelay, stopJava } from './relay.mjs';

const JOINS = Number(process.env.JOINS ?? 8);
const LOOKS = process.env.JOINS ? 1 : 3;
const KBPS = Number(process.env.KBPS ?? 1_450);
const ROUND_SECONDS = 60;
const KEY_SECONDS = 10;
const WATCH_MILLIS = 2_500;
const LIVE_MILLIS = 1_500;
const ffmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

describe('start at once', { skip: ffmpeg ? false : 'ffmpeg is not here' }, () => {
  let folder;
  let relay;
  let lab;
  let browser;
  let camera;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vigie-start-'));
    relay = await startRelay();
    lab = await serveLab();
    browser = await launchBrowser(AUTOPLAY);
    const footage = clockFootage(folder, {
      seconds: ROUND_SECONDS,
      keySeconds: KEY_SECONDS,
      kbps: KBPS,
    });
    const token = await relay.enrol('start');
    camera = startJava('org.vigie.simulator.Main', [
      ...['camera', '--url', relay.whip('start'), '--token', token, '--footage', footage],
      ...['--no-audio', '--ignore-key-frame-requests'],
    ]);
  });
  after(async () => {
    await browser?.close();
    lab?.close();
    if (camera) await stopJava(camera);
    await relay?.stop();
    if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
  });

  it(`${JOINS} joins see a picture within 300 ms and live within 1.5 s`, async () => {
    const viewer = await openLab(browser, lab);
    const access = { url: relay.whep('start'), token: relay.token };
    let look = await joinOften(viewer, access);
    // This machine is shared: the first of a few looks that holds counts, or else the last.
    for (let i = 1; i < LOOKS && !holds(look); i++) look = await joinOften(viewer, access);
    assert.ok(holds(look), look.words);
    assert.equal(sum(look.results, 'plis'), 0, look.words);
    assert.equal(look.asked, 0, look.words);
  });

  async function joinOften(viewer, access) {
    // One who is there all the time tells how far the camera's clock is from the page's.
    const reference = viewer.join(access);
    await viewer.join({ ...access, millis: WATCH_MILLIS });
    const before = await waited(relay);
    const joins = [];
    for (let i = 0; i < JOINS; i++) {
      await sleep(317 * (i % 7));
      joins.push(await viewer.join({ ...access, millis: WATCH_MILLIS }));
    }
    const asked = (await waited(relay)) - before;
    await viewer.leave();
    const clock = leastDelay(await reference);
    const results = joins.map((one) => judge(one, clock));
    const decoded = results.map((r) => r.decoded);
    const ages = results.map((r) => r.age);
    const words = [
      `decoded p50 ${quantile(decoded, 0.5)} p95 ${quantile(decoded, 0.95)} ms`,
      `age at ${LIVE_MILLIS} ms: p50 ${quantile(ages, 0.5)} p95 ${quantile(ages, 0.95)} ms`,
      `nacks ${sum(results, 'nacks')} plis ${sum(results, 'plis')} waits for a key frame ${asked}`,
      `the reference's picture was in its page for ${clock.inPage} ms`,
    ].join('; ');
    console.log(words);
    console.table(results);
    return { results, decoded, ages, asked, words };
  }
});

const holds = ({ decoded, ages }) => quantile(decoded, 0.95) <= 300 && quantile(ages, 0.95) <= 500;

const ROUND_TENTHS = ROUND_SECONDS * 10_000;
const after0 = (value) => ((value % ROUND_TENTHS) + ROUND_TENTHS) % ROUND_TENTHS;

/** By how much the page's clock is ahead of the drawn one, at the least: for a picture that hardly took any time. */
function leastDelay({ shown }) {
  const legible = shown.filter((s) => s.drawn !== null);
  const first = legible[0].now - legible[0].drawn;
  const later = legible.map((s) => after0(s.now - s.drawn - first + ROUND_TENTHS / 2));
  const inPage = legible.map((s) => s.inPage).filter((s) => s >= 0);
  return {
    offset: first + quantile(later, 0.01) - ROUND_TENTHS / 2,
    inPage: Math.round(quantile(inPage, 0.5)),
  };
}

function judge({ decoded, shown, stats }, clock) {
  const video = stats.find((s) => s.kind === 'video');
  const legible = shown.filter((s) => s.drawn !== null);
  // Against the reference's quickest picture, so that a quicker one is below zero.
  const age = (s) =>
    Math.round(after0(s.now - s.drawn - clock.offset + ROUND_TENTHS / 2) - ROUND_TENTHS / 2) / 10;
  const live = legible.filter((s) => s.at >= LIVE_MILLIS);
  const first = legible.findIndex((s) => age(s) <= 500);
  return {
    decoded: Math.round(decoded),
    shown: Math.round(shown[0]?.at),
    began: legible.length > 0 ? Math.round(age(legible[0]) / 100) / 10 : NaN,
    liveAt: Math.round(legible[first]?.at),
    age: live.length > 0 ? Math.max(...live.map(age)) : Infinity,
    frames: video.framesDecoded,
    dropped: video.framesDropped,
    nacks: video.nackCount,
    plis: video.pliCount,
    lost: video.packetsLost,
    freezes: video.freezeCount,
  };
}

const sum = (results, key) => results.reduce((all, one) => all + one[key], 0);

/** How often somebody had to wait for a new key frame. */
async function waited(relay) {
  const response = await fetch(`${relay.origin}/metrics`, {
    headers: { Authorization: `Bearer ${relay.token}` },
  });
  const text = await response.text();
  return Number(/name="replay\.none"[^}]*\} (\S+)/.exec(text)?.[1] ?? 0);
}

// Bad lines between real browsers and the relay: losses are repaired before they show, and after a blackout the
// picture is of now. The whole tables are measured by bench/lines/run.mjs.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AUTOPLAY, FAKE_DEVICES, launchBrowser, quantile, serveLab, sleep } from './browser.mjs';
import { freeUdpPort, openLine } from './lines.mjs';
import { connect, recovery, watch } from './picture.mjs';
import { startRelay } from './relay.mjs';

const PICTURE = { codec: 'VP8', width: 640, height: 360, fps: 30, bitrate: 800_000 };
const LOSSY = { loss: 0.05, delayMs: 50 };
/** What is asked: nothing that shows, and the picture a round trip and 150 ms older at most. */
const MOST_FROZEN = 0.01;
const LEAST_FPS = 24;
const MOST_ADDED_MILLIS = 100 + 150;
/** On a busy machine pictures stand still for other reasons too, but not for long. */
const LOOKS = 3;
/** Browsers begin to hold pictures back only when they have seen a few losses. */
const SETTLE_MILLIS = 6_000;

/** What of it a look misses. */
function missed(seen, good) {
  const added = quantile(seen.ages, 0.5) - quantile(good.ages, 0.5);
  return [
    seen.frozen < MOST_FROZEN || `stood still for ${seen.frozen * 100} % of the time`,
    seen.fps >= LEAST_FPS || `${seen.fps} frames a second after ${good.fps}`,
    seen.height >= PICTURE.height || `${seen.height} lines`,
    added < MOST_ADDED_MILLIS || `the picture is ${added} ms older`,
  ].filter((each) => each !== true);
}

/** What the best of a few looks misses. */
async function leastMissed(viewer, camera, good) {
  let least;
  for (let look = 1; look <= LOOKS && least?.length !== 0; look++) {
    const now = missed(await watch(viewer, camera, 8), good);
    if (least === undefined || now.length < least.length) least = now;
  }
  return least;
}

describe('on a bad line', () => {
  const bench = {};
  const lines = [];
  before(async () => {
    bench.port = await freeUdpPort();
    bench.relay = await startRelay({ 'vigie.media.port': bench.port });
    bench.lab = await serveLab();
    bench.browser = await launchBrowser(AUTOPLAY, ...FAKE_DEVICES);
  });
  after(async () => {
    await bench.browser?.close();
    await Promise.all(lines.map((line) => line.close()));
    bench.lab?.close();
    await bench.relay?.stop();
  });

  for (const [side, who] of [
    ['up', 'camera'],
    ['down', 'viewer'],
  ]) {
    it(`of the ${who} a loss of 5 % at 100 ms does not show, and a blackout leaves nothing old`, async () => {
      const line = await openLine(bench.port);
      lines.push(line);
      const { camera, viewer } = await connect(bench, `lines-${side}`, PICTURE, { [who]: line });
      await sleep(SETTLE_MILLIS);
      const good = await watch(viewer, camera, 4);
      await line.both(LOSSY);
      await sleep(SETTLE_MILLIS);
      assert.deepEqual(await leastMissed(viewer, camera, good), []);

      await line.both({ loss: 0, delayMs: 25, blackout: 1 });
      await sleep(10_000);
      const { first, highestAge } = await recovery(viewer, line);
      assert.ok(first < 1_000, `the first picture came ${first} ms after the line was back`);
      assert.ok(highestAge < 1_000, `a picture was ${highestAge} ms old`);
      await Promise.all([camera.close(), viewer.close()]);
    });
  }
});

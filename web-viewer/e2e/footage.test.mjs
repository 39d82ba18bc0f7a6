// The simulated camera plays footage; a browser decodes it.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { AUTOPLAY, launchBrowser, openLab, serveLab, sleep, stat } from './browser.mjs';
import { eventually, home, startJava, startRelay, stopJava } from './relay.mjs';

const STREET = join(home, '..', 'shared', 'media', 'street.mp4');
const SECONDS = 25;

describe('footage through the simulated camera', () => {
  let relay;
  let lab;
  let browser;
  before(async () => {
    relay = await startRelay();
    lab = await serveLab();
    browser = await launchBrowser(AUTOPLAY);
  });
  after(async () => {
    await browser?.close();
    lab?.close();
    await relay?.stop();
  });

  it('its own clip plays at 30 frames a second', async () => {
    const { decoded, fps } = await play('clip', []);
    assert.ok(decoded >= 0.9 * 30 * 8, `${decoded} frames in 8 s, ${fps} a second at the end`);
  });

  it(
    'at least 98 % of the frames of a street are decoded',
    { skip: existsSync(STREET) ? false : `${STREET} is not here` },
    async () => {
      const { decoded, received, dropped, lost } = await play(
        'street',
        ['--footage', STREET],
        SECONDS,
      );
      const sent = 12.5 * SECONDS;
      const words = `${decoded} decoded of ${received} received and about ${sent} sent, ${dropped} dropped`;
      assert.equal(lost, 0, `${lost} packets lost`);
      assert.ok(decoded >= 0.98 * received - 1, words);
      assert.ok(decoded >= 0.98 * sent - 2, words);
    },
  );

  async function play(id, footage, seconds = 8) {
    const token = await relay.enrol(id);
    const camera = startJava('org.vigie.simulator.Main', [
      ...['camera', '--url', relay.whip(id), '--token', token],
      ...footage,
    ]);
    const viewer = await openLab(browser, lab);
    try {
      await viewer.view({ url: relay.whep(id), token: relay.token });
      const decodes = async () => (await video(viewer)).framesDecoded > 0;
      await eventually(`${id} is decoded`, decodes, 40_000).catch((error) => {
        throw new Error(`${error.message}; the camera says ${camera.output()}`);
      });
      const before = await video(viewer);
      await sleep(seconds * 1_000);
      const now = await video(viewer);
      return {
        decoded: now.framesDecoded - before.framesDecoded,
        received: now.framesReceived - before.framesReceived,
        dropped: now.framesDropped - before.framesDropped,
        lost: now.packetsLost,
        fps: now.framesPerSecond,
      };
    } finally {
      await viewer.close();
      await stopJava(camera);
    }
  }

  const video = async (viewer) => stat(await viewer.take(), 'inbound-rtp', 'video');
});

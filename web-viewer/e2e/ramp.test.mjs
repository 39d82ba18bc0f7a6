// A browser camera reaches its rate at once, because the answer names a start rate.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { FAKE_DEVICES, launchBrowser, openLab, serveLab, sleep, stat } from './browser.mjs';
import { startRelay } from './relay.mjs';

const SECONDS = 5;

describe('the start of a browser camera', () => {
  let relay;
  let lab;
  let browser;
  before(async () => {
    relay = await startRelay();
    lab = await serveLab();
    browser = await launchBrowser(...FAKE_DEVICES);
  });
  after(async () => {
    await browser?.close();
    lab?.close();
    await relay?.stop();
  });

  it('reaches 2 Mbit/s and its full height within 5 s', async () => {
    const token = await relay.enrol('ramp');
    const camera = await openLab(browser, lab);
    const options = { codec: 'VP8', width: 1280, height: 720, fps: 30, bitrate: 3_000_000 };
    await camera.publish({ ...options, url: relay.whip('ramp'), token });
    const rates = [];
    let height = 0;
    let last = await sent(camera);
    for (let i = 0; i < SECONDS; i++) {
      await sleep(1_000);
      const now = await sent(camera);
      rates.push(Math.round(((now.bytes - last.bytes) * 8_000) / (now.millis - last.millis)));
      last = now;
      height = now.height;
    }
    assert.equal(height, 720, `rates ${rates}`);
    assert.ok(Math.max(...rates) >= 2_000_000, `rates per second: ${rates}`);
  });
});

async function sent(camera) {
  const {
    bytesSent = 0,
    headerBytesSent = 0,
    frameHeight,
    timestamp,
  } = stat(await camera.take(), 'outbound-rtp', 'video');
  return {
    bytes: bytesSent + headerBytesSent,
    height: frameHeight,
    millis: timestamp ?? Date.now(),
  };
}

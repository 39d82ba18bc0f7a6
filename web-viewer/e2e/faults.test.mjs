// Cameras' faults by name: a real browser has none, and one that breaks its clock is named.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { FAKE_DEVICES, launchBrowser } from './browser.mjs';
import { eventually, startRelay } from './relay.mjs';

/** Longer than every fault takes to be noticed. */
const WATCHED_MILLIS = 25_000;

describe('faults of cameras', () => {
  let relay;
  let browser;
  before(async () => {
    relay = await startRelay({}, ['--demo']);
    browser = await launchBrowser(...FAKE_DEVICES);
  });
  after(async () => {
    await browser?.close();
    await relay?.stop();
  });

  it('are none of the simulated camera and of Chromium', async () => {
    const token = await relay.enrol('officer-1');
    const page = await (
      await browser.newContext({ permissions: ['camera', 'microphone'] })
    ).newPage();
    await page.goto(`${relay.origin}/camera#token=${token}`);
    await page.locator('vigie-camera').locator('button.go').first().click();
    for (const id of ['officer-1', 'demo']) {
      await eventually(`${id} is live`, async () => (await relay.camera(id)).state === 'live');
    }
    const seen = new Set();
    const end = Date.now() + WATCHED_MILLIS;
    await eventually(
      'the time is over',
      async () => {
        for (const id of ['officer-1', 'demo']) {
          for (const { code, track } of (await relay.camera(id)).faults) {
            seen.add(`${id}: ${code} of ${track}`);
          }
        }
        return Date.now() > end;
      },
      2 * WATCHED_MILLIS,
    );
    assert.equal([...seen].join(', '), '');
  });
});

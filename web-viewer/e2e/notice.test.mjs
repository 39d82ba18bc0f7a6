// A viewer's line takes a third of the only picture that there is: the player says so, and not that something is broken.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AUTOPLAY, FAKE_DEVICES, launchBrowser, openLab, serveLab, sleep } from './browser.mjs';
import { freeUdpPort, openLine } from './lines.mjs';
import { eventually, startRelay } from './relay.mjs';

const PICTURE = { codec: 'VP8', width: 640, height: 360, fps: 15, bitrate: 800_000 };
const WIDE = { rateKbps: 0, queueMs: 600, delayMs: 25 };
const NARROW = { ...WIDE, rateKbps: 250 };

describe('a line with room for single pictures only', () => {
  let relay;
  let lab;
  let line;
  let browser;
  before(async () => {
    const port = await freeUdpPort();
    relay = await startRelay({ 'vigie.media.port': port });
    lab = await serveLab();
    line = await openLine(port);
    browser = await launchBrowser(AUTOPLAY, ...FAKE_DEVICES);
  });
  after(async () => {
    await browser?.close();
    await line?.close();
    lab?.close();
    await relay?.stop();
  });

  it('is what the player says, steadily, until there is room again', async () => {
    const camera = await openLab(browser, lab);
    await camera.publish({ ...PICTURE, url: relay.whip('one'), token: await relay.enrol('one') });
    const page = await (await browser.newContext()).newPage();
    await line.lead(page);
    await line.both(WIDE);
    await page.goto(`${relay.origin}/watch/one#token=${relay.token}`);
    const state = () => page.locator('vigie-player').evaluate((player) => player.state);
    const is = (wanted) => eventually(wanted, async () => (await state()) === wanted, 30_000);
    await is('live');
    await line.both(NARROW);
    await is('stills');
    const seen = new Set();
    for (let i = 0; i < 20; i++) {
      seen.add(await state());
      await sleep(250);
    }
    assert.deepEqual([...seen], ['stills']);
    await line.both(WIDE);
    await is('live');
  });
});

// Cameras' faults by name: a real browser has none, and one with B-frames is told so where it is listed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { FAKE_DEVICES, launchBrowser } from './browser.mjs';
import { eventually, startJava, startRelay, stopJava } from './relay.mjs';

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

  it('are named with what to change where the cameras are listed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vigie-footage-'));
    const token = await relay.enrol('reordering');
    const camera = startJava('org.vigie.simulator.Main', [
      ...['camera', '--url', relay.whip('reordering'), '--token', token],
      ...['--footage', reordered(folder)],
    ]);
    try {
      const faults = await eventually('it is named', async () => {
        const found = (await relay.camera('reordering')).faults;
        return found.length > 0 && found;
      });
      assert.deepEqual(
        faults.map(({ code, track }) => `${code} of ${track}`),
        ['b-frames of video'],
      );
      assert.match(faults[0].remedy, /B-frames/);
      const page = await (await browser.newContext()).newPage();
      await page.goto(`${relay.origin}/#token=${relay.token}`);
      const fault = page.locator('vigie-camera-tile p.fault');
      await fault.waitFor();
      assert.match(await fault.innerText(), /B-frames/);
    } finally {
      await stopJava(camera);
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** H.264 whose pictures are sent in another order than they are shown. */
function reordered(folder) {
  const file = join(folder, 'b-frames.mp4');
  execFileSync('ffmpeg', [
    ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-y'],
    ...['-f', 'lavfi', '-i', 'testsrc2=s=640x360:r=25:d=10', '-c:v', 'libx264'],
    ...[
      '-preset',
      'veryfast',
      '-profile:v',
      'main',
      '-pix_fmt',
      'yuv420p',
      '-bf',
      '2',
      '-g',
      '50',
      file,
    ],
  ]);
  return file;
}

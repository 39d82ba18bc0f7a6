// An operator caps a camera on the ops page: what is planned, that it counts, and the way back.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { FAKE_DEVICES, launchBrowser, openLab, serveLab } from './browser.mjs';
import { eventually, startRelay } from './relay.mjs';

const CAP = 600_000;
const PICTURE = { codec: 'VP8', width: 640, height: 360, fps: 15, bitrate: 1_500_000 };

describe('the ops page', () => {
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

  it('caps a camera after it has shown what for, and leads back', async () => {
    const camera = await openLab(browser, lab);
    await camera.publish({ ...PICTURE, url: relay.whip('ops'), token: await relay.enrol('ops') });
    const asked = async () => {
      const { body } = await relay.api('GET', '/api/v1/bandwidth');
      return body.cameras.find(({ id }) => id === 'ops')?.maxBps;
    };
    const page = await open(browser, relay);
    await page.getByRole('row', { name: /Camera ops/ }).waitFor();

    await page.getByRole('tab', { name: 'Settings' }).click();
    await page.getByLabel('Settings of').selectOption('camera');
    await page.getByLabel('Camera', { exact: true }).fill('ops');
    await page.keyboard.press('Enter');
    await field(page, 'camera.max-bitrate').fill('600');
    await page.getByText('Cap · camera ops: none → 600 kbit/s').waitFor();
    const who = page.getByRole('table', { name: 'What changes for which camera' });
    await who.getByRole('row', { name: /Camera ops .*→ 600 kbit\/s/ }).waitFor();
    await apply(page, 'thin line');
    await page.getByText('Applied as version 1').waitFor();
    await eventually('the cap counts', async () => (await asked()) === CAP);

    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByRole('heading', { name: '1 · thin line' }).waitFor();
    await page.getByRole('button', { name: 'Back to version 0' }).click();
    await page.getByText('Cap · camera ops: 600 kbit/s → none').last().waitFor();
    await apply(page, 'good again');
    await page.getByRole('heading', { name: '2 · good again' }).waitFor();
    await eventually('the cap is gone', async () => (await asked()) > CAP);
    assert.deepEqual(page.faults, []);
  });
});

async function open(browser, relay) {
  const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(String(error)));
  page.setDefaultTimeout(10_000);
  await page.goto(`${relay.origin}/ops#token=${relay.token}`);
  return page;
}

const field = (page, key) =>
  page
    .locator('vigie-ops-setting', { has: page.getByText(key, { exact: true }) })
    .locator('#field');

async function apply(page, reason) {
  await page.getByLabel('Reason').fill(reason);
  await page.getByRole('button', { name: 'Apply' }).click();
}

// What a newcomer does: one command, one link, a moving picture.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser } from './browser.mjs';
import { eventually, startRelay } from './relay.mjs';

const PHONE = { width: 390, height: 844 };

describe('the demo', () => {
  let relay;
  let browser;
  before(async () => {
    relay = await startRelay({}, ['--demo']);
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await relay?.stop();
  });

  it('shows a moving picture behind the link that it prints', async () => {
    assert.match(relay.link, /\/watch\/demo#token=/);
    const page = await (await browser.newContext({ viewport: PHONE })).newPage();
    await page.goto(relay.link);
    const player = page.locator('vigie-player');
    const frames = () => player.evaluate((node) => node.stats?.video?.frames ?? 0);
    await eventually(
      'the player is live',
      async () => {
        const state = await player.evaluate((node) => node.state);
        return state === 'live' && (await frames()) > 30;
      },
      40_000,
    );
    const before = await frames();
    await eventually('the picture moves', async () => (await frames()) > before + 30);
  });

  it('lists the demo camera as live on the start page', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${relay.origin}/#token=${relay.token}`);
    await page.getByText('Demo camera').first().waitFor();
    await page
      .getByText(/^(Live|En direct)/)
      .first()
      .waitFor();
  });
});

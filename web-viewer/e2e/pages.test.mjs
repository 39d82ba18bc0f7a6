// The pages as people use them: a phone as camera, a player, without any autoplay flag.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { FAKE_DEVICES, launchBrowser } from './browser.mjs';
import { eventually, startRelay } from './relay.mjs';

describe('the pages', () => {
  let relay;
  let browser;
  before(async () => {
    relay = await startRelay();
    browser = await launchBrowser(...FAKE_DEVICES);
  });
  after(async () => {
    await browser?.close();
    await relay?.stop();
  });

  it('carry a picture from /camera to /watch, which starts muted and offers sound', async () => {
    const token = await relay.enrol('officer-1');
    const camera = await open(browser, relay, '/camera', token);
    await camera.page.locator('vigie-camera').waitFor();
    await press(camera.page, 'vigie-camera');
    await inState(camera.page, 'vigie-camera', 'live');
    const viewer = await open(browser, relay, '/watch/officer-1', relay.token);
    await inState(viewer.page, 'vigie-player', 'live');
    assert.equal(await property(viewer.page, 'vigie-player', 'muted'), true);
    await viewer.page.keyboard.press('m');
    await eventually(
      'sound is on',
      async () => !(await property(viewer.page, 'vigie-player', 'muted')),
    );
    assert.ok(!viewer.page.url().includes('token'), 'the token leaves the address bar');
    assert.deepEqual(viewer.faults, [], 'no script error, nothing that the page policy refused');
    assert.deepEqual(camera.faults, []);

    await press(camera.page, 'vigie-camera');
    await eventually('the player says that the camera is away', async () =>
      ['waiting', 'lost', 'gone'].includes(await property(viewer.page, 'vigie-player', 'state')),
    );
    await press(camera.page, 'vigie-camera');
    await inState(viewer.page, 'vigie-player', 'live');
    await Promise.all([camera, viewer].map((each) => each.close()));
  });

  it('tell a displaced camera that another one took over, and it stays away', async () => {
    const token = await relay.enrol('officer-2');
    const first = await open(browser, relay, '/camera', token);
    await press(first.page, 'vigie-camera');
    await inState(first.page, 'vigie-camera', 'live');
    const second = await open(browser, relay, '/camera', token);
    await press(second.page, 'vigie-camera');
    await inState(second.page, 'vigie-camera', 'live');
    await inState(first.page, 'vigie-camera', 'taken-over');
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    assert.equal(await property(first.page, 'vigie-camera', 'state'), 'taken-over');
    assert.equal(await property(second.page, 'vigie-camera', 'state'), 'live');
    await Promise.all([first, second].map((each) => each.close()));
  });

  it('reconnect by themselves when the relay comes back', async () => {
    const own = await startRelay();
    const token = await own.enrol('officer-3');
    const camera = await open(browser, own, '/camera', token);
    await press(camera.page, 'vigie-camera');
    await inState(camera.page, 'vigie-camera', 'live');
    const viewer = await open(browser, own, '/watch/officer-3', own.token);
    await inState(viewer.page, 'vigie-player', 'live');
    await own.restart();
    await inState(camera.page, 'vigie-camera', 'live', 45_000);
    await inState(viewer.page, 'vigie-player', 'live', 45_000);
    await Promise.all([camera, viewer].map((each) => each.close()));
    await own.stop();
  });
});

async function open(browser, relay, path, token) {
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) faults.push(message.text());
  });
  await page.goto(`${relay.origin}${path}#token=${token}`);
  return { page, faults, close: () => context.close() };
}

/** The one big button that starts and stops. */
async function press(page, element) {
  await page.locator(element).locator('button.go').first().click();
}

const property = (page, element, name) =>
  page.locator(element).evaluate((node, key) => node[key], name);

async function inState(page, element, state, millis) {
  let seen;
  await eventually(
    `${element} is ${state}`,
    async () => {
      seen = await property(page, element, 'state');
      return seen === state;
    },
    millis,
  ).catch((error) => {
    throw new Error(`${error.message}; it is ${seen}`);
  });
}

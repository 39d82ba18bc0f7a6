// WHIP and WHEP clients that others wrote publish and play.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { AUTOPLAY, FAKE_DEVICES, launchBrowser, serveLab } from './browser.mjs';
import { eventually, startRelay } from './relay.mjs';

const here = dirname(fileURLToPath(import.meta.url));

describe("others' clients", () => {
  let relay;
  let lab;
  let browser;
  let script;
  before(async () => {
    script = await bundle();
    relay = await startRelay();
    lab = await serveLab();
    browser = await launchBrowser(AUTOPLAY, ...FAKE_DEVICES);
  });
  after(async () => {
    await browser?.close();
    lab?.close();
    await relay?.stop();
  });

  const pairs = [
    ['whip-whep publishes and plays', 'whipWhep', 'whipWhep'],
    ['@eyevinn/whip-web-client publishes, @eyevinn/webrtc-player plays', 'eyevinn', 'eyevinn'],
  ];
  for (const [name, publisher, player] of pairs) {
    it(name, async () => {
      const id = `cam-${publisher.toLowerCase()}`;
      const token = await relay.enrol(id);
      const camera = await openClient(browser, lab, script);
      await call(camera, `${publisher}Publish`, { url: relay.whip(id), token });
      await eventually('the camera is live', async () => (await relay.camera(id)).state === 'live');
      const viewer = await openClient(browser, lab, script);
      const url = `${relay.origin}/whep/${id}`;
      await call(viewer, `${player}Play`, { url, token: relay.token });
      await eventually('frames are played', async () => (await call(viewer, 'frames')) > 20);
      await call(camera, `${publisher}Stop`);
      await eventually('the camera is gone', async () => (await relay.camera(id)).state !== 'live');
      await Promise.all([camera, viewer].map((page) => page.context().close()));
    });
  }
});

async function bundle() {
  const outDir = mkdtempSync(join(tmpdir(), 'vigie-clients-'));
  await build({
    configFile: false,
    logLevel: 'error',
    root: join(here, '..'),
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir,
      emptyOutDir: true,
      lib: {
        entry: join(here, 'lab', 'clients.js'),
        formats: ['es'],
        fileName: () => 'clients.js',
      },
    },
  });
  const script = readFileSync(join(outDir, 'clients.js'), 'utf8');
  rmSync(outDir, { recursive: true });
  return script;
}

async function openClient(browser, lab, script) {
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
  const page = await context.newPage();
  await page.goto(lab.page);
  await page.addScriptTag({ type: 'module', content: script });
  await page.waitForFunction(() => window.clients !== undefined);
  return page;
}

async function call(page, name, argument) {
  const result = await page.evaluate(([n, a]) => window.clients[n](a), [name, argument]);
  assert.notEqual(result, null);
  return result;
}

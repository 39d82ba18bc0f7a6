// Real Chromium, and the lab page in it: a camera with a readable clock, or a viewer that reads it.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript' };
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** A beeping microphone and a moving picture, granted without asking; sound without a click. */
export const FAKE_DEVICES = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];
/** Else a browser makes only two layers of a picture of 360 lines. */
export const THREE_LAYERS = '--force-fieldtrials=WebRTC-LegacySimulcastLayerLimit/Disabled/';
export const AUTOPLAY = '--autoplay-policy=no-user-gesture-required';

/** Without it a page in the background draws once a second. */
const IN_STEP = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

export function launchBrowser(...flags) {
  return launchBrowserAt(process.env.CHROMIUM ?? '/usr/bin/chromium', ...flags);
}

/** The same with a program that starts the browser. */
export function launchBrowserAt(executablePath, ...flags) {
  return chromium.launch({
    executablePath,
    headless: true,
    args: [...QUIET, ...IN_STEP, ...flags],
  });
}

/** Serves the lab, and below /modules/ what npm installed. */
export async function serveLab() {
  const roots = { lab: join(here, 'lab'), modules: join(here, '..', 'node_modules') };
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url, 'http://lab').pathname);
    const [, root, ...rest] = path.split('/');
    try {
      const body = readFileSync(join(roots[root], ...rest));
      response.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'text/javascript' });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, page: `${origin}/lab/lab.html`, close: () => server.close() };
}

/** Opens a lab page in a context of its own. */
export async function openLab(browser, lab) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(lab.page);
  return {
    page,
    publish: (options) => page.evaluate((o) => window.lab.publish(o), options),
    pause: (paused) => page.evaluate((p) => window.lab.pause(p), paused),
    view: (options) => page.evaluate((o) => window.lab.view(o), options),
    offer: (options) => page.evaluate((o) => window.lab.offer(o), options),
    answer: (offer) => page.evaluate((o) => window.lab.answer(o), offer),
    accept: (answer) => page.evaluate((o) => window.lab.accept(o), answer),
    restartIce: (options) => page.evaluate((o) => window.lab.restartIce(o), options),
    join: (options) => page.evaluate((o) => window.lab.join(o), options),
    leave: () => page.evaluate(() => window.lab.leave()),
    take: () => page.evaluate(() => window.lab.take()),
    close: () => context.close(),
  };
}

/** The statistics of one kind, such as inbound-rtp and video; an empty object if there are none. */
export function stat(taken, type, kind) {
  return taken.stats.find((s) => s.type === type && s.kind === kind) ?? {};
}

export function quantile(samples, q) {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
}

export const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CameraInfo } from '../../src/core/relay-api.js';
import { FakeOps } from '../fake-ops.js';
import { FakeRelay, problem } from '../fake-relay.js';
import { AnsweringPage, launch, openPage } from './browser.js';

/*
 * Pictures of every page, for people to look at: `npm run screenshots` leaves them in
 * target/screenshots/. What is tested here is only that each page comes up without trouble.
 */

const FOLDER = 'target/screenshots';
const SIZES = {
  phone: { width: 390, height: 844 },
  laptop: { width: 1440, height: 900 },
  screen: { width: 2560, height: 1440 },
  wall: { width: 3840, height: 2160 },
} as const;
const THEMES = ['light', 'dark'] as const;

let browser: Browser;
let relay: FakeRelay;
let answering: AnsweringPage;

beforeAll(async () => {
  await mkdir(FOLDER, { recursive: true });
  browser = await launch();
  relay = await FakeRelay.start();
  answering = await AnsweringPage.open(browser);
  relay.tokens.set('operator', { role: 'operator', name: 'Command post', cameras: ['*'] });
  for (const camera of cameras()) relay.cameras.set(camera.id, camera);
});

afterAll(async () => {
  await browser.close();
  await relay.stop();
});

interface Scene {
  readonly name: string;
  readonly path: string;
  readonly locale?: string;
  prepare?(): void;
  act?(page: Page): Promise<void>;
}

const SCENES: readonly Scene[] = [
  { name: 'home', path: '#token=operator', act: ready('vigie-camera-tile') },
  { name: 'home-fr', path: '#token=operator', locale: 'fr-FR', act: ready('vigie-camera-tile') },
  { name: 'sign-in', path: '', act: ready('vigie-token-form') },
  { name: 'sign-in-rejected', path: '#token=wrong', act: ready('vigie-token-form') },
  {
    name: 'home-empty',
    path: '#token=operator',
    prepare: () => relay.cameras.clear(),
    act: ready('.empty'),
  },
  { name: 'enrol', path: '#token=operator', act: openEnrolment },
  { name: 'enrolled', path: '#token=operator', act: enrol },
  { name: 'watch-live', path: 'watch/cam-1#token=operator', act: watch },
  { name: 'watch-statistics', path: 'watch/cam-1#token=operator', act: statistics },
  { name: 'watch-delayed', path: 'watch/cam-1#token=operator', act: delay },
  { name: 'watch-statistics-fr', path: 'watch/cam-1#token=operator', locale: 'fr-FR', act: delay },
  {
    name: 'watch-stills',
    path: 'watch/cam-1#token=operator',
    prepare: () => {
      relay.sessionInfo = { pictures: 'key-frames', limit: 'key-frames' };
    },
    act: halt('stills'),
  },
  {
    name: 'watch-paused-fr',
    path: 'watch/cam-1#token=operator',
    locale: 'fr-FR',
    prepare: () => {
      relay.sessionInfo = { pictures: 'none', limit: 'paused' };
    },
    act: halt('paused'),
  },
  { name: 'watch-lost', path: 'watch/cam-1#token=operator', act: halt('lost') },
  {
    name: 'watch-waiting',
    path: 'watch/cam-3#token=operator',
    prepare: () => {
      relay.answer = silentAnswer;
    },
    act: inState('vigie-player', 'waiting'),
  },
  {
    name: 'watch-refused',
    path: 'watch/cam-1#token=operator',
    prepare: () => {
      relay.instead = (method, path) =>
        method === 'POST' && path.startsWith('whep')
          ? problem(403, 'not-yours', 'This token may watch cam-7 only.')
          : undefined;
    },
    act: inState('vigie-player', 'refused'),
  },
  { name: 'watch-gone', path: 'watch/nobody#token=operator', act: inState('vigie-player', 'gone') },
  { name: 'camera-ready', path: 'camera?id=cam-1#token=operator', act: ready('vigie-camera') },
  { name: 'camera-options', path: 'camera?id=cam-1#token=operator', act: options },
  { name: 'camera-options-fr', path: 'camera#token=operator', locale: 'fr-FR', act: options },
  { name: 'camera-live', path: 'camera?id=cam-1#token=operator', act: film },
  { name: 'camera-live-fr', path: 'camera#token=operator', locale: 'fr-FR', act: film },
  { name: 'ops', path: 'ops#token=operator-token', prepare: operate, act: manyLooks },
  { name: 'ops-viewers', path: 'ops#token=operator-token', prepare: operate, act: viewers },
  { name: 'ops-settings', path: 'ops#token=operator-token', prepare: operate, act: planChange },
  {
    name: 'ops-versions',
    path: 'ops#token=operator-token',
    locale: 'fr-FR',
    prepare: operate,
    act: planRollBack,
  },
  { name: 'ops-refused', path: 'ops#token=operator', prepare: operate, act: ready('.refused') },
  { name: 'camera-denied', path: 'camera?id=cam-1#token=operator', act: deny },
];

describe.each(Object.entries(SIZES))('on a %s', (size, viewport) => {
  describe.each(THEMES)('in the %s theme', (colorScheme) => {
    it.each(SCENES)('$name comes up without trouble', async (scene) => {
      relay.cameras.clear();
      for (const camera of cameras()) relay.cameras.set(camera.id, camera);
      relay.instead = () => undefined;
      relay.sessionInfo = {};
      relay.answer = (offer) => answering.answer(offer);
      scene.prepare?.();
      const locale = scene.locale ?? 'en-GB';
      const { page, troubles } = await openPage(browser, { viewport, colorScheme, locale });
      await page.goto(relay.url + scene.path);
      await scene.act?.(page);
      await page.screenshot({ path: `${FOLDER}/${scene.name}-${size}-${colorScheme}.png` });
      await page.context().close();
      expect(troubles).toEqual([]);
    });
  });
});

function ready(selector: string): (page: Page) => Promise<void> {
  return (page) => page.locator(selector).first().waitFor();
}

function inState(element: string, state: string): (page: Page) => Promise<void> {
  return (page) => page.locator(`${element}[state=${state}]`).waitFor({ timeout: 20_000 });
}

async function openEnrolment(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Enrol a camera' }).click();
  await page.locator('dialog[open]').waitFor();
}

async function enrol(page: Page): Promise<void> {
  await openEnrolment(page);
  await page.getByLabel('Identifier').fill('cam-9');
  await page.getByLabel('Name').fill('Patrol 9');
  await page.getByRole('button', { name: 'Enrol', exact: true }).click();
  await page.locator('vigie-copy-field').first().waitFor();
}

async function watch(page: Page): Promise<void> {
  await inState('vigie-player', 'live')(page);
  await page.locator('.unmute').waitFor();
}

async function statistics(page: Page): Promise<void> {
  await watch(page);
  await page.keyboard.press('i');
  await page.keyboard.press('m');
  await page.waitForFunction(
    () =>
      (document.querySelector('vigie-watch-page')?.shadowRoot?.querySelector('vigie-player')?.stats
        ?.video?.bps ?? 0) > 0,
  );
}

/** The times of capture are told earlier than they were. */
async function delay(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { prototype } = RTCRtpReceiver;
    const sources = Object.getOwnPropertyDescriptor(prototype, 'getSynchronizationSources')
      ?.value as (this: RTCRtpReceiver) => { captureTimestamp?: number }[];
    Object.defineProperty(prototype, 'getSynchronizationSources', {
      value(this: RTCRtpReceiver) {
        return sources.call(this).map((source) => {
          const captured = source.captureTimestamp;
          return captured === undefined ? source : { captureTimestamp: captured - 3_400 };
        });
      },
    });
  });
  await page.keyboard.press('i');
  await inState('vigie-player', 'delayed')(page);
}

/** Nothing comes any more; what it is called is the relay's to say. */
function halt(state: string): (page: Page) => Promise<void> {
  return async (page) => {
    await watch(page);
    await answering.fallSilent(true);
    await inState('vigie-player', state)(page);
  };
}

async function film(page: Page): Promise<void> {
  await page.locator('.go').click();
  await inState('vigie-camera', 'live')(page);
  await page.locator('.watched').waitFor();
}

async function options(page: Page): Promise<void> {
  await page.locator('details summary').click();
  await page.locator('.wide').scrollIntoViewIfNeeded();
}

async function deny(page: Page): Promise<void> {
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
  });
  await page.locator('.go').click();
  await inState('vigie-camera', 'failed')(page);
}

function operate(): void {
  const ops = new FakeOps(60);
  ops.change('relay', 'budget.ingress', 90_000_000, 'line of the command post');
  for (const camera of [1, 2, 3]) {
    ops.change(`camera:cam-${camera}`, 'camera.group', 'north-gate', 'incident 17');
  }
  ops.change('group:north-gate', 'budget.ingress', 4_000_000, 'incident 17', 'viewer:7');
  ops.change('group:north-gate', 'camera.weight', 3, 'incident 17');
  ops.change('group:north-gate', 'budget.egress', 9_000_000, 'incident 17');
  ops.change('group:north-gate', 'budget.guaranteed', 3_000_000, 'incident 17');
  relay.instead = ops.answer;
}

/** Quarter of an hour of numbers, without waiting for it. */
async function manyLooks(page: Page): Promise<void> {
  await ready('tr.row')(page);
  await page.evaluate(() => {
    const element = document.querySelector('vigie-ops-page');
    const charts = [...(element?.shadowRoot?.querySelectorAll('vigie-ops-chart') ?? [])];
    charts.forEach((chart, index) => {
      const now = Date.now() / 1000;
      const times = Array.from({ length: 430 }, (_, i) => now - (430 - i) * 2);
      const wave = (i: number) => 1 + Math.sin(i / 25) * 0.2 + Math.sin(i / 4) * 0.05;
      const scale = index === 0 ? 60e6 : 1.4e6;
      const rate = times.map((_, i) => (i > 250 && index === 1 ? 0.55e6 : scale * wave(i)));
      const second = times.map((_, i) =>
        index === 1 ? (i > 250 ? 6e5 : 2e6) : scale * 1.7 * wave(i / 2),
      );
      const third = times.map((_, i) => (index === 0 ? 90e6 : i > 250 ? 2e6 : null));
      chart.columns = [times, rate, second, third];
    });
  });
}

async function viewers(page: Page): Promise<void> {
  await manyLooks(page);
  await page.getByRole('tab').nth(1).click();
  await page
    .getByText(/kbit\/s|Mbit\/s/)
    .nth(12)
    .waitFor();
}

async function planChange(page: Page): Promise<void> {
  await manyLooks(page);
  await page.getByRole('tab').nth(2).click();
  await page.locator('vigie-ops-setting').first().waitFor(); // only then are groups known
  await page.locator('#kind').selectOption('group');
  const cap = page.locator('vigie-ops-setting').first();
  await cap.locator('#field').fill('600');
  const layer = page.locator('vigie-ops-setting', { hasText: 'camera.layer-bitrate.high' });
  await layer.locator('#field').fill('900');
  await page.locator('vigie-ops-plan .conflict').waitFor();
  await page.getByRole('tab').nth(2).scrollIntoViewIfNeeded();
}

async function planRollBack(page: Page): Promise<void> {
  await manyLooks(page);
  await page.getByRole('tab').nth(3).click();
  await page.getByRole('button', { name: /version 3/ }).click();
  await page.locator('vigie-ops-plan li').first().waitFor();
  await page.getByRole('tab').nth(3).scrollIntoViewIfNeeded();
}

/** Connects, but sends nothing: the answer of a relay whose camera is away. */
async function silentAnswer(offer: string): Promise<string> {
  const sdp = await answering.answer(offer);
  await answering.fallSilent(true);
  return sdp;
}

function cameras(): CameraInfo[] {
  const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();
  const video = { kind: 'video', codec: 'H264', width: 1280, height: 720 } as const;
  const audio = { kind: 'audio', codec: 'opus', bps: 48_000 } as const;
  const tracks = [
    { ...video, bps: 1_480_000, framesPerSecond: 30, capturedBy: 'packets' } as const,
    audio,
  ];
  return [
    {
      id: 'cam-1',
      name: 'Patrol 1, north gate',
      state: 'live',
      since: ago(754),
      viewers: 3,
      tracks,
    },
    {
      id: 'cam-2',
      name: 'Patrol 2',
      state: 'live',
      since: ago(61),
      viewers: 1,
      tracks: [{ ...video, codec: 'VP8', bps: 760_000, framesPerSecond: 15 }],
      faults: [
        {
          code: 'no-sender-reports',
          track: 'video',
        },
      ],
    },
    { id: 'cam-3', name: 'Motorcycle', state: 'offline', since: ago(90_000) },
    {
      id: 'cam-4',
      name: 'Patrol 4',
      state: 'lost',
      since: ago(12),
      lastPacketAgoMs: 12_400,
      tracks,
    },
    { id: 'cam-5', state: 'standby', since: ago(3_700) },
  ];
}

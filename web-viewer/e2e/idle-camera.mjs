// Our camera page while nobody watches, and when somebody opens it: what it puts on its line, and what he sees.
import { AUTOPLAY, FAKE_DEVICES, launchBrowser, quantile, sleep } from './browser.mjs';
import { eventually, startRelay } from './relay.mjs';
import { openViewer } from './viewer.mjs';

export const IDLE_BPS = 150_000;
const HEIGHT = 720;
/** Of the whole rate, from which on a camera counts as back. */
const BACK = 0.8;
/** An encoder at a low rate overshoots now and then. */
const IDLE_TOLERANCE = 1.2;
/** Over which the rate is taken, on the way up and down. */
const UP_MS = 500;
const DOWN_MS = 1_000;
const IP_AND_UDP_BYTES = 28;

/** Runs in the camera's page: a picture that moves all over, and what its peer connection puts on the line. */
function filmAndCount({ width, height, fps }) {
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const stream = constraints.audio ? await open({ audio: constraints.audio }) : new MediaStream();
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d', { alpha: false });
    const tile = new OffscreenCanvas(width + 256, height + 256);
    const painted = tile.getContext('2d');
    for (let i = 0; i < 1500; i++) {
      painted.fillStyle = `hsl(${(i * 47) % 360} 60% ${20 + ((i * 13) % 60)}%)`;
      const size = [10 + (i % 60), 10 + ((i * 3) % 60)];
      painted.fillRect((i * 7919) % tile.width, (i * 104729) % tile.height, ...size);
    }
    let frame = 0;
    setInterval(() => {
      frame += 1;
      context.drawImage(tile, -(frame % 256), -((frame * 3) % 256));
    }, 1000 / fps);
    const [picture] = canvas.captureStream(fps).getVideoTracks();
    return new MediaStream([picture, ...stream.getAudioTracks()]);
  };
  window.line = [];
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(...given) {
      super(...given);
      setInterval(async () => {
        const all = [...(await this.getStats()).values()];
        const transport = all.find(({ type }) => type === 'transport');
        const sent = all.filter(({ type, kind }) => type === 'outbound-rtp' && kind === 'video');
        const pair = all.find(({ type, nominated }) => type === 'candidate-pair' && nominated);
        if (transport === undefined) return;
        window.line.push({
          at: Date.now(),
          bytes: transport.bytesSent,
          packets: transport.packetsSent,
          sends: sent.filter(({ active }) => active).map(({ rid }) => rid),
          targets: Object.fromEntries(sent.map(({ rid, targetBitrate }) => [rid, targetBitrate])),
          estimate: pair?.availableOutgoingBitrate,
        });
      }, 50);
    }
  };
}

/** Runs in the camera's page: it never reaches the control WebSocket. */
function withoutSockets() {
  window.WebSocket = class extends EventTarget {
    constructor() {
      super();
      setTimeout(() => this.dispatchEvent(Object.assign(new Event('close'), { code: 1006 })));
    }
    close() {}
  };
}

/** A relay, and our page as a camera; a foreign one hears of its idle rate by REMB only. */
export async function startIdleCamera({ foreign = false, codec = 'VP8', fps = 30 } = {}) {
  const key = `vigie.camera.${foreign ? 'foreign-idle' : 'idle'}-bitrate`;
  const relay = await startRelay({ [key]: IDLE_BPS });
  const browser = await launchBrowser(AUTOPLAY, ...FAKE_DEVICES);
  return openIdleCamera(relay, browser, { id: 'worn', foreign, codec, fps });
}

/** Another one there; `layers` is what the address asks for, 3 for simulcast. */
export async function openIdleCamera(relay, browser, options) {
  const { id, foreign = false, codec = 'VP8', fps = 30, layers = 1 } = options;
  const token = await relay.enrol(id);
  const page = await (await browser.newContext()).newPage();
  if (foreign) await page.addInitScript(withoutSockets);
  await page.addInitScript(filmAndCount, { width: 1280, height: HEIGHT, fps });
  await page.goto(`${relay.origin}/camera?id=${id}&codec=${codec}&layers=${layers}#token=${token}`);
  await page.locator('.go').click();
  const element = page.locator('vigie-camera');
  const camera = {
    id,
    relay,
    browser,
    page,
    status: () => element.evaluate((node) => node.status),
    line: () => page.evaluate(() => window.line),
    rate: async () => lastRate(await page.evaluate(() => window.line)),
    close: async () => {
      await browser.close();
      await relay.stop();
    },
  };
  await eventually('the camera is live', async () => (await camera.status()).kind === 'live');
  return camera;
}

/** bit/s on the line, the headers of UDP and IP included, over the time that ends here. */
function rateAt(line, index, spanMs) {
  let from = index;
  while (from > 0 && line[index].at - line[from].at < spanMs) from--;
  const bytes = line[index].bytes - line[from].bytes;
  const packets = line[index].packets - line[from].packets;
  const millis = Math.max(1, line[index].at - line[from].at);
  return ((bytes + packets * IP_AND_UDP_BYTES) * 8_000) / millis;
}

const lastRate = (line) => (line.length === 0 ? 0 : rateAt(line, line.length - 1, DOWN_MS));

/** Somebody opens the camera's page, looks for a while, and leaves it. Times in milliseconds. */
export async function round(camera, options) {
  const { lookMs = 6_000, waitMs = 5_000, wholeBps, restBps = IDLE_BPS } = options;
  const idleBps = await camera.rate();
  const opened = Date.now();
  const viewer = await openViewer(camera.browser, camera.relay, camera.id);
  await sleep(lookMs);
  const shown = await viewer.shown();
  const [asked, told] = await viewer.page.evaluate(() =>
    [/whep/, /layer$/].map((part) => {
      const request = performance.getEntriesByType('resource').find(({ name }) => part.test(name));
      return performance.timeOrigin + request?.startTime;
    }),
  );
  const whileWatched = await camera.rate();
  const left = Date.now();
  // As a person leaves it: the page says goodbye.
  await viewer.page.goto('about:blank');
  await sleep(waitMs);
  await viewer.close();
  const line = await camera.line();
  return {
    loadMs: Math.round(asked - opened),
    sizeToldMs: Math.round(told - asked),
    firstMs: Math.round(firstAt(shown, () => true) - asked),
    firstHeight: shown.find(({ at }) => at >= opened)?.height,
    wholeHeightMs: Math.round(firstAt(shown, ({ height }) => height === HEIGHT) - asked),
    wholeRateMs: Math.round(firstRate(line, asked, BACK * (wholeBps ?? whileWatched)) - asked),
    restsMs: restsAt(line, left) - left,
    downMs: lastAbove(line, left, restBps * IDLE_TOLERANCE) - left,
    idleBps: Math.round(idleBps),
    wholeBps: Math.round(whileWatched),
    estimateBps: line.findLast(({ at }) => at < opened)?.estimate,
  };
}

const firstAt = (shown, fits) => shown.find(fits)?.at ?? Infinity;

/** When the line first carried so much. */
function firstRate(line, from, bps) {
  return line.find(({ at }, i) => at >= from && rateAt(line, i, UP_MS) >= bps)?.at ?? Infinity;
}

/** When only the smallest layer was sent. */
function restsAt(line, from) {
  return line.find(({ at, sends }) => at >= from && sends.length === 1)?.at ?? Infinity;
}

/** When the line carried more than that for the last time. */
function lastAbove(line, from, bps) {
  const index = line.findLastIndex(({ at }, i) => at >= from && rateAt(line, i, DOWN_MS) > bps);
  return index < 0 ? from : line[index].at;
}

export function summary(rounds, key) {
  const values = rounds.map((each) => each[key]);
  return { median: quantile(values, 0.5), min: Math.min(...values), max: Math.max(...values) };
}

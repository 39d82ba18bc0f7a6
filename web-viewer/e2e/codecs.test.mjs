// Chromium publishes each codec with Opus over WHIP; three other pages play it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  AUTOPLAY,
  FAKE_DEVICES,
  launchBrowser,
  openLab,
  serveLab,
  sleep,
  stat,
} from './browser.mjs';
import { eventually, startRelay } from './relay.mjs';
import { openViewer } from './viewer.mjs';

const FPS = 20;

describe('a browser publishes and three browsers play', () => {
  let relay;
  let lab;
  let browser;
  before(async () => {
    relay = await startRelay();
    lab = await serveLab();
    browser = await launchBrowser(AUTOPLAY, ...FAKE_DEVICES);
  });
  after(async () => {
    await browser?.close();
    lab?.close();
    await relay?.stop();
  });

  const published = async (codec, id, token) => {
    const camera = await openLab(browser, lab);
    const picture = { codec, width: 480, height: 270, fps: FPS, bitrate: 600_000 };
    await camera.publish({ ...picture, url: relay.whip(id), token });
    return camera;
  };

  for (const codec of ['VP8', 'H264', 'VP9', 'AV1']) {
    it(`${codec} with Opus`, async () => {
      const id = `cam-${codec.toLowerCase()}`;
      const token = await relay.enrol(id);
      const camera = await published(codec, id, token);
      const viewers = [];
      for (let i = 0; i < 3; i++) {
        const viewer = await openLab(browser, lab);
        await viewer.view({ url: relay.whep(id), token: relay.token });
        viewers.push(viewer);
      }
      await Promise.all(viewers.map((viewer) => playing(viewer, codec)));
      await assertInStep(camera, viewers);
      await viewers.pop().close();
      const before = await frozen(viewers);
      await assertInStep(camera, viewers);
      assert.deepEqual(await frozen(viewers), before, 'the others notice that one left');
      await Promise.all([camera, ...viewers].map((each) => each.close()));
    });
  }

  it('a camera that comes back with another codec is shown on with no new negotiation', async () => {
    const id = 'cam-other-codec';
    const token = await relay.enrol(id);
    const first = await published('VP8', id, token);
    const viewer = await openViewer(browser, relay, id);
    await eventually('it plays', async () => (await viewer.shown()).length > FPS);
    assert.equal(await decodedCodec(viewer.page), 'video/VP8');
    const second = await published('H264', id, token);
    await first.close();
    await eventually('H.264 is shown', async () => {
      const before = (await viewer.shown()).length;
      await sleep(1_000);
      const moves = (await viewer.shown()).length - before >= FPS / 2;
      return moves && (await decodedCodec(viewer.page)) === 'video/H264';
    });
    assert.equal(viewer.posts.length, 1, 'negotiated once');
    assert.ok(await viewer.samePage());
    await Promise.all([second.close(), viewer.close()]);
  });
});

const decodedCodec = (page) =>
  page.evaluate(async () => {
    const stats = [...(await window.peers.at(-1).getStats()).values()];
    const video = stats.find((s) => s.type === 'inbound-rtp' && s.kind === 'video');
    return stats.find((s) => s.id === video?.codecId)?.mimeType;
  });

async function playing(viewer, codec) {
  await eventually(`${codec} is decoded`, async () => {
    const taken = await viewer.take();
    const video = stat(taken, 'inbound-rtp', 'video');
    const audio = stat(taken, 'inbound-rtp', 'audio');
    return video.framesDecoded > FPS && audio.totalAudioEnergy > 0;
  });
  const taken = await viewer.take();
  const used = taken.stats.find((s) => s.id === stat(taken, 'inbound-rtp', 'video').codecId);
  assert.equal(used.mimeType.toLowerCase(), `video/${codec.toLowerCase()}`);
}

async function assertInStep(camera, viewers) {
  const sent = async () => stat(await camera.take(), 'outbound-rtp', 'video').framesEncoded;
  const decoded = async (viewer) => stat(await viewer.take(), 'inbound-rtp', 'video').framesDecoded;
  const sentBefore = await sent();
  const decodedBefore = await Promise.all(viewers.map(decoded));
  await sleep(4_000);
  const source = (await sent()) - sentBefore;
  assert.ok(source > 10, `the camera encoded ${source} frames only`);
  const counts = await Promise.all(viewers.map(decoded));
  counts.forEach((count, i) => {
    const frames = count - decodedBefore[i];
    assert.ok(frames >= source * 0.9 - 2, `viewer ${i} decoded ${frames} of ${source} frames`);
  });
}

async function frozen(viewers) {
  const all = await Promise.all(viewers.map((viewer) => viewer.take()));
  return all.map((taken) => {
    const { packetsLost, pliCount, nackCount } = stat(taken, 'inbound-rtp', 'video');
    return { packetsLost, pliCount, nackCount };
  });
}

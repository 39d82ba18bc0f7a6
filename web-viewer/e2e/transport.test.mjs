// What a session lives through: an ICE restart on either side, and a camera with simulcast layers.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  FAKE_DEVICES,
  AUTOPLAY,
  launchBrowser,
  openLab,
  serveLab,
  sleep,
  stat,
} from './browser.mjs';
import { eventually, startRelay } from './relay.mjs';

const LOOKS = 3;
const PICTURE = { codec: 'VP8', width: 480, height: 270, fps: 20, bitrate: 600_000 };

describe('a session', () => {
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

  async function connect(id, picture) {
    const token = await relay.enrol(id);
    const camera = await openLab(browser, lab);
    await camera.publish({ ...picture, url: relay.whip(id), token });
    const viewer = await openLab(browser, lab);
    await viewer.view({ url: relay.whep(id), token: relay.token });
    await eventually('frames are decoded', async () => (await video(viewer)).framesDecoded > 10);
    return { camera, viewer, token };
  }

  it('outlives an ICE restart of its viewer and of its camera without losing a frame', async () => {
    const { camera, viewer, token } = await connect('restart', PICTURE);
    let frozen = Infinity;
    // The old pair carries media until the new one is nominated; a busy machine may stumble.
    for (let i = 0; i < LOOKS && frozen >= 0.3; i++) {
      frozen = await restartBoth(camera, viewer, token);
    }
    assert.ok(frozen < 0.3, `frozen for ${frozen} s`);
    await Promise.all([camera.close(), viewer.close()]);
  });

  /** Restarts both, of which nothing may be lost; for how many seconds the picture stood. */
  async function restartBoth(camera, viewer, token) {
    const begun = await settledCounts(camera, viewer);
    for (const [peer, bearer] of [
      [viewer, relay.token],
      [camera, token],
    ]) {
      const before = await pair(peer);
      const { status, etag } = await peer.restartIce({ token: bearer });
      assert.equal(status, 200);
      assert.match(etag, /^"[^"]+"$/);
      await eventually('another pair is used', async () => (await pair(peer)) !== before);
      const frames = (await video(viewer)).framesDecoded;
      await eventually(
        'the picture goes on',
        async () => (await video(viewer)).framesDecoded > frames + 20,
      );
    }
    // The pause for the last counts may count as a freeze itself.
    const { frozen } = await counts(camera, viewer);
    const ended = await settledCounts(camera, viewer);
    assert.equal(ended.lost - begun.lost, 0, 'packets are lost');
    const missing = ended.sent - begun.sent - (ended.decoded - begun.decoded);
    assert.equal(missing, 0, 'frames are missing');
    return frozen - begun.frozen;
  }

  it('of a camera with three layers shows the highest that arrives', async () => {
    const picture = { ...PICTURE, width: 1280, height: 720, bitrate: 1_500_000, simulcast: true };
    const { camera, viewer } = await connect('simulcast', picture);
    await eventually(
      'the highest layer is shown',
      async () => (await video(viewer)).frameHeight === 720,
    );
    const { tracks } = await relay.camera('simulcast');
    assert.ok(tracks.find((track) => track.kind === 'video').layers >= 2, JSON.stringify(tracks));
    const frames = (await video(viewer)).framesDecoded;
    await eventually('and runs on', async () => (await video(viewer)).framesDecoded > frames + 20);
    await Promise.all([camera.close(), viewer.close()]);
  });
});

const video = async (viewer) => stat(await viewer.take(), 'inbound-rtp', 'video');

/** The same while nothing is under way, as the camera pauses for it. */
async function settledCounts(camera, viewer) {
  await camera.pause(true);
  let last = await counts(camera, viewer);
  await eventually('nothing is under way', async () => {
    await sleep(300);
    const now = await counts(camera, viewer);
    const still = now.sent === last.sent && now.decoded === last.decoded;
    last = now;
    return still;
  });
  await camera.pause(false);
  const from = last.decoded;
  await eventually('it goes on', async () => (await counts(camera, viewer)).decoded > from + 5);
  return { ...last, frozen: (await counts(camera, viewer)).frozen };
}

/** Frames sent and decoded until now, packets lost between relay and viewer, seconds frozen. */
async function counts(camera, viewer) {
  const [sender, receiver] = await Promise.all([camera.take(), viewer.take()]);
  const { framesDecoded, packetsLost, totalFreezesDuration } = stat(
    receiver,
    'inbound-rtp',
    'video',
  );
  const { framesSent } = stat(sender, 'outbound-rtp', 'video');
  const frozen = totalFreezesDuration;
  return { sent: framesSent, decoded: framesDecoded, lost: packetsLost, frozen };
}

/** The id of the candidate pair in use. */
async function pair(peer) {
  const { stats } = await peer.take();
  return stats.find((s) => s.type === 'transport')?.selectedCandidatePairId;
}

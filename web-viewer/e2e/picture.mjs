// What a viewer sees over a while: how long the picture stood, how many frames there were, how old they were.
import { openLab, sleep, stat } from './browser.mjs';
import { eventually } from './relay.mjs';

const received = (taken) => stat(taken, 'inbound-rtp', 'video');

/** A camera and a viewer of it, either led through a line; both run when this returns. */
export async function connect({ relay, browser, lab }, id, picture, lead = {}) {
  const token = await relay.enrol(id);
  const camera = await openLab(browser, lab);
  const viewer = await openLab(browser, lab);
  await lead.camera?.lead(camera.page);
  await lead.viewer?.lead(viewer.page);
  await camera.publish({ ...picture, url: relay.whip(id), token });
  const url = relay.whep(id);
  await viewer.view({ url, token: relay.token });
  await eventually(
    'frames are decoded',
    async () => received(await viewer.take()).framesDecoded > 0,
  );
  return { camera, viewer, url, token };
}

/** Looks on for so many seconds; ages in ms, frozen as a share of 1. */
export async function watch(viewer, camera, seconds) {
  const [first, asked] = [received(await viewer.take()), await pictureRequests(camera)];
  const began = performance.now();
  await sleep(seconds * 1_000);
  const taken = await viewer.take();
  const last = received(taken);
  const lasted = (performance.now() - began) / 1_000;
  const grown = (name) => (last[name] ?? 0) - (first[name] ?? 0);
  return {
    frozen: grown('totalFreezesDuration') / lasted,
    freezes: grown('freezeCount'),
    fps: grown('framesDecoded') / lasted,
    keyFrames: grown('keyFramesDecoded'),
    qp: grown('qpSum') / grown('framesDecoded'),
    height: last.frameHeight,
    kbps: (grown('bytesReceived') * 8) / lasted / 1_000,
    ages: taken.samples,
    oldest: oldest(taken),
    nacks: grown('nackCount'),
    plis: grown('pliCount'),
    askedOfCamera: (await pictureRequests(camera)) - asked,
  };
}

async function pictureRequests(camera) {
  const { stats } = await camera.take();
  return stats
    .filter((s) => s.type === 'outbound-rtp' && s.kind === 'video')
    .reduce((sum, s) => sum + (s.pliCount ?? 0) + (s.firCount ?? 0), 0);
}

/** The highest age of what stood on the screen: each frame grows older until the next one comes. */
function oldest({ samples, times }) {
  let most = Math.max(...samples);
  for (let i = 1; i < samples.length; i++) {
    most = Math.max(most, samples[i - 1] + times[i] - times[i - 1]);
  }
  return most;
}

const STEADY_MILLIS = 500;
const LOOK_MILLIS = 5_000;

/** Ends a line's blackout; what the viewer sees from then on. All in ms but the number of pictures. */
export async function recovery(viewer, line) {
  await viewer.take();
  const back = performance.timeOrigin + performance.now();
  await line.both({ blackout: 0 });
  await sleep(LOOK_MILLIS);
  const { samples, times } = await viewer.take();
  const seen = times
    .map((time, i) => ({ at: time - back, age: samples[i] }))
    .filter((p) => p.at >= 0);
  const pauses = seen.filter((p, i) => i > 0 && p.at - seen[i - 1].at > STEADY_MILLIS);
  return {
    first: seen[0]?.at,
    steady: (pauses.at(-1) ?? seen[0])?.at,
    firstAge: seen[0]?.age,
    highestAge: Math.max(...seen.map((p) => p.age)),
    pictures: seen.length,
  };
}

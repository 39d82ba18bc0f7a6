// An operator binds cameras while they send: one by its cap, four by a budget, a layer by its own; none connects anew.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { FAKE_DEVICES, launchBrowser, openLab, serveLab, sleep } from './browser.mjs';
import { openIdleCamera } from './idle-camera.mjs';
import { eventually, startRelay } from './relay.mjs';

const CAP = 600_000;
const LAYER_CAP = 200_000;
const BUDGET = 3_000_000;
const IP_AND_UDP_BYTES = 28;
const WEIGHTS = { one: 3, two: 1, three: 1, four: 1 };

describe('live settings', () => {
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

  it('a cap of 600 kbit/s holds within 3 s and goes with the roll-back, in the same session', async () => {
    const camera = await publish('cap', { bitrate: 2_500_000, width: 1280, height: 720 });
    await rateOf(camera, 'the camera reaches its rate', (bps) => bps > 2_000_000);
    const before = await sessions('cap');
    const { version, cameras } = await change([
      { scope: 'camera:cap', key: 'camera.max-bitrate', value: CAP },
    ]);
    assert.equal(cameras.length, 1);
    await sleep(3_000);
    const capped = await rate(camera, 2_000);
    assert.ok(capped <= CAP * 1.1, `${capped} bit/s`);
    assert.ok(capped >= CAP * 0.2, `${capped} bit/s: hardly anything comes`);
    await send('POST', '/api/v1/settings/rollback', { version: version - 1, reason: 'test over' });
    await rateOf(camera, 'the rate comes back', (bps) => bps > 2_000_000, 30_000);
    assert.deepEqual(await sessions('cap'), before);
    await camera.close();
  });

  it('a budget of 3 Mbit/s is shared 3:1:1:1, each part used within 15 %', async (test) => {
    const cameras = {};
    for (const id of Object.keys(WEIGHTS)) {
      cameras[id] = await publish(id, { bitrate: 2_500_000, width: 640, height: 360, fps: 10 });
    }
    await change([
      { key: 'budget.ingress', value: BUDGET },
      { scope: 'camera:one', key: 'camera.weight', value: WEIGHTS.one },
    ]);
    let last = {};
    await eventually(
      'the shares are right',
      async () => {
        const ids = Object.keys(WEIGHTS);
        const rates = await Promise.all(ids.map((id) => rate(cameras[id], 3_000)));
        last = Object.fromEntries(ids.map((id, i) => [id, rates[i]]));
        const total = rates.reduce((sum, each) => sum + each);
        const fair = ids.every((id) => Math.abs(last[id] / BUDGET / part(id) - 1) <= 0.15);
        return fair && total <= BUDGET;
      },
      60_000,
    ).catch((error) => assert.fail(`${error.message}: ${JSON.stringify(last)}`));
    test.diagnostic(JSON.stringify(last));
    for (const camera of Object.values(cameras)) await camera.close();
  });

  it('one layer of our page is bound within a second, the others and the session stay, and the roll-back frees it', async (test) => {
    const camera = await openIdleCamera(relay, browser, { id: 'layered', fps: 10, layers: 3 });
    const idle = { scope: 'camera:layered', key: 'camera.idle-bitrate', value: 20_000_000 };
    const { version } = await change([idle]); // nobody watches, and all layers go on
    const targets = async () => (await camera.line()).at(-1).targets;
    const isFree = async () => {
      const { l, m } = await targets();
      return l > 0 && m > LAYER_CAP * 1.3;
    };
    await eventually('it takes what it can', isFree);
    const before = await sessions('layered');
    const free = await targets();
    await change([{ scope: 'camera:layered', key: 'camera.layer-bitrate.mid', value: LAYER_CAP }]);
    await sleep(1_000);
    const bound = await targets();
    await send('POST', '/api/v1/settings/rollback', { version, reason: 'test over' });
    await eventually('it is free again', isFree);
    test.diagnostic(JSON.stringify({ free, bound, after: await targets() }));
    assert.ok(bound.m <= LAYER_CAP && bound.m >= LAYER_CAP / 2, `${bound.m} bit/s`);
    assert.ok(bound.l >= free.l / 2, JSON.stringify(bound));
    assert.deepEqual(await sessions('layered'), before);
    await camera.page.close();
  });

  function part(id) {
    return WEIGHTS[id] / Object.values(WEIGHTS).reduce((sum, weight) => sum + weight);
  }

  async function publish(id, options) {
    const token = await relay.enrol(id);
    const camera = await openLab(browser, lab);
    await camera.publish({ codec: 'VP8', fps: 30, ...options, url: relay.whip(id), token });
    return camera;
  }

  async function change(changes) {
    return (await send('PATCH', '/api/v1/settings', { reason: 'test', changes })).body;
  }

  async function send(method, path, body) {
    const answer = await relay.api(method, path, body, { 'If-Match': '*' });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer;
  }

  async function sessions(camera) {
    const { body } = await relay.api('GET', '/api/v1/sessions');
    return body.sessions.filter((each) => each.camera === camera).map((each) => each.id);
  }
});

/** What a camera puts on its line over this time, the headers of UDP and IP included, bit/s. */
async function rate(camera, millis) {
  const from = await sent(camera);
  await sleep(millis);
  const to = await sent(camera);
  return Math.round(((to.bytes - from.bytes) * 8_000) / (to.millis - from.millis));
}

async function rateOf(camera, what, holds, millis = 20_000) {
  let last = 0;
  await eventually(
    what,
    async () => {
      last = await rate(camera, 1_000);
      return holds(last);
    },
    millis,
  ).catch((error) => assert.fail(`${error.message}: ${last} bit/s`));
}

async function sent(camera) {
  const taken = await camera.take();
  const transport = taken.stats.find((each) => each.type === 'transport') ?? {};
  const { bytesSent = 0, packetsSent = 0, timestamp = Date.now() } = transport;
  return { bytes: bytesSent + packetsSent * IP_AND_UDP_BYTES, millis: timestamp };
}

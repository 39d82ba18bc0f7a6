// A camera on our page that is shown small sends a small picture, or the smallest of its layers, and the whole one as
// soon as somebody opens it large.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openIdleCamera, round, startIdleCamera } from './idle-camera.mjs';
import { eventually } from './relay.mjs';
import { openViewer } from './viewer.mjs';

/** A phone, on which the picture is as wide as the screen. */
const PHONE = { width: 320, height: 560 };
const PHONE_PIXELS = 320 * 180;
/** What the relay says that so many pixels need, and what an encoder overshoots. */
const SMALL_BPS = 100_000 + 3.5 * PHONE_PIXELS;
const TOLERANCE = 1.2;
const LOOKS = 3;
/** The rate is taken over a second; all must have shown it small for two. */
const LIMITS = { downMs: 4_000, wholeHeightMs: 2_000, wholeRateMs: 3_000 };
/** What he decodes from the moment he asks, and what the camera sends after he has gone. */
const LAYER_LIMITS = { wholeHeightMs: 2_000, restsMs: 3_000 };
/** From the moment he has a picture and has said how large he shows it. */
const WHOLE_AFTER_TOLD_MS = 1_000;

describe('a camera that is shown small', () => {
  let camera;
  let layered;
  let phone;
  let other;
  before(async () => {
    camera = await startIdleCamera();
    // Both are let run for their first ten seconds; together they need no longer for that.
    layered = await openIdleCamera(camera.relay, camera.browser, {
      id: 'layered',
      fps: 10,
      layers: 3,
    });
    phone = await openViewer(camera.browser, camera.relay, 'worn', PHONE);
    other = await openViewer(camera.browser, camera.relay, 'layered', PHONE);
  });
  after(() => camera?.close());

  async function heldBy(id) {
    const { body } = await camera.relay.api('GET', '/api/v1/bandwidth');
    return body.cameras.find((one) => one.id === id)?.heldBy;
  }

  it('sends a small picture at the rate for it, and the ops page is told why', async () => {
    await eventually('the ops page is told why', async () => (await heldBy('worn')) === 'small');
    await eventually('it is small', async () => (await phone.shown()).at(-1)?.height === 180);
    await eventually('it sends little', async () => (await camera.rate()) <= SMALL_BPS * TOLERANCE);
    assert.equal((await camera.status()).saving, undefined, 'somebody watches');
  });

  it('is whole within 2 s when somebody opens it large beside that, and small again when he goes', async (test) => {
    const rounds = [];
    const holds = (each) =>
      each.wholeBps > 4 * SMALL_BPS &&
      each.wholeHeightMs - Math.max(each.firstMs, each.sizeToldMs) <= WHOLE_AFTER_TOLD_MS &&
      Object.entries(LIMITS).every(([key, limit]) => each[key] <= limit);
    // This machine is shared: the best of a few looks counts.
    while (!rounds.some(holds) && rounds.length < LOOKS) {
      rounds.push(await round(camera, { lookMs: 4_000, restBps: SMALL_BPS }));
    }
    test.diagnostic(JSON.stringify(rounds));
    assert.ok(rounds.some(holds), JSON.stringify(rounds));
    assert.equal((await phone.shown()).at(-1)?.height, 180);
  });

  it('rests the layers that nobody needs, and sends them again when somebody opens it large', async (test) => {
    const sends = async () => (await layered.line()).at(-1).sends;
    await eventually('only one is sent', async () => (await sends()).join() === 'l');
    assert.equal((await other.shown()).at(-1)?.height, 180);
    const rounds = [];
    const holds = (each) =>
      Object.entries(LAYER_LIMITS).every(([key, limit]) => each[key] <= limit);
    while (!rounds.some(holds) && rounds.length < LOOKS) {
      rounds.push(await round(layered, { lookMs: 2_500, waitMs: 3_000, restBps: SMALL_BPS }));
    }
    test.diagnostic(JSON.stringify(rounds));
    assert.ok(rounds.some(holds), JSON.stringify(rounds));
    assert.deepEqual(await sends(), ['l']);
    assert.equal((await other.shown()).at(-1)?.height, 180, 'he was never given more');
  });
});

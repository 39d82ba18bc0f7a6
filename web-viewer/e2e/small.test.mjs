// A camera on our page that is shown small sends a small picture, and the whole one as soon as somebody opens it large.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { round, startIdleCamera } from './idle-camera.mjs';
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
/** From the moment he has a picture and has said how large he shows it. */
const WHOLE_AFTER_TOLD_MS = 1_000;

describe('a camera that is shown small', () => {
  let camera;
  let phone;
  before(async () => {
    camera = await startIdleCamera();
    phone = await openViewer(camera.browser, camera.relay, 'worn', PHONE);
  });
  after(() => camera?.close());

  it('sends a small picture at the rate for it, and the ops page is told why', async () => {
    await eventually('it is small', async () => (await phone.shown()).at(-1)?.height === 180);
    await eventually('it sends little', async () => (await camera.rate()) <= SMALL_BPS * TOLERANCE);
    const { body } = await camera.relay.api('GET', '/api/v1/bandwidth');
    assert.equal(body.cameras[0].heldBy, 'small');
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
});

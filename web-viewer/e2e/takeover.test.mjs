// A camera is killed and started again: every viewer's page goes on by itself.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { killAndRestart, limits } from './takeover.mjs';

const RESTARTS = 4;

describe('a camera that is killed and started again', () => {
  let report;
  before(async () => {
    report = await killAndRestart({ restarts: RESTARTS, viewers: 2 });
  });
  after(() => console.log(report?.table));

  it('is shown again within a second of its first key frame, in another size and profile too', () => {
    assert.equal(report.rounds.length, RESTARTS * 2);
    for (const round of report.rounds) {
      assert.ok(round.pictureMs <= limits.pictureMs, `picture: ${JSON.stringify(round)}`);
    }
    assert.ok(new Set(report.rounds.map((round) => round.height)).size > 1, 'the size changed');
  });

  it('is heard again too', () => {
    for (const round of report.rounds) {
      assert.ok(round.soundMs <= limits.soundMs, `sound: ${JSON.stringify(round)}`);
    }
  });

  it('costs its viewers no reload and no negotiation', () => {
    assert.deepEqual([...new Set(report.rounds.map((round) => round.negotiations))], [1]);
    assert.ok(report.rounds.every((round) => round.samePage));
  });

  it('is called lost while it is away, over its dimmed last picture', () => {
    assert.ok(report.rounds.every((round) => round.saidLost && round.dimmed));
  });
});

import { describe, expect, it } from 'vitest';
import { AgeMeter, DelayJudge, type PictureAge } from './picture-age.js';
import { StatsReport } from './stats-report.js';

const NTP_TO_UNIX_MS = 2_208_988_800_000;
/** This browser's clock, ms since 1970. */
const NOW = 1_800_000_000_000;
/** The relay's is this much ahead. */
const AHEAD = 7_000;
const TRIP = 80;

/** A report made `atMs` after the start, with a sender report that took `onTheWay`. */
function report(atMs: number, onTheWay = TRIP / 2): StatsReport {
  const here = NOW + atMs;
  return new StatsReport(
    Object.entries({
      v: { type: 'inbound-rtp', kind: 'video', timestamp: here },
      s: {
        type: 'remote-outbound-rtp',
        kind: 'video',
        timestamp: here,
        remoteTimestamp: here + AHEAD - onTheWay,
      },
      t: { type: 'transport', selectedCandidatePairId: 'p' },
      p: { type: 'candidate-pair', currentRoundTripTime: TRIP / 1000 },
    }),
  );
}

function captured(atMs: number): { captureTimestamp: number } {
  return { captureTimestamp: NOW + AHEAD + NTP_TO_UNIX_MS + atMs };
}

describe('AgeMeter', () => {
  it('tells how long ago the picture was captured, whatever the two clocks say', () => {
    const age = new AgeMeter().sample(report(500), captured(320), undefined, 0);
    expect(age).toEqual({ ms: 180, atLeast: false });
  });

  it('goes by the report that came soonest, so that a queue does not hide itself', () => {
    const meter = new AgeMeter();
    meter.sample(report(0), captured(0), undefined, 0);
    const age = meter.sample(report(1_000, 900), captured(100), undefined, 1_000);
    expect(age?.ms).toBe(900);
  });

  it('forgets reports of minutes ago, because clocks drift', () => {
    const meter = new AgeMeter();
    meter.sample(report(0, TRIP / 2 - 30), captured(0), undefined, 0);
    expect(meter.sample(report(1_000), captured(900), undefined, 1_000)?.ms).toBe(130);
    meter.sample(report(61_000), captured(0), undefined, 61_000);
    const age = meter.sample(report(122_000), captured(121_900), undefined, 122_000);
    expect(age?.ms).toBe(100);
  });

  it('knows only the way from the relay where the browser does not tell the capture', () => {
    const age = new AgeMeter().sample(report(500), {}, 25, 0);
    expect(age).toEqual({ ms: TRIP / 2 + 25, atLeast: true });
  });

  it('knows nothing before anything was played or reported', () => {
    expect(new AgeMeter().sample(report(0), undefined, 25, 0)).toBeUndefined();
    expect(new AgeMeter().sample(new StatsReport([]), captured(0), 25, 0)).toBeUndefined();
  });
});

describe('DelayJudge', () => {
  const age = (ms: number): PictureAge => ({ ms, atLeast: false });

  it('calls a picture of more than two seconds ago delayed, if it is no single stutter', () => {
    const judge = new DelayJudge();
    expect([100, 2_100, 1_900, 2_100, 2_200].map((ms) => judge.observe(age(ms)))).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  it('takes that back once it has caught up, and not at the same mark', () => {
    const judge = new DelayJudge();
    expect([3_000, 3_000, 1_900, 1_400, 1_900].map((ms) => judge.observe(age(ms)))).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
  });

  it('does not call a picture of unknown age delayed', () => {
    expect(new DelayJudge().observe(undefined)).toBe(false);
  });
});

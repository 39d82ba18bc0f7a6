import { describe, expect, it } from 'vitest';
import {
  type Bandwidth,
  BandwidthView,
  cameraLimit,
  type Downlink,
  type Uplink,
  whyNotMore,
} from './bandwidth.js';
import type { CameraInfo } from './relay-api.js';

const ENROLLED: CameraInfo[] = [
  { id: 'cam-1', name: 'Patrol 1', state: 'live' },
  { id: 'cam-2', state: 'offline' },
];

const UPLINK: Uplink = {
  id: 'cam-1',
  viewers: 1,
  bps: 1_900_000,
  weight: 1,
  minBps: 0,
  maxBps: 2_000_000,
  targetBps: 2_000_000,
  heldBy: 'cap',
  fractionLost: 0.01,
};

const VIEWER: Downlink = {
  session: 's1',
  camera: 'cam-1',
  name: 'Post',
  state: 'connected',
  packets: 500,
  bytes: 500_000,
  retransmitted: 0,
};

function answer(atMs: number, change: Partial<Bandwidth> = {}): Bandwidth {
  const all = { cameras: [UPLINK], viewers: [VIEWER], groups: [] };
  const sums = { ingress: { bps: 1_900_000 }, egress: {} };
  return { atMs, settingsVersion: 0, ...all, ...sums, ...change };
}

describe('cameras', () => {
  it('are all that are enrolled, with numbers where they publish', () => {
    const { cameras, totals } = new BandwidthView().see(answer(1), ENROLLED);
    expect(cameras).toEqual([
      { ...UPLINK, name: 'Patrol 1', state: 'live', limit: 'cap' },
      { id: 'cam-2', name: 'cam-2', state: 'offline' },
    ]);
    expect(totals).toMatchObject({ inBps: 1_900_000, live: 1, viewers: 1 });
  });

  it('that went are held back by nothing', () => {
    const lost = [{ id: 'cam-1', state: 'lost' } as const];
    expect(new BandwidthView().see(answer(1), lost).cameras[0]?.limit).toBeUndefined();
  });
});

describe('rates of viewers', () => {
  it('are unknown after the first answer', () => {
    const { viewers } = new BandwidthView().see(answer(1_000), ENROLLED);
    expect(viewers[0]?.bps).toBeUndefined();
  });

  it('come from the counts and the clock of the relay', () => {
    const view = new BandwidthView();
    view.see(answer(1_000), ENROLLED);
    const viewer = { ...VIEWER, packets: 700, bytes: 1_000_000, retransmitted: 20 };
    const { viewers } = view.see(answer(3_000, { viewers: [viewer] }), ENROLLED);
    expect(viewers[0]).toMatchObject({ bps: 2_000_000, cameraName: 'Patrol 1', why: 'cap' });
    expect(viewers[0]?.repeatedPart).toBeCloseTo(0.1);
  });

  it('are unknown again when the relay began anew', () => {
    const view = new BandwidthView();
    view.see(answer(9_000), ENROLLED);
    expect(view.see(answer(100), ENROLLED).viewers[0]?.bps).toBeUndefined();
  });

  it('are known of a viewer that has just come only with the next answer', () => {
    const view = new BandwidthView();
    view.see(answer(1_000), ENROLLED);
    const viewers = [VIEWER, { ...VIEWER, session: 's2' }];
    const sight = view.see(answer(2_000, { viewers }), ENROLLED);
    expect(sight.viewers.map((viewer) => viewer.bps)).toEqual([0, undefined]);
  });
});

describe('sums', () => {
  it('are what the relay tells of all and of each group, beside the budgets', () => {
    const north = { group: 'north', bps: 1, viewers: 2, egressBps: 3, egressBudgetBps: 4 };
    const change = {
      ingress: { bps: 1_900_000, budgetBps: 4_000_000 },
      egress: { bps: 2_000_000, budgetBps: 9_000_000 },
      groups: [north],
    };
    expect(new BandwidthView().see(answer(1, change), ENROLLED).totals).toEqual({
      inBps: 1_900_000,
      outBps: 2_000_000,
      ingressBudget: 4_000_000,
      egressBudget: 9_000_000,
      live: 1,
      viewers: 1,
      groups: [north],
    });
  });

  it('of viewers are unknown as long as the relay does not tell', () => {
    expect(new BandwidthView().see(answer(1), ENROLLED).totals).not.toHaveProperty('outBps');
  });
});

describe('why not more', () => {
  it.each([
    ['cap', {}],
    ['budget', { heldBy: 'budget', targetBps: 1_950_000 }],
    ['camera', { bps: 400_000 }],
    ['estimate', { askedBps: 800_000, bps: 790_000 }],
    ['idle', { heldBy: 'idle', targetBps: 150_000, bps: 140_000 }],
  ] as const)('is %s of a camera with %j', (limit, change) => {
    expect(cameraLimit({ ...UPLINK, ...change })).toBe(limit);
  });

  it('is unknown of a camera without a target', () => {
    const { targetBps: _, ...uplink } = UPLINK;
    expect(cameraLimit(uplink)).toBeUndefined();
  });

  it.each([
    ['line', { limit: 'line' }],
    ['key-frames', { limit: 'key-frames' }],
    ['paused', { limit: 'paused' }],
    ['cap', { limit: 'camera' }],
    ['cap', {}],
    [undefined, { state: 'waiting' }],
  ] as const)('is %s of a viewer with %j', (why, change) => {
    const camera = { id: 'cam-1', name: 'Patrol 1', state: 'live', limit: 'cap' } as const;
    expect(whyNotMore({ ...VIEWER, ...change }, camera)).toBe(why);
  });
});

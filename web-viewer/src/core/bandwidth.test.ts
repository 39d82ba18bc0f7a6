import { describe, expect, it } from 'vitest';
import {
  type Bandwidth,
  BandwidthView,
  type CameraBandwidth,
  cameraLimit,
  type ViewerBandwidth,
  whyNotMore,
} from './bandwidth.js';

const CAMERA: CameraBandwidth = {
  id: 'cam-1',
  name: 'Patrol 1',
  state: 'live',
  viewers: 1,
  bps: 1_900_000,
  packets: 1_000,
  lost: 10,
  weight: 1,
  minBps: 0,
  maxBps: 2_000_000,
  targetBps: 2_000_000,
};

const VIEWER: ViewerBandwidth = {
  session: 's1',
  camera: 'cam-1',
  name: 'Post',
  state: 'connected',
  packets: 500,
  bytes: 500_000,
  retransmitted: 0,
};

function answer(atMs: number, change: Partial<Bandwidth> = {}): Bandwidth {
  const both = { cameras: [CAMERA], viewers: [VIEWER], budgets: { groups: {} } };
  return { atMs, bytesIn: 0, bytesOut: 0, ...both, ...change };
}

describe('rates between two answers', () => {
  it('are unknown after the first', () => {
    const { totals, cameras, viewers } = new BandwidthView().see(answer(1_000));
    expect(totals.outBps).toBeUndefined();
    expect(cameras[0]?.lostPart).toBeUndefined();
    expect(viewers[0]?.bps).toBeUndefined();
  });

  it('come from the counts and the clock of the relay', () => {
    const view = new BandwidthView();
    view.see(answer(1_000));
    const camera = { ...CAMERA, packets: 1_090, lost: 20 };
    const viewer = { ...VIEWER, packets: 700, bytes: 1_000_000, retransmitted: 20 };
    const { totals, cameras, viewers } = view.see(
      answer(3_000, { cameras: [camera], viewers: [viewer] }),
    );
    expect(cameras[0]?.lostPart).toBeCloseTo(0.1);
    expect(viewers[0]?.bps).toBe(2_000_000);
    expect(viewers[0]?.repeatedPart).toBeCloseTo(0.1);
    expect(totals).toMatchObject({ inBps: 1_900_000, outBps: 2_000_000, live: 1, viewers: 1 });
  });

  it('are unknown again when the relay began anew', () => {
    const view = new BandwidthView();
    view.see(answer(9_000));
    const { cameras, viewers } = view.see(
      answer(100, { cameras: [{ ...CAMERA, packets: 3, lost: 0 }], viewers: [VIEWER] }),
    );
    expect(cameras[0]?.lostPart).toBeUndefined();
    expect(viewers[0]?.bps).toBeUndefined();
  });

  it('know of a viewer that has just come only with the next answer', () => {
    const view = new BandwidthView();
    view.see(answer(1_000));
    const other = { ...VIEWER, session: 's2' };
    const { viewers } = view.see(answer(2_000, { viewers: [VIEWER, other] }));
    expect(viewers.map((viewer) => viewer.bps)).toEqual([0, undefined]);
  });
});

describe('totals', () => {
  it('stand beside the budgets of the relay and its groups', () => {
    const cameras = [
      { ...CAMERA, group: 'south' },
      { ...CAMERA, id: 'cam-2', group: 'north', bps: 100 },
      { ...CAMERA, id: 'cam-3', group: 'north', bps: 200 },
    ];
    const budgets = { ingress: 5_000_000, groups: { north: 1_000 } };
    const { totals } = new BandwidthView().see(answer(1, { cameras, budgets }));
    expect(totals.ingressBudget).toBe(5_000_000);
    expect(totals.groups).toEqual([
      { name: 'north', bps: 300, cameras: 2, budget: 1_000 },
      { name: 'south', bps: 1_900_000, cameras: 1 },
    ]);
  });

  it('are nothing, not unknown, where nobody watches', () => {
    expect(new BandwidthView().see(answer(1, { viewers: [] })).totals.outBps).toBe(0);
  });
});

describe('why not more', () => {
  it.each([
    ['cap', {}],
    ['budget', { targetBps: 1_950_000 }],
    ['camera', { bps: 400_000 }],
    ['idle', { viewers: 0, idleBps: 150_000, targetBps: 150_000, bps: 140_000 }],
    [undefined, { state: 'lost' }],
  ] as const)('is %s of a camera with %j', (limit, change) => {
    expect(cameraLimit({ ...CAMERA, ...change })).toBe(limit);
  });

  it('is unknown of a camera without a target', () => {
    const { targetBps: _, ...camera } = CAMERA;
    expect(cameraLimit(camera)).toBeUndefined();
  });

  it.each([
    ['line', { limit: 'line' }],
    ['key-frames', { limit: 'key-frames' }],
    ['cap', { limit: 'camera' }],
    ['cap', {}],
    [undefined, { state: 'waiting' }],
  ] as const)('is %s of a viewer with %j', (why, change) => {
    expect(whyNotMore({ ...VIEWER, ...change }, { ...CAMERA, limit: 'cap' })).toBe(why);
  });
});

import type { CameraInfo, CameraState } from './relay-api.js';

/**
 * What sets a camera's target: that nobody watches it, or nobody large, the bounds of its simulcast
 * layers, its part of a budget, or its cap.
 */
export type HeldBy = 'idle' | 'small' | 'layers' | 'budget' | 'cap';

/** One camera that publishes, as `GET /api/v1/bandwidth` tells it; rates in bit/s. */
export interface Uplink {
  readonly id: string;
  readonly group?: string;
  readonly bps: number;
  /** What it may send; only once it is connected. */
  readonly targetBps?: number;
  readonly heldBy: HeldBy;
  /** What it is told: the target, or less by the relay's own estimate. */
  readonly askedBps?: number;
  /** The cap. */
  readonly maxBps: number;
  readonly minBps: number;
  readonly weight: number;
  /** Before repair, 0 to 1. */
  readonly fractionLost: number;
  readonly roundTripMs?: number;
  readonly viewers: number;
}

/**
 * Why a viewer is not given more: its camera has no more, its line has no room, or only for key
 * frames, or none at all, its cap, or its part of the budget of all viewers.
 */
export type LineLimit =
  'camera' | 'line' | 'key-frames' | 'paused' | 'viewer-cap' | 'egress-budget';

/** One viewer's Session; counts since it began. */
export interface Downlink {
  readonly session: string;
  readonly camera: string;
  /** Whose token opened it. */
  readonly name: string;
  readonly state: 'waiting' | 'connecting' | 'connected';
  readonly packets: number;
  readonly bytes: number;
  readonly retransmitted: number;
  /** What the line takes, bit/s, where it was seen to take less than it is given. */
  readonly estimateBps?: number;
  /** Part of the last packets that was lost, 0 to 1. */
  readonly lostPart?: number;
  /** How long packets wait on the line, ms. */
  readonly queueMs?: number;
  readonly limit?: LineLimit;
  /** What it is given at most; left out if there is no bound. */
  readonly maxBps?: number;
}

export interface Bandwidth {
  /** ms of the relay's clock, which only grows. */
  readonly atMs: number;
  /** Of the live settings: another one than before tells that somebody changed them. */
  readonly settingsVersion: number;
  /** The same, and of what the configuration says, which has no version. */
  readonly settingsEtag?: string;
  readonly ingress: { readonly bps: number; readonly budgetBps?: number };
  /** Of all viewers; `bps` only once the relay was asked before. */
  readonly egress: { readonly bps?: number; readonly budgetBps?: number };
  readonly groups: readonly GroupTotal[];
  readonly cameras: readonly Uplink[];
  readonly viewers: readonly Downlink[];
}

export interface GroupTotal {
  readonly group: string;
  readonly bps: number;
  readonly budgetBps?: number;
  /** What its cameras get before all others. */
  readonly guaranteedBps?: number;
  /** Who watch its cameras, what they are sent, and what they may be. */
  readonly viewers: number;
  readonly egressBps?: number;
  readonly egressBudgetBps?: number;
  /** What they are given before all other viewers. */
  readonly egressGuaranteedBps?: number;
}

/** What keeps a camera from more; `estimate` is the relay's of its line, `camera` is itself. */
export type CameraLimit = HeldBy | 'estimate' | 'camera';
export type Limit = CameraLimit | LineLimit;

/** One row of the list of cameras; one that does not publish has no numbers. */
export interface CameraRow extends Partial<Uplink> {
  readonly id: string;
  readonly name: string;
  readonly state: CameraState;
  /** Only while it is live. */
  readonly limit?: CameraLimit;
}

export interface ViewerRow extends Downlink {
  readonly cameraName: string;
  /** Between the last two answers; unknown after the first. */
  readonly bps?: number;
  readonly repeatedPart?: number;
  readonly why?: Limit;
}

/** What the whole relay takes in and gives out, bit/s. */
export interface Totals {
  readonly inBps: number;
  /** Unknown until the relay was asked before. */
  readonly outBps?: number;
  readonly live: number;
  readonly viewers: number;
  readonly ingressBudget?: number;
  readonly egressBudget?: number;
  readonly groups: readonly GroupTotal[];
}

export interface Sight {
  readonly totals: Totals;
  readonly cameras: readonly CameraRow[];
  readonly viewers: readonly ViewerRow[];
}

/** From this part of its target on, a camera counts as held back by it; as the relay counts it too. */
const FULL = 0.75;

/** Turns answers into rows; keeps the last answer, because viewers' rates lie between two. */
export class BandwidthView {
  #last: Bandwidth | undefined;
  #lastViewers = new Map<string, Downlink>();

  /** `all` are the cameras that are enrolled, also those that do not publish. */
  see(now: Bandwidth, all: readonly CameraInfo[]): Sight {
    const uplinks = new Map(now.cameras.map((camera) => [camera.id, camera]));
    const cameras = all.map((camera) => cameraRow(camera, uplinks.get(camera.id)));
    const byId = new Map(cameras.map((camera) => [camera.id, camera]));
    const seconds = this.#seconds(now);
    const viewers = now.viewers.map((one) => this.#viewer(one, byId.get(one.camera), seconds));
    this.#last = now;
    this.#lastViewers = new Map(now.viewers.map((viewer) => [viewer.session, viewer]));
    return { totals: totals(now, cameras, viewers), cameras, viewers };
  }

  /** Since the last answer; undefined if there is none, or the relay was started anew since. */
  #seconds(now: Bandwidth): number | undefined {
    const seconds = this.#last === undefined ? 0 : (now.atMs - this.#last.atMs) / 1000;
    return seconds > 0 ? seconds : undefined;
  }

  #viewer(viewer: Downlink, camera: CameraRow | undefined, seconds: number | undefined): ViewerRow {
    const last = this.#lastViewers.get(viewer.session);
    const bytes = last === undefined ? -1 : viewer.bytes - last.bytes;
    const packets = last === undefined ? 0 : viewer.packets - last.packets;
    const why = whyNotMore(viewer, camera);
    return {
      ...viewer,
      cameraName: camera?.name ?? viewer.camera,
      ...(seconds !== undefined && bytes >= 0 && { bps: (bytes * 8) / seconds }),
      ...(packets > 0 &&
        last !== undefined && {
          repeatedPart: Math.max(0, viewer.retransmitted - last.retransmitted) / packets,
        }),
      ...(why !== undefined && { why }),
    };
  }
}

function cameraRow({ id, name, state }: CameraInfo, uplink: Uplink | undefined): CameraRow {
  const row = { id, name: name ?? id, state };
  if (uplink === undefined) return row;
  const limit = state === 'live' ? cameraLimit(uplink) : undefined;
  return { ...uplink, ...row, ...(limit !== undefined && { limit }) };
}

/** What keeps a live camera from more; `camera` is its picture, its own line or its battery. */
export function cameraLimit(uplink: Uplink): CameraLimit | undefined {
  const { bps, targetBps, askedBps, heldBy } = uplink;
  if (targetBps === undefined) return undefined;
  if (heldBy === 'idle') return 'idle';
  const asked = Math.min(targetBps, askedBps ?? targetBps);
  if (bps < asked * FULL) return 'camera';
  return asked < targetBps ? 'estimate' : heldBy;
}

/** The nearest cause: the viewer's own line if that is short, else what holds the camera back. */
export function whyNotMore(viewer: Downlink, camera: CameraRow | undefined): Limit | undefined {
  if (viewer.state !== 'connected') return undefined;
  if (viewer.limit !== undefined && viewer.limit !== 'camera') return viewer.limit;
  return camera?.limit;
}

function totals(
  now: Bandwidth,
  cameras: readonly CameraRow[],
  viewers: readonly ViewerRow[],
): Totals {
  const { ingress, egress } = now;
  return {
    inBps: ingress.bps,
    ...(egress.bps !== undefined && { outBps: egress.bps }),
    live: cameras.filter((camera) => camera.state === 'live').length,
    viewers: viewers.length,
    ...(ingress.budgetBps !== undefined && { ingressBudget: ingress.budgetBps }),
    ...(egress.budgetBps !== undefined && { egressBudget: egress.budgetBps }),
    groups: now.groups,
  };
}

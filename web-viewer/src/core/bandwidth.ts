import type { CameraState } from './relay-api.js';

/** One camera as `GET /api/v1/bandwidth` tells it; rates in bit/s, counts since the stream began. */
export interface CameraBandwidth {
  readonly id: string;
  readonly name: string;
  readonly state: CameraState;
  readonly viewers: number;
  readonly bps: number;
  readonly packets: number;
  readonly lost: number;
  readonly group?: string;
  readonly weight: number;
  readonly minBps: number;
  /** The cap. */
  readonly maxBps: number;
  /** What it is asked for while nobody watches it. */
  readonly idleBps?: number;
  /** What it may send now; only while it is connected. */
  readonly targetBps?: number;
  /** Round trip, ms. */
  readonly rttMs?: number;
}

/** Why a viewer's line gives no more: its camera has no more, it has no room, or only for key frames. */
export type LineLimit = 'camera' | 'line' | 'key-frames';

/** One viewer's Session; counts since it began. */
export interface ViewerBandwidth {
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
}

export interface Bandwidth {
  /** ms of the relay's clock, which only grows. */
  readonly atMs: number;
  /** Of the live settings: another one than before tells that somebody changed them. */
  readonly settingsVersion?: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly budgets: {
    readonly ingress?: number;
    readonly groups: Readonly<Record<string, number>>;
  };
  readonly cameras: readonly CameraBandwidth[];
  readonly viewers: readonly ViewerBandwidth[];
}

/** What keeps a camera from being sent, or from sending, more. */
export type CameraLimit = 'cap' | 'budget' | 'idle' | 'camera';
export type Limit = CameraLimit | 'line' | 'key-frames';

/** One row of the list of cameras: what was told, and what follows from two answers. */
export interface CameraRow extends CameraBandwidth {
  /** Part that never arrived between the last two answers, 0 to 1; unknown after the first. */
  readonly lostPart?: number;
  /** Only while it is live. */
  readonly limit?: CameraLimit;
}

export interface ViewerRow extends ViewerBandwidth {
  readonly cameraName: string;
  /** Between the last two answers; unknown after the first. */
  readonly bps?: number;
  readonly repeatedPart?: number;
  readonly why?: Limit;
}

/** What the whole relay takes in and gives out, bit/s. */
export interface Totals {
  readonly inBps: number;
  /** Unknown after the first answer. */
  readonly outBps?: number;
  readonly live: number;
  readonly viewers: number;
  readonly ingressBudget?: number;
  readonly groups: readonly GroupTotal[];
}

export interface GroupTotal {
  readonly name: string;
  readonly bps: number;
  readonly cameras: number;
  readonly budget?: number;
}

export interface Sight {
  readonly atMs: number;
  readonly totals: Totals;
  readonly cameras: readonly CameraRow[];
  readonly viewers: readonly ViewerRow[];
}

/** From this part of its target on, a camera counts as held back by it; as the relay counts it too. */
const FULL = 0.75;

/** Turns answers into rows; keeps the last answer, because rates lie between two. */
export class BandwidthView {
  #last: Bandwidth | undefined;
  #lastCameras = new Map<string, CameraBandwidth>();
  #lastViewers = new Map<string, ViewerBandwidth>();

  see(now: Bandwidth): Sight {
    const cameras = now.cameras.map((camera) => this.#camera(camera));
    const byId = new Map(cameras.map((camera) => [camera.id, camera]));
    const seconds = this.#seconds(now);
    const viewers = now.viewers.map((one) => this.#viewer(one, byId.get(one.camera), seconds));
    const sight = { atMs: now.atMs, totals: totals(now, cameras, viewers), cameras, viewers };
    this.#last = now;
    this.#lastCameras = new Map(now.cameras.map((camera) => [camera.id, camera]));
    this.#lastViewers = new Map(now.viewers.map((viewer) => [viewer.session, viewer]));
    return sight;
  }

  /** Since the last answer; undefined if there is none, or the relay was started anew since. */
  #seconds(now: Bandwidth): number | undefined {
    const seconds = this.#last === undefined ? 0 : (now.atMs - this.#last.atMs) / 1000;
    return seconds > 0 ? seconds : undefined;
  }

  #camera(camera: CameraBandwidth): CameraRow {
    const lostPart = lossBetween(this.#lastCameras.get(camera.id), camera);
    const limit = cameraLimit(camera);
    return {
      ...camera,
      ...(lostPart !== undefined && { lostPart }),
      ...(limit !== undefined && { limit }),
    };
  }

  #viewer(
    viewer: ViewerBandwidth,
    camera: CameraRow | undefined,
    seconds: number | undefined,
  ): ViewerRow {
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

/** What keeps a live camera from more; `camera` is itself: its picture, its line or its battery. */
export function cameraLimit(camera: CameraBandwidth): CameraLimit | undefined {
  const { state, bps, targetBps, maxBps, idleBps, viewers } = camera;
  if (state !== 'live' || targetBps === undefined) return undefined;
  if (viewers === 0 && idleBps !== undefined && targetBps <= idleBps) return 'idle';
  if (bps < targetBps * FULL) return 'camera';
  return targetBps < maxBps ? 'budget' : 'cap';
}

/** The nearest cause: the viewer's own line if that is short, else what holds the camera back. */
export function whyNotMore(
  viewer: ViewerBandwidth,
  camera: CameraRow | undefined,
): Limit | undefined {
  if (viewer.state !== 'connected') return undefined;
  if (viewer.limit === 'line' || viewer.limit === 'key-frames') return viewer.limit;
  return camera?.limit;
}

function lossBetween(last: CameraBandwidth | undefined, now: CameraBandwidth): number | undefined {
  if (last === undefined || now.packets < last.packets) return undefined;
  const lost = Math.max(0, now.lost - last.lost);
  const all = now.packets - last.packets + lost;
  return all > 0 ? lost / all : undefined;
}

function totals(
  now: Bandwidth,
  cameras: readonly CameraRow[],
  viewers: readonly ViewerRow[],
): Totals {
  const known = viewers.filter((viewer) => viewer.bps !== undefined);
  const out = known.reduce((sum, viewer) => sum + (viewer.bps ?? 0), 0);
  const { ingress } = now.budgets;
  return {
    inBps: cameras.reduce((sum, camera) => sum + camera.bps, 0),
    ...((known.length > 0 || viewers.length === 0) && { outBps: out }),
    live: cameras.filter((camera) => camera.state === 'live').length,
    viewers: viewers.length,
    ...(ingress !== undefined && { ingressBudget: ingress }),
    groups: groups(now, cameras),
  };
}

function groups(now: Bandwidth, cameras: readonly CameraRow[]): GroupTotal[] {
  const sums = new Map<string, { bps: number; cameras: number }>();
  for (const { group, bps } of cameras) {
    if (group === undefined) continue;
    const sum = sums.get(group) ?? { bps: 0, cameras: 0 };
    sums.set(group, { bps: sum.bps + bps, cameras: sum.cameras + 1 });
  }
  return [...sums]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([name, sum]) => {
      const budget = now.budgets.groups[name];
      return { name, ...sum, ...(budget !== undefined && { budget }) };
    });
}

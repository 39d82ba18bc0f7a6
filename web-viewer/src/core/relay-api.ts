import type { Bandwidth, LineLimit } from './bandwidth.js';
import type { Http, HttpRequest } from './http.js';

export type Role = 'operator' | 'camera' | 'viewer';

/** What the token may do; `cameras` holds ids, or `*` for all. */
export interface Me {
  readonly role: Role;
  readonly name?: string;
  readonly cameras: readonly string[];
}

export type CameraState = 'offline' | 'standby' | 'live' | 'lost';

export interface TrackInfo {
  readonly kind: 'audio' | 'video';
  readonly codec?: string;
  readonly layers?: number;
  /** Bits per second. */
  readonly bps?: number;
  readonly width?: number;
  readonly height?: number;
  readonly framesPerSecond?: number;
  readonly capturedBy?: CapturedBy;
}

/** How the relay knows when the media was captured: told in its packets, by reports, or only by arrival. */
export type CapturedBy = 'packets' | 'reports' | 'arrival';

/** Something wrong with what a camera sends, and what to change about it. */
export interface Fault {
  readonly code: string;
  readonly detail?: string;
  readonly remedy?: string;
  /** The medium and the header extension that it is about, if one. */
  readonly track?: 'audio' | 'video';
  readonly extension?: string;
  /** ISO 8601. */
  readonly since?: string;
}

export interface CameraInfo {
  readonly id: string;
  readonly name?: string;
  readonly state: CameraState;
  /** ISO 8601. */
  readonly since?: string;
  readonly viewers?: number;
  readonly tracks?: readonly TrackInfo[];
  readonly lastPacketAgoMs?: number;
  readonly faults?: readonly Fault[];
}

/** A camera just enrolled. The token is told this once. */
export interface EnrolledCamera {
  readonly id: string;
  readonly name?: string;
  readonly token: string;
}

export type SessionState = 'waiting' | 'connecting' | 'connected' | 'ended';

/** What a viewer is given: all of a layer, key frames only, or nothing while his picture is paused. */
export type Pictures = 'all' | 'key-frames' | 'none';

/** One peer's transport as the relay sees it. */
export interface SessionInfo {
  readonly id: string;
  readonly state: SessionState;
  /** Addresses and ports at which the relay expects this peer's packets. */
  readonly expectedAt?: readonly string[];
  /** Why it ended, e.g. `consent-expired`, `camera-removed`. */
  readonly reason?: string;
  readonly problem?: Fault;
  /** Why a viewer is not given more. */
  readonly limit?: LineLimit;
  readonly pictures?: Pictures;
}

/** The relay's REST resources below `base` (the mount point, with a trailing slash). */
export class RelayApi {
  constructor(
    private readonly http: Http,
    readonly base: URL,
  ) {}

  async me(): Promise<Me> {
    return (await this.http.json(this.#url('me'))) as Me;
  }

  async cameras(): Promise<readonly CameraInfo[]> {
    const body = (await this.http.json(this.#url('cameras'))) as { cameras?: CameraInfo[] };
    return body.cameras ?? [];
  }

  async camera(id: string, request: HttpRequest = {}): Promise<CameraInfo> {
    return (await this.http.json(this.#url('cameras', id), request)) as CameraInfo;
  }

  async enrol(id: string, name: string): Promise<EnrolledCamera> {
    const body = JSON.stringify(name === '' ? { id } : { id, name });
    const headers = { 'Content-Type': 'application/json' };
    const request = { method: 'POST', headers, body };
    return (await this.http.json(this.#url('cameras'), request)) as EnrolledCamera;
  }

  async remove(id: string): Promise<void> {
    await this.http.request(this.#url('cameras', id), { method: 'DELETE' });
  }

  async session(id: string, request: HttpRequest = {}): Promise<SessionInfo> {
    return (await this.http.json(this.#url('sessions', id), request)) as SessionInfo;
  }

  /** Who sends and gets how much; operators only. */
  async bandwidth(): Promise<Bandwidth> {
    return (await this.http.json(this.#url('bandwidth'))) as Bandwidth;
  }

  whip(camera: string): URL {
    return new URL(`whip/${encodeURIComponent(camera)}`, this.base);
  }

  /** With `wait`, the relay takes the viewer in before the camera is live. */
  whep(camera: string, wait = true): URL {
    return new URL(`whep/${encodeURIComponent(camera)}${wait ? '?wait=true' : ''}`, this.base);
  }

  #url(...segments: string[]): URL {
    return new URL(`api/v1/${segments.map(encodeURIComponent).join('/')}`, this.base);
  }
}

/** As the relay takes them: a letter or digit, then up to 63 more of letters, digits, `.`, `_`, `-`. */
export function isCameraId(id: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(id);
}

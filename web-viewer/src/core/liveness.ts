import type { Pictures } from './relay-api.js';

/** What is known of a receiving session at one moment. */
export interface LivenessSample {
  /** Monotonic, ms. */
  readonly atMs: number;
  /** Counters as getStats gives them, from the start of the session. */
  readonly framesDecoded: number;
  readonly videoPackets: number;
  readonly audioPackets: number;
}

/** What the viewer really sees, whatever the connection says of itself. */
export type Liveness =
  /** No picture was ever shown in this session; `sound` says whether audio comes. */
  | { readonly kind: 'waiting'; readonly sound: boolean }
  | { readonly kind: 'live' }
  /** The relay gives single pictures only; the last is `forMs` old. */
  | { readonly kind: 'stills'; readonly forMs: number }
  /** The relay gives no pictures; the last, if there was one, is `forMs` old. */
  | { readonly kind: 'paused'; readonly forMs?: number }
  /** Packets come, but no picture was decoded for `forMs`. */
  | { readonly kind: 'frozen'; readonly forMs: number }
  /** Nothing comes, and the last picture is `forMs` old. */
  | { readonly kind: 'lost'; readonly forMs: number };

/** Without a new picture for longer than this, ms, it is not live. */
export const STALE_MS = 1_000;
/** Where single pictures are expected, it stands still only after this, ms. */
const STILLS_STALE_MS = 5_000;
/** A picture that moves is never as old as this, ms. */
const STEPS_MS = 500;
/** What the relay said of the pictures is believed for so long, ms. */
const BELIEVED_MS = 10_000;

/** Judges one session. Driven by samples, about four per second; reads no clock. */
export class LivenessJudge {
  #last: LivenessSample | undefined;
  #pictureAtMs: number | undefined;
  #packetAtMs = -Infinity;
  #soundAtMs = -Infinity;
  #given: Pictures = 'all';
  #givenAtMs = -Infinity;

  /** When the last picture was decoded or shown; undefined before the first. */
  get pictureAtMs(): number | undefined {
    return this.#pictureAtMs;
  }

  /** A frame reached the screen (requestVideoFrameCallback): finer than the samples. */
  presented(atMs: number): void {
    this.#pictureAtMs = Math.max(this.#pictureAtMs ?? atMs, atMs);
  }

  /** The relay says how much of the pictures it gives. */
  given(pictures: Pictures, atMs: number): void {
    this.#given = pictures;
    this.#givenAtMs = atMs;
  }

  /** Whether the picture stands still, if only for a moment. */
  isStill(atMs: number): boolean {
    return this.#pictureAtMs === undefined || atMs - this.#pictureAtMs > STEPS_MS;
  }

  observe(sample: LivenessSample): Liveness {
    const last = this.#last ?? { framesDecoded: 0, videoPackets: 0, audioPackets: 0 };
    this.#last = sample;
    if (sample.framesDecoded > last.framesDecoded) this.presented(sample.atMs);
    if (sample.videoPackets > last.videoPackets) this.#packetAtMs = sample.atMs;
    if (sample.audioPackets > last.audioPackets) this.#soundAtMs = sample.atMs;
    return this.#verdict(sample.atMs);
  }

  #verdict(atMs: number): Liveness {
    const sound = atMs - this.#soundAtMs <= STALE_MS;
    const given = atMs - this.#givenAtMs <= BELIEVED_MS ? this.#given : 'all';
    const forMs = this.#pictureAtMs === undefined ? undefined : atMs - this.#pictureAtMs;
    if (given === 'none') return { kind: 'paused', ...(forMs !== undefined && { forMs }) };
    if (forMs === undefined) return { kind: 'waiting', sound };
    if (given === 'key-frames' && forMs <= STILLS_STALE_MS) return { kind: 'stills', forMs };
    if (forMs <= STALE_MS) return { kind: 'live' };
    // Sound proves that the camera sends: then it is the picture that stands still, not the camera that is gone.
    const sends = sound || atMs - this.#packetAtMs <= STALE_MS;
    return { kind: sends ? 'frozen' : 'lost', forMs };
  }
}

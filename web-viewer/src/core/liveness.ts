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
  /** Packets come, but no picture was decoded for `forMs`. */
  | { readonly kind: 'frozen'; readonly forMs: number }
  /** Nothing comes, and the last picture is `forMs` old. */
  | { readonly kind: 'lost'; readonly forMs: number };

/** Without a new picture for longer than this, ms, it is not live. */
export const STALE_MS = 1_000;

/** Judges one session. Driven by samples, about four per second; reads no clock. */
export class LivenessJudge {
  #last: LivenessSample | undefined;
  #pictureAtMs: number | undefined;
  #packetAtMs = -Infinity;
  #soundAtMs = -Infinity;

  /** When the last picture was decoded or shown; undefined before the first. */
  get pictureAtMs(): number | undefined {
    return this.#pictureAtMs;
  }

  /** A frame reached the screen (requestVideoFrameCallback): finer than the samples. */
  presented(atMs: number): void {
    this.#pictureAtMs = Math.max(this.#pictureAtMs ?? atMs, atMs);
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
    if (this.#pictureAtMs === undefined) return { kind: 'waiting', sound };
    const forMs = atMs - this.#pictureAtMs;
    if (forMs <= STALE_MS) return { kind: 'live' };
    // Sound proves that the camera sends: then it is the picture that stands still, not the camera that is gone.
    const sends = sound || atMs - this.#packetAtMs <= STALE_MS;
    return { kind: sends ? 'frozen' : 'lost', forMs };
  }
}

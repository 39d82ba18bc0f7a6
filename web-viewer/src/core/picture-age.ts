import { RelayClock } from './relay-clock.js';
import type { StatsReport } from './stats-report.js';

/** How long ago what is on the screen happened. */
export interface PictureAge {
  readonly ms: number;
  /** It is that old at least: this browser does not tell when the picture was captured. */
  readonly atLeast: boolean;
}

/** What a receiver says of the last packet it played; browsers do not all tell the time of capture. */
export interface PlayedSource {
  /** In the relay's time, ms since 1900. */
  readonly captureTimestamp?: number;
}

/** From 1900, where NTP begins, to 1970, ms. */
const NTP_TO_UNIX_MS = 2_208_988_800_000;

/** Measures the age of the picture in one session. The relay tells the time of capture by its own clock. */
export class AgeMeter {
  readonly #clock = new RelayClock();

  /** Undefined as long as nothing is known; `atMs` is monotonic. */
  sample(
    report: StatsReport,
    source: PlayedSource | undefined,
    jitterBufferMs: number | undefined,
    atMs: number,
  ): PictureAge | undefined {
    this.#clock.observe(report, atMs);
    const captured = source?.captureTimestamp;
    const now = report.find('inbound-rtp', 'video')?.number('timestamp');
    const ahead = this.#clock.aheadMs;
    if (captured !== undefined && now !== undefined && ahead !== undefined) {
      return { ms: Math.max(0, now + ahead + NTP_TO_UNIX_MS - captured), atLeast: false };
    }
    return source === undefined ? undefined : this.#sinceRelay(jitterBufferMs);
  }

  #sinceRelay(jitterBufferMs: number | undefined): PictureAge | undefined {
    const trip = this.#clock.roundTripMs;
    if (trip === undefined || jitterBufferMs === undefined) return undefined;
    return { ms: trip / 2 + jitterBufferMs, atLeast: true };
  }
}

/** A picture older than this, ms, is not called live. */
export const DELAYED_MS = 2_000;
/** It is again once it is younger than this, ms. */
const CAUGHT_UP_MS = 1_500;
/** One sample alone may be a stutter. */
const SAMPLES = 2;

/** Whether the picture lags so much that people have to be told. */
export class DelayJudge {
  #late = 0;
  #delayed = false;

  observe(age: PictureAge | undefined): boolean {
    const ms = age?.ms ?? 0;
    this.#late = ms > DELAYED_MS ? this.#late + 1 : 0;
    this.#delayed = this.#delayed ? ms > CAUGHT_UP_MS : this.#late >= SAMPLES;
    return this.#delayed;
  }
}

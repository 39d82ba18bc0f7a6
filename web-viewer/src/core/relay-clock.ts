import type { StatsReport } from './stats-report.js';

/** What is older counts no more, ms: clocks drift. */
const WINDOW_MS = 60_000;

/**
 * By how much the relay's clock is ahead of this browser's: its sender reports tell what it read
 * when they left, and they were on their way for half a round trip at best. The least delayed
 * report and the shortest round trip of the last minute or two count.
 */
export class RelayClock {
  readonly #lag = new Least();
  readonly #trip = new Least();
  readonly #seen = new Map<string, number>();

  /** Takes a getStats() report; `atMs` is monotonic. */
  observe(report: StatsReport, atMs: number): void {
    for (const entry of report.all('remote-outbound-rtp')) {
      const here = entry.number('timestamp');
      const there = entry.number('remoteTimestamp');
      const kind = entry.text('kind') ?? '';
      if (here === undefined || !there || this.#seen.get(kind) === there) continue;
      this.#seen.set(kind, there);
      this.#lag.observe(here - there, atMs);
    }
    const trip = report.selectedPair()?.number('currentRoundTripTime');
    if (trip !== undefined) this.#trip.observe(trip * 1000, atMs);
  }

  /** ms; undefined before the first report. */
  get aheadMs(): number | undefined {
    const lag = this.#lag.value;
    return lag === undefined ? undefined : (this.#trip.value ?? 0) / 2 - lag;
  }

  /** The shortest round trip, ms. */
  get roundTripMs(): number | undefined {
    return this.#trip.value;
  }
}

/** The least of what was observed within one to two windows. */
class Least {
  #before = Infinity;
  #now = Infinity;
  #sinceMs: number | undefined;

  get value(): number | undefined {
    const least = Math.min(this.#before, this.#now);
    return least === Infinity ? undefined : least;
  }

  observe(value: number, atMs: number): void {
    this.#sinceMs ??= atMs;
    if (atMs - this.#sinceMs >= WINDOW_MS) {
      this.#before = this.#now;
      this.#now = Infinity;
      this.#sinceMs = atMs;
    }
    this.#now = Math.min(this.#now, value);
  }
}

import { type StatsEntry, StatsReport } from './stats-report.js';

/**
 * Silence as long as this is worth an ICE restart, ms, where the line was not quiet before: a browser
 * finds out only after 7 s or so that its address has changed, and then does nothing by itself.
 */
export const SILENT_MS = 1_500;
/** The relay's longest pause, ms. */
const LONGEST_PAUSE_MS = 4_000;
/** So many pauses tell what is usual. */
const PAUSES = 4;
/** With one loss a pause becomes the sum of two, of which the second is a little longer. */
const LOSS = 2.5;

/**
 * How long nothing at all has come over a session's transport: no media, no reports, no answers to
 * checks. The relay says something at least every 0.7 s, and where it has nothing else to say, by and
 * by more rarely, no pause being much longer than the one before; so silence means the line and never
 * the camera. Fed with getStats() reports; reads no clock.
 */
export class LineWatch {
  #received: number | undefined;
  #heardAtMs = 0;
  /** The latest pauses, ms. */
  #pauses: number[] = [];

  /** Whether this browser tells what its transport receives. */
  get watching(): boolean {
    return this.#received !== undefined;
  }

  observe(raw: Iterable<readonly [string, unknown]>, atMs: number): void {
    const received = receivedOf(new StatsReport(raw));
    if (received === undefined) return;
    // It falls when the browser drops a pair: that is nothing received.
    if (this.#received === undefined) this.#heardAtMs = atMs;
    else if (received > this.#received) this.#hear(atMs);
    this.#received = received;
  }

  #hear(atMs: number): void {
    const pause = Math.min(LONGEST_PAUSE_MS, atMs - this.#heardAtMs);
    this.#pauses = [...this.#pauses, pause].slice(-PAUSES);
    this.#heardAtMs = atMs;
  }

  /** Whether the silence is longer than what is said so rarely explains, by one loss too. */
  isSilent(atMs: number): boolean {
    const usual = Math.max(0, ...this.#pauses);
    return this.watching && this.silentMs(atMs) >= Math.max(SILENT_MS, LOSS * usual);
  }

  /** Meaningful while {@link watching}. */
  silentMs(atMs: number): number {
    return atMs - this.#heardAtMs;
  }
}

/** Bytes and answers to checks on every pair; undefined if the browser counts neither. */
function receivedOf(report: StatsReport): number | undefined {
  const pairs = report.all('candidate-pair');
  if (pairs.length === 0) return undefined;
  return pairs.reduce((sum, pair) => sum + receivedOn(pair), 0);
}

function receivedOn(pair: StatsEntry): number {
  return pair.count('bytesReceived') + pair.count('responsesReceived');
}

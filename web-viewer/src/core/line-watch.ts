import { type StatsEntry, StatsReport } from './stats-report.js';

/**
 * How long nothing at all has come over a session's transport: no media, no reports, no answers to
 * checks. The relay says something at least every 0.7 s, so that silence means the line and never
 * the camera. Fed with getStats() reports; reads no clock.
 */
export class LineWatch {
  #received: number | undefined;
  #heardAtMs = 0;

  /** Whether this browser tells what its transport receives. */
  get watching(): boolean {
    return this.#received !== undefined;
  }

  observe(raw: Iterable<readonly [string, unknown]>, atMs: number): void {
    const received = receivedOf(new StatsReport(raw));
    if (received === undefined) return;
    // It falls when the browser drops a pair: that is nothing received.
    if (this.#received === undefined || received > this.#received) this.#heardAtMs = atMs;
    this.#received = received;
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

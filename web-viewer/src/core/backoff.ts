/** Delays in milliseconds, doubling from `firstMs` to `maxMs`; each is drawn from the upper half of its span. */
export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
}

export const DEFAULT_BACKOFF: BackoffOptions = { firstMs: 500, maxMs: 8_000 };

/**
 * Waiting times between attempts to come back. Half of each is chance, so that a hundred viewers
 * whose relay restarted do not return in one instant.
 */
export class Backoff {
  #attempts = 0;

  constructor(
    private readonly random: () => number,
    private readonly options: BackoffOptions = DEFAULT_BACKOFF,
  ) {}

  /** The next delay; never shorter than `atLeastMs` (the server's Retry-After). */
  next(atLeastMs = 0): number {
    const span = Math.min(this.options.maxMs, this.options.firstMs * 2 ** this.#attempts);
    this.#attempts += 1;
    return Math.max(atLeastMs, Math.round(span / 2 + (span / 2) * this.random()));
  }

  get attempts(): number {
    return this.#attempts;
  }

  reset(): void {
    this.#attempts = 0;
  }
}

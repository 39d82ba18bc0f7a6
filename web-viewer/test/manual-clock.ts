import type { Clock, TimerId } from '../src/core/clock.js';

/** Time that passes only when a test says so. */
export class ManualClock implements Clock {
  #now = 0;
  #next: TimerId = 1;
  readonly #timers = new Map<TimerId, { atMs: number; callback: () => void }>();

  now(): number {
    return this.#now;
  }

  setTimer(callback: () => void, delayMs: number): TimerId {
    const id = this.#next++;
    this.#timers.set(id, { atMs: this.#now + delayMs, callback });
    return id;
  }

  clearTimer(id: TimerId): void {
    this.#timers.delete(id);
  }

  /** How many timers are set: none may be left when an object is done. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Lets time pass, timer by timer, with the promises that each one settles. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (let due = this.#due(end); due !== undefined; due = this.#due(end)) {
      const [id, { atMs, callback }] = due;
      this.#timers.delete(id);
      this.#now = Math.max(this.#now, atMs);
      callback();
      await settled();
    }
    this.#now = end;
  }

  #due(end: number) {
    return [...this.#timers]
      .filter(([, { atMs }]) => atMs <= end)
      .sort(([, one], [, other]) => one.atMs - other.atMs)
      .at(0);
  }
}

/** `AbortSignal.timeout` in the time of a test. */
export function timeout(clock: ManualClock, ms: number): AbortSignal {
  const controller = new AbortController();
  clock.setTimer(() => controller.abort(new DOMException('timed out', 'TimeoutError')), ms);
  return controller.signal;
}

/** Lets every promise that can be settled without time passing be settled. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 30; i++) await Promise.resolve();
  await new Promise((resolve) => setImmediate(resolve));
}

/* The one place of the core that touches real time. */
/* eslint-disable no-restricted-globals */

export type TimerId = number;

/** Monotonic time in milliseconds, and timers on it. Tests drive a clock of their own. */
export interface Clock {
  now(): number;
  setTimer(callback: () => void, delayMs: number): TimerId;
  clearTimer(id: TimerId): void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  setTimer: (callback, delayMs) => setTimeout(callback, delayMs) as unknown as TimerId,
  clearTimer: (id) => {
    clearTimeout(id);
  },
};

/** A timer that can be set again, at most one pending; {@link stop} forgets it. */
export class Alarm {
  #pending: TimerId | undefined;

  constructor(readonly clock: Clock) {}

  set(delayMs: number, callback: () => void): void {
    this.stop();
    this.#pending = this.clock.setTimer(() => {
      this.#pending = undefined;
      callback();
    }, delayMs);
  }

  stop(): void {
    if (this.#pending !== undefined) this.clock.clearTimer(this.#pending);
    this.#pending = undefined;
  }
}

import { Alarm, type Clock } from './clock.js';

export type Polled<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'error'; readonly error: unknown };

export interface PollerOptions<T> {
  readonly clock: Clock;
  /** From the end of one request to the start of the next, ms. */
  readonly everyMs: number;
  ask(): Promise<T>;
  /** False stops the poller, e.g. after a refusal that asking again will not change. */
  told(result: Polled<T>): boolean;
}

/** Asks again and again, one request at a time, and rests while nobody looks. */
export class Poller<T> {
  readonly #alarm: Alarm;
  #running = false;
  #paused = false;
  /** Counts starts and pauses: an answer to an earlier one is old news. */
  #generation = 0;

  constructor(private readonly options: PollerOptions<T>) {
    this.#alarm = new Alarm(options.clock);
  }

  start(): void {
    this.#running = true;
    this.refresh();
  }

  stop(): void {
    this.#running = false;
    this.#generation += 1;
    this.#alarm.stop();
  }

  /** Hidden pages ask nothing; coming back, they ask at once. */
  pause(paused: boolean): void {
    if (paused === this.#paused) return;
    this.#paused = paused;
    this.#generation += 1;
    this.#alarm.stop();
    if (!paused) this.refresh();
  }

  /** Asks now, and counts the waiting time from here. */
  refresh(): void {
    this.#alarm.stop();
    if (this.#running && !this.#paused) void this.#ask(++this.#generation);
  }

  async #ask(generation: number): Promise<void> {
    const result = await this.options.ask().then(
      (value): Polled<T> => ({ kind: 'value', value }),
      (error: unknown): Polled<T> => ({ kind: 'error', error }),
    );
    if (generation !== this.#generation) return;
    if (this.options.told(result)) this.#alarm.set(this.options.everyMs, () => this.refresh());
    else this.stop();
  }
}

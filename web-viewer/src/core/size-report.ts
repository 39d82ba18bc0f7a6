import { Alarm, type Clock } from './clock.js';
import { comesBack, failureOf, retryAfterOf } from './failure.js';
import type { SessionResource, Size } from './session-resource.js';

/** The size of a picture that nobody sees. */
export const UNSEEN: Size = { width: 1, height: 1 };

/** Sizes are told this far apart at least, ms: a window that is dragged has many. */
export const APART_MS = 500;
/** What the server could not take is told again after this time, ms. */
const AGAIN_MS = 2_000;
/** A picture that has grown by less than this share, or shrunk to no less than its inverse, needs the same. */
const WORTH_TELLING = 1.25;

/**
 * Tells the relay how large the picture is shown, so that it sends no more than that needs: once per
 * session, and again when the size has changed by more than a quarter. One request at a time, so
 * that none overtakes the next.
 */
export class SizeReport {
  readonly #alarm: Alarm;
  #shown: Size | undefined;
  #resource: SessionResource | undefined;
  #told: Size | undefined;
  #telling = false;
  #nextAtMs = 0;

  constructor(private readonly clock: Clock) {
    this.#alarm = new Alarm(clock);
  }

  /** A session begins, which knows nothing yet; without one nothing is told. */
  follow(resource: SessionResource | undefined): void {
    this.#alarm.stop();
    this.#resource = resource?.takesSize ? resource : undefined;
    this.#told = undefined;
    this.#telling = false;
    this.#nextAtMs = 0;
    this.#consider();
  }

  /** It is shown so large from now on; `atOnce` where a person waits for it. */
  shown(size: Size, atOnce = false): void {
    this.#shown = size;
    if (atOnce) this.#nextAtMs = 0;
    this.#consider();
  }

  #consider(): void {
    this.#alarm.stop();
    if (this.#resource === undefined || this.#telling || !this.#isWorthTelling()) return;
    const wait = this.#nextAtMs - this.clock.now();
    if (wait <= 0) void this.#tell(this.#resource);
    else this.#alarm.set(wait, () => this.#consider());
  }

  #isWorthTelling(): boolean {
    if (this.#shown === undefined) return false;
    if (this.#told === undefined) return true;
    const ratio = area(this.#shown) / area(this.#told);
    return ratio > WORTH_TELLING || ratio < 1 / WORTH_TELLING;
  }

  async #tell(resource: SessionResource): Promise<void> {
    const size = this.#shown;
    if (size === undefined) return;
    this.#telling = true;
    this.#told = size;
    this.#nextAtMs = this.clock.now() + APART_MS;
    try {
      await resource.size(size);
    } catch (error) {
      if (resource === this.#resource) this.#refused(error);
    }
    if (resource !== this.#resource) return;
    this.#telling = false;
    this.#consider();
  }

  /** A server that refuses for good is not asked again in this session. */
  #refused(error: unknown): void {
    const failure = failureOf(error);
    this.#told = undefined;
    if (failure.kind === 'transport' || !comesBack(failure)) this.#resource = undefined;
    this.#nextAtMs = this.clock.now() + Math.max(AGAIN_MS, retryAfterOf(failure));
  }
}

function area({ width, height }: Size): number {
  return width * height;
}

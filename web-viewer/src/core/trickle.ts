import { Alarm, type Clock } from './clock.js';
import { buildSdpFragment, type Candidate } from './sdpfrag.js';

/** Candidates that arrive within this time go in one PATCH. */
const GATHER_MS = 50;

/**
 * Collects local candidates and sends them in few PATCH requests. The offer does not wait for them:
 * a relay that is ICE-lite learns our addresses from our checks, so waiting would only delay the
 * first picture; a server with full ICE gets them here.
 */
export class Trickle {
  readonly #alarm: Alarm;
  #waiting: Candidate[] = [];
  #send: ((fragment: string) => Promise<void>) | undefined;
  #offerSdp = '';
  #stopped = false;

  constructor(clock: Clock) {
    this.#alarm = new Alarm(clock);
  }

  add(candidate: Candidate): void {
    this.#waiting.push(candidate);
    this.#arm();
  }

  /** From now on candidates are sent, those collected so far included. */
  start(offerSdp: string, send: (fragment: string) => Promise<void>): void {
    this.#offerSdp = offerSdp;
    this.#send = send;
    if (this.#waiting.length > 0) this.#arm();
  }

  stop(): void {
    this.#stopped = true;
    this.#waiting = [];
    this.#alarm.stop();
  }

  #arm(): void {
    if (this.#send === undefined || this.#stopped) return;
    this.#alarm.set(GATHER_MS, () => void this.#flush());
  }

  async #flush(): Promise<void> {
    const candidates = this.#waiting;
    this.#waiting = [];
    try {
      await this.#send?.(buildSdpFragment(this.#offerSdp, candidates));
    } catch {
      // Trickling is an offer of help: a server without it (405, 501) still hears our checks.
      this.stop();
    }
  }
}

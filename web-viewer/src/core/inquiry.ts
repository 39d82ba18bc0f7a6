import { Alarm, type Clock } from './clock.js';
import { type Failure, failureOf, failureOfEnd } from './failure.js';
import { ProblemError } from './problem.js';
import type { CameraState, Fault, RelayApi, SessionInfo } from './relay-api.js';
import type { RtcSession } from './rtc-session.js';

/** Where the relay expected media that did not come. */
export interface Blockage {
  /** Address and port, as `192.0.2.1:10000`. */
  readonly expectedAt: readonly string[];
  readonly problem?: Fault;
}

/** An answer that has not come by now is lost with the line, ms. */
export const ANSWER_MS = 3_000;

/**
 * Asks the relay about one of our sessions: why it ended, and whether it lives. One question at a
 * time, the newest, and none for ever: a browser has few connections to a relay, and while the line
 * is silent what restarts it must not queue behind questions.
 */
export class Inquiry {
  readonly #limit: Alarm;
  #question = new AbortController();

  constructor(
    private readonly api: RelayApi,
    clock: Clock,
  ) {
    this.#limit = new Alarm(clock);
  }

  /** Waits for no answer any longer. */
  stop(): void {
    this.#limit.stop();
    this.#question.abort();
  }

  /** Why a session whose transport failed ended, as far as the relay knows; else `failure` itself. */
  async explain(session: RtcSession, failure: Failure): Promise<Failure> {
    const probed = await this.#probe(session);
    if (probed?.kind === 'taken-over') return probed;
    return (await this.#reason(session)) ?? failure;
  }

  /** The failure of a session that the relay no longer has; undefined while it lives or the relay is away. */
  async check(session: RtcSession): Promise<Failure | undefined> {
    const failure = await this.#probe(session);
    if (failure === undefined) return undefined;
    return failure.kind === 'taken-over' ? failure : ((await this.#reason(session)) ?? failure);
  }

  /** Undefined when the relay hears us (then something else is slow) or cannot say. */
  async blockage(session: RtcSession): Promise<Blockage | undefined> {
    const info = await this.session(session);
    if (info?.state !== 'waiting') return undefined;
    return {
      expectedAt: info.expectedAt ?? [],
      ...(info.problem !== undefined && { problem: info.problem }),
    };
  }

  /** What the relay says of a session; undefined when it cannot say. */
  async session({ resource }: RtcSession): Promise<SessionInfo | undefined> {
    if (resource === undefined) return undefined;
    try {
      return await this.#ask((signal) => this.api.session(resource.id, { signal }));
    } catch {
      return undefined;
    }
  }

  /** What the relay says of the camera; undefined when it cannot say. */
  async camera(id: string): Promise<CameraState | undefined> {
    try {
      return (await this.#ask((signal) => this.api.camera(id, { signal }))).state;
    } catch {
      return undefined;
    }
  }

  async #reason(session: RtcSession): Promise<Failure | undefined> {
    const info = await this.session(session);
    return info?.state === 'ended' ? failureOfEnd(info.reason ?? 'ended') : undefined;
  }

  /** Undefined while the session lives, and when the relay was not reached or is in trouble itself. */
  async #probe({ resource }: RtcSession): Promise<Failure | undefined> {
    if (resource === undefined) return undefined;
    try {
      await this.#ask((signal) => resource.probe(signal));
      return undefined;
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'taken-over') return failure;
      return isUnknown(error) ? { kind: 'transport', reason: 'unknown-session' } : undefined;
    }
  }

  async #ask<T>(question: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.stop();
    const asked = new AbortController();
    this.#question = asked;
    this.#limit.set(ANSWER_MS, () => asked.abort());
    try {
      return await question(asked.signal);
    } finally {
      if (asked === this.#question) this.#limit.stop();
    }
  }
}

function isUnknown(error: unknown): boolean {
  return error instanceof ProblemError && [404, 410].includes(error.problem.status);
}

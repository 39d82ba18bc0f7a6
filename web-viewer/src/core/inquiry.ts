import { type Failure, failureOf, failureOfEnd } from './failure.js';
import { ProblemError } from './problem.js';
import type { Fault, RelayApi, SessionInfo } from './relay-api.js';
import type { RtcSession } from './rtc-session.js';

/** Where the relay expected media that did not come. */
export interface Blockage {
  /** Address and port, as `192.0.2.1:10000`. */
  readonly expectedAt: readonly string[];
  readonly problem?: Fault;
}

/** Asks the relay about one of our sessions: why it ended, and whether it lives. */
export class Inquiry {
  constructor(private readonly api: RelayApi) {}

  /** Why a session whose transport failed ended, as far as the relay knows; else `failure` itself. */
  async explain(session: RtcSession, failure: Failure): Promise<Failure> {
    const probed = await probeFailure(session);
    if (probed?.kind === 'taken-over') return probed;
    return (await this.#reason(session)) ?? failure;
  }

  /** The failure of a session that the relay no longer has; undefined while it lives or the relay is away. */
  async check(session: RtcSession): Promise<Failure | undefined> {
    const failure = await probeFailure(session);
    if (failure === undefined) return undefined;
    return failure.kind === 'taken-over' ? failure : ((await this.#reason(session)) ?? failure);
  }

  /** Undefined when the relay hears us (then something else is slow) or cannot say. */
  async blockage(session: RtcSession): Promise<Blockage | undefined> {
    const info = await this.#info(session);
    if (info?.state !== 'waiting') return undefined;
    return {
      expectedAt: info.expectedAt ?? [],
      ...(info.problem !== undefined && { problem: info.problem }),
    };
  }

  /** What is wrong with a session that lives. */
  async problem(session: RtcSession): Promise<Fault | undefined> {
    return (await this.#info(session))?.problem;
  }

  async #reason(session: RtcSession): Promise<Failure | undefined> {
    const info = await this.#info(session);
    return info?.state === 'ended' ? failureOfEnd(info.reason ?? 'ended') : undefined;
  }

  async #info(session: RtcSession): Promise<SessionInfo | undefined> {
    if (session.resource === undefined) return undefined;
    try {
      return await this.api.session(session.resource.id);
    } catch {
      return undefined;
    }
  }
}

/** Undefined while the session lives, and when the relay was not reached or is in trouble itself. */
async function probeFailure(session: RtcSession): Promise<Failure | undefined> {
  try {
    await session.resource?.probe();
    return undefined;
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === 'taken-over') return failure;
    return isUnknown(error) ? { kind: 'transport', reason: 'unknown-session' } : undefined;
  }
}

function isUnknown(error: unknown): boolean {
  return error instanceof ProblemError && [404, 410].includes(error.problem.status);
}

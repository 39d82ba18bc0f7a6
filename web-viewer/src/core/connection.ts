import { Backoff } from './backoff.js';
import { Alarm } from './clock.js';
import { comesBack, type Failure, failureOf, retryAfterOf } from './failure.js';
import type { Platform } from './platform.js';
import type { RtcSession, SessionEvents } from './rtc-session.js';

export type ConnectionState =
  | { readonly kind: 'idle' }
  /** `attempt` counts from 1 and starts anew once a session has proved steady. */
  | { readonly kind: 'connecting'; readonly attempt: number; readonly session: RtcSession }
  | { readonly kind: 'connected'; readonly sinceMs: number; readonly session: RtcSession }
  /** Waiting to try again. */
  | { readonly kind: 'resting'; readonly retryAtMs: number; readonly cause: Failure }
  /** Does not come back by itself; {@link Connection.retry} starts anew. */
  | { readonly kind: 'stopped'; readonly cause: Failure };

export interface ConnectionOptions {
  readonly platform: Platform;
  newSession(events: SessionEvents, iceServers: readonly RTCIceServer[]): RtcSession;
  /** Asks the relay why a session ended; what it cannot learn it returns as it came. */
  explain(session: RtcSession, failure: Failure): Promise<Failure>;
  changed(state: ConnectionState): void;
  /** Still not connected after {@link SLOW_MS}. */
  slow(session: RtcSession): void;
}

/** The relay calls a session without STUN a problem after 10 s; ask it a little later. */
export const SLOW_MS = 10_500;
/** An attempt that has not connected by now will not. */
export const GIVE_UP_MS = 30_000;
/** A session that lived this long was a good one: the next failure starts the waiting times anew. */
export const STEADY_MS = 5_000;
/** So much later may the relay still get an offer that was given up without an answer, ms. */
const LATE_MS = 120_000;
const LATE_OFFER: Failure = { kind: 'transport', reason: 'late-offer' };
/** The relay's explanation is worth waiting for, but not for ever. */
const EXPLAIN_MS = 3_000;

/** Keeps one session up: opens it, notices its end, learns the reason, and opens the next one in time. */
export class Connection {
  #state: ConnectionState = { kind: 'idle' };
  #iceServers: readonly RTCIceServer[] = [];
  /** Until when the relay may still get an offer that was given up without an answer. */
  #unanswered: number[] = [];
  readonly #backoff: Backoff;
  readonly #alarm: Alarm;

  constructor(private readonly options: ConnectionOptions) {
    this.#backoff = new Backoff(() => options.platform.random());
    this.#alarm = new Alarm(options.platform.clock);
  }

  get state(): ConnectionState {
    return this.#state;
  }

  start(): void {
    if (this.#state.kind === 'idle') this.#attempt();
  }

  /** At once, whatever the waiting time was; no matter while a session is up or coming up. */
  retry(): void {
    if (this.#state.kind === 'resting' || this.#state.kind === 'stopped') this.#attempt();
  }

  /** Ends the session and stays away; the DELETE is on its way when this returns. */
  stop(): void {
    const session = this.#session();
    if (session !== undefined && session.resource === undefined) this.#noteUnanswered();
    this.#alarm.stop();
    this.#backoff.reset();
    this.#become({ kind: 'idle' });
    void session?.close();
  }

  #attempt(): void {
    const session = this.options.newSession(
      {
        connected: (who) => this.#connected(who),
        ended: (who, failure) => void this.#ended(who, failure),
      },
      this.#iceServers,
    );
    this.#become({ kind: 'connecting', attempt: this.#backoff.attempts + 1, session });
    this.#alarm.set(SLOW_MS, () => this.#slow(session));
    session.open().then(
      () => this.#opened(session),
      (error: unknown) => session.fail(failureOf(error)),
    );
  }

  #opened(session: RtcSession): void {
    if (session.iceServers.length > 0) this.#iceServers = session.iceServers;
  }

  #slow(session: RtcSession): void {
    this.#alarm.set(GIVE_UP_MS - SLOW_MS, () =>
      session.fail({ kind: 'transport', reason: 'timeout' }),
    );
    this.options.slow(session);
  }

  #connected(session: RtcSession): void {
    if (session !== this.#session() || this.#state.kind === 'connected') return;
    const sinceMs = this.options.platform.clock.now();
    this.#alarm.set(STEADY_MS, () => this.#backoff.reset());
    this.#become({ kind: 'connected', sinceMs, session });
  }

  async #ended(session: RtcSession, failure: Failure): Promise<void> {
    if (session !== this.#session()) return;
    this.#alarm.stop();
    if (session.isOfferStuck && !('problem' in failure)) this.#noteUnanswered();
    const said = await this.#explained(session, failure);
    // Another cause than ours comes from the relay, which has then ended the session itself.
    if (said === failure) void session.release();
    if (session !== this.#session()) return;
    const cause = this.#isOurOwn(said) ? LATE_OFFER : said;
    if (comesBack(cause)) this.#rest(cause);
    else this.#become({ kind: 'stopped', cause });
  }

  #noteUnanswered(): void {
    this.#forgetOld();
    this.#unanswered.push(this.options.platform.clock.now() + LATE_MS);
  }

  #forgetOld(): void {
    const now = this.options.platform.clock.now();
    this.#unanswered = this.#unanswered.filter((untilMs) => untilMs > now);
  }

  /**
   * An offer that was given up unanswered reaches the relay after the next one and takes over from
   * it: no other device has the camera then. Each such offer accounts for one takeover.
   */
  #isOurOwn(cause: Failure): boolean {
    if (cause.kind !== 'taken-over') return false;
    this.#forgetOld();
    return this.#unanswered.shift() !== undefined;
  }

  #rest(cause: Failure): void {
    const delay = this.#backoff.next(retryAfterOf(cause));
    this.#alarm.set(delay, () => this.#attempt());
    this.#become({ kind: 'resting', retryAtMs: this.options.platform.clock.now() + delay, cause });
  }

  /** Only a session that the relay had accepted has anything to be explained. */
  #explained(session: RtcSession, failure: Failure): Promise<Failure> {
    if (session.resource === undefined || failure.kind !== 'transport') {
      return Promise.resolve(failure);
    }
    const deadline = new Alarm(this.options.platform.clock);
    return new Promise((resolve) => {
      deadline.set(EXPLAIN_MS, () => resolve(failure));
      this.options.explain(session, failure).then(
        (cause) => {
          deadline.stop();
          resolve(cause);
        },
        () => resolve(failure),
      );
    });
  }

  #session(): RtcSession | undefined {
    return 'session' in this.#state ? this.#state.session : undefined;
  }

  #become(state: ConnectionState): void {
    this.#state = state;
    this.options.changed(state);
  }
}

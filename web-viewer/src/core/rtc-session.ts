import { Alarm } from './clock.js';
import { type Failure, failureOf } from './failure.js';
import type { Http } from './http.js';
import { LineWatch } from './line-watch.js';
import type { Peer, Platform } from './platform.js';
import { answerAfterRestart, buildSdpFragment } from './sdpfrag.js';
import { SessionResource } from './session-resource.js';
import { Trickle } from './trickle.js';

/** What a session carries: WHEP and WHIP differ in this and in their endpoint only. */
export interface MediaPlan {
  /** Adds the transceivers; the offer is made after it. */
  prepare(peer: Peer): void;
  /** Settings that need the negotiation done, e.g. of the senders. */
  answered?(peer: Peer): Promise<void> | void;
  /** The peer is about to be closed. */
  closing?(): void;
}

export interface SessionEvents {
  /** The transport is up, for the first time or again after an interruption. */
  connected(session: RtcSession): void;
  /** The transport is gone for good. Told once, and never after {@link RtcSession.close}. */
  ended(session: RtcSession, failure: Failure): void;
}

export interface SessionOptions {
  readonly platform: Platform;
  readonly http: Http;
  readonly endpoint: URL;
  readonly plan: MediaPlan;
  readonly events: SessionEvents;
  readonly iceServers: readonly RTCIceServer[];
}

/** An ICE connection that calls itself disconnected as long as this, ms, where silence cannot be seen. */
export const RESTART_AFTER_MS = 4_000;
/** How long a restart may take to bring something, ms, before the next. */
export const RESTART_AGAIN_MS = 2_000;
/**
 * Waiting for the answer to a restart, ms, at first; twice as long each time from then on. It never
 * comes over the connection that the browser still has from the address before.
 */
export const RESTART_PATIENCE_MS = 500;
/** The pause after a restart that the relay did not answer, ms, at first; twice as long each time. */
const RESTART_PAUSE_MS = 50;
/** Patience and pause double this often. */
const MAX_DOUBLINGS = 3;
/** An offer without an answer for so long, ms, is stuck on its way and may still reach the relay. */
const STUCK_MS = 1_000;
/** The relay keeps a session this long without hearing of it, ms (RFC 7675). */
export const GONE_MS = 30_000;

/** One attempt at one session: a peer connection and its WHIP or WHEP resource, from offer to end. */
export class RtcSession {
  readonly peer: Peer;
  #resource: SessionResource | undefined;
  #iceServers: readonly RTCIceServer[] = [];
  readonly #offer = new AbortController();
  #offeredAtMs = Infinity;
  #trickle: Trickle;
  readonly #interruption: Alarm;
  readonly #line = new LineWatch();
  readonly #patience: Alarm;
  #mending = false;
  /** Restarts in a row that the relay did not answer. */
  #unanswered = 0;
  /** Not before this moment is ICE restarted (again). */
  #mendAtMs = 0;
  #over = false;

  constructor(private readonly options: SessionOptions) {
    this.peer = options.platform.createPeer({
      bundlePolicy: 'max-bundle',
      iceServers: [...options.iceServers],
    });
    this.#trickle = new Trickle(options.platform.clock);
    this.#interruption = new Alarm(options.platform.clock);
    this.#patience = new Alarm(options.platform.clock);
    this.#watchPeer();
  }

  /** Undefined until the relay has accepted the offer. */
  get resource(): SessionResource | undefined {
    return this.#resource;
  }

  /** ICE servers the relay named; empty until it has answered. */
  get iceServers(): readonly RTCIceServer[] {
    return this.#iceServers;
  }

  get over(): boolean {
    return this.#over;
  }

  /** Whether the offer has been without an answer for so long that it may still reach the relay late. */
  get isOfferStuck(): boolean {
    return this.#resource === undefined && this.#now() - this.#offeredAtMs >= STUCK_MS;
  }

  /** Offers, and applies the answer; rejects if either fails. Connecting goes on after it. */
  async open(): Promise<void> {
    this.options.plan.prepare(this.peer);
    const offer = await this.peer.createOffer();
    await this.peer.setLocalDescription(offer);
    const { http, endpoint } = this.options;
    this.#offeredAtMs = this.#now();
    const { signal } = this.#offer;
    const created = await SessionResource.create(http, endpoint, offer.sdp ?? '', signal);
    this.#resource = created.resource;
    this.#iceServers = created.iceServers;
    // Closed while the offer was on its way: the relay must not keep what nobody will use.
    if (this.#over) return created.resource.delete();
    await this.peer.setRemoteDescription({ type: 'answer', sdp: created.answerSdp });
    this.#watchDtls();
    this.#trickle.start(offer.sdp ?? '', (fragment) => created.resource.trickle(fragment));
    await this.options.plan.answered?.(this.peer);
  }

  /**
   * Gathers anew and gives the server new credentials, keeping the session (RFC 9725 section
   * 4.3.3). Rejects if the server will not; the session is then as it was.
   */
  async restartIce(): Promise<void> {
    const resource = this.#resource;
    const answer = this.peer.remoteDescription?.sdp;
    if (resource === undefined || answer === undefined || this.#over) return;
    this.#trickle.stop();
    this.#trickle = new Trickle(this.options.platform.clock);
    const offer = await this.peer.createOffer({ iceRestart: true });
    await this.peer.setLocalDescription(offer);
    const sdp = offer.sdp ?? '';
    try {
      const fragment = await resource.restart(buildSdpFragment(sdp, []), this.#limited());
      const restarted = answerAfterRestart(answer, fragment);
      if (restarted === undefined) throw new Error('no ICE credentials in the answer to a restart');
      await this.peer.setRemoteDescription({ type: 'answer', sdp: restarted });
    } catch (error) {
      if (!this.isOver()) await this.peer.setLocalDescription({ type: 'rollback' });
      throw error;
    }
    this.#trickle.start(sdp, (candidates) => resource.trickle(candidates));
  }

  /**
   * Applies the relay's answer again, changed. Nothing goes over the wire, and nothing happens while
   * ICE is being restarted. What the browser will not have is left as it was.
   */
  async reapply(change: (answer: string) => string): Promise<void> {
    const answer = this.peer.remoteDescription?.sdp;
    if (answer === undefined || this.#over || this.#mending) return;
    this.#mending = true;
    try {
      await this.peer.setLocalDescription(await this.peer.createOffer());
      await this.peer.setRemoteDescription({ type: 'answer', sdp: change(answer) });
    } catch {
      if (!this.isOver()) await this.peer.setLocalDescription({ type: 'rollback' });
    } finally {
      this.#mending = false;
    }
  }

  /**
   * Takes what getStats() says while the session is up, about four times a second. Silence restarts
   * ICE on the same session, again and again while the relay may still have it. Says whether the
   * session goes on.
   */
  observe(report: Iterable<readonly [string, unknown]>): boolean {
    if (this.#over) return false;
    this.#line.observe(report, this.#now());
    if (this.silentMs >= GONE_MS) {
      this.fail({ kind: 'transport', reason: 'silent' });
      return false;
    }
    if (this.isSilent) void this.#mend();
    return true;
  }

  /** Whether the line says nothing though it should. */
  get isSilent(): boolean {
    return this.#line.isSilent(this.#now());
  }

  /** For how long nothing at all has come, ms; 0 where that cannot be seen. */
  get silentMs(): number {
    return this.#line.watching ? this.#line.silentMs(this.#now()) : 0;
  }

  /** Ends the session here and at the relay; the DELETE is on its way when this returns. */
  close(): Promise<void> {
    const released = this.release();
    this.#finish();
    return released;
  }

  /** Frees what the relay holds of a session that has ended here; failing to is no matter. */
  async release(): Promise<void> {
    try {
      await this.#resource?.delete();
    } catch {
      // The relay notices by the missing consent.
    }
  }

  /** Ends it here and says why; the relay's part is left to be asked about, then released. */
  fail(failure: Failure): void {
    if (this.#over) return;
    this.#finish();
    this.options.events.ended(this, failure);
  }

  private isOver(): boolean {
    return this.#over;
  }

  #finish(): void {
    this.#over = true;
    this.#interruption.stop();
    this.#patience.stop();
    this.#trickle.stop();
    // One that is not stuck is left to be answered, so that the relay's part of it can be deleted.
    if (this.isOfferStuck) this.#offer.abort();
    this.options.plan.closing?.();
    this.peer.close();
  }

  #watchPeer(): void {
    this.peer.addEventListener('icecandidate', (event) => {
      this.#trickle.add(event.candidate?.toJSON() ?? null);
    });
    this.peer.addEventListener('connectionstatechange', () => {
      this.#connectionChanged();
    });
  }

  /**
   * `disconnected` never ends a session: on a choppy line it comes and goes. When it stays, ICE is
   * restarted, which leaves the old way open while a new one is looked for. Nor does `failed` where
   * the silence can be seen: the relay keeps the session for a while, and a restart brings it back.
   */
  #connectionChanged(): void {
    if (this.#over) return;
    this.#interruption.stop();
    switch (this.peer.connectionState) {
      case 'connected':
        this.options.events.connected(this);
        break;
      case 'disconnected':
        this.#interruption.set(RESTART_AFTER_MS, () => void this.#mend());
        break;
      case 'failed':
        if (this.#line.watching && this.silentMs < GONE_MS) void this.#mend();
        else this.fail({ kind: 'transport', reason: 'ice-failed' });
        break;
      case 'closed':
        this.fail({ kind: 'transport', reason: 'peer-closed' });
        break;
      case 'new':
      case 'connecting':
    }
  }

  async #mend(): Promise<void> {
    if (this.#mending || this.#now() < this.#mendAtMs) return;
    this.#mending = true;
    try {
      await this.restartIce();
      this.#patience.stop();
      this.#unanswered = 0;
      this.#mendAtMs = this.#now() + RESTART_AGAIN_MS;
    } catch (error) {
      this.#patience.stop();
      this.#notMended(failureOf(error));
    } finally {
      this.#mending = false;
    }
  }

  /** The relay may have ended the session meanwhile; else the old way may still recover. */
  #notMended(failure: Failure): void {
    if (this.#over) return;
    if (['taken-over', 'transport', 'gone'].includes(failure.kind)) {
      this.fail(failure);
      return;
    }
    if (failure.kind === 'refused') {
      this.#mendAtMs = Infinity;
      return;
    }
    const pause = RESTART_PAUSE_MS * this.#doubled();
    this.#unanswered += 1;
    this.#mendAtMs = this.#now() + pause;
    this.#patience.set(pause, () => {
      if (this.isSilent) void this.#mend();
    });
  }

  /** Ends the wait for an answer that will not come. */
  #limited(): AbortSignal {
    const limit = new AbortController();
    this.#patience.set(RESTART_PATIENCE_MS * this.#doubled(), () => limit.abort());
    return limit.signal;
  }

  #doubled(): number {
    return 2 ** Math.min(MAX_DOUBLINGS, this.#unanswered);
  }

  #now(): number {
    return this.options.platform.clock.now();
  }

  /** A close_notify shows at the DTLS transport at once, at the peer connection only much later or never. */
  #watchDtls(): void {
    const [first] = this.peer.getTransceivers();
    const dtls = first?.sender.transport ?? first?.receiver.transport;
    dtls?.addEventListener('statechange', () => {
      if (dtls.state !== 'closed' && dtls.state !== 'failed') return;
      this.fail({ kind: 'transport', reason: `dtls-${dtls.state}` });
    });
  }
}

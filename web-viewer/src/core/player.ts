import { Alarm } from './clock.js';
import { Connection, type ConnectionState } from './connection.js';
import type { Failure } from './failure.js';
import { Http } from './http.js';
import { type Blockage, Inquiry } from './inquiry.js';
import { LivenessJudge, type Liveness } from './liveness.js';
import { DelayJudge, type PlayedSource } from './picture-age.js';
import type { Platform } from './platform.js';
import type { Problem } from './problem.js';
import { type CameraState, type Fault, RelayApi, type SessionInfo } from './relay-api.js';
import { RtcSession } from './rtc-session.js';
import type { Size } from './session-resource.js';
import { SizeReport } from './size-report.js';
import { type ViewingStats, ViewingSampler } from './stats.js';
import { viewingPlan } from './whep.js';

/** What the viewer is told. Times in milliseconds. */
export type PlayerState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  /** Connected, but no picture yet; `camera` is what the relay says of the camera. */
  | { readonly kind: 'waiting'; readonly camera?: CameraState; readonly sound: boolean }
  | { readonly kind: 'live' }
  /** The picture moves, but what it shows happened `ageMs` ago. */
  | { readonly kind: 'delayed'; readonly ageMs: number }
  /**
   * There is room for single pictures only: on the line, or, if `bounded`, below what an operator
   * set. The last is `forMs` old.
   */
  | { readonly kind: 'stills'; readonly forMs: number; readonly bounded: boolean }
  /** There is no room for the picture, likewise; the last, if there was one, is `forMs` old. */
  | { readonly kind: 'paused'; readonly forMs?: number; readonly bounded: boolean }
  /** Packets come, but the picture stands still. */
  | { readonly kind: 'frozen'; readonly forMs: number }
  /**
   * Nothing comes from the camera; its last picture is `forMs` old. Of the `line` when the relay is
   * not heard either; else `camera` is what the relay says of the camera.
   */
  | {
      readonly kind: 'lost';
      readonly forMs: number;
      readonly line: boolean;
      readonly camera?: CameraState;
    }
  /** The connection to the relay is gone; it is tried again in `retryInMs`. */
  | {
      readonly kind: 'reconnecting';
      readonly retryInMs: number;
      readonly cause: Failure;
      readonly forMs?: number;
    }
  /** The relay hears nothing of us. */
  | ({ readonly kind: 'blocked' } & Blockage)
  /** Ended for good: the camera was removed, or somebody ended the session. */
  | { readonly kind: 'gone'; readonly reason: string }
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'failed'; readonly detail: string };

export interface PlayerOptions {
  readonly platform: Platform;
  /** The relay's mount point, with a trailing slash. */
  readonly base: URL;
  readonly camera: string;
  token(): string | null;
  /** The session ends: its tracks bring nothing more, and a browser paints them black in a moment. */
  ending(): void;
  track(track: MediaStreamTrack): void;
  changed(state: PlayerState): void;
  measured(stats: ViewingStats): void;
}

/** Statistics are read, and the picture is judged, this often. */
const SAMPLE_MS = 250;
/** While the picture does not move the relay is asked about camera and session this often. */
const INQUIRE_MS = 3_000;

/** Watches one camera: connection, judgement and the words for it. Knows no screen. */
export class Player {
  readonly #connection: Connection;
  readonly #inquiry: Inquiry;
  readonly #api: RelayApi;
  readonly #ticker: Alarm;
  readonly #size: SizeReport;
  #judge = new LivenessJudge();
  #sampler = new ViewingSampler();
  #delay = new DelayJudge();
  /** Of a picture that lags, ms. */
  #delayedMs: number | undefined;
  #liveness: Liveness | undefined;
  /** What is not given is held back by an operator's bound, not by the line. */
  #bounded = false;
  #blockage: Blockage | undefined;
  #camera: CameraState | undefined;
  #pictureAtMs: number | undefined;
  #inquireAtMs = 0;
  /** The relay's words about a codec for which a new session was opened. */
  #offeredAnewFor: string | undefined;

  constructor(private readonly options: PlayerOptions) {
    const { platform, base } = options;
    const http = new Http(platform.fetch, () => options.token());
    this.#api = new RelayApi(http, base);
    this.#inquiry = new Inquiry(this.#api, platform.clock);
    this.#ticker = new Alarm(platform.clock);
    this.#size = new SizeReport(platform.clock);
    this.#connection = new Connection({
      platform,
      newSession: (events, iceServers) => this.#newSession(http, events, iceServers),
      explain: (session, failure) => this.#inquiry.explain(session, failure),
      changed: (state) => this.#connectionChanged(state),
      slow: (session) => void this.#learnBlockage(session),
    });
  }

  get state(): PlayerState {
    const state = this.#connection.state;
    switch (state.kind) {
      case 'idle':
        return { kind: 'idle' };
      case 'connecting':
        return this.#blockage ? { kind: 'blocked', ...this.#blockage } : { kind: 'connecting' };
      case 'connected':
        return this.#connectedState(state.session);
      case 'resting':
        return this.#restingState(state.cause, state.retryAtMs);
      case 'stopped':
        return stoppedState(state.cause);
    }
  }

  start(): void {
    this.#connection.start();
  }

  /** Leaves at once; the DELETE is on its way when this returns. */
  stop(): void {
    this.#connection.stop();
  }

  /** Tries again now: asked for by a person, or because the network came back. */
  retry(): void {
    this.#connection.retry();
  }

  /** A frame reached the screen (from requestVideoFrameCallback). */
  presented(): void {
    this.#judge.presented(this.#now());
  }

  /** The picture is shown so large, in pixels of the screen; `atOnce` where a person waits for it. */
  shown(size: Size, atOnce = false): void {
    this.#size.shown(size, atOnce);
  }

  #newSession(
    http: Http,
    events: ConstructorParameters<typeof RtcSession>[0]['events'],
    iceServers: readonly RTCIceServer[],
  ): RtcSession {
    const { platform, camera } = this.options;
    this.#judge = new LivenessJudge();
    this.#sampler = new ViewingSampler();
    this.#delay = new DelayJudge();
    this.#delayedMs = undefined;
    this.#liveness = undefined;
    const session = new RtcSession({
      platform,
      http,
      endpoint: this.#api.whep(camera),
      plan: {
        ...viewingPlan((track) => this.options.track(track)),
        answered: () => {
          if (!session.over) this.#size.follow(session.resource);
        },
        closing: () => this.options.ending(),
      },
      events,
      iceServers,
    });
    return session;
  }

  #connectionChanged(state: ConnectionState): void {
    if (state.kind === 'connected') {
      this.#blockage = undefined;
      this.#inquireAtMs = this.#now();
    }
    if (state.kind === 'idle') this.#forget();
    if (state.kind !== 'connected' && state.kind !== 'connecting') this.#size.follow(undefined);
    this.#ticker.stop();
    if (state.kind === 'connected' || state.kind === 'resting') this.#tick();
    this.#tell();
  }

  #forget(): void {
    this.#blockage = undefined;
    this.#camera = undefined;
    this.#pictureAtMs = undefined;
    this.#inquiry.stop();
  }

  #tick(): void {
    this.#ticker.set(SAMPLE_MS, () => {
      this.#tick();
      void this.#look();
    });
  }

  async #look(): Promise<void> {
    const state = this.#connection.state;
    if (state.kind === 'connected') await this.#judgeSession(state.session);
    this.#tell();
  }

  async #judgeSession(session: RtcSession): Promise<void> {
    const report = await session.peer.getStats().catch(() => undefined);
    if (report === undefined || session.over) return;
    const atMs = this.#now();
    if (!session.observe(report)) return;
    const stats = this.#sampler.sample(report, atMs, shownBy(session));
    this.#delayedMs = this.#delay.observe(stats.age) ? stats.age?.ms : undefined;
    this.#liveness = this.#judge.observe({
      atMs,
      framesDecoded: stats.video?.frames ?? 0,
      videoPackets: stats.video?.packets ?? 0,
      audioPackets: stats.audio?.packets ?? 0,
    });
    this.#pictureAtMs = this.#judge.pictureAtMs ?? this.#pictureAtMs;
    if (this.#liveness.kind === 'live') this.#pictureIsBack();
    this.options.measured(stats);
    const moves = this.#liveness.kind === 'live' && !this.#judge.isStill(atMs);
    if (!moves && atMs >= this.#inquireAtMs) void this.#inquire(session);
  }

  /** Does the relay still have this session, what does it give it, and what of the camera? */
  async #inquire(session: RtcSession): Promise<void> {
    const againAtMs = this.#now() + INQUIRE_MS;
    this.#inquireAtMs = Infinity;
    const failure = await this.#inquiry.check(session);
    if (failure !== undefined) session.fail(failure);
    else await this.#askFurther(session);
    if (!session.over) this.#inquireAtMs = againAtMs;
  }

  async #askFurther(session: RtcSession): Promise<void> {
    if (session.over) return;
    this.#camera = await this.#inquiry.camera(this.options.camera);
    await this.#askOfSession(session);
  }

  async #askOfSession(session: RtcSession): Promise<void> {
    if (session.over) return;
    const info = await this.#inquiry.session(session);
    if (info !== undefined) this.#learn(session, info);
  }

  #learn(session: RtcSession, info: SessionInfo): void {
    if (session.over) return;
    this.#learnGiven(info);
    this.#offerAnewIfNeeded(session, info.problem);
  }

  /** A camera that sends nothing is not one for which there is no room. */
  #learnGiven({ pictures = 'all', limit }: SessionInfo): void {
    const sends = this.#camera !== 'lost' && this.#camera !== 'offline';
    this.#judge.given(sends ? pictures : 'all', this.#now());
    this.#bounded = limit === 'viewer-cap' || limit === 'egress-budget';
  }

  /** The camera has come back with a codec that was not offered: once, everything is offered again. */
  #offerAnewIfNeeded(session: RtcSession, problem: Fault | undefined): void {
    if (problem?.code !== 'codec-not-negotiated') return;
    const what = problem.detail ?? problem.code;
    if (what === this.#offeredAnewFor) return;
    this.#offeredAnewFor = what;
    session.fail({ kind: 'transport', reason: problem.code });
  }

  async #learnBlockage(session: RtcSession): Promise<void> {
    const blockage = await this.#inquiry.blockage(session);
    const state = this.#connection.state;
    if (blockage === undefined || state.kind !== 'connecting' || state.session !== session) return;
    this.#blockage = blockage;
    this.#tell();
  }

  #connectedState(session: RtcSession): PlayerState {
    const liveness = this.#liveness;
    if (liveness === undefined) return { kind: 'connecting' };
    const camera = this.#camera === undefined ? {} : { camera: this.#camera };
    switch (liveness.kind) {
      case 'waiting':
        return { kind: 'waiting', sound: liveness.sound, ...camera };
      case 'lost':
        return { ...liveness, line: session.isSilent, ...camera };
      case 'live':
        return this.#delayedMs === undefined
          ? liveness
          : { kind: 'delayed', ageMs: this.#delayedMs };
      case 'stills':
      case 'paused':
        return { ...liveness, bounded: this.#bounded };
      case 'frozen':
        return liveness;
    }
  }

  #restingState(cause: Failure, retryAtMs: number): PlayerState {
    if (this.#blockage) return { kind: 'blocked', ...this.#blockage };
    if (cause.kind === 'busy' && cause.problem.code === 'no-live-camera') {
      return { kind: 'waiting', sound: false, camera: 'offline' };
    }
    const retryInMs = Math.max(0, retryAtMs - this.#now());
    const pictureAtMs = this.#pictureAtMs;
    const age = pictureAtMs === undefined ? {} : { forMs: this.#now() - pictureAtMs };
    return { kind: 'reconnecting', retryInMs, cause, ...age };
  }

  #pictureIsBack(): void {
    this.#camera = undefined;
    this.#offeredAnewFor = undefined;
  }

  #tell(): void {
    this.options.changed(this.state);
  }

  #now(): number {
    return this.options.platform.clock.now();
  }
}

/** What the picture's receiver says of what it played last. */
function shownBy(session: RtcSession): PlayedSource | undefined {
  const [video] = session.peer.getTransceivers();
  return video?.receiver.getSynchronizationSources()[0] as PlayedSource | undefined;
}

function stoppedState(cause: Failure): PlayerState {
  switch (cause.kind) {
    case 'refused':
      return { kind: 'refused', problem: cause.problem };
    case 'gone':
    case 'transport':
      return { kind: 'gone', reason: cause.reason };
    case 'taken-over':
      return { kind: 'gone', reason: 'taken-over' };
    case 'busy':
      return { kind: 'refused', problem: cause.problem };
    case 'unreachable':
    case 'local':
      return { kind: 'failed', detail: cause.detail };
  }
}

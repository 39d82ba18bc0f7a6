import {
  capture,
  type CaptureChoice,
  type Captured,
  CaptureError,
  type CaptureFault,
  type Devices,
  release,
} from './capture.js';
import { Alarm } from './clock.js';
import { Connection, type ConnectionState } from './connection.js';
import type { Failure } from './failure.js';
import { Http } from './http.js';
import { type Blockage, Inquiry } from './inquiry.js';
import type { Platform } from './platform.js';
import type { Problem } from './problem.js';
import { LiveChannel, type Target } from './live-channel.js';
import { RelayApi } from './relay-api.js';
import { RtcSession, type SessionEvents } from './rtc-session.js';
import { startRateOf, withStartRate } from './start-rate.js';
import { PublishingSampler, type PublishingStats } from './stats.js';
import { encodingsFor, isSaving, isSmall, type OwnTerms } from './tuning.js';
import { publishingPlan, type PublishingPlan, type VideoCodec } from './whip.js';

/** What the wearer is told. Times in milliseconds. */
export type PublisherState =
  | { readonly kind: 'ready' }
  /** The browser asks for camera and microphone. */
  | { readonly kind: 'asking' }
  | { readonly kind: 'connecting' }
  | {
      readonly kind: 'live';
      readonly forMs: number;
      readonly bps: number;
      /** Nobody watches, so a small picture is sent, or none. */
      readonly saving?: 'small' | 'none';
    }
  /** The line is silent; ICE still looks for another way. */
  | { readonly kind: 'interrupted'; readonly forMs: number }
  | { readonly kind: 'reconnecting'; readonly retryInMs: number; readonly cause: Failure }
  | ({ readonly kind: 'blocked' } & Blockage)
  /** Another device publishes for this camera; only a person may take it back. */
  | { readonly kind: 'taken-over' }
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'gone'; readonly reason: string }
  | { readonly kind: 'failed'; readonly fault: CaptureFault; readonly detail: string };

export interface PublisherOptions {
  readonly platform: Platform;
  /** The relay's mount point, with a trailing slash. */
  readonly base: URL;
  readonly devices: Devices | undefined;
  readonly capabilities: readonly RTCRtpCodec[];
  token(): string | null;
  changed(state: PublisherState): void;
  /** The picture to preview; undefined when the camera is off. */
  captured(captured: Captured | undefined): void;
  measured(stats: PublishingStats): void;
}

export interface PublishingChoice extends CaptureChoice {
  readonly camera: string;
  readonly codec?: VideoCodec;
  readonly maxBps: number;
  /** Sends the picture in several sizes at once (simulcast); a change needs another session. */
  readonly layered: boolean;
}

/** Statistics are read this often, ms: silence is to be noticed soon. */
const SAMPLE_MS = 250;
/** After it was asked for the whole picture, a browser's doubts in its line are not shared for so long, ms. */
const WAKING_MS = 5_000;
/** What it is told about its line needs so long to take effect, ms. */
const REMIND_MS = 750;
/** While the line is silent the relay is asked about the session this often, ms. */
const INQUIRE_MS = 1_000;

/** Publishes one camera: devices, connection and the words for their state. Knows no screen. */
export class Publisher {
  readonly #connection: Connection;
  readonly #inquiry: Inquiry;
  readonly #api: RelayApi;
  readonly #ticker: Alarm;
  #choice: PublishingChoice | undefined;
  #captured: Captured | undefined;
  #capturing = false;
  #fault: { fault: CaptureFault; detail: string } | undefined;
  #blockage: Blockage | undefined;
  #sampler = new PublishingSampler();
  #bps = 0;
  #inquireAtMs = 0;
  #plan: PublishingPlan | undefined;
  /** Whether the session was offered with several layers. */
  #layered = false;
  #channel: LiveChannel | undefined;
  /** What the relay lets it send; undefined for as much as it wants. */
  #target: Target | undefined;
  /** The rate of the small picture that it was asked for last; undefined for a whole one. */
  #smallBps: number | undefined;
  #interrupted = false;
  /** What the browser believed the line to carry when the whole picture was last sent, bps. */
  #carriedBps = 0;
  /** What the relay's answer began with, bps. */
  #startBps = 0;
  /** What the browser believes it carries now, bps. */
  #estimateBps = 0;
  /** The whole picture was just asked for, and the line is known to carry so much. */
  #waking: { readonly bps: number; readonly untilMs: number; remindAtMs: number } | undefined;
  /** Since when the picture is out without a stop by the wearer. */
  #liveSinceMs: number | undefined;
  /** Counts starts, ends and switches, so that a late answer of the device knows it is late. */
  #generation = 0;

  constructor(private readonly options: PublisherOptions) {
    const { platform, base } = options;
    const http = new Http(platform.fetch, () => options.token());
    this.#api = new RelayApi(http, base);
    this.#inquiry = new Inquiry(this.#api, platform.clock);
    this.#ticker = new Alarm(platform.clock);
    this.#connection = new Connection({
      platform,
      newSession: (events, iceServers) => this.#newSession(http, events, iceServers),
      explain: (session, failure) => this.#inquiry.explain(session, failure),
      changed: (state) => this.#connectionChanged(state),
      slow: (session) => void this.#learnBlockage(session),
    });
  }

  get state(): PublisherState {
    if (this.#fault) return { kind: 'failed', ...this.#fault };
    const state = this.#connection.state;
    if (!this.active || state.kind !== 'idle') return this.#stateOf(state);
    return { kind: this.#capturing ? 'asking' : 'connecting' };
  }

  /** Whether camera and microphone are, or are about to be, open. */
  get active(): boolean {
    return this.#capturing || this.#captured !== undefined;
  }

  async start(choice: PublishingChoice): Promise<void> {
    if (this.active) return;
    this.stop();
    this.#choice = choice;
    if ((await this.#open(choice)) === 'open') this.#connection.start();
  }

  /** Turns camera and microphone off and leaves; the DELETE is on its way when this returns. */
  stop(): void {
    this.#fault = undefined;
    this.#letGo();
    this.#connection.stop();
    this.#tell();
  }

  /**
   * Other devices or another resolution, while the session goes on. The old devices are closed
   * first: a phone cannot open its second camera before.
   */
  async choose(choice: PublishingChoice): Promise<void> {
    this.#choice = choice;
    if (!this.active) return;
    release(this.#captured);
    const outcome = await this.#open(choice);
    if (outcome === 'failed') this.#connection.stop();
    if (outcome !== 'open') return;
    if (this.#layered !== choice.layered) this.#connection.stop();
    // A choice made while the first devices were asked for comes in place of the start.
    if (this.#connection.state.kind === 'idle') this.#connection.start();
    else await this.#replaceTracks();
  }

  /** Tries again now, because the network came back. */
  retry(): void {
    if (this.#connection.state.kind === 'resting') this.#connection.retry();
  }

  /** `late`: somebody else has decided meanwhile, and everything is theirs to settle. */
  async #open(choice: PublishingChoice): Promise<'open' | 'failed' | 'late'> {
    const generation = ++this.#generation;
    this.#capturing = true;
    this.#fault = undefined;
    this.#tell();
    try {
      const captured = await capture(this.options.devices, choice);
      if (generation !== this.#generation) return dropped(captured);
      this.#use(captured);
      return 'open';
    } catch (error) {
      if (generation !== this.#generation) return 'late';
      this.#failed(error);
      return 'failed';
    }
  }

  #use(captured: Captured): void {
    this.#capturing = false;
    this.#captured = captured;
    captured.video.addEventListener('ended', () => {
      if (captured !== this.#captured) return;
      this.#failed(new CaptureError('unplugged', captured.video.label));
      this.#connection.stop();
    });
    this.options.captured(captured);
    this.#tell();
  }

  #failed(error: unknown): void {
    this.#letGo();
    const fault = error instanceof CaptureError ? error.fault : 'unknown';
    const detail = error instanceof Error ? error.message : String(error);
    this.#fault = { fault, detail };
    this.#tell();
  }

  #letGo(): void {
    this.#generation += 1;
    this.#capturing = false;
    this.#liveSinceMs = undefined;
    this.#blockage = undefined;
    if (this.#captured === undefined) return;
    release(this.#captured);
    this.#captured = undefined;
    this.options.captured(undefined);
  }

  async #replaceTracks(): Promise<void> {
    const state = this.#connection.state;
    const captured = this.#captured;
    if (!('session' in state) || captured === undefined) return;
    const [video, audio] = state.session.peer.getTransceivers();
    await video?.sender.replaceTrack(captured.video);
    await audio?.sender.replaceTrack(captured.audio ?? null);
    await this.#tune();
  }

  #newSession(http: Http, events: SessionEvents, iceServers: readonly RTCIceServer[]): RtcSession {
    const { platform, capabilities } = this.options;
    const choice = this.#choice;
    const captured = this.#captured;
    const own = this.#own();
    if (choice === undefined || captured === undefined || own === undefined)
      throw new Error('nothing to publish');
    this.#sampler = new PublishingSampler();
    this.#layered = choice.layered;
    const encodings = encodingsFor(undefined, own);
    const plan = publishingPlan({ ...choice, ...captured, capabilities, encodings });
    this.#plan = plan;
    return new RtcSession({
      platform,
      http,
      endpoint: this.#api.whip(choice.camera),
      plan,
      events,
      iceServers,
    });
  }

  #connectionChanged(state: ConnectionState): void {
    if (state.kind === 'connected') {
      this.#blockage = undefined;
      this.#bps = 0;
      this.#liveSinceMs ??= state.sinceMs;
      this.#follow(state.session);
    } else this.#unfollow();
    if (state.kind === 'stopped') this.#letGo();
    this.#ticker.stop();
    if (state.kind === 'idle') this.#inquiry.stop();
    if (state.kind === 'connected' || state.kind === 'resting') this.#tick();
    this.#tell();
  }

  #follow(session: RtcSession): void {
    if (this.#channel !== undefined || session.resource === undefined) return;
    this.#startBps = (startRateOf(session.peer.remoteDescription?.sdp ?? '') ?? 0) * 1000;
    this.#channel = new LiveChannel({
      platform: this.options.platform,
      base: this.options.base,
      session: session.resource.id,
      token: () => this.options.token(),
      told: (target) => {
        this.#target = target;
        void this.#turnTo(session);
        this.#tell();
      },
    });
    this.#channel.start();
  }

  #unfollow(): void {
    this.#channel?.stop();
    this.#channel = undefined;
    this.#target = undefined;
    this.#smallBps = undefined;
    this.#waking = undefined;
    this.#interrupted = false;
  }

  /** Carries out a target. */
  async #turnTo(session: RtcSession): Promise<void> {
    const before = this.#smallBps;
    await this.#tune();
    const own = this.#own();
    const most = Math.min(own?.maxBps ?? 0, this.#target?.bps ?? Infinity);
    this.#smallBps = own !== undefined && isSmall(this.#target, own) ? most : undefined;
    if (this.#smallBps !== undefined && most <= (before ?? Infinity)) this.#waking = undefined;
    if (own === undefined || before === undefined || most <= before) return;
    const bps = Math.min(most, Math.max(this.#carriedBps, this.#startBps));
    const now = this.#now();
    this.#waking = { bps, untilMs: now + WAKING_MS, remindAtMs: now };
    if (this.#estimateBps < bps) await this.#remind(session, bps);
  }

  /**
   * A browser that has sent little for a while often believes no longer in what its line carries,
   * or takes the first large picture for too much. It is told what it knew before, or what it was
   * told at the start.
   */
  async #attendWaking(session: RtcSession): Promise<void> {
    const waking = this.#waking;
    const now = this.#now();
    if (waking === undefined || now < waking.remindAtMs) return;
    if (now > waking.untilMs) this.#waking = undefined;
    else if (this.#estimateBps < waking.bps / 2) await this.#remind(session, waking.bps);
  }

  async #remind(session: RtcSession, bps: number): Promise<void> {
    if (this.#waking !== undefined) this.#waking.remindAtMs = this.#now() + REMIND_MS;
    const kbps = Math.floor(bps / 1000);
    await session.reapply((answer) => withStartRate(answer, anew(kbps, startRateOf(answer))));
  }

  async #tune(): Promise<void> {
    const own = this.#own();
    if (own !== undefined) await this.#plan?.tune(encodingsFor(this.#target, own));
  }

  /** What it would send if nobody asked it for less. */
  #own(): OwnTerms | undefined {
    const choice = this.#choice;
    const captured = this.#captured;
    if (choice === undefined || captured === undefined) return undefined;
    const { width, height = choice.height } = captured.video.getSettings();
    const sound = captured.audio !== undefined;
    const { maxBps, layered } = choice;
    return { maxBps, height, ...(width !== undefined && { width }), sound, layered };
  }

  #isSmall(): boolean {
    const own = this.#own();
    return own !== undefined && isSmall(this.#target, own);
  }

  #isSaving(): boolean {
    const own = this.#own();
    return own !== undefined && isSaving(this.#target, own);
  }

  #tick(): void {
    this.#ticker.set(SAMPLE_MS, () => {
      this.#tick();
      void this.#look();
    });
  }

  async #look(): Promise<void> {
    const state = this.#connection.state;
    if (state.kind === 'connected') await this.#measure(state.session);
    this.#tell();
  }

  async #measure(session: RtcSession): Promise<void> {
    const report = await session.peer.getStats().catch(() => undefined);
    if (report === undefined || session.over) return;
    if (!session.observe(report)) return;
    const stats = this.#sampler.sample(report, this.#now());
    this.#bps = (stats.video?.bps ?? 0) + (stats.audio?.bps ?? 0);
    this.options.measured(stats);
    this.#estimateBps = stats.path?.availableBps ?? 0;
    if (!this.#isSmall() && this.#waking === undefined) this.#carriedBps = this.#estimateBps;
    await this.#attendWaking(session);
    this.#notice(isInterrupted(session));
    if (!this.#interrupted || this.#now() < this.#inquireAtMs) return;
    const againAtMs = this.#now() + INQUIRE_MS;
    this.#inquireAtMs = Infinity;
    const failure = await this.#inquiry.check(session);
    this.#inquireAtMs = againAtMs;
    if (failure !== undefined) session.fail(failure);
  }

  /** After an interruption the way to the relay may be another, and the channel on the old one. */
  #notice(interrupted: boolean): void {
    if (this.#interrupted && !interrupted) this.#channel?.check();
    this.#interrupted = interrupted;
  }

  async #learnBlockage(session: RtcSession): Promise<void> {
    const blockage = await this.#inquiry.blockage(session);
    const state = this.#connection.state;
    if (blockage === undefined || state.kind !== 'connecting' || state.session !== session) return;
    this.#blockage = blockage;
    this.#tell();
  }

  #stateOf(state: ConnectionState): PublisherState {
    switch (state.kind) {
      case 'idle':
        return { kind: 'ready' };
      case 'connecting':
        return this.#blockage ? { kind: 'blocked', ...this.#blockage } : { kind: 'connecting' };
      case 'connected':
        return this.#connectedState(state.session);
      case 'resting':
        if (this.#blockage) return { kind: 'blocked', ...this.#blockage };
        return {
          kind: 'reconnecting',
          retryInMs: Math.max(0, state.retryAtMs - this.#now()),
          cause: state.cause,
        };
      case 'stopped':
        return stoppedState(state.cause);
    }
  }

  #connectedState(session: RtcSession): PublisherState {
    const forMs = this.#now() - (this.#liveSinceMs ?? this.#now());
    if (isInterrupted(session)) return { kind: 'interrupted', forMs };
    if (!this.#isSaving()) return { kind: 'live', forMs, bps: this.#bps };
    const saving = this.#target?.bps === 0 ? 'none' : 'small';
    return { kind: 'live', forMs, bps: this.#bps, saving };
  }

  #tell(): void {
    this.options.changed(this.state);
  }

  #now(): number {
    return this.options.platform.clock.now();
  }
}

function isInterrupted(session: RtcSession): boolean {
  return session.peer.connectionState === 'disconnected' || session.isSilent;
}

/** The same start rate again would not be noticed. */
function anew(kbps: number, before: number | undefined): number {
  return kbps === before ? kbps - 1 : kbps;
}

function dropped(captured: Captured): 'late' {
  release(captured);
  return 'late';
}

function stoppedState(cause: Failure): PublisherState {
  switch (cause.kind) {
    case 'taken-over':
      return { kind: 'taken-over' };
    case 'refused':
    case 'busy':
      return { kind: 'refused', problem: cause.problem };
    case 'gone':
    case 'transport':
      return { kind: 'gone', reason: cause.reason };
    case 'unreachable':
    case 'local':
      return { kind: 'failed', fault: 'unknown', detail: cause.detail };
  }
}

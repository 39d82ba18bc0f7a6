import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { browserPlatform } from '../browser/platform.js';
import { Player, type PlayerState } from '../core/player.js';
import type { CapturedBy, Fault } from '../core/relay-api.js';
import type { ViewingStats } from '../core/stats.js';
import { playerNotice } from '../i18n/words.js';
import { VigieElement } from './base.js';
import { icons } from './icons.js';
import './notice.js';
import './player-controls.js';
import './player-stats.js';
import { playerStyles } from './player-styles.js';
import { ShownSize } from './shown-size.js';
import { stageStyles } from './styles.js';

/** Controls leave the picture alone after this long without a hand on them, ms. */
const REST_AFTER_MS = 3_000;

/** Properties whose change needs another connection. */
const CONNECTING = ['camera', 'relay', 'token'] as const;

/**
 * `<vigie-player camera="cam-1" relay="https://relay.example/" token="…">` shows one camera live.
 *
 * Tells its state by the attribute `state` (the kinds of {@link PlayerState}), the property `status`
 * (the same with its details), the property `stats`, and the events `vigie-state` and `vigie-stats`.
 */
@customElement('vigie-player')
export class PlayerElement extends VigieElement {
  static override styles = [VigieElement.styles, stageStyles, playerStyles];

  /** Which camera to watch. */
  @property() camera = '';
  /** The name to say to people; the identifier if there is none. */
  @property() name = '';
  /** The relay's mount point; by default the page's base address. */
  @property() relay = '';
  @property() token = '';
  @property({ type: Boolean }) muted = true;
  /** 0 to 1. */
  @property({ type: Number }) volume = 1;
  /** Takes the keys from the whole page rather than only while it has the focus. */
  @property({ type: Boolean, attribute: 'page-keys' }) pageKeys = false;
  @property({ type: Boolean, attribute: 'show-stats' }) showStats = false;
  /** The kind of {@link status}. */
  @property({ reflect: true }) state: PlayerState['kind'] = 'idle';
  /** Nobody touches the controls and the picture is live, so they are out of its way. */
  @property({ type: Boolean, reflect: true }) resting = false;
  @property({ attribute: false }) status: PlayerState = { kind: 'idle' };
  @property({ attribute: false }) stats: ViewingStats | null = null;
  /** What is wrong with what the camera sends, for the statistics; whoever embeds it asks the relay. */
  @property({ attribute: false }) faults: readonly Fault[] = [];
  /** How the relay knows when the picture was captured, told with its age; asked for likewise. */
  @property({ attribute: false }) capturedBy: CapturedBy | undefined;

  @state() private fullscreen = false;
  @state() private hasSound = false;
  /** The last picture of the session before is kept on the canvas. */
  @state() private keepsPicture = false;

  @query('video') private readonly video!: HTMLVideoElement;
  @query('canvas') private readonly canvas!: HTMLCanvasElement;

  #player: Player | undefined;
  #shown: ShownSize | undefined;
  #stream = new MediaStream();
  #listening = new AbortController();
  #restTimer: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    // With the keys of the whole page it needs no focus of its own; -1 would hide its controls from Tab.
    if (!this.pageKeys) this.tabIndex = 0;
    this.#listen();
    if (this.hasUpdated) {
      this.#watchSize();
      this.#restart();
    }
  }

  override disconnectedCallback(): void {
    this.#listening.abort();
    clearTimeout(this.#restTimer);
    this.#leave();
    super.disconnectedCallback();
  }

  /** Tries again now, whatever the waiting time. */
  retry(): void {
    if (this.#player === undefined) this.#restart();
    else this.#player.retry();
  }

  protected override firstUpdated(): void {
    this.#watchSize();
  }

  protected override updated(changed: PropertyValues<PlayerElement>): void {
    if (changed.has('camera') || changed.has('relay')) this.#forgetPicture();
    if (CONNECTING.some((name) => changed.has(name))) {
      this.#restart();
    }
    this.video.muted = this.muted;
    this.video.volume = this.volume;
  }

  protected override render(): TemplateResult {
    const notice = playerNotice(this.status, this.t);
    const live = moves(this.status);
    const dim = live ? '' : 'dim';
    return html`
      <video class=${dim} autoplay playsinline muted aria-label=${this.#label()}></video>
      <canvas class=${dim} ?hidden=${!this.keepsPicture}></canvas>
      <div class="middle ${'forMs' in this.status ? 'low' : ''}">
        ${live ? nothing : html`<vigie-notice .notice=${notice}></vigie-notice>`}
      </div>
      ${this.muted && this.hasSound && live ? this.#unmuteButton() : nothing}
      ${
        this.showStats
          ? html`<vigie-player-stats
              .stats=${this.stats}
              .faults=${this.faults}
              .capturedBy=${this.capturedBy}
            ></vigie-player-stats>`
          : nothing
      }
      <div class="top">
        <slot name="title"></slot>
        <span class="badge"
          ><span class="dot ${notice.tone}"></span
          ><span class=${live ? '' : 'said'}>${notice.title}</span
          >${live && notice.text ? html`<span class="aside">${notice.text}</span>` : nothing}</span
        >
      </div>
      <div class="bottom">
        <vigie-player-controls
          .muted=${this.muted}
          .volume=${this.volume}
          .fullscreen=${this.fullscreen}
          .stats=${this.showStats}
          .pip=${document.pictureInPictureEnabled}
        ></vigie-player-controls>
      </div>
      <span class="visually-hidden" role="status">${notice.title}</span>
    `;
  }

  #label(): string {
    return this.t('player.region', { name: this.name || this.camera });
  }

  #unmuteButton(): TemplateResult {
    return html`<button type="button" class="unmute" @click=${this.#toggleSound}>
      ${icons.muted}${this.t('player.unmute.big')}
    </button>`;
  }

  #listen(): void {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const on = (target: EventTarget, name: string, handler: (event: Event) => void): void =>
      target.addEventListener(name, handler, { signal });
    on(this, 'vigie-mute-request', () => this.#toggleSound());
    on(this, 'vigie-volume-request', (event) =>
      this.#setVolume((event as CustomEvent<number>).detail),
    );
    on(this, 'vigie-stats-request', () => this.#toggleStats());
    on(this, 'vigie-fullscreen-request', () => void this.#toggleFullscreen());
    on(this, 'vigie-pip-request', () => void this.#togglePip());
    on(this, 'vigie-retry-request', () => this.retry());
    on(this, 'pointermove', () => this.#wake());
    on(this, 'pointerdown', () => this.#wake());
    on(this.pageKeys ? document : this, 'keydown', (event) => this.#key(event as KeyboardEvent));
    on(document, 'fullscreenchange', () => {
      this.fullscreen = document.fullscreenElement === this;
    });
    on(window, 'online', () => this.#player?.retry());
    on(window, 'pagehide', () => this.#leave());
    on(window, 'pageshow', (event) => {
      if ((event as PageTransitionEvent).persisted) this.#restart();
    });
  }

  #watchSize(): void {
    this.#shown = new ShownSize(
      this.video,
      (size, atOnce) => this.#player?.shown(size, atOnce),
      this.#listening.signal,
    );
  }

  #restart(): void {
    this.#leave();
    if (this.camera === '') return;
    this.#player = new Player({
      platform: browserPlatform,
      base: new URL(this.relay || '.', document.baseURI),
      camera: this.camera,
      token: () => this.token || null,
      ending: () => this.#keepPicture(),
      track: (track) => this.#show(track),
      changed: (status) => this.#tell(status),
      measured: (stats) => this.#measured(stats),
    });
    if (this.#shown) this.#player.shown(this.#shown.size);
    this.#player.start();
  }

  /** Another camera must not be taken for the one whose picture was the last. */
  #forgetPicture(): void {
    this.#leave();
    this.#stream = new MediaStream();
    this.video.srcObject = null;
    this.canvas.width = 0;
    this.keepsPicture = false;
    this.stats = null;
    this.hasSound = false;
  }

  #leave(): void {
    this.#player?.stop();
    this.#player = undefined;
  }

  /** The video element forgets its picture with its tracks, so the picture is put aside first. */
  #keepPicture(): void {
    const { videoWidth, videoHeight } = this.video;
    const context = this.canvas.getContext('2d');
    if (videoWidth > 0 && context !== null) {
      this.canvas.width = videoWidth;
      this.canvas.height = videoHeight;
      context.drawImage(this.video, 0, 0);
      this.keepsPicture = true;
    }
    this.#stream = new MediaStream();
    this.video.srcObject = null;
  }

  /**
   * A track is muted until its first packet. The video element gets the stream only then: with
   * nothing to show it would hold up the page's load event for as long as the camera is away.
   */
  #show(track: MediaStreamTrack): void {
    const stream = this.#stream;
    stream.addTrack(track);
    if (!track.muted) this.#attach(stream);
    else track.addEventListener('unmute', () => this.#attach(stream), { once: true });
  }

  #attach(stream: MediaStream): void {
    if (stream !== this.#stream || this.video.srcObject === stream) return;
    this.video.srcObject = stream;
    this.#watchFrames(stream);
  }

  /** Tells the judge of every frame that really reached the screen. */
  #watchFrames(stream: MediaStream): void {
    this.video.requestVideoFrameCallback(() => {
      if (stream !== this.#stream) return;
      this.#player?.presented();
      this.#watchFrames(stream);
    });
  }

  #tell(status: PlayerState): void {
    this.status = status;
    if (moves(status)) this.keepsPicture = false;
    if (status.kind === this.state) return;
    this.state = status.kind;
    this.#wake();
    this.request('vigie-state', status);
  }

  #measured(stats: ViewingStats): void {
    this.stats = stats;
    this.#shown?.look();
    this.hasSound = (stats.audio?.packets ?? 0) > 0;
    this.request('vigie-stats', stats);
  }

  #toggleSound(): void {
    this.muted = !this.muted;
    if (!this.muted && this.volume === 0) this.volume = 0.5;
    // Within the gesture, in case the browser had refused to play at all.
    this.video.muted = this.muted;
    void this.video.play().catch(() => undefined);
  }

  #setVolume(volume: number): void {
    this.volume = Math.min(1, Math.max(0, Math.round(volume * 100) / 100));
    this.muted = this.volume === 0;
  }

  #toggleStats(): void {
    this.showStats = !this.showStats;
  }

  async #toggleFullscreen(): Promise<void> {
    try {
      if (document.fullscreenElement === this) await document.exitFullscreen();
      else await this.requestFullscreen();
    } catch {
      // An iPhone enlarges only the video itself.
      (this.video as { webkitEnterFullscreen?(): void }).webkitEnterFullscreen?.();
    }
  }

  async #togglePip(): Promise<void> {
    try {
      if (document.pictureInPictureElement) await document.exitPictureInPicture();
      else await this.video.requestPictureInPicture();
    } catch {
      // Refused as long as there is no picture.
    }
  }

  #key(event: KeyboardEvent): void {
    const [origin] = event.composedPath();
    if (event.ctrlKey || event.altKey || event.metaKey || typesInto(origin, event.key)) return;
    const action = this.#actions()[event.key.toLowerCase()];
    if (action === undefined) return;
    event.preventDefault();
    this.#wake();
    action();
  }

  #actions(): Partial<Record<string, () => void>> {
    const volume = this.muted ? 0 : this.volume;
    return {
      ' ': () => this.#toggleSound(),
      m: () => this.#toggleSound(),
      f: () => void this.#toggleFullscreen(),
      i: () => this.#toggleStats(),
      arrowup: () => this.#setVolume(volume + 0.1),
      arrowright: () => this.#setVolume(volume + 0.1),
      arrowdown: () => this.#setVolume(volume - 0.1),
      arrowleft: () => this.#setVolume(volume - 0.1),
    };
  }

  #wake(): void {
    this.resting = false;
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => {
      this.resting = this.state === 'live';
    }, REST_AFTER_MS);
  }
}

function moves(status: PlayerState): boolean {
  return ['live', 'delayed', 'stills'].includes(status.kind);
}

/** Fields keep their keys, and a button that has the focus keeps the space bar. */
function typesInto(target: EventTarget | undefined, key: string): boolean {
  if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return true;
  return (
    key === ' ' && (target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement)
  );
}

declare global {
  interface HTMLElementTagNameMap {
    'vigie-player': PlayerElement;
  }
}

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { browserPlatform } from '../browser/platform.js';
import { recallLayered, rememberLayered } from '../browser/layers-choice.js';
import { ScreenWake } from '../browser/wake-lock.js';
import { type CaptureChoice, type Captured, DEFAULT_CHOICE } from '../core/capture.js';
import { Publisher, type PublisherState, type PublishingChoice } from '../core/publisher.js';
import type { PublishingStats } from '../core/stats.js';
import { isVideoCodec } from '../core/whip.js';
import { type Notice, publisherNotice } from '../i18n/words.js';
import { VigieElement } from './base.js';
import { cameraStyles } from './camera-styles.js';
import { icons } from './icons.js';

/** Enough for 720p30 of a moving scene, bps. */
const DEFAULT_BPS = 2_500_000;
const HEIGHTS = [360, 480, 720, 1080] as const;

/**
 * `<vigie-camera camera="cam-1" token="…">` makes this device a body camera.
 *
 * Tells its state by the attribute `state` (the kinds of {@link PublisherState}), the property
 * `status` (the same with its details), the property `stats`, and the event `vigie-state`.
 */
@customElement('vigie-camera')
export class CameraElement extends VigieElement {
  static override styles = [VigieElement.styles, cameraStyles];

  /** As which camera to publish. */
  @property() camera = '';
  /** The relay's mount point; by default the page's base address. */
  @property() relay = '';
  @property() token = '';
  /** Offers this video codec only: `VP8`, `H264`, `VP9` or `AV1`. */
  @property() codec = '';
  /** Upper limit of the video bit rate, bps. */
  @property({ type: Number }) bitrate = DEFAULT_BPS;
  /** Sends several sizes at once with 3, one with 1; else as the wearer chose the last time. */
  @property({ type: Number }) layers = 0;
  /** How many watch, if it is known; the wearer has a right to know. */
  @property({ type: Number }) viewers: number | undefined;
  /** The kind of {@link status}. */
  @property({ reflect: true }) state: PublisherState['kind'] = 'ready';
  @property({ attribute: false }) status: PublisherState = { kind: 'ready' };
  @property({ attribute: false }) stats: PublishingStats | null = null;

  @state() private choice: CaptureChoice = DEFAULT_CHOICE;
  @state() private layered = recallLayered();
  @state() private devices: readonly MediaDeviceInfo[] = [];
  @state() private previewing = false;

  @query('video') private readonly video!: HTMLVideoElement;

  #publisher: Publisher | undefined;
  #wake: ScreenWake | undefined;
  #listening = new AbortController();

  override connectedCallback(): void {
    super.connectedCallback();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    this.#wake = new ScreenWake(signal);
    window.addEventListener('pagehide', () => this.stop(), { signal });
    window.addEventListener('online', () => this.#publisher?.retry(), { signal });
    mediaDevices()?.addEventListener('devicechange', () => void this.#listDevices(), { signal });
    void this.#listDevices();
  }

  override disconnectedCallback(): void {
    this.#listening.abort();
    this.stop();
    super.disconnectedCallback();
  }

  /** Opens the devices and publishes; what goes wrong shows in {@link status}. */
  async start(): Promise<void> {
    this.#publisher ??= this.#newPublisher();
    await this.#publisher.start(this.#publishingChoice());
  }

  stop(): void {
    this.#publisher?.stop();
  }

  protected override willUpdate(changed: PropertyValues<CameraElement>): void {
    if (changed.has('layers') && this.layers > 0) this.layered = this.layers > 1;
    if (!changed.has('relay') && !changed.has('camera')) return;
    this.stop();
    this.#publisher = undefined;
  }

  protected override render(): TemplateResult {
    const notice = publisherNotice(this.status, this.t, this.language);
    return html`
      ${this.#picture()}
      <div class="status ${notice.tone}">
        <h2><span class="dot ${notice.tone}"></span><span role="status">${notice.title}</span></h2>
        ${this.#words(notice)}
      </div>
      ${this.#options()} ${this.#button()}
    `;
  }

  #picture(): TemplateResult {
    return html`<div class="picture">
      <video
        autoplay
        playsinline
        muted
        ?hidden=${!this.previewing}
        aria-label=${this.t('publish.preview')}
      ></video>
      ${this.previewing ? nothing : html`<div class="placeholder">${icons.camera}</div>`}
      ${this.viewers === undefined ? nothing : this.#watched(this.viewers)}
      ${this.previewing && this.#cameras().length > 1 ? this.#flipButton() : nothing}
    </div>`;
  }

  #watched(viewers: number): TemplateResult {
    const amount = viewers === 0 ? 'none' : viewers === 1 ? 'one' : 'many';
    const words = this.t(`publish.watched.${amount}`, { n: viewers });
    return html`<span class="watched">${icons.eye}${words}</span>`;
  }

  #flipButton(): TemplateResult {
    const label = this.t('publish.flip');
    return html`<button
      type="button"
      class="flip"
      aria-label=${label}
      title=${label}
      @click=${this.#flip}
    >
      ${icons.flip}
    </button>`;
  }

  #words(notice: Notice): TemplateResult {
    return html`${notice.text ? html`<p>${notice.text}</p>` : nothing}
    ${notice.remedy ? html`<p class="hint">${notice.remedy}</p>` : nothing}`;
  }

  #button(): TemplateResult {
    if (ACTIVE.has(this.state)) {
      return html`<button type="button" class="go stop" @click=${() => this.stop()}>
        ${this.t('publish.stop')}
      </button>`;
    }
    const again = this.state === 'taken-over';
    return html`<button
      type="button"
      class="go primary"
      ?disabled=${this.camera === ''}
      @click=${() => this.start()}
    >
      ${this.t(again ? 'publish.again' : 'publish.start')}
    </button>`;
  }

  #options(): TemplateResult {
    return html`<details>
      <summary>${icons.settings}${this.t('publish.options')}</summary>
      <div class="choices">
        ${this.#deviceChoice('videoDevice', 'publish.device.video', this.#cameras())}
        ${this.#deviceChoice('audioDevice', 'publish.device.audio', this.#microphones())}
        <label>
          ${this.t('publish.resolution')}
          <select @change=${this.#heightChosen}>
            ${HEIGHTS.map(
              (height) =>
                html`<option value=${height} ?selected=${height === this.choice.height}>
                  ${height}p
                </option>`,
            )}
          </select>
        </label>
        <label class="check">
          <input type="checkbox" .checked=${this.choice.sound} @change=${this.#soundChosen} />
          ${this.t('publish.sound')}
        </label>
        <div class="wide">
          <label class="check">
            <input
              type="checkbox"
              aria-describedby="layered-hint"
              .checked=${this.layered}
              @change=${this.#layeredChosen}
            />
            ${this.t('publish.layered')}
          </label>
          <p class="hint" id="layered-hint">${this.t('publish.layered.hint')}</p>
        </div>
      </div>
    </details>`;
  }

  #deviceChoice(
    which: 'videoDevice' | 'audioDevice',
    label: 'publish.device.video' | 'publish.device.audio',
    devices: readonly MediaDeviceInfo[],
  ): TemplateResult {
    const chosen = (event: Event): void => {
      const { value } = event.target as HTMLSelectElement;
      const { [which]: _, ...rest } = this.choice;
      void this.#choose(value === '' ? rest : { ...rest, [which]: value });
    };
    return html`<label>
      ${this.t(label)}
      <select @change=${chosen}>
        <option value="">${this.t('publish.device.default')}</option>
        ${devices.map(
          (device, index) =>
            html`<option
              value=${device.deviceId}
              ?selected=${device.deviceId === this.choice[which]}
            >
              ${device.label || this.t('publish.device.n', { n: index + 1 })}
            </option>`,
        )}
      </select>
    </label>`;
  }

  #heightChosen(event: Event): void {
    const wanted = Number((event.target as HTMLSelectElement).value);
    const height = HEIGHTS.find((one) => one === wanted);
    if (height !== undefined) void this.#choose({ ...this.choice, height });
  }

  #soundChosen(event: Event): void {
    void this.#choose({ ...this.choice, sound: (event.target as HTMLInputElement).checked });
  }

  #layeredChosen(event: Event): void {
    this.layered = (event.target as HTMLInputElement).checked;
    rememberLayered(this.layered);
    void this.#choose(this.choice);
  }

  #flip(): void {
    const { videoDevice: _, facing, ...rest } = this.choice;
    void this.#choose({ ...rest, facing: facing === 'user' ? 'environment' : 'user' });
  }

  async #choose(choice: CaptureChoice): Promise<void> {
    this.choice = choice;
    await this.#publisher?.choose(this.#publishingChoice());
  }

  #publishingChoice(): PublishingChoice {
    const codec = this.codec.toUpperCase();
    return {
      ...this.choice,
      camera: this.camera,
      maxBps: this.bitrate > 0 ? this.bitrate : DEFAULT_BPS,
      layered: this.layered,
      ...(isVideoCodec(codec) && { codec }),
    };
  }

  #newPublisher(): Publisher {
    return new Publisher({
      platform: browserPlatform,
      base: new URL(this.relay || '.', document.baseURI),
      devices: mediaDevices(),
      capabilities: RTCRtpSender.getCapabilities('video')?.codecs ?? [],
      token: () => this.token || null,
      changed: (status) => this.#tell(status),
      captured: (captured) => void this.#preview(captured),
      measured: (stats) => (this.stats = stats),
    });
  }

  #tell(status: PublisherState): void {
    this.status = status;
    this.#wake?.want(ACTIVE.has(status.kind));
    if (status.kind === this.state) return;
    this.state = status.kind;
    this.request('vigie-state', status);
  }

  async #preview(captured: Captured | undefined): Promise<void> {
    this.previewing = captured !== undefined;
    this.video.srcObject = captured === undefined ? null : new MediaStream([captured.video]);
    // Their names are told only now that the permission is given.
    await this.#listDevices();
  }

  async #listDevices(): Promise<void> {
    this.devices = (await mediaDevices()?.enumerateDevices()) ?? [];
  }

  #cameras(): MediaDeviceInfo[] {
    return this.devices.filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '');
  }

  #microphones(): MediaDeviceInfo[] {
    return this.devices.filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== '');
  }
}

/** States in which camera and microphone are, or are about to be, open. */
const ACTIVE: ReadonlySet<PublisherState['kind']> = new Set([
  'asking',
  'connecting',
  'live',
  'interrupted',
  'reconnecting',
  'blocked',
] as const);

/** Missing where the page did not come over https or from localhost, whatever the types say. */
function mediaDevices(): MediaDevices | undefined {
  return navigator.mediaDevices;
}

declare global {
  interface HTMLElementTagNameMap {
    'vigie-camera': CameraElement;
  }
}

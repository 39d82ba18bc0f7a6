import { html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { api, tokens } from '../browser/session.js';
import { systemClock } from '../core/clock.js';
import { Poller, type Polled } from '../core/poller.js';
import { ProblemError } from '../core/problem.js';
import type { CameraInfo, Me } from '../core/relay-api.js';
import { VigieElement } from './base.js';
import './camera-tile.js';
import './enrol-dialog.js';
import type { EnrolDialog } from './enrol-dialog.js';
import { homeStyles } from './home-styles.js';
import { icons } from './icons.js';
import './page-header.js';
import './token-form.js';

interface Overview {
  readonly me: Me;
  readonly cameras: readonly CameraInfo[];
}

const POLL_MS = 2_000;

/** The start page: sign in, the cameras and their states, enrolment. */
@customElement('vigie-home-page')
export class HomePage extends VigieElement {
  static override styles = [VigieElement.styles, homeStyles];

  @state() private overview: Overview | undefined;
  @state() private signedOut = tokens.token === null;
  @state() private rejected = false;
  @state() private unreachable = false;

  @query('vigie-enrol-dialog') private readonly enrolDialog!: EnrolDialog;

  readonly #poller = new Poller<Overview>({
    clock: systemClock,
    everyMs: POLL_MS,
    ask: () => this.#ask(),
    told: (result) => this.#told(result),
  });
  readonly #visibilityChanged = (): void => {
    this.#poller.pause(document.hidden);
  };

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#visibilityChanged);
    this.#visibilityChanged();
    if (!this.signedOut) this.#poller.start();
  }

  override disconnectedCallback(): void {
    this.#poller.stop();
    document.removeEventListener('visibilitychange', this.#visibilityChanged);
    super.disconnectedCallback();
  }

  protected override render(): TemplateResult {
    return html`
      <vigie-page-header
        >${this.overview ? this.#whoAmI(this.overview.me) : nothing}</vigie-page-header
      >
      ${this.unreachable ? this.#warning() : nothing}
      <main>
        ${
          this.signedOut
            ? html`<vigie-token-form
                .rejected=${this.rejected}
                @vigie-token=${this.#signIn}
              ></vigie-token-form>`
            : this.#content()
        }
      </main>
    `;
  }

  #whoAmI(me: Me): TemplateResult {
    return html`<span class="me">${me.name ?? this.t(`role.${me.role}`)}</span>
      <button type="button" class="plain" @click=${this.#signOut}>
        ${this.t('app.signOut')}
      </button>`;
  }

  #warning(): TemplateResult {
    return html`<div class="warning" role="alert">
      <strong>${this.t('app.unreachable')}.</strong> ${this.t('app.unreachable.text')}
    </div>`;
  }

  #content(): TemplateResult {
    if (this.overview === undefined) {
      return html`<p class="loading" role="status">
        ${this.unreachable ? nothing : this.t('cameras.loading')}
      </p>`;
    }
    const { me, cameras } = this.overview;
    return html`
      <div class="bar">
        <div>
          <h1>${this.t('cameras.title')}</h1>
          ${cameras.length === 0 ? nothing : this.#count(cameras)}
        </div>
        <div class="actions">${this.#actions(me)}</div>
      </div>
      ${cameras.length === 0 ? this.#empty(me) : this.#list(me, cameras)}
      <vigie-enrol-dialog @vigie-enrolled=${() => this.#poller.refresh()}></vigie-enrol-dialog>
    `;
  }

  #count(cameras: readonly CameraInfo[]): TemplateResult {
    const live = cameras.filter((camera) => camera.state === 'live').length;
    const words = this.t('cameras.count', { live, all: cameras.length });
    return html`<p class="count" role="status">${words}</p>`;
  }

  #actions(me: Me): TemplateResult {
    const publish = html`<a class="button" href="camera"
      >${icons.camera}${this.t('cameras.publish')}</a
    >`;
    const enrol = html`<button
      type="button"
      class="primary"
      @click=${() => this.enrolDialog.show()}
    >
      ${icons.plus}${this.t('enrol.open')}
    </button>`;
    const ops = html`<a class="button" href="ops">${icons.statistics}${this.t('ops.open')}</a>`;
    return html`${me.role === 'operator' ? ops : nothing}
    ${me.role === 'viewer' ? nothing : publish} ${me.role === 'operator' ? enrol : nothing}`;
  }

  #list(me: Me, cameras: readonly CameraInfo[]): TemplateResult {
    return html`<ul @vigie-remove=${this.#remove}>
      ${cameras.map(
        (camera) =>
          html`<li>
            <vigie-camera-tile
              .camera=${camera}
              .removable=${me.role === 'operator'}
            ></vigie-camera-tile>
          </li>`,
      )}
    </ul>`;
  }

  #empty(me: Me): TemplateResult {
    if (me.role !== 'operator') {
      return html`<section class="empty">
        <h2>${this.t('cameras.empty.title')}</h2>
        <p>${this.t('cameras.empty.viewer')}</p>
      </section>`;
    }
    return html`<section class="empty">
      <h2>${this.t('cameras.empty.title')}</h2>
      <p>${this.t('cameras.empty.operator')}</p>
      <ol>
        <li>${this.t('cameras.empty.step1')}</li>
        <li>${this.t('cameras.empty.step2')}</li>
        <li>${this.t('cameras.empty.step3')}</li>
      </ol>
    </section>`;
  }

  async #ask(): Promise<Overview> {
    const me = this.overview?.me ?? (await api.me());
    return { me, cameras: await api.cameras() };
  }

  #told(result: Polled<Overview>): boolean {
    if (result.kind === 'value') {
      this.overview = result.value;
      this.unreachable = false;
      return true;
    }
    const { error } = result;
    if (error instanceof ProblemError && [401, 403].includes(error.problem.status)) {
      this.#signOut();
      this.rejected = true;
      return false;
    }
    this.unreachable = true;
    return true;
  }

  #signIn(event: CustomEvent<string>): void {
    tokens.keep(event.detail);
    this.signedOut = false;
    this.rejected = false;
    this.#poller.start();
  }

  #signOut(): void {
    this.#poller.stop();
    tokens.forget();
    this.overview = undefined;
    this.signedOut = true;
    this.rejected = false;
    this.unreachable = false;
  }

  async #remove(event: CustomEvent<string>): Promise<void> {
    // Gone already is as good as removed; anything else shows in the list as it is.
    await api.remove(event.detail).catch(() => undefined);
    this.#poller.refresh();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'vigie-home-page': HomePage;
  }
}

import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { api, base, tokens } from '../browser/session.js';
import { watchedCamera } from '../core/page-address.js';
import { systemClock } from '../core/clock.js';
import { Poller, type Polled } from '../core/poller.js';
import type { PlayerState } from '../core/player.js';
import type { CameraInfo, CapturedBy, Fault } from '../core/relay-api.js';
import { VigieElement } from './base.js';
import { icons } from './icons.js';
import './page-header.js';
import './player.js';
import './token-form.js';

/** Faults of a camera come seldom, ms. */
const POLL_MS = 5_000;

/** One camera filling the window. */
@customElement('vigie-watch-page')
export class WatchPage extends VigieElement {
  static override styles = [
    VigieElement.styles,
    css`
      :host {
        display: block;
        min-height: 100dvh;
        background: var(--vigie-ground);
      }
      vigie-player {
        width: 100vw;
        height: 100dvh;
        aspect-ratio: auto;
      }
      main {
        padding: 1rem;
      }
      .title {
        display: flex;
        min-width: 0;
        align-items: center;
        gap: 0.75rem;
        color: var(--vigie-stage-text);
      }
      .title a {
        display: inline-flex;
        flex: none;
        width: var(--vigie-touch);
        height: var(--vigie-touch);
        align-items: center;
        justify-content: center;
        border-radius: var(--vigie-radius-small);
        color: inherit;
      }
      .title a:hover {
        background: rgb(255 255 255 / 14%);
      }
      .title a:focus-visible {
        outline-color: var(--vigie-stage-busy);
      }
      .title h1 {
        overflow: hidden;
        margin: 0;
        font-size: 1.125rem;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .title span {
        color: var(--vigie-stage-muted);
        font-family: var(--vigie-font-mono);
        font-size: 0.875rem;
        white-space: nowrap;
      }
      @media (max-width: 40rem) {
        .title span {
          display: none;
        }
      }
    `,
  ];

  @state() private signedOut = tokens.token === null;
  @state() private rejected = false;
  @state() private name = '';
  @state() private faults: readonly Fault[] = [];
  @state() private capturedBy: CapturedBy | undefined;

  readonly #camera = watchedCamera(new URL(location.href), base) ?? '';

  readonly #poller = new Poller<CameraInfo>({
    clock: systemClock,
    everyMs: POLL_MS,
    ask: () => api.camera(this.#camera),
    told: (result) => this.#told(result),
  });
  readonly #visibilityChanged = (): void => {
    this.#poller.pause(document.hidden);
  };

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = `${this.#camera} · Vigie`;
    document.addEventListener('visibilitychange', this.#visibilityChanged);
    if (!this.signedOut) this.#poller.start();
  }

  override disconnectedCallback(): void {
    document.removeEventListener('visibilitychange', this.#visibilityChanged);
    this.#poller.stop();
    super.disconnectedCallback();
  }

  protected override render(): TemplateResult {
    return this.signedOut ? this.#form() : this.#stage();
  }

  #form(): TemplateResult {
    return html`<vigie-page-header back="./"></vigie-page-header>
      <main>
        <vigie-token-form
          .rejected=${this.rejected}
          @vigie-token=${this.#signIn}
        ></vigie-token-form>
      </main>`;
  }

  #stage(): TemplateResult {
    return html`<vigie-player
      page-keys
      camera=${this.#camera}
      .name=${this.name}
      .faults=${this.faults}
      .capturedBy=${this.capturedBy}
      .token=${tokens.token ?? ''}
      @vigie-state=${this.#stateChanged}
    >
      <div slot="title" class="title">
        <a href="./" aria-label=${this.t('app.back')} title=${this.t('app.back')}>${icons.back}</a>
        <h1>${this.name || this.#camera}</h1>
        ${this.name && this.name !== this.#camera ? html`<span>${this.#camera}</span>` : nothing}
      </div>
    </vigie-player>`;
  }

  #signIn(event: CustomEvent<string>): void {
    tokens.keep(event.detail);
    this.signedOut = false;
    this.#poller.start();
  }

  /** A token that the relay does not know is asked for anew; one without this right is explained by the player. */
  #stateChanged({ detail }: CustomEvent<PlayerState>): void {
    if (detail.kind !== 'refused' || detail.problem.status !== 401) return;
    tokens.forget();
    this.#poller.stop();
    this.signedOut = true;
    this.rejected = true;
  }

  /** Without an answer the identifier will do; the player says what is wrong. */
  #told(result: Polled<CameraInfo>): boolean {
    if (result.kind === 'error') return true;
    const { name, faults, tracks } = result.value;
    this.capturedBy = tracks?.find(({ kind }) => kind === 'video')?.capturedBy;
    this.name = name ?? '';
    this.faults = faults ?? [];
    document.title = `${this.name || this.#camera} · Vigie`;
    return true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'vigie-watch-page': WatchPage;
  }
}

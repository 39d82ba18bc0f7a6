import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { api, tokens } from '../browser/session.js';
import { systemClock } from '../core/clock.js';
import { Poller } from '../core/poller.js';
import { ProblemError } from '../core/problem.js';
import { publishingRight, type PublishingRight } from '../core/publishing-right.js';
import type { PublisherState } from '../core/publisher.js';
import { problemText } from '../i18n/words.js';
import { VigieElement } from './base.js';
import './camera.js';
import './page-header.js';
import './token-form.js';

type Stage =
  | { readonly kind: 'loading' }
  | { readonly kind: 'signed-out'; readonly rejected: boolean }
  | { readonly kind: 'error'; readonly text: string }
  | { readonly kind: 'right'; readonly right: PublishingRight };

/** How often the wearer learns how many watch, ms. */
const AUDIENCE_MS = 3_000;

/** This device as a body camera. */
@customElement('vigie-camera-page')
export class CameraPage extends VigieElement {
  static override styles = [
    VigieElement.styles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        height: 100dvh;
      }
      main {
        display: flex;
        flex: 1;
        flex-direction: column;
        gap: 1rem;
        width: min(52rem, 100%);
        min-height: 0;
        margin: 0 auto;
        padding: 1rem clamp(1rem, 3vw, 2rem) max(1rem, env(safe-area-inset-bottom));
        overflow: auto;
      }
      h1 {
        margin: 0;
        font-size: 1.125rem;
        max-width: 45vw;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .choice {
        display: flex;
        align-items: center;
        gap: 0.75rem;
      }
      .choice select {
        flex: 1;
      }
      vigie-camera {
        flex: 1;
      }
      .trouble {
        padding: 1.25rem;
        border: 1px solid var(--vigie-line);
        border-radius: var(--vigie-radius);
        background: var(--vigie-surface);
      }
      .trouble h2 {
        margin: 0 0 0.5rem;
        font-size: 1.25rem;
      }
      .trouble p {
        margin: 0 0 1rem;
      }
    `,
  ];

  @state() private stage: Stage = { kind: 'loading' };
  @state() private camera = '';
  @state() private viewers: number | undefined;
  @state() private live = false;

  readonly #parameters = new URL(location.href).searchParams;
  readonly #audience = new Poller({
    clock: systemClock,
    everyMs: AUDIENCE_MS,
    ask: () => api.camera(this.camera),
    told: (result) => {
      this.viewers = result.kind === 'value' ? result.value.viewers : undefined;
      return !(result.kind === 'error' && result.error instanceof ProblemError);
    },
  });

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  override disconnectedCallback(): void {
    this.#audience.stop();
    super.disconnectedCallback();
  }

  protected override render(): TemplateResult {
    return html`<vigie-page-header back=${this.live ? '' : './'}>
        <h1 title=${this.camera}>${this.camera || this.t('publish.title')}</h1>
      </vigie-page-header>
      <main>${this.#content()}</main>`;
  }

  #content(): TemplateResult | typeof nothing {
    const { stage } = this;
    switch (stage.kind) {
      case 'loading':
        return nothing;
      case 'signed-out':
        return html`<vigie-token-form
          .rejected=${stage.rejected}
          @vigie-token=${this.#signIn}
        ></vigie-token-form>`;
      case 'error':
        return this.#trouble(this.t('publish.refused'), stage.text);
      case 'right':
        return this.#permitted(stage.right);
    }
  }

  #permitted(right: PublishingRight): TemplateResult {
    if (right.kind === 'none') {
      const text = right.role === 'operator' ? 'publish.nothing.none' : 'publish.nothing.text';
      return this.#trouble(this.t('publish.nothing'), this.t(text));
    }
    return html`${right.kind === 'choice' ? this.#choice(right.cameras) : nothing}
      <vigie-camera
        camera=${this.camera}
        codec=${this.#parameters.get('codec') ?? ''}
        .bitrate=${Number(this.#parameters.get('bitrate') ?? 0)}
        .layers=${Number(this.#parameters.get('layers') ?? 0)}
        .token=${tokens.token ?? ''}
        .viewers=${this.viewers}
        @vigie-state=${this.#stateChanged}
      ></vigie-camera>`;
  }

  #choice(cameras: readonly string[]): TemplateResult {
    return html`<div class="choice">
      <label for="camera">${this.t('publish.camera')}</label>
      <select
        id="camera"
        ?disabled=${this.live}
        @change=${(event: Event) => (this.camera = (event.target as HTMLSelectElement).value)}
      >
        ${cameras.map((id) => html`<option ?selected=${id === this.camera}>${id}</option>`)}
      </select>
    </div>`;
  }

  #trouble(title: string, text: string): TemplateResult {
    return html`<section class="trouble" role="alert">
      <h2>${title}</h2>
      <p>${text}</p>
      <button type="button" @click=${this.#signOut}>${this.t('token.title')}</button>
      <button type="button" @click=${this.#load}>${this.t('app.retry')}</button>
    </section>`;
  }

  async #load(): Promise<void> {
    if (tokens.token === null) {
      this.stage = { kind: 'signed-out', rejected: false };
      return;
    }
    this.stage = { kind: 'loading' };
    try {
      const right = await publishingRight(api, this.#parameters.get('id'));
      this.camera = cameraOf(right);
      this.stage = { kind: 'right', right };
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    if (error instanceof ProblemError && error.problem.status === 401) {
      tokens.forget();
      this.stage = { kind: 'signed-out', rejected: true };
      return;
    }
    const text =
      error instanceof ProblemError
        ? problemText(error.problem, this.t).text
        : this.t('app.unreachable');
    this.stage = { kind: 'error', text };
  }

  #signIn(event: CustomEvent<string>): void {
    tokens.keep(event.detail);
    void this.#load();
  }

  #signOut(): void {
    tokens.forget();
    this.stage = { kind: 'signed-out', rejected: false };
  }

  #stateChanged({ detail }: CustomEvent<PublisherState>): void {
    this.live = !['ready', 'taken-over', 'refused', 'gone', 'failed'].includes(detail.kind);
    if (detail.kind === 'live') {
      this.#audience.start();
      return;
    }
    this.#audience.stop();
    this.viewers = undefined;
    if (detail.kind !== 'refused' || detail.problem.status !== 401) return;
    tokens.forget();
    this.stage = { kind: 'signed-out', rejected: true };
  }
}

function cameraOf(right: PublishingRight): string {
  if (right.kind === 'none') return '';
  return right.kind === 'one' ? right.camera : (right.cameras[0] ?? '');
}

declare global {
  interface HTMLElementTagNameMap {
    'vigie-camera-page': CameraPage;
  }
}

import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { VigieElement } from './base.js';
import { icons } from './icons.js';
import { stageStyles } from './styles.js';

/**
 * The bar below the picture. Shows what it is told and asks for changes by events:
 * `vigie-mute-request`, `vigie-volume-request` (detail: 0 to 1), `vigie-stats-request`,
 * `vigie-pip-request`, `vigie-fullscreen-request`.
 */
@customElement('vigie-player-controls')
export class PlayerControls extends VigieElement {
  static override styles = [
    VigieElement.styles,
    stageStyles,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 0.25rem;
        padding: 0.5rem;
      }
      button {
        width: var(--vigie-touch);
        padding: 0;
        border-color: transparent;
      }
      button[aria-pressed='true'] {
        background: var(--vigie-sunken);
      }
      .space {
        flex: 1;
      }
      input {
        width: clamp(4rem, 12vw, 8rem);
        min-height: var(--vigie-touch);
        padding: 0;
        border: 0;
        background: transparent;
        accent-color: var(--vigie-accent);
      }
      @media (pointer: coarse) {
        input {
          display: none;
        }
      }
    `,
  ];

  @property({ type: Boolean }) muted = true;
  @property({ type: Number }) volume = 1;
  @property({ type: Boolean }) fullscreen = false;
  @property({ type: Boolean }) stats = false;
  @property({ type: Boolean }) pip = false;

  protected override render(): TemplateResult {
    const mute = this.t(this.muted ? 'player.unmute' : 'player.mute');
    const size = this.t(this.fullscreen ? 'player.fullscreen.exit' : 'player.fullscreen');
    return html`
      ${this.#button('mute', mute, 'm', this.muted ? icons.muted : icons.sound)}
      <input
        type="range"
        min="0"
        max="1"
        step="0.05"
        aria-label=${this.t('player.volume')}
        .value=${String(this.muted ? 0 : this.volume)}
        @input=${this.#volumeMoved}
      />
      <span class="space"></span>
      ${this.#button('stats', this.t('player.stats'), 'i', icons.statistics, this.stats)}
      ${this.pip ? this.#button('pip', this.t('player.pip'), '', icons.pip) : nothing}
      ${this.#button('fullscreen', size, 'f', this.fullscreen ? icons.reduce : icons.enlarge)}
    `;
  }

  #button(
    what: string,
    label: string,
    key: string,
    shape: TemplateResult,
    pressed?: boolean,
  ): TemplateResult {
    return html`<button
      type="button"
      aria-label=${label}
      aria-pressed=${pressed ?? nothing}
      aria-keyshortcuts=${key || nothing}
      title=${key ? `${label} (${key})` : label}
      @click=${() => this.request(`vigie-${what}-request`)}
    >
      ${shape}
    </button>`;
  }

  #volumeMoved(event: Event): void {
    this.request('vigie-volume-request', (event.target as HTMLInputElement).valueAsNumber);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'vigie-player-controls': PlayerControls;
  }
}

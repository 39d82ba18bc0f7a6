import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { base } from '../browser/session.js';
import { watchAddress } from '../core/page-address.js';
import type { CameraInfo, CameraState, TrackInfo } from '../core/relay-api.js';
import { faultText } from '../i18n/faults.js';
import { bitRate, duration, number } from '../i18n/format.js';
import type { Tone } from '../i18n/words.js';
import { VigieElement } from './base.js';
import { icons } from './icons.js';

const TONES: Readonly<Record<CameraState, Tone>> = {
  offline: 'quiet',
  standby: 'busy',
  live: 'good',
  lost: 'bad',
};

/** One camera of the list. Removing it asks by `vigie-remove` (detail: the identifier). */
@customElement('vigie-camera-tile')
export class CameraTile extends VigieElement {
  static override styles = [
    VigieElement.styles,
    css`
      :host {
        position: relative;
        display: flex;
        flex-direction: column;
        gap: 0.375rem;
        padding: 1.125rem 1.25rem;
        border: 1px solid var(--vigie-line);
        border-radius: var(--vigie-radius);
        background: var(--vigie-surface);
        box-shadow: var(--vigie-shadow);
        transition: border-color var(--vigie-quick);
      }
      :host(:hover) {
        border-color: var(--vigie-line-strong);
      }
      .head {
        display: flex;
        align-items: start;
        gap: 0.75rem;
      }
      h3 {
        flex: 1;
        min-width: 0;
        margin: 0;
        font-size: 1.125rem;
        line-height: 1.35;
        overflow-wrap: anywhere;
      }
      a {
        color: inherit;
        text-decoration: none;
      }
      /* The whole tile is the link. */
      a::after {
        content: '';
        position: absolute;
        inset: 0;
        border-radius: var(--vigie-radius);
      }
      a:focus-visible {
        outline: none;
      }
      a:focus-visible::after {
        outline: var(--vigie-focus);
        outline-offset: 0.125rem;
      }
      .id {
        color: var(--vigie-muted);
        font-family: var(--vigie-font-mono);
        font-size: 0.875rem;
        overflow-wrap: anywhere;
      }
      .state {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        font-weight: 600;
      }
      .state .since {
        color: var(--vigie-muted);
        font-weight: 400;
      }
      .facts {
        margin: 0;
        color: var(--vigie-muted);
        font-size: 0.9375rem;
        font-variant-numeric: tabular-nums;
      }
      .fault {
        margin: 0.375rem 0 0;
        padding: 0.5rem 0.75rem;
        border-radius: var(--vigie-radius-small);
        background: var(--vigie-warning-ground);
        font-size: 0.9375rem;
      }
      .remove {
        z-index: 1;
        flex: none;
        width: var(--vigie-touch);
        margin: -0.5rem -0.625rem -0.75rem 0;
        padding: 0;
        border-color: transparent;
        color: var(--vigie-muted);
      }
      .confirm {
        z-index: 1;
        margin-top: 0.5rem;
        padding-top: 0.75rem;
        border-top: 1px solid var(--vigie-line);
      }
      .confirm p {
        margin: 0 0 0.75rem;
      }
      .confirm div {
        display: flex;
        gap: 0.75rem;
      }
      .danger {
        border-color: transparent;
        background: var(--vigie-bad);
        color: var(--vigie-surface);
      }
      .danger:hover {
        background: var(--vigie-bad);
        filter: brightness(1.1);
      }
    `,
  ];

  @property({ attribute: false }) camera: CameraInfo | undefined;
  /** Whether this token may remove cameras. */
  @property({ type: Boolean }) removable = false;

  @state() private asking = false;

  protected override render(): TemplateResult | typeof nothing {
    const { camera } = this;
    if (camera === undefined) return nothing;
    const name = camera.name ?? camera.id;
    return html`
      <div class="head">
        <h3>
          <a
            href=${watchAddress(camera.id, base)}
            aria-label=${this.t('cameras.watch', { name })}
            aria-describedby="state"
            >${name}</a
          >
        </h3>
        ${this.removable && !this.asking ? this.#removeButton(name) : nothing}
      </div>
      ${name === camera.id ? nothing : html`<span class="id">${camera.id}</span>`}
      <span class="state" id="state">
        <span class="dot ${TONES[camera.state]}"></span>${this.t(`camera.state.${camera.state}`)}
        ${this.#since(camera)}
      </span>
      ${this.#facts(camera)}
      ${camera.faults?.map((fault) => html`<p class="fault">${faultText(fault, this.t)}</p>`)}
      ${this.asking ? this.#confirmation(camera.id, name) : nothing}
    `;
  }

  #since({ since }: CameraInfo): TemplateResult | typeof nothing {
    const ms = since === undefined ? NaN : Date.now() - Date.parse(since);
    if (Number.isNaN(ms)) return nothing;
    const time = duration(ms, this.t);
    return html`<span class="since">${this.t('cameras.since', { time })}</span>`;
  }

  #facts(camera: CameraInfo): TemplateResult | typeof nothing {
    if (camera.state === 'offline' || camera.state === 'standby') return nothing;
    const tracks = (camera.tracks ?? []).map((track) => this.#track(track));
    return html`${tracks.length === 0 ? nothing : html`<p class="facts">${tracks.join(' + ')}</p>`}
      <p class="facts">${this.#audience(camera)}</p>`;
  }

  #track(track: TrackInfo): string {
    const size = track.height === undefined ? undefined : `${track.width ?? '?'}×${track.height}`;
    const rate =
      track.framesPerSecond === undefined
        ? undefined
        : `${number(track.framesPerSecond, this.language, 0)} fps`;
    const bps =
      track.bps === undefined || track.kind === 'audio'
        ? undefined
        : bitRate(track.bps, this.language);
    return [track.codec, size, rate, bps].filter(Boolean).join(' · ');
  }

  #audience({ state, viewers, lastPacketAgoMs }: CameraInfo): string {
    if (state === 'lost' && lastPacketAgoMs !== undefined) {
      return this.t('cameras.lastPacket', { time: duration(lastPacketAgoMs, this.t) });
    }
    const n = viewers ?? 0;
    return this.t(`cameras.viewers.${n === 0 ? 'none' : n === 1 ? 'one' : 'many'}`, { n });
  }

  #removeButton(name: string): TemplateResult {
    const label = this.t('cameras.remove', { name });
    return html`<button
      type="button"
      class="remove"
      aria-label=${label}
      title=${label}
      @click=${() => (this.asking = true)}
    >
      ${icons.remove}
    </button>`;
  }

  #confirmation(id: string, name: string): TemplateResult {
    return html`<div class="confirm" role="group">
      <p>${this.t('cameras.remove.confirm', { name })}</p>
      <div>
        <button type="button" class="danger" @click=${() => this.request('vigie-remove', id)}>
          ${this.t('cameras.remove.yes')}
        </button>
        <button type="button" @click=${() => (this.asking = false)}>${this.t('app.cancel')}</button>
      </div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'vigie-camera-tile': CameraTile;
  }
}

import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import {
  isTaken,
  type Origin,
  type SettingKey,
  type SettingValue,
  SLIDER_STEPS,
  sliderStep,
  sliderValue,
} from '../core/live-settings.js';
import {
  originText,
  settingName,
  settingRange,
  settingText,
  settingValue,
} from '../i18n/settings.js';
import { VigieElement } from './base.js';

/** Rates are typed in kbit/s. */
const RATE_UNIT = 1_000;

/**
 * One setting in one scope: slider and field, what it means, its range, and what counts without it.
 * Fires `vigie-edit` (detail: the value, or null for none), and `vigie-unedit` when what is typed
 * cannot be set.
 */
@customElement('vigie-ops-setting')
export class OpsSetting extends VigieElement {
  static override styles = [
    VigieElement.styles,
    css`
      :host {
        display: grid;
        align-content: start;
        gap: 0.375rem;
        padding: 1rem 1.25rem;
        border: 1px solid var(--vigie-line);
        border-radius: var(--vigie-radius-small);
        background: var(--vigie-surface);
      }
      :host([edited]) {
        border-color: var(--vigie-accent);
        box-shadow: inset 0.25rem 0 0 var(--vigie-accent);
      }
      code {
        color: var(--vigie-muted);
        font-family: var(--vigie-font-mono);
        font-size: 0.8125rem;
      }
      p {
        margin: 0;
      }
      .hint {
        font-size: 0.875rem;
      }
      .field {
        display: flex;
        align-items: center;
        gap: 0.5rem;
      }
      .field input,
      .field select {
        flex: 1;
        min-width: 0;
      }
      .unit {
        min-width: 3.25rem;
        color: var(--vigie-muted);
      }
      input[type='range'] {
        min-height: 1.75rem;
        padding: 0;
        border: 0;
        background: none;
        accent-color: var(--vigie-accent);
      }
      .origin {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0.25rem 0.75rem;
        min-height: 2.25rem;
        font-size: 0.875rem;
      }
      .origin button {
        min-height: 2.25rem;
        padding: 0.125rem 0.75rem;
        font-size: 0.875rem;
      }
      input[aria-invalid='true'] {
        border-color: var(--vigie-bad);
      }
    `,
  ];

  @property({ attribute: false }) key: SettingKey | undefined;
  /** What is set here, edits included. */
  @property({ attribute: false }) value: SettingValue | undefined;
  @property({ attribute: false }) origin: Origin = { from: 'file' };
  @property({ type: Boolean, reflect: true }) edited = false;
  /** What stands in the field but cannot be set. */
  @property({ attribute: false }) private wrong: string | undefined;

  protected override render(): TemplateResult | typeof nothing {
    const { key } = this;
    if (key === undefined) return nothing;
    return html`
      <label for="field">${settingName(key.key, this.t)} <code>${key.key}</code></label>
      <p class="hint">${settingText(key, this.t)}</p>
      ${this.#field(key)} ${key.unit === 'bit/s' || key.unit === 'ms' ? this.#slider(key) : nothing}
      <p class="hint" id="range">
        ${settingRange(key, this.t, this.language)} · ${this.t(`setting.effect.${key.effect}`)}
      </p>
      <div role="alert">
        ${
          this.wrong === undefined
            ? nothing
            : html`<p class="error">${this.t('setting.wrong', { value: this.wrong })}</p>`
        }
      </div>
      <div class="origin">${this.#origin(key)}</div>
    `;
  }

  #field(key: SettingKey): TemplateResult {
    if (key.unit === 'on/off') return this.#switch(key);
    const rate = key.unit === 'bit/s';
    return html`<div class="field">
      <input
        id="field"
        type=${key.unit === 'name' ? 'text' : 'number'}
        inputmode=${key.unit === 'name' ? 'text' : 'decimal'}
        step="any"
        autocomplete="off"
        spellcheck="false"
        aria-describedby="range"
        aria-invalid=${this.wrong === undefined ? 'false' : 'true'}
        placeholder=${this.#shown(key, this.origin.value)}
        .value=${live(this.wrong ?? this.#shown(key, this.value))}
        @input=${this.#typed}
      />
      ${rate ? html`<span class="unit">kbit/s</span>` : nothing}
      ${key.unit === 'ms' || key.unit === '%' ? html`<span class="unit">${key.unit}</span>` : nothing}
    </div>`;
  }

  /** Empty as long as nothing is set here. */
  #switch(key: SettingKey): TemplateResult {
    const option = (value: string, text: string) =>
      html`<option value=${value} ?selected=${value === (this.value ?? '')}>${text}</option>`;
    return html`<div class="field">
      <select
        id="field"
        aria-describedby="range"
        .value=${live(String(this.value ?? ''))}
        @change=${(event: Event) => {
          const { value } = event.target as HTMLSelectElement;
          this.#give(value === '' ? null : value);
        }}
      >
        ${option('', this.t('setting.unset'))}
        ${['on', 'off'].map((one) => option(one, settingValue(one, key.unit, this.language)))}
      </select>
    </div>`;
  }

  #slider(key: SettingKey): TemplateResult {
    const counts = this.value ?? this.origin.value ?? key.least;
    return html`<input
      type="range"
      min="0"
      max=${SLIDER_STEPS}
      aria-label=${settingName(key.key, this.t)}
      .value=${live(String(sliderStep(key, Number(counts))))}
      @input=${(event: Event) => this.#slid(key, event)}
    />`;
  }

  #origin(key: SettingKey): TemplateResult {
    const without = originText(this.origin, key, this.t, this.language);
    if (this.value === undefined) return html`<span>${without}</span>`;
    return html`<span>${this.t('setting.instead', { without })}</span>
      <button type="button" @click=${() => this.#give(null)}>${this.t('setting.remove')}</button>`;
  }

  #shown(key: SettingKey, value: SettingValue | undefined): string {
    if (value === undefined) return '';
    return String(key.unit === 'bit/s' ? Number(value) / RATE_UNIT : value);
  }

  #typed(event: Event): void {
    const { key } = this;
    const input = event.target as HTMLInputElement;
    const text = input.value.trim();
    if (key === undefined) return;
    // A number field that holds no number says it is empty.
    if (text === '' && !input.validity.badInput) {
      this.#give(null);
      return;
    }
    const value = read(key, text);
    if (isTaken(key, value)) {
      this.#give(value);
      return;
    }
    // What was typed so far may have been a value, but nobody means the beginning of a number.
    this.wrong = text;
    this.request('vigie-unedit');
  }

  #slid(key: SettingKey, event: Event): void {
    this.#give(sliderValue(key, Number((event.target as HTMLInputElement).value)));
  }

  #give(value: SettingValue | null): void {
    this.wrong = undefined;
    this.request('vigie-edit', value);
  }
}

function read(key: SettingKey, text: string): SettingValue {
  if (key.unit === 'name') return text;
  const typed = text === '' ? Number.NaN : Number(text);
  return key.unit === 'bit/s' ? Math.round(typed * RATE_UNIT) : typed;
}

declare global {
  interface HTMLElementTagNameMap {
    'vigie-ops-setting': OpsSetting;
  }
}

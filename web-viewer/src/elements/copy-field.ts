import { css, html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { VigieElement } from './base.js';
import { icons } from './icons.js';

/** A value to take along: shown whole, selected on focus, copied by its button. */
@customElement('vigie-copy-field')
export class CopyField extends VigieElement {
  static override styles = [
    VigieElement.styles,
    css`
      :host {
        display: block;
      }
      label {
        display: block;
        margin-bottom: 0.25rem;
      }
      div {
        display: flex;
        gap: 0.5rem;
      }
      input {
        flex: 1;
        min-width: 0;
        background: var(--vigie-sunken);
        font-family: var(--vigie-font-mono);
        font-size: 0.9375rem;
      }
      button {
        flex: none;
        padding-inline: 0.875rem;
      }
    `,
  ];

  @property() label = '';
  @property() value = '';

  @state() private copied = false;

  protected override render(): TemplateResult {
    return html`<label for="value">${this.label}</label>
      <div>
        <input
          id="value"
          readonly
          .value=${this.value}
          @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
        />
        <button
          type="button"
          aria-label=${`${this.t('app.copy')}: ${this.label}`}
          @click=${this.#copy}
        >
          ${this.copied ? icons.check : icons.copy}
          <span aria-live="polite">${this.t(this.copied ? 'app.copied' : 'app.copy')}</span>
        </button>
      </div>`;
  }

  async #copy(): Promise<void> {
    const input = this.renderRoot.querySelector('input');
    try {
      await navigator.clipboard.writeText(this.value);
      this.copied = true;
    } catch {
      // No clipboard outside a secure context: then it is at least marked for Ctrl+C.
      input?.focus();
      input?.select();
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'vigie-copy-field': CopyField;
  }
}

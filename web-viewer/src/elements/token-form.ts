import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { isToken } from '../core/token-store.js';
import { VigieElement } from './base.js';

/** Asks for a token; hands it up with `vigie-token` (detail: the token). */
@customElement('vigie-token-form')
export class TokenForm extends VigieElement {
  static override styles = [
    VigieElement.styles,
    css`
      :host {
        display: block;
        width: min(30rem, 100%);
        margin: clamp(1rem, 10vh, 8rem) auto 0;
      }
      form {
        display: grid;
        gap: 1rem;
        padding: clamp(1.25rem, 4vw, 2rem);
        border: 1px solid var(--vigie-line);
        border-radius: var(--vigie-radius);
        background: var(--vigie-surface);
        box-shadow: var(--vigie-shadow);
      }
      h1,
      p {
        margin: 0;
      }
      h1 {
        font-size: 1.5rem;
        line-height: 1.25;
      }
      label {
        display: block;
        margin-bottom: 0.25rem;
      }
      input {
        font-family: var(--vigie-font-mono);
      }
    `,
  ];

  /** The relay turned the last token down. */
  @property({ type: Boolean }) rejected = false;

  @state() private malformed = false;

  protected override render(): TemplateResult {
    const error = this.malformed ? 'token.malformed' : this.rejected ? 'token.bad' : undefined;
    return html`<form @submit=${this.#submitted} novalidate>
      <h1>${this.t('token.title')}</h1>
      <p>${this.t('token.text')}</p>
      <div>
        <label for="token">${this.t('token.label')}</label>
        <input
          id="token"
          type="password"
          autocomplete="off"
          spellcheck="false"
          aria-describedby="message"
          aria-invalid=${error ? 'true' : 'false'}
        />
        <div id="message" role="alert">
          ${error ? html`<p class="error">${this.t(error)}</p>` : nothing}
        </div>
      </div>
      <button class="primary">${this.t('token.submit')}</button>
      <p class="hint">${this.t('token.where')}</p>
    </form>`;
  }

  #submitted(event: Event): void {
    event.preventDefault();
    const token = this.renderRoot.querySelector('input')?.value.trim() ?? '';
    this.malformed = !isToken(token);
    if (!this.malformed) this.request('vigie-token', token);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'vigie-token-form': TokenForm;
  }
}

import { css, html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { locale } from '../browser/locale.js';
import type { Language } from '../i18n/translate.js';
import { VigieElement } from './base.js';

const LANGUAGES: readonly (readonly [Language, string])[] = [
  ['fr', 'Français'],
  ['en', 'English'],
];

/** Switches the whole page between French and English. */
@customElement('vigie-language-switch')
export class LanguageSwitch extends VigieElement {
  static override styles = [
    VigieElement.styles,
    css`
      :host {
        display: inline-flex;
      }
      button {
        width: var(--vigie-touch);
        padding: 0;
        border-color: transparent;
        color: var(--vigie-muted);
        font-size: 0.875rem;
      }
      button[aria-pressed='true'] {
        color: var(--vigie-text);
        text-decoration: underline 0.125rem;
        text-underline-offset: 0.375rem;
      }
    `,
  ];

  protected override render(): TemplateResult {
    return html`<div role="group" aria-label=${this.t('app.language')}>
      ${LANGUAGES.map(
        ([code, name]) =>
          html`<button
            type="button"
            lang=${code}
            aria-label=${name}
            title=${name}
            aria-pressed=${this.language === code ? 'true' : 'false'}
            @click=${() => locale.choose(code)}
          >
            ${code.toUpperCase()}
          </button>`,
      )}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'vigie-language-switch': LanguageSwitch;
  }
}

import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Notice } from '../i18n/words.js';
import { VigieElement } from './base.js';
import { stageStyles } from './styles.js';

/** A state in words, in the middle of a picture. Its button asks by `vigie-retry-request`. */
@customElement('vigie-notice')
export class NoticeElement extends VigieElement {
  static override styles = [
    VigieElement.styles,
    stageStyles,
    css`
      :host {
        display: block;
        max-width: 34rem;
        text-align: center;
      }
      h2 {
        display: inline-flex;
        align-items: center;
        gap: 0.625rem;
        margin: 0;
        font-size: 1.25rem;
        line-height: 1.3;
      }
      .dot {
        width: 0.625em;
        height: 0.625em;
      }
      .dot.busy {
        animation: breathe 1.6s ease-in-out infinite;
      }
      p {
        margin: 0.5rem 0 0;
        text-wrap: balance;
      }
      .remedy {
        color: var(--vigie-muted);
        font-size: 0.9375rem;
      }
      button {
        margin-top: 1rem;
      }
      @keyframes breathe {
        50% {
          opacity: 0.25;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .dot.busy {
          animation: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) notice: Notice | undefined;

  protected override render(): TemplateResult | typeof nothing {
    if (this.notice === undefined) return nothing;
    const { tone, title, text, remedy, retry } = this.notice;
    return html`
      <h2><span class="dot ${tone}"></span>${title}</h2>
      ${text ? html`<p>${text}</p>` : nothing}
      ${remedy ? html`<p class="remedy">${remedy}</p>` : nothing}
      ${
        retry
          ? html`<button type="button" @click=${() => this.request('vigie-retry-request')}>
              ${this.t('app.retry')}
            </button>`
          : nothing
      }
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'vigie-notice': NoticeElement;
  }
}

import { css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { VigieElement } from './base.js';
import { icons } from './icons.js';
import './language-switch.js';

/** Top of a page: the name of the application or the way back, then what the page puts into its slot. */
@customElement('vigie-page-header')
export class PageHeader extends VigieElement {
  static override styles = [
    VigieElement.styles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem clamp(0.25rem, 1.5vw, 1rem);
        padding: max(0.5rem, env(safe-area-inset-top)) clamp(1rem, 3vw, 3rem) 0.5rem;
        border-bottom: 1px solid var(--vigie-line);
        background: var(--vigie-surface);
      }
      a {
        display: inline-flex;
        align-items: center;
        gap: 0.625rem;
        min-height: var(--vigie-touch);
        color: inherit;
        text-decoration: none;
      }
      a.back {
        color: var(--vigie-accent);
        font-weight: 600;
      }
      .name {
        font-size: 1.25rem;
        font-weight: 700;
        letter-spacing: 0.01em;
      }
      .tagline {
        color: var(--vigie-muted);
        font-size: 0.9375rem;
      }
      .mark {
        width: 1.75rem;
        height: 1.75rem;
        color: var(--vigie-accent);
        stroke-width: 2;
      }
      .space {
        flex: 1;
      }
      vigie-language-switch {
        margin-inline-start: auto;
      }
      @media (max-width: 40rem) {
        .tagline {
          display: none;
        }
      }
      @media (max-width: 30rem) {
        .back span {
          display: none;
        }
        .back {
          min-width: var(--vigie-touch);
        }
      }
    `,
  ];

  /** Where the way back leads; without it the header names the application. */
  @property() back = '';

  protected override render(): TemplateResult {
    return html`
      ${this.back === '' ? this.#brand() : this.#back()}
      <span class="space"></span>
      <slot></slot>
      <vigie-language-switch></vigie-language-switch>
    `;
  }

  #back(): TemplateResult {
    const label = this.t('app.back');
    return html`<a class="back" href=${this.back} aria-label=${label}
      >${icons.back}<span>${label}</span></a
    >`;
  }

  #brand(): TemplateResult {
    return html`<a href="./">
      <svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
        <path d="M3 10.5C5.2 6.8 8.4 5 12 5s6.8 1.8 9 5.5" />
        <circle cx="12" cy="13.5" r="3.5" />
        <path d="M12 17v3" />
      </svg>
      <span class="name">${this.t('app.name')}</span>
      <span class="tagline">${this.t('app.tagline')}</span>
    </a>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'vigie-page-header': PageHeader;
  }
}

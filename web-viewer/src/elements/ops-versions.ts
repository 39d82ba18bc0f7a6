import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SettingsVersion } from '../core/live-settings.js';
import type { SettingsDesk } from '../core/settings-desk.js';
import { dateTime } from '../i18n/format.js';
import { differenceText } from '../i18n/settings.js';
import { VigieElement } from './base.js';
import './ops-plan.js';

/** Versions that are listed; the relay remembers more, and by their number they can be had too. */
const LISTED = 100;

/** Who changed what, when and why, newest first, and the way back to each. */
@customElement('vigie-ops-versions')
export class OpsVersions extends VigieElement {
  static override styles = [
    VigieElement.styles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 1rem;
      }
      /* A version far down the list is planned from there, and the plan is to be seen. */
      vigie-ops-plan {
        position: sticky;
        z-index: 1;
        top: 0.5rem;
        max-height: 60dvh;
        overflow: auto;
        border-radius: var(--vigie-radius-small);
        background: var(--vigie-ground);
      }
      ol {
        display: grid;
        gap: 0.5rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li.version {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0.25rem 1rem;
        align-items: center;
        padding: 0.75rem 1.25rem;
        border: 1px solid var(--vigie-line);
        border-radius: var(--vigie-radius-small);
        background: var(--vigie-surface);
      }
      li.version.planned {
        border-color: var(--vigie-accent);
        box-shadow: inset 0.25rem 0 0 var(--vigie-accent);
      }
      h3 {
        margin: 0;
        font-size: 1.0625rem;
        overflow-wrap: anywhere;
      }
      p {
        margin: 0;
      }
      ul {
        margin: 0.25rem 0 0;
        padding-inline-start: 1.25rem;
      }
      .now {
        color: var(--vigie-good);
        font-weight: 600;
      }
      @media (max-width: 40rem) {
        li.version {
          grid-template-columns: 1fr;
        }
      }
    `,
  ];

  @property({ attribute: false }) desk: SettingsDesk | undefined;
  @property({ type: Number }) revision = 0;
  /** Of the cameras, by their ids. */
  @property({ attribute: false }) names: ReadonlyMap<string, string> = new Map();

  protected override render(): TemplateResult | typeof nothing {
    const { desk } = this;
    if (desk?.settings === undefined) {
      return html`<p class="hint">${this.t('ops.settings.loading')}</p>`;
    }
    return html`<vigie-ops-plan
        .desk=${desk}
        .revision=${this.revision}
        .names=${this.names}
      ></vigie-ops-plan>
      <ol>
        ${desk.versions.slice(0, LISTED).map((one) => this.#version(one))} ${this.#first(desk)}
      </ol>`;
  }

  #version(one: SettingsVersion): TemplateResult {
    const units = new Map(this.desk?.settings?.keys.map((key) => [key.key, key.unit]));
    const at = dateTime(Date.parse(one.at), this.language);
    return html`<li class="version ${this.#planned(one.version)}">
      <div>
        <h3>${one.version} · ${one.reason}</h3>
        <p class="hint">
          ${at} · ${one.by}
          ${
            one.rollbackTo === undefined
              ? nothing
              : html`· ${this.t('ops.version.rolledBack', { version: one.rollbackTo })}`
          }
        </p>
        <ul>
          ${one.changes.map(
            (change) => html`<li>${differenceText(change, units, this.t, this.language)}</li>`,
          )}
        </ul>
      </div>
      ${this.#way(one.version)}
    </li>`;
  }

  #first(desk: SettingsDesk): TemplateResult {
    return html`<li class="version ${this.#planned(0)}">
      <div>
        <h3>${this.t('ops.version.first')}</h3>
        <p class="hint">${this.t('ops.version.first.text')}</p>
      </div>
      ${desk.versions.length === 0 ? nothing : this.#way(0)}
    </li>`;
  }

  #way(version: number): TemplateResult {
    if (version === this.desk?.settings?.version) {
      return html`<span class="now">${this.t('ops.version.now')}</span>`;
    }
    return html`<button type="button" @click=${() => this.desk?.rollBack(version)}>
      ${this.t('ops.version.back', { version })}
    </button>`;
  }

  #planned(version: number): string {
    return this.desk?.rollbackTo === version ? 'planned' : '';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'vigie-ops-versions': OpsVersions;
  }
}

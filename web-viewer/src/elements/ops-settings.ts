import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import {
  groupNames,
  inherited,
  ROLES,
  type ScopeKind,
  scopeKind,
  type SettingKey,
  type SettingValue,
  valueAt,
} from '../core/live-settings.js';
import type { SettingsDesk } from '../core/settings-desk.js';
import { VigieElement } from './base.js';
import './ops-plan.js';
import './ops-setting.js';

const KINDS = ['relay', 'group', 'camera', 'role'] as const;

/** The live settings of one scope. Asks for another scope by `vigie-scope` (detail: its name). */
@customElement('vigie-ops-settings')
export class OpsSettings extends VigieElement {
  static override styles = [
    VigieElement.styles,
    css`
      :host {
        display: grid;
        gap: 1rem;
      }
      .scope {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 0.75rem;
      }
      .scope > div {
        flex: 0 1 20rem;
      }
      .keys {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr));
        gap: 1rem;
      }
      .hint {
        margin: 0;
      }
      vigie-ops-plan {
        position: sticky;
        bottom: 0.5rem;
        max-height: 45dvh;
        overflow: auto;
        border-radius: var(--vigie-radius-small);
        box-shadow: var(--vigie-shadow);
      }
      @media (min-width: 64rem) {
        :host {
          grid-template-columns: minmax(0, 1fr) minmax(22rem, 34rem);
          grid-template-rows: auto 1fr;
        }
        .scope {
          grid-column: 1 / -1;
        }
        vigie-ops-plan {
          top: 1rem;
          bottom: auto;
          align-self: start;
          max-height: calc(100dvh - 2rem);
          box-shadow: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) desk: SettingsDesk | undefined;
  @property({ type: Number }) revision = 0;
  /** `relay`, `group:NAME` or `camera:ID`; a name that is not there yet is a new group. */
  @property() scope = 'relay';
  /** Of the cameras, by their ids. */
  @property({ attribute: false }) names: ReadonlyMap<string, string> = new Map();

  protected override render(): TemplateResult {
    const { desk } = this;
    return html`${this.#scopes()} ${this.#keys()}
      <vigie-ops-plan
        .desk=${desk}
        .revision=${this.revision}
        .names=${this.names}
        invites
      ></vigie-ops-plan>`;
  }

  #scopes(): TemplateResult {
    const kind = scopeKind(this.scope);
    return html`<div class="scope">
      <div>
        <label for="kind">${this.t('ops.scope')}</label>
        <select id="kind" @change=${this.#kindChosen}>
          ${KINDS.map(
            (one) =>
              html`<option value=${one} ?selected=${one === kind}>
                ${this.t(`ops.scope.${one}`)}
              </option>`,
          )}
        </select>
      </div>
      ${kind === 'relay' ? nothing : this.#name(kind)}
    </div>`;
  }

  #name(kind: Exclude<ScopeKind, 'relay'>): TemplateResult {
    return html`<div>
      <label for="name">${this.t(`ops.scope.${kind}.name`)}</label>
      <input
        id="name"
        list="names"
        maxlength="64"
        autocomplete="off"
        spellcheck="false"
        .value=${this.#named()}
        @change=${(event: Event) =>
          this.request('vigie-scope', `${kind}:${(event.target as HTMLInputElement).value.trim()}`)}
      />
      <datalist id="names">
        ${this.#names(kind).map(
          (name) => html`<option value=${name} label=${this.names.get(name) ?? name}></option>`,
        )}
      </datalist>
    </div>`;
  }

  #keys(): TemplateResult | typeof nothing {
    const settings = this.desk?.settings;
    if (settings === undefined) return html`<p class="hint">${this.t('ops.settings.loading')}</p>`;
    const kind = scopeKind(this.scope);
    if (kind !== 'relay' && this.#named() === '') {
      return html`<p class="hint">${this.t(`ops.scope.${kind}.choose`)}</p>`;
    }
    const keys = settings.keys.filter((key) => key.scopes.includes(kind));
    return html`<div class="keys">
      ${repeat(
        keys,
        // With the plan goes what is typed and no part of it, because it is wrong.
        (key) => `${this.desk?.discards ?? 0} ${this.scope} ${key.key}`,
        (key) => this.#setting(key),
      )}
    </div>`;
  }

  #setting(key: SettingKey): TemplateResult {
    const settings = this.desk?.settings;
    const edit = this.desk?.edited(this.scope, key.key);
    const set = settings && valueAt(settings, this.scope, key.key);
    return html`<vigie-ops-setting
      .key=${key}
      .value=${edit === undefined ? set : (edit.value ?? undefined)}
      .origin=${settings === undefined ? { from: 'file' } : inherited(settings, key, this.scope)}
      ?edited=${edit !== undefined}
      @vigie-edit=${(event: CustomEvent<SettingValue | null>) =>
        this.desk?.edit({ scope: this.scope, key: key.key, value: event.detail })}
      @vigie-unedit=${() => this.desk?.withdraw(this.scope, key.key)}
    ></vigie-ops-setting>`;
  }

  #kindChosen(event: Event): void {
    const kind = (event.target as HTMLSelectElement).value as ScopeKind;
    const name = kind === 'relay' ? '' : (this.#names(kind)[0] ?? '');
    this.request('vigie-scope', kind === 'relay' ? 'relay' : `${kind}:${name}`);
  }

  #names(kind: ScopeKind): readonly string[] {
    if (kind === 'camera') return [...this.names.keys()];
    if (kind === 'role') return ROLES;
    return this.desk?.settings === undefined ? [] : groupNames(this.desk.settings);
  }

  #named(): string {
    return this.scope.slice(this.scope.indexOf(':') + 1);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'vigie-ops-settings': OpsSettings;
  }
}

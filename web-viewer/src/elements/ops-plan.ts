import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type {
  CameraTerms,
  Outcome,
  SettingUnit,
  ViewerTerms,
  WithoutEffect,
} from '../core/live-settings.js';
import type { Conflict, SettingsDesk } from '../core/settings-desk.js';
import type { MessageKey } from '../i18n/en.js';
import { dateTime } from '../i18n/format.js';
import { differenceText, scopeName, settingName, settingValue } from '../i18n/settings.js';
import { problemText } from '../i18n/words.js';
import { VigieElement } from './base.js';

/** Cameras and viewers that are listed at once; the others after a click. */
const SHOWN = 12;

/** What a plan would change for whom, what stands in its way, and the button that carries it out. */
@customElement('vigie-ops-plan')
export class OpsPlan extends VigieElement {
  static override styles = [
    VigieElement.styles,
    css`
      section {
        display: grid;
        gap: 0.875rem;
        padding: 1rem 1.25rem;
        border: 1px solid var(--vigie-line-strong);
        border-radius: var(--vigie-radius-small);
        background: var(--vigie-surface);
      }
      h3,
      h4,
      p,
      ul {
        margin: 0;
      }
      h3 {
        font-size: 1.125rem;
      }
      h4 {
        font-size: 1rem;
      }
      ul {
        padding-inline-start: 1.25rem;
      }
      .conflict {
        display: grid;
        gap: 0.5rem;
        padding: 0.75rem 1rem;
        border-radius: var(--vigie-radius-small);
        background: var(--vigie-warning-ground);
      }
      p.conflict {
        margin-block: 0.5rem;
      }
      .done {
        padding: 0.75rem 1rem;
        border-radius: var(--vigie-radius-small);
        background: var(--vigie-good-ground);
      }
      .scroll {
        overflow-x: auto;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }
      th {
        color: var(--vigie-muted);
        font-size: 0.875rem;
        font-weight: 400;
        text-align: start;
      }
      th,
      td {
        padding: 0.25rem 0.75rem 0.25rem 0;
        border-bottom: 1px solid var(--vigie-line);
        overflow-wrap: break-word;
      }
      form {
        display: grid;
        position: sticky;
        bottom: 0;
        grid-template-columns: minmax(10rem, 1fr) auto auto;
        align-items: end;
        gap: 0.75rem;
        margin: 0 -1.25rem -1rem;
        padding: 0.5rem 1.25rem 1rem;
        border-radius: var(--vigie-radius-small);
        background: var(--vigie-surface);
      }
      .invitation {
        padding: 0.75rem 1rem;
        border: 1px dashed var(--vigie-line-strong);
        border-radius: var(--vigie-radius-small);
        background: var(--vigie-ground);
        color: var(--vigie-muted);
      }
      .waiting {
        color: var(--vigie-muted);
      }
      @media (max-width: 40rem) {
        form {
          grid-template-columns: 1fr 1fr;
          gap: 0.5rem;
        }
        form > div {
          grid-column: 1 / -1;
        }
      }
    `,
  ];

  @property({ attribute: false }) desk: SettingsDesk | undefined;
  /** The desk changes in place; this tells when. */
  @property({ type: Number }) revision = 0;

  /** Of the cameras, by their ids. */
  @property({ attribute: false }) names: ReadonlyMap<string, string> = new Map();
  /** Says how to plan something while nothing is. */
  @property({ type: Boolean }) invites = false;

  @state() private all = false;
  @state() private reasonMissing = false;
  @query('input') private readonly reason!: HTMLInputElement | null;

  protected override render(): TemplateResult | typeof nothing {
    const { desk } = this;
    if (desk === undefined) return nothing;
    if (desk.plan === undefined && desk.trouble === undefined) return this.#done(desk);
    return html`<section aria-labelledby="plan">
      <h3 id="plan">
        ${
          desk.rollbackTo === undefined
            ? this.t('ops.plan.title', { n: desk.edits.length })
            : this.t('ops.plan.rollback', { version: desk.rollbackTo })
        }
      </h3>
      ${desk.conflict === undefined ? nothing : this.#conflict(desk.conflict)}
      <div role="status">${this.#middle(desk)}</div>
      ${desk.plan === undefined ? nothing : this.#form(desk)}
    </section>`;
  }

  #done({ applied }: SettingsDesk): TemplateResult {
    return html`<div role="status">
      ${
        applied === undefined
          ? this.#invitation()
          : html`<p class="done">${this.t('ops.plan.done', { version: applied })}</p>`
      }
    </div>`;
  }

  #invitation(): TemplateResult | typeof nothing {
    return this.invites ? html`<p class="invitation">${this.t('ops.plan.none')}</p>` : nothing;
  }

  #middle(desk: SettingsDesk): TemplateResult {
    if (desk.trouble !== undefined) return this.#trouble(desk);
    if (desk.outcome !== undefined) return this.#outcome(desk.outcome);
    return html`<p class="waiting">${this.t('ops.plan.trying')}</p>`;
  }

  #trouble({ trouble }: SettingsDesk): TemplateResult {
    if (trouble?.kind === 'altered') {
      return html`<p class="error">${this.t('ops.plan.altered')}</p>
        <p class="hint">${this.t('ops.plan.altered.remedy')}</p>`;
    }
    if (trouble?.kind !== 'problem') {
      return html`<p class="error">${this.t('app.unreachable')}</p>`;
    }
    const { text, remedy } = problemText(trouble.problem, this.t);
    return html`<p class="error">${text}</p>
      ${remedy ? html`<p class="hint">${remedy}</p>` : nothing}`;
  }

  #conflict({ changes, versions }: Conflict): TemplateResult {
    const news = changes.map((one) => this.#difference(one));
    const reloaded = versions.length === 0 && changes.every(({ scope }) => scope === 'file');
    return html`<div class="conflict" role="alert">
      <h4>${this.t(reloaded ? 'ops.conflict.file' : 'ops.conflict')}</h4>
      ${versions.map(
        (one) =>
          html`<p>
            ${this.t('ops.conflict.by', {
              version: one.version,
              by: one.by,
              at: dateTime(Date.parse(one.at), this.language),
              reason: one.reason,
            })}
          </p>`,
      )}
      ${
        news.length === 0
          ? nothing
          : html`<ul>
              ${news.map((text) => html`<li>${text}</li>`)}
            </ul>`
      }
      <p>${this.t('ops.conflict.again')}</p>
    </div>`;
  }

  #outcome({ changes, cameras, viewers, withoutEffect = [] }: Outcome): TemplateResult {
    if (changes.length === 0) return html`<p>${this.t('ops.plan.same')}</p>`;
    const most = this.all ? Infinity : SHOWN;
    const left = (count: number): number => Math.max(0, count - most);
    const more = left(cameras.length) + left(viewers.length);
    return html`<ul>
        ${changes.map((one) => html`<li>${this.#difference(one)}</li>`)}
      </ul>
      ${withoutEffect.map((one) => html`<p class="conflict">${this.#noEffect(one)}</p>`)}
      ${
        cameras.length + viewers.length === 0
          ? html`<p class="hint">${this.t('ops.plan.nobody')}</p>`
          : nothing
      }
      ${this.#table(
        this.t('ops.plan.who'),
        this.t('ops.column.camera'),
        CAMERA_FIELDS,
        cameras
          .slice(0, most)
          .map((one) => ({ ...one, name: this.names.get(one.id) ?? one.id, title: one.id })),
      )}
      ${this.#table(
        this.t('ops.plan.whoWatches'),
        this.t('ops.column.viewer'),
        VIEWER_FIELDS,
        viewers.slice(0, most).map((one) => ({
          ...one,
          name: `${one.name} · ${this.names.get(one.camera) ?? one.camera}`,
          title: one.session,
        })),
      )}
      ${
        more > 0
          ? html`<button type="button" @click=${() => (this.all = true)}>
              ${this.t('ops.plan.more', { n: more })}
            </button>`
          : nothing
      }`;
  }

  #table<T>(
    label: string,
    who: string,
    all: readonly Field<T>[],
    rows: readonly Row<T>[],
  ): TemplateResult | typeof nothing {
    if (rows.length === 0) return nothing;
    const fields = all.filter((field) =>
      rows.some((one) => field.of(one.from) !== field.of(one.to)),
    );
    return html`<div class="scroll">
      <table aria-label=${label}>
        <thead>
          <tr>
            <th scope="col">${who}</th>
            ${fields.map(({ label }) => html`<th scope="col">${this.t(label)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (one) =>
              html`<tr>
                <td title=${one.title}>${one.name}</td>
                ${fields.map((field) => html`<td>${this.#change(one, field)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #change<T>(row: Row<T>, field: Field<T>): TemplateResult | string {
    const text = (value: number | string | undefined): string =>
      value === undefined ? '–' : settingValue(value, field.unit, this.language);
    const [from, to] = [text(field.of(row.from)), text(field.of(row.to))];
    return from === to ? from : html`${from} → <strong>${to}</strong>`;
  }

  #difference(one: Parameters<typeof differenceText>[0]): string {
    const units = new Map(this.desk?.settings?.keys.map((key) => [key.key, key.unit]));
    return differenceText(one, units, this.t, this.language);
  }

  #noEffect({ scope, key, value }: WithoutEffect): string {
    return this.t('ops.plan.withoutEffect', {
      what: `${settingName(key, this.t)} · ${scopeName(scope, this.t)}`,
      value: settingValue(value, 'bit/s', this.language),
    });
  }

  #form(desk: SettingsDesk): TemplateResult {
    return html`<form @submit=${this.#submitted} novalidate>
      <div>
        <label for="reason">${this.t('ops.plan.reason')}</label>
        <input
          id="reason"
          maxlength="500"
          autocomplete="off"
          aria-invalid=${this.reasonMissing ? 'true' : 'false'}
          aria-describedby="missing"
        />
        <div id="missing" role="alert">
          ${
            this.reasonMissing
              ? html`<p class="error">${this.t('ops.plan.reason.missing')}</p>`
              : nothing
          }
        </div>
      </div>
      <button type="button" @click=${() => desk.discard()}>${this.t('ops.plan.discard')}</button>
      <button class="primary" ?disabled=${!desk.ready}>${this.t('ops.plan.apply')}</button>
    </form>`;
  }

  #submitted(event: Event): void {
    event.preventDefault();
    const reason = this.reason?.value.trim() ?? '';
    this.reasonMissing = reason === '';
    this.all = false;
    if (!this.reasonMissing) void this.#apply(reason);
  }

  /** The reason was that change's, and is not that of what was typed meanwhile. */
  async #apply(reason: string): Promise<void> {
    await this.desk?.apply(reason);
    if (this.desk?.applied !== undefined && this.reason) this.reason.value = '';
  }
}

/** For whom something changes. */
interface Row<T> {
  readonly name: string;
  readonly title: string;
  readonly from: T;
  readonly to: T;
}

interface Field<T> {
  readonly label: Extract<MessageKey, `ops.column.${string}` | `setting.${string}`>;
  readonly unit: SettingUnit;
  of(terms: T): number | string | undefined;
}

/** 0 leaves it to the camera. */
const unlessFree = (bps: number | undefined): number | undefined => (bps === 0 ? undefined : bps);

const VIEWER_FIELDS: readonly Field<ViewerTerms>[] = [
  { label: 'ops.column.cap', unit: 'bit/s', of: (terms) => terms.maxBps },
  { label: 'setting.viewer.probing', unit: 'on/off', of: (terms) => terms.probing },
  { label: 'setting.viewer.repair-share', unit: '%', of: (terms) => terms.repairPercent },
  { label: 'setting.viewer.layer-stretch', unit: '%', of: (terms) => terms.stretchPercent },
];

const CAMERA_FIELDS: readonly Field<CameraTerms>[] = [
  { label: 'ops.column.target', unit: 'bit/s', of: (terms) => terms.targetBps },
  { label: 'ops.column.cap', unit: 'bit/s', of: (terms) => terms.maxBps },
  { label: 'ops.column.min', unit: 'bit/s', of: (terms) => terms.minBps },
  { label: 'ops.column.start', unit: 'bit/s', of: (terms) => terms.startBps },
  { label: 'ops.column.idle', unit: 'bit/s', of: (terms) => terms.idleBps },
  {
    label: 'setting.camera.foreign-idle-bitrate',
    unit: 'bit/s',
    of: (terms) => terms.foreignIdleBps,
  },
  { label: 'ops.column.audio', unit: 'bit/s', of: (terms) => terms.audioBps },
  {
    label: 'setting.camera.layer-bitrate.low',
    unit: 'bit/s',
    of: (terms) => unlessFree(terms.layers?.lowBps),
  },
  {
    label: 'setting.camera.layer-bitrate.mid',
    unit: 'bit/s',
    of: (terms) => unlessFree(terms.layers?.midBps),
  },
  {
    label: 'setting.camera.layer-bitrate.high',
    unit: 'bit/s',
    of: (terms) => unlessFree(terms.layers?.highBps),
  },
  { label: 'ops.column.weight', unit: 'number', of: (terms) => terms.weight },
  { label: 'setting.media.coalesce', unit: 'ms', of: (terms) => terms.coalesceMs },
  { label: 'setting.media.history.age', unit: 'ms', of: (terms) => terms.historyMs },
  { label: 'setting.media.key-frame-interval', unit: 'ms', of: (terms) => terms.keyFrameMs },
  { label: 'ops.column.group', unit: 'name', of: (terms) => terms.group },
];

declare global {
  interface HTMLElementTagNameMap {
    'vigie-ops-plan': OpsPlan;
  }
}

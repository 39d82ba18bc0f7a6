import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { api, base, settingsApi, tokens } from '../browser/session.js';
import { type Bandwidth, BandwidthView, type CameraRow, type Sight } from '../core/bandwidth.js';
import { systemClock } from '../core/clock.js';
import { Histories, History } from '../core/history.js';
import { watchAddress } from '../core/page-address.js';
import { Poller, type Polled } from '../core/poller.js';
import { type Problem, ProblemError } from '../core/problem.js';
import type { CameraInfo } from '../core/relay-api.js';
import { SettingsDesk } from '../core/settings-desk.js';
import { timeOfDay } from '../i18n/format.js';
import { problemText } from '../i18n/words.js';
import { VigieElement } from './base.js';
import './ops-chart.js';
import type { ChartSeries } from './ops-chart.js';
import {
  cameraColumns,
  type CameraTableRow,
  type Known,
  knownOf,
  viewerColumns,
  type ViewerTableRow,
} from './ops-columns.js';
import './ops-settings.js';
import { opsStyles } from './ops-styles.js';
import './ops-table.js';
import type { Column } from './ops-table.js';
import './ops-totals.js';
import './ops-versions.js';
import './page-header.js';
import './token-form.js';

const POLL_MS = 2_000;
/** How far back the charts go. */
const SPAN_SECONDS = 900;

const TABS = ['cameras', 'viewers', 'settings', 'versions'] as const;
type Tab = (typeof TABS)[number];

interface Answers {
  readonly bandwidth: Bandwidth;
  readonly cameras: readonly CameraInfo[];
}

type Stage = 'signed-out' | 'rejected' | 'loading' | 'refused' | 'shown';

/** Bandwidth in the operator's hands: who sends and gets how much, and the settings that decide it. */
@customElement('vigie-ops-page')
export class OpsPage extends VigieElement {
  static override styles = [VigieElement.styles, opsStyles];

  @state() private stage: Stage = tokens.token === null ? 'signed-out' : 'loading';
  @state() private refusal: Problem | undefined;
  @state() private unreachable = false;
  @state() private tab: Tab = 'cameras';
  @state() private filter = '';
  @state() private chosen = '';
  @state() private scope = 'relay';
  @state() private sight: Sight | undefined;
  @state() private deskRevision = 0;

  #view = new BandwidthView();
  #totals = new History(SPAN_SECONDS, 3);
  #cameras = new Histories(() => new History(SPAN_SECONDS, 3));
  #looks = 0;
  #known: Known = knownOf([], []);
  #columns: { cameras: Column[]; viewers: Column[] } | undefined;
  #series: { totals: ChartSeries[]; camera: ChartSeries[] } | undefined;
  /** Of the cameras, by their ids. */
  #names: ReadonlyMap<string, string> = new Map();
  #rows: { cameras: CameraTableRow[]; viewers: ViewerTableRow[] } = { cameras: [], viewers: [] };

  readonly #desk = new SettingsDesk(settingsApi, systemClock, () => (this.deskRevision += 1));
  readonly #poller = new Poller<Answers>({
    clock: systemClock,
    everyMs: POLL_MS,
    ask: () => this.#ask(),
    told: (result) => this.#told(result),
  });

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.stage === 'loading') this.#start();
  }

  override disconnectedCallback(): void {
    this.#poller.stop();
    this.#desk.stop();
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: PropertyValues): void {
    // Nothing is made anew that did not change: not the columns, not the rows while one types.
    const language = this.#columnsLanguage !== this.language;
    if (changed.has('sight') || language) this.#takeStock(language);
    if (changed.has('sight') || changed.has('filter')) this.#rows = this.#filtered();
    if (changed.has('sight')) {
      this.#names = new Map(this.sight?.cameras.map(({ id, name }) => [id, name]));
    }
  }

  protected override render(): TemplateResult {
    return html`<vigie-page-header back="./"><h1>${this.t('ops.title')}</h1></vigie-page-header>
      ${
        this.unreachable
          ? html`<div class="warning" role="alert">
              <strong>${this.t('app.unreachable')}.</strong> ${this.t('app.unreachable.text')}
            </div>`
          : nothing
      }
      <main>${this.#content()}</main>`;
  }

  #content(): TemplateResult | typeof nothing {
    switch (this.stage) {
      case 'signed-out':
      case 'rejected':
        return html`<vigie-token-form
          .rejected=${this.stage === 'rejected'}
          @vigie-token=${this.#signIn}
        ></vigie-token-form>`;
      case 'loading':
        return html`<p class="hint" role="status">${this.t('ops.loading')}</p>`;
      case 'refused':
        return this.#refused();
      case 'shown':
        return this.#board();
    }
  }

  #refused(): TemplateResult {
    const words = this.refusal && problemText(this.refusal, this.t);
    const operator = this.refusal === undefined || this.refusal.status === 403;
    return html`<section class="refused">
      <h2>${this.t('ops.refused')}</h2>
      <p>${operator ? this.t('ops.refused.text') : words?.text}</p>
      <a class="button" href="./">${this.t('app.back')}</a>
      <button type="button" @click=${this.#signOut}>${this.t('app.signOut')}</button>
    </section>`;
  }

  #board(): TemplateResult {
    return html`<vigie-ops-totals
        class=${this.#isTable() ? '' : 'aside'}
        .totals=${this.sight?.totals}
        .cameras=${this.sight?.cameras.length ?? 0}
      ></vigie-ops-totals>
      <div class="charts ${this.#isTable() ? '' : 'aside'}">
        ${this.#totalChart()} ${this.#cameraChart()}
      </div>
      ${this.#tabs()}
      <div role="tabpanel" aria-label=${this.t(`ops.tab.${this.tab}`)}>${this.#panel()}</div>`;
  }

  #totalChart(): TemplateResult {
    return html`<section>
      <header>
        <h2>${this.t('ops.chart.total')}</h2>
        ${this.#since(this.#totals)}
      </header>
      <vigie-ops-chart
        .label=${this.t('ops.chart.total')}
        .series=${this.#series?.totals ?? []}
        .columns=${this.#totals.columns}
        .revision=${this.#looks}
        .span=${SPAN_SECONDS}
      ></vigie-ops-chart>
    </section>`;
  }

  #cameraChart(): TemplateResult {
    const camera = this.sight?.cameras.find((one) => one.id === this.chosen);
    const history = this.#cameras.get(this.chosen);
    if (camera === undefined || history === undefined) {
      return html`<section><p class="hint">${this.t('ops.chart.choose')}</p></section>`;
    }
    return html`<section>
      <header>
        <h2>${camera.name}</h2>
        ${this.#since(history)}
        <a class="button" href=${watchAddress(camera.id, base)}>${this.t('ops.watch')}</a>
        <button type="button" @click=${() => this.#settingsOf(camera.id)}>
          ${this.t('ops.settings')}
        </button>
      </header>
      <vigie-ops-chart
        .label=${this.t('ops.chart.camera', { name: camera.name })}
        .series=${this.#series?.camera ?? []}
        .columns=${history.columns}
        .revision=${this.#looks}
        .span=${SPAN_SECONDS}
      ></vigie-ops-chart>
    </section>`;
  }

  #since({ since }: History): TemplateResult | typeof nothing {
    if (since === undefined) return nothing;
    const time = timeOfDay(since * 1000, this.language);
    return html`<p class="hint">${this.t('ops.chart.since', { time })}</p>`;
  }

  #tabs(): TemplateResult {
    return html`<div class="tabs">
      <div role="tablist" aria-label=${this.t('ops.title')}>
        ${TABS.map(
          (tab) =>
            html`<button
              type="button"
              role="tab"
              aria-selected=${tab === this.tab ? 'true' : 'false'}
              @click=${() => (this.tab = tab)}
            >
              ${this.t(`ops.tab.${tab}`)}
            </button>`,
        )}
      </div>
      ${this.#isTable() ? this.#filterField() : nothing}
    </div>`;
  }

  #isTable(): boolean {
    return this.tab === 'cameras' || this.tab === 'viewers';
  }

  #filterField(): TemplateResult {
    return html`<div class="filter">
      <label class="visually-hidden" for="filter">${this.t('ops.filter')}</label>
      <input
        id="filter"
        type="search"
        autocomplete="off"
        placeholder=${this.t('ops.filter')}
        .value=${this.filter}
        @input=${(event: Event) => (this.filter = (event.target as HTMLInputElement).value)}
      />
    </div>`;
  }

  #panel(): TemplateResult {
    const { tab } = this;
    if (tab === 'settings') {
      return html`<vigie-ops-settings
        .desk=${this.#desk}
        .revision=${this.deskRevision}
        .scope=${this.scope}
        .names=${this.#names}
        @vigie-scope=${(event: CustomEvent<string>) => (this.scope = event.detail)}
      ></vigie-ops-settings>`;
    }
    if (tab === 'versions') {
      return html`<vigie-ops-versions
        .desk=${this.#desk}
        .names=${this.#names}
        .revision=${this.deskRevision}
      ></vigie-ops-versions>`;
    }
    return html`<vigie-ops-table
      .label=${this.t(`ops.tab.${tab}`)}
      .empty=${this.t(`ops.${tab}.none`)}
      .columns=${this.#columns?.[tab] ?? []}
      .rows=${this.#rows[tab]}
      .chosen=${this.chosen}
      .choosable=${tab === 'cameras'}
      @vigie-choose=${(event: CustomEvent<string>) => (this.chosen = event.detail)}
    ></vigie-ops-table>`;
  }

  #columnsLanguage: string | undefined;

  #takeStock(language: boolean): void {
    const known = knownOf(this.sight?.cameras ?? [], this.sight?.viewers ?? []);
    const names = Object.keys(known) as (keyof Known)[];
    if (!language && names.every((name) => known[name] === this.#known[name])) return;
    this.#known = known;
    this.#columnsLanguage = this.language;
    this.#columns = {
      cameras: cameraColumns(known, this.t, this.language),
      viewers: viewerColumns(known, this.t, this.language),
    };
    this.#series = {
      totals: [
        { label: this.t('ops.total.in'), colour: '--vigie-accent', filled: true },
        { label: this.t('ops.total.out'), colour: '--vigie-good' },
        { label: this.t('ops.column.budget'), colour: '--vigie-bad', dashed: true },
      ],
      camera: [
        { label: this.t('ops.column.sends'), colour: '--vigie-accent', filled: true },
        { label: this.t('ops.column.target'), colour: '--vigie-warning' },
        { label: this.t('ops.column.cap'), colour: '--vigie-bad', dashed: true },
      ],
    };
  }

  #filtered(): { cameras: CameraTableRow[]; viewers: ViewerTableRow[] } {
    const wanted = this.filter.trim().toLowerCase();
    const has = (...texts: (string | undefined)[]): boolean =>
      wanted === '' || texts.some((text) => text?.toLowerCase().includes(wanted) === true);
    return {
      cameras: (this.sight?.cameras ?? []).filter((one) => has(one.name, one.id, one.group)),
      viewers: (this.sight?.viewers ?? [])
        .filter((one) => has(one.name, one.cameraName))
        .map((one) => ({ ...one, id: one.session })),
    };
  }

  #settingsOf(camera: string): void {
    this.scope = `camera:${camera}`;
    this.tab = 'settings';
  }

  async #ask(): Promise<Answers> {
    const [bandwidth, cameras] = await Promise.all([api.bandwidth(), api.cameras()]);
    return { bandwidth, cameras };
  }

  #told(result: Polled<Answers>): boolean {
    if (result.kind === 'value') {
      this.#see(result.value);
      return true;
    }
    const { error } = result;
    const problem = error instanceof ProblemError ? error.problem : undefined;
    if (problem?.status === 401) {
      this.#signOut();
      this.stage = 'rejected';
      return false;
    }
    if (problem?.status === 403 || problem?.status === 404) {
      this.refusal = problem;
      this.stage = 'refused';
      return false;
    }
    this.unreachable = true;
    return true;
  }

  #see({ bandwidth, cameras }: Answers): void {
    const sight = this.#view.see(bandwidth, cameras);
    const seconds = Date.now() / 1000;
    const { inBps, outBps, ingressBudget } = sight.totals;
    this.#totals.add(seconds, [inBps, outBps, ingressBudget]);
    this.#cameras.add(seconds, new Map(sight.cameras.map((row) => [row.id, chartNumbers(row)])));
    this.#looks += 1;
    this.chosen ||= sight.cameras.find((one) => one.state === 'live')?.id ?? '';
    this.sight = sight;
    this.unreachable = false;
    if (this.stage === 'loading') void this.#desk.load();
    else void this.#desk.noticed(bandwidth.settingsVersion, bandwidth.settingsEtag);
    this.stage = 'shown';
  }

  #start(): void {
    this.stage = 'loading';
    this.#poller.start();
  }

  #signIn(event: CustomEvent<string>): void {
    tokens.keep(event.detail);
    this.#start();
  }

  #signOut(): void {
    this.#poller.stop();
    tokens.forget();
    this.#view = new BandwidthView();
    this.sight = undefined;
    this.refusal = undefined;
    this.stage = 'signed-out';
    this.unreachable = false;
  }
}

/** Rate, target and cap. */
function chartNumbers({ state, bps, targetBps, maxBps }: CameraRow): (number | undefined)[] {
  return state === 'live' ? [bps, targetBps, maxBps] : [undefined, undefined, undefined];
}

declare global {
  interface HTMLElementTagNameMap {
    'vigie-ops-page': OpsPage;
  }
}

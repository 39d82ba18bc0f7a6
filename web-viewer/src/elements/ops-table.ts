import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { VigieElement } from './base.js';

/** What a table needs of a row: a name that stays. */
export interface Row {
  readonly id: string;
}

/** One column: what its cells show, and by what it is sorted. */
export interface Column<R extends Row = Row> {
  readonly id: string;
  readonly label: string;
  /** Numbers stand at the end. */
  readonly numeric?: boolean;
  /** How wide the page has to be for it: 1 always, 2 more than a phone, 3 a desk. */
  readonly rank?: 1 | 2 | 3;
  cell(row: R): string | TemplateResult;
  order(row: R): number | string;
}

/** Rows beyond the visible ones, so that a quick scroll shows no hole before the next frame. */
const MARGIN = 8;

/** A row's height until one was measured. */
const FIRST_ROW_PX = 44;

const collator = new Intl.Collator(undefined, { numeric: true });

/**
 * A sorted table of any length that costs as much as what is seen of it: rows outside the view are
 * room, not elements. A click on a row fires `vigie-choose` (detail: its id) where `choosable`.
 */
@customElement('vigie-ops-table')
export class OpsTable extends VigieElement {
  static override styles = [
    VigieElement.styles,
    css`
      :host {
        display: block;
      }
      .view {
        max-height: var(--ops-table-height, 32rem);
        overflow: auto;
        border: 1px solid var(--vigie-line);
        border-radius: var(--vigie-radius-small);
        background: var(--vigie-surface);
        overflow-anchor: none;
      }
      table {
        width: 100%;
        border-collapse: separate;
        border-spacing: 0;
        table-layout: fixed;
        font-variant-numeric: tabular-nums;
      }
      th {
        position: sticky;
        z-index: 1;
        top: 0;
        padding: 0;
        background: var(--vigie-sunken);
        text-align: start;
      }
      th:first-child {
        width: 16%;
      }
      th button {
        justify-content: start;
        width: 100%;
        min-height: var(--vigie-touch);
        padding: 0.25rem 0.5rem;
        border: 0;
        border-radius: 0;
        font-size: 0.875rem;
        line-height: 1.2;
        text-align: start;
      }
      th:first-child button,
      td:first-child {
        padding-inline-start: 0.75rem;
      }
      th:last-child button,
      td:last-child {
        padding-inline-end: 0.75rem;
      }
      .numeric,
      .numeric button {
        justify-content: end;
        text-align: end;
      }
      td {
        height: 2.75rem;
        padding: 0 0.5rem;
        font-size: 0.9375rem;
        overflow: hidden;
        border-top: 1px solid var(--vigie-line);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .room td {
        height: auto;
        padding: 0;
        border: 0;
      }
      .choosable tr.row {
        cursor: pointer;
      }
      .choosable tr.row:hover td {
        background: var(--vigie-sunken);
      }
      tr.row[aria-selected='true'] td {
        background: var(--vigie-good-ground);
      }
      /* A button is one piece to its line: cut short by the cell, nothing of a long name is left. */
      .open {
        display: inline-block;
        max-width: calc(100% - 1.5rem);
        min-height: 0;
        padding: 0.25rem 0;
        overflow: hidden;
        border: 0;
        color: var(--vigie-accent);
        text-overflow: ellipsis;
        vertical-align: middle;
      }
      .open:hover {
        background: none;
        text-decoration: underline;
      }
      .dot {
        margin-inline-end: 0.5rem;
      }
      .warn {
        color: var(--vigie-warning);
        font-weight: 600;
      }
      .unknown {
        color: var(--vigie-muted);
      }
      .empty {
        margin: 0;
        padding: 1rem;
        color: var(--vigie-muted);
      }
      @media (max-width: 84rem) {
        .rank3 {
          display: none;
        }
        th:first-child {
          width: 26%;
        }
      }
      @media (max-width: 44rem) {
        .rank2 {
          display: none;
        }
        th:first-child {
          width: 32%;
        }
        td,
        th button {
          padding-inline: 0.25rem;
          font-size: 0.8125rem;
        }
      }
    `,
  ];

  @property({ attribute: false }) columns: readonly Column[] = [];
  @property({ attribute: false }) rows: readonly Row[] = [];
  @property() label = '';
  @property() empty = '';
  @property({ type: Boolean }) choosable = false;
  @property() chosen = '';
  /** Column and direction; numbers begin with the largest. */
  @property({ attribute: false }) sortedBy: { column: string; down: boolean } | undefined;

  @state() private first = 0;
  @state() private visible = 20;

  @query('.view') private readonly view!: HTMLElement;

  #sorted: readonly Row[] = [];
  /** Measured once: reading it at every step of a scroll would lay the page out twice. */
  #rowPx: number | undefined;
  #measure: ResizeObserver | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#measure = new ResizeObserver(() => {
      this.#rowPx = undefined;
      this.#look();
    });
    if (this.hasUpdated) this.#measure.observe(this.view);
  }

  override disconnectedCallback(): void {
    this.#measure?.disconnect();
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('rows') || changed.has('columns') || changed.has('sortedBy')) {
      this.#sorted = this.#sort();
    }
  }

  protected override firstUpdated(): void {
    this.#measure?.observe(this.view);
    this.#look();
  }

  /** Heights are set through the object model: the security policy takes no style attribute. */
  protected override updated(): void {
    if (this.#rowPx === undefined) this.#look();
    const { from, to } = this.#window();
    this.#room('.above', from);
    this.#room('.below', this.#sorted.length - to);
  }

  protected override render(): TemplateResult {
    const { from, to } = this.#window();
    return html`<div class="view ${this.choosable ? 'choosable' : ''}" @scroll=${this.#look}>
      <table aria-label=${this.label} aria-rowcount=${this.#sorted.length + 1}>
        <thead>
          <tr>
            ${this.columns.map((column) => this.#head(column))}
          </tr>
        </thead>
        <tbody>
          <tr class="room above" aria-hidden="true">
            <td></td>
          </tr>
          ${repeat(
            this.#sorted.slice(from, to),
            (row) => row.id,
            (row, index) => this.#row(row, from + index),
          )}
          <tr class="room below" aria-hidden="true">
            <td></td>
          </tr>
        </tbody>
      </table>
      ${this.rows.length === 0 ? html`<p class="empty">${this.empty}</p>` : nothing}
    </div>`;
  }

  #head(column: Column): TemplateResult {
    const sorted = this.sortedBy?.column === column.id;
    const direction = this.sortedBy?.down ? 'descending' : 'ascending';
    const arrow = this.sortedBy?.down ? '▼' : '▲';
    return html`<th
      scope="col"
      class="rank${column.rank ?? 1} ${column.numeric ? 'numeric' : ''}"
      aria-sort=${sorted ? direction : 'none'}
    >
      <button type="button" @click=${() => this.#sortBy(column)}>
        ${column.label}${sorted ? html`<span aria-hidden="true">${arrow}</span>` : nothing}
      </button>
    </th>`;
  }

  #row(row: Row, index: number): TemplateResult {
    const selected = this.choosable && row.id === this.chosen;
    return html`<tr
      class="row"
      aria-rowindex=${index + 2}
      aria-selected=${selected ? 'true' : 'false'}
      @click=${() => this.choosable && this.request('vigie-choose', row.id)}
    >
      ${this.columns.map(
        (column) =>
          html`<td class="rank${column.rank ?? 1} ${column.numeric ? 'numeric' : ''}">
            ${column.cell(row)}
          </td>`,
      )}
    </tr>`;
  }

  #window(): { from: number; to: number } {
    const last = Math.max(0, this.#sorted.length - this.visible);
    const from = Math.max(0, Math.min(this.first, last) - MARGIN);
    return { from, to: Math.min(this.#sorted.length, this.first + this.visible + MARGIN) };
  }

  #room(selector: string, rows: number): void {
    const cell = this.renderRoot.querySelector<HTMLElement>(`${selector} td`);
    const height = `${rows * (this.#rowPx ?? FIRST_ROW_PX)}px`;
    if (cell !== null && cell.style.height !== height) cell.style.height = height;
  }

  #look(): void {
    const { scrollTop, clientHeight } = this.view;
    this.#rowPx ??= this.#measured();
    const rowPx = this.#rowPx ?? FIRST_ROW_PX;
    this.first = Math.floor(scrollTop / rowPx);
    this.visible = Math.max(1, Math.ceil(clientHeight / rowPx));
  }

  #measured(): number | undefined {
    const height = this.renderRoot.querySelector<HTMLElement>('tr.row')?.offsetHeight ?? 0;
    return height > 0 ? height : undefined;
  }

  #sortBy(column: Column): void {
    const same = this.sortedBy?.column === column.id;
    const down = same ? !this.sortedBy?.down : column.numeric === true;
    this.sortedBy = { column: column.id, down };
  }

  #sort(): readonly Row[] {
    const column = this.columns.find((one) => one.id === this.sortedBy?.column);
    if (column === undefined) return this.rows;
    const sign = this.sortedBy?.down ? -1 : 1;
    return this.rows
      .map((row) => ({ row, order: column.order(row) }))
      .sort((one, other) => sign * compare(one.order, other.order))
      .map(({ row }) => row);
  }
}

function compare(one: number | string, other: number | string): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return collator.compare(String(one), String(other));
}

declare global {
  interface HTMLElementTagNameMap {
    'vigie-ops-table': OpsTable;
  }
}

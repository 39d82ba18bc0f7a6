import { css, html, type PropertyValues, type TemplateResult, unsafeCSS } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import uPlot from 'uplot';
import uPlotStyles from 'uplot/dist/uPlot.min.css?inline';
import { axisTime, bitRate } from '../i18n/format.js';
import { VigieElement } from './base.js';

/** A line of a chart; its colour is one of the design tokens. */
export interface ChartSeries {
  readonly label: string;
  readonly colour: string;
  readonly dashed?: boolean;
  /** Filled down to zero. */
  readonly filled?: boolean;
}

/** At the usual size of letters; on a wall all grows with them. */
const HEIGHT_PX = 180;
const USUAL_LETTER_PX = 16;
const LEAST_SPAN_SECONDS = 120;

/** A cap this many times above the rate is left out, for it would flatten the rest. */
const FAR = 4;

/** Bit rates over time. Times are seconds of the epoch; unknown numbers are gaps. */
@customElement('vigie-ops-chart')
export class OpsChart extends VigieElement {
  static override styles = [
    VigieElement.styles,
    unsafeCSS(uPlotStyles),
    css`
      :host {
        display: block;
        min-width: 0;
      }
      .chart {
        min-height: ${(HEIGHT_PX + 32) / USUAL_LETTER_PX}rem;
        overflow: hidden;
      }
      .uplot {
        font-family: inherit;
        color: var(--vigie-muted);
      }
      .u-legend {
        display: flex;
        flex-wrap: wrap;
        gap: 0 1rem;
        font-size: 0.875rem;
        font-variant-numeric: tabular-nums;
        text-align: start;
      }
      .u-legend tbody {
        display: contents;
      }
      .u-legend .u-series:first-child {
        display: none;
      }
      .u-legend th {
        font-weight: 400;
        color: var(--vigie-text);
      }
      .u-legend .u-value {
        display: inline-block;
        color: var(--vigie-text);
      }
      .u-hz .u-cursor-x,
      .u-vt .u-cursor-y {
        border-color: var(--vigie-line-strong);
      }
    `,
  ];

  @property({ attribute: false }) series: readonly ChartSeries[] = [];
  /** Times, then one column for each series; grown in place, so `revision` tells of a new number. */
  @property({ attribute: false }) columns: readonly (readonly (number | null)[])[] = [];
  @property({ type: Number }) revision = 0;
  /** How far back it shows at most, seconds. */
  @property({ type: Number }) span = 900;
  @property() label = '';

  @query('.chart') private readonly box!: HTMLElement;

  #plot: uPlot | undefined;
  #resize: ResizeObserver | undefined;
  readonly #theme = matchMedia('(prefers-color-scheme: dark)');
  readonly #themeChanged = (): void => this.#build();

  override connectedCallback(): void {
    super.connectedCallback();
    this.#theme.addEventListener('change', this.#themeChanged);
    this.#resize = new ResizeObserver(() => {
      const width = this.box.clientWidth;
      if (width === 0 || width === this.#plot?.width) return;
      if (this.#plot?.height === scaled(HEIGHT_PX)) {
        this.#plot.setSize({ width, height: this.#plot.height });
      } else {
        this.#build();
      }
    });
    if (this.hasUpdated) {
      this.#resize.observe(this.box);
      this.#build();
    }
  }

  override disconnectedCallback(): void {
    this.#theme.removeEventListener('change', this.#themeChanged);
    this.#resize?.disconnect();
    this.#plot?.destroy();
    this.#plot = undefined;
    super.disconnectedCallback();
  }

  protected override render(): TemplateResult {
    return html`<div class="chart" role="img" aria-label=${this.label}></div>`;
  }

  protected override firstUpdated(): void {
    this.#resize?.observe(this.box);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (this.#plot === undefined || changed.has('series')) this.#build();
    else if (changed.has('columns') || changed.has('revision')) this.#draw();
  }

  #draw(): void {
    this.#plot?.setData(this.#data());
  }

  #data(): uPlot.AlignedData {
    const lines = this.series.map((_, index) => this.columns[index + 1] ?? []);
    return [this.columns[0] ?? [], ...lines] as uPlot.AlignedData;
  }

  #build(): void {
    if (!this.hasUpdated) return;
    this.#plot?.destroy();
    const width = Math.max(200, this.box.clientWidth);
    this.#plot = new uPlot(this.#options(width), this.#data(), this.box);
  }

  /** Grows with what there is to show, seconds. */
  #shown(known: number): number {
    return Math.min(this.span, Math.max(LEAST_SPAN_SECONDS, known));
  }

  #options(width: number): uPlot.Options {
    const colours = getComputedStyle(this);
    const colour = (token: string): string => colours.getPropertyValue(token).trim();
    const rate = (bps: number | null): string => (bps === null ? '–' : bitRate(bps, this.language));
    const newest = (plot: uPlot, line: number): number | null => plot.data[line]?.at(-1) ?? null;
    const axis = {
      stroke: colour('--vigie-muted'),
      ticks: { show: false },
      font: `${scaled(12)}px ${colours.fontFamily}`,
    };
    const grid = { stroke: colour('--vigie-line'), width: 1 };
    return {
      width,
      height: scaled(HEIGHT_PX),
      // Half of the last time on the axis.
      padding: [null, scaled(32), null, null],
      cursor: { y: false, drag: { x: false, y: false } },
      scales: {
        x: { range: (_, oldest, newest) => [newest - this.#shown(newest - oldest), newest] },
        y: { range: () => [0, highest(this.columns.slice(1))] },
      },
      axes: [
        {
          ...axis,
          grid: { ...grid, show: false },
          size: scaled(32),
          space: scaled(80),
          values: (_, seconds, __, ___, step) =>
            seconds.map((one) => axisTime(one * 1000, step * 1000)),
        },
        {
          ...axis,
          grid,
          size: scaled(86),
          space: scaled(30),
          values: (_, all) => all.map((bps) => rate(bps)),
        },
      ],
      series: [
        { label: '', value: () => '' },
        ...this.series.map((one) => ({
          label: one.label,
          stroke: colour(one.colour),
          width: 2,
          ...(one.dashed && { dash: [6, 4] }),
          ...(one.filled && { fill: `${colour(one.colour)}22` }),
          points: { show: false },
          value: (plot: uPlot, bps: number | null, line: number, index: number | null) =>
            rate(index === null ? newest(plot, line) : bps),
        })),
      ],
    };
  }
}

type Line = readonly (number | null)[];

/** The top of the scale, bit/s; the first line is in the picture in any case. */
function highest([first = [], ...others]: readonly Line[]): number {
  const rate = most(first, Infinity);
  const bound = Math.max(rate, 1_000_000) * FAR;
  return Math.max(100_000, rate, ...others.map((line) => most(line, bound))) * 1.1;
}

function most(line: Line, bound: number): number {
  return line.reduce<number>(
    (top, one) => ((one ?? 0) <= bound ? Math.max(top, one ?? 0) : top),
    0,
  );
}

/** What is so many pixels at the usual size of letters. */
function scaled(px: number): number {
  const letter = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return Math.round((px * letter) / USUAL_LETTER_PX);
}

declare global {
  interface HTMLElementTagNameMap {
    'vigie-ops-chart': OpsChart;
  }
}

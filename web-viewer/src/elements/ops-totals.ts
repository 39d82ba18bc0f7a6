import { css, html, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { GroupTotal, Totals } from '../core/bandwidth.js';
import { bitRate } from '../i18n/format.js';
import { VigieElement } from './base.js';

/** What the relay takes in and gives out, beside its budgets. */
@customElement('vigie-ops-totals')
export class OpsTotals extends VigieElement {
  static override styles = [
    VigieElement.styles,
    css`
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(9.5rem, 100%), 1fr));
        gap: 0.75rem;
        margin: 0;
      }
      div {
        padding: 0.75rem 1rem;
        border: 1px solid var(--vigie-line);
        border-radius: var(--vigie-radius-small);
        background: var(--vigie-surface);
      }
      dt {
        color: var(--vigie-muted);
        font-size: 0.875rem;
      }
      dd {
        margin: 0;
        font-size: 1.375rem;
        font-weight: 700;
        font-variant-numeric: tabular-nums;
        line-height: 1.3;
      }
      .rate {
        white-space: nowrap;
      }
      .group {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        grid-column: span 2;
        gap: 0.125rem 1.25rem;
      }
      .group dt {
        grid-column: 1 / -1;
        overflow-wrap: anywhere;
      }
      small {
        display: block;
        color: var(--vigie-muted);
        font-size: 0.875rem;
        font-weight: 400;
        white-space: normal;
      }
      .bar {
        display: block;
        width: 100%;
        height: 0.375rem;
        margin: 0.375rem 0 0.25rem;
        border-radius: 0.1875rem;
        background: var(--vigie-sunken);
        stroke: none;
        fill: var(--vigie-accent);
      }
      .bar.over {
        fill: var(--vigie-bad);
      }
      @media (max-width: 30rem) {
        dl {
          grid-template-columns: repeat(2, minmax(0, 1fr));
          gap: 0.5rem;
        }
        div {
          padding: 0.5rem 0.75rem;
        }
        dd {
          font-size: 1.125rem;
        }
      }
    `,
  ];

  @property({ attribute: false }) totals: Totals | undefined;
  @property({ type: Number }) cameras = 0;

  protected override render(): TemplateResult | typeof nothing {
    const { totals } = this;
    if (totals === undefined) return nothing;
    const { inBps, outBps, live, viewers, ingressBudget, egressBudget } = totals;
    return html`<dl>
      ${this.#rate(this.t('ops.total.in'), inBps, ingressBudget)}
      ${this.#rate(this.t('ops.total.out'), outBps, egressBudget)}
      <div>
        <dt>${this.t('cameras.title')}</dt>
        <dd>${this.t('cameras.count', { live, all: this.cameras })}</dd>
      </div>
      <div>
        <dt>${this.t('ops.viewers')}</dt>
        <dd>${viewers}</dd>
      </div>
      ${totals.groups.map((one) => this.#group(one))}
    </dl>`;
  }

  #rate(label: string, bps?: number, budget?: number): TemplateResult {
    return html`<div>
      <dt>${label}</dt>
      <dd class="rate">${this.#amount(bps, budget)}</dd>
    </div>`;
  }

  #group(group: GroupTotal): TemplateResult {
    const { bps, budgetBps, guaranteedBps } = group;
    const { egressBps, egressBudgetBps, egressGuaranteedBps } = group;
    return html`<div class="group">
      <dt>${this.t('ops.total.group', { name: group.group })}</dt>
      <dd class="rate">
        <small>${this.t('ops.total.in')}</small>
        ${this.#amount(bps, budgetBps)} ${this.#guaranteed(guaranteedBps)}
      </dd>
      <dd class="rate">
        <small>${this.t('ops.total.out')}</small>
        ${this.#amount(egressBps, egressBudgetBps)} ${this.#guaranteed(egressGuaranteedBps)}
      </dd>
    </div>`;
  }

  #amount(bps: number | undefined, budget: number | undefined): TemplateResult {
    return html`${bps === undefined ? '–' : bitRate(bps, this.language)}
    ${budget === undefined ? nothing : this.#bar(bps ?? 0, budget)}`;
  }

  #guaranteed(bps: number | undefined): TemplateResult | typeof nothing {
    if (bps === undefined) return nothing;
    const rate = bitRate(bps, this.language);
    return html`<small>${this.t('ops.total.guaranteed', { bps: rate })}</small>`;
  }

  #bar(bps: number, budget: number): TemplateResult {
    const width = Math.min(100, (bps / budget) * 100);
    const words = this.t('ops.total.budget', { budget: bitRate(budget, this.language) });
    return html`<svg
        class="bar ${bps > budget * 1.1 ? 'over' : ''}"
        viewBox="0 0 100 1"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        ${svg`<rect width=${width} height="1" />`}
      </svg>
      <small>${words}</small>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'vigie-ops-totals': OpsTotals;
  }
}

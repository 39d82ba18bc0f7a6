import { html, type TemplateResult } from 'lit';
import type { CameraRow, Limit, ViewerRow } from '../core/bandwidth.js';
import type { CameraState } from '../core/relay-api.js';
import { bitRate, number, percent } from '../i18n/format.js';
import type { Language, Translate } from '../i18n/translate.js';
import type { Tone } from '../i18n/words.js';
import type { Column, Row } from './ops-table.js';

const TONES: Readonly<Record<CameraState, Tone>> = {
  offline: 'quiet',
  standby: 'busy',
  live: 'good',
  lost: 'bad',
};

/** Limits that somebody has chosen: nothing is wrong. */
const CALM: readonly Limit[] = ['camera', 'idle', 'small', 'layers', 'cap', 'viewer-cap'];

/** From here on a loss is shown as one to look at. */
const BAD_LOSS = 0.02;

/** From this many times what it is asked for on, a camera does not do as it is asked. */
const DISOBEYS = 1.25;

export type CameraTableRow = CameraRow & Row;
export type ViewerTableRow = ViewerRow & Row;

/** Which columns there is something to show in: a relay that does not tell has no such column. */
export interface Known {
  readonly rtt: boolean;
  readonly asked: boolean;
  readonly estimate: boolean;
  readonly viewerLoss: boolean;
  readonly queue: boolean;
  readonly viewerCap: boolean;
}

export function knownOf(cameras: readonly CameraRow[], viewers: readonly ViewerRow[]): Known {
  return {
    rtt: cameras.some((one) => one.roundTripMs !== undefined),
    asked: cameras.some((one) => one.askedBps !== undefined),
    estimate: viewers.some((one) => one.estimateBps !== undefined),
    viewerLoss: viewers.some((one) => one.lostPart !== undefined),
    queue: viewers.some((one) => one.queueMs !== undefined),
    viewerCap: viewers.some((one) => one.maxBps !== undefined),
  };
}

export function cameraColumns(known: Known, t: Translate, language: Language): Column[] {
  const cells = new Cells(t, language);
  const rate = (row: number | undefined) => cells.rate(row);
  const count = (n: number | undefined) => cells.count(n);
  const all: (Column<CameraTableRow> | false)[] = [
    { ...text('name', t('ops.column.camera'), (row) => row.name), cell: (r) => cells.camera(r) },
    {
      ...numeric('bps', t('ops.column.sends'), 1, (row) => whileLive(row, row.bps), rate),
      cell: (row) => cells.sends(row),
    },
    numeric('target', t('ops.column.target'), 1, (row) => row.targetBps, rate),
    known.asked &&
      numeric('asked', t('ops.column.asked'), 3, (row) => whileLive(row, row.askedBps), rate),
    numeric('cap', t('ops.column.cap'), 2, (row) => row.maxBps, rate),
    {
      ...text<CameraTableRow>('limit', t('ops.column.limit'), (row) => row.limit ?? ''),
      cell: (row) => cells.limit(row.limit),
    },
    numeric(
      'loss',
      t('ops.column.loss'),
      2,
      (row) => whileLive(row, row.fractionLost),
      (part) => cells.part(part),
    ),
    known.rtt &&
      numeric(
        'rtt',
        t('ops.column.rtt'),
        3,
        (row) => row.roundTripMs,
        (ms) => cells.ms(ms),
      ),
    numeric('viewers', t('ops.column.viewers'), 3, (row) => row.viewers, count),
    {
      ...text<CameraTableRow>('group', t('ops.column.group'), (row) => row.group ?? ''),
      rank: 3,
      cell: (row) => row.group ?? cells.unknown(),
    },
    numeric('weight', t('ops.column.weight'), 3, (row) => row.weight, count),
  ];
  return all.filter((one) => one !== false);
}

export function viewerColumns(known: Known, t: Translate, language: Language): Column[] {
  const cells = new Cells(t, language);
  const rate = (bps: number | undefined) => cells.rate(bps);
  const part = (lost: number | undefined) => cells.part(lost);
  const ms = (wait: number | undefined) => cells.ms(wait);
  const all: (Column<ViewerTableRow> | false)[] = [
    text('name', t('ops.column.viewer'), (row) => row.name),
    text('camera', t('ops.column.camera'), (row) => row.cameraName),
    { ...text('state', t('ops.column.state'), (row) => t(`ops.state.${row.state}`)), rank: 3 },
    numeric('bps', t('ops.column.gets'), 1, (row) => row.bps, rate),
    known.estimate &&
      numeric('estimate', t('ops.column.estimate'), 2, (row) => row.estimateBps, rate),
    known.viewerCap && numeric('cap', t('ops.column.cap'), 3, (row) => row.maxBps, rate),
    {
      ...text<ViewerTableRow>('why', t('ops.column.why'), (row) => row.why ?? ''),
      cell: (row) => cells.limit(row.why),
    },
    known.viewerLoss && numeric('loss', t('ops.column.loss'), 2, (row) => row.lostPart, part),
    known.queue && numeric('queue', t('ops.column.queue'), 3, (row) => row.queueMs, ms),
    numeric('repeated', t('ops.column.repeated'), 2, (row) => row.repeatedPart, part),
  ];
  return all.filter((one) => one !== false);
}

/** What a camera sent last says nothing of now. */
function whileLive(row: CameraTableRow, value: number | undefined): number | undefined {
  return row.state === 'live' ? value : undefined;
}

function text<R extends Row>(id: string, label: string, of: (row: R) => string): Column<R> {
  return { id, label, cell: of, order: of };
}

/** Unknown numbers are sorted below all others. */
function numeric<R extends Row>(
  id: string,
  label: string,
  rank: 1 | 2 | 3,
  of: (row: R) => number | undefined,
  shown: (value: number | undefined) => string | TemplateResult,
): Column<R> {
  return {
    id,
    label,
    numeric: true,
    rank,
    cell: (row) => shown(of(row)),
    order: (row) => of(row) ?? -1,
  };
}

class Cells {
  constructor(
    private readonly t: Translate,
    private readonly language: Language,
  ) {}

  camera(row: CameraTableRow): TemplateResult {
    const state = this.t(`camera.state.${row.state}`);
    return html`<span class="dot ${TONES[row.state]}" title=${state}></span
      ><button type="button" class="open" title=${row.name}>${row.name}</button
      ><span class="visually-hidden">${state}</span>`;
  }

  sends(row: CameraTableRow): string | TemplateResult {
    const bps = whileLive(row, row.bps);
    const text = this.rate(bps);
    if (bps === undefined || bps < (row.askedBps ?? Infinity) * DISOBEYS) return text;
    return html`<span class="warn" title=${this.t('ops.disobeys')}>${text}</span>`;
  }

  rate(bps: number | undefined): string | TemplateResult {
    return bps === undefined ? this.unknown() : bitRate(bps, this.language);
  }

  part(part: number | undefined): string | TemplateResult {
    if (part === undefined) return this.unknown();
    const text = percent(part, this.language);
    return part < BAD_LOSS ? text : html`<span class="warn">${text}</span>`;
  }

  count(n: number | undefined): string | TemplateResult {
    return n === undefined ? this.unknown() : number(n, this.language);
  }

  ms(ms: number | undefined): string | TemplateResult {
    return ms === undefined ? this.unknown() : `${number(ms, this.language, 0)} ms`;
  }

  limit(limit: Limit | undefined): string | TemplateResult {
    if (limit === undefined) return this.unknown();
    const text = this.t(`ops.limit.${limit}`);
    return CALM.includes(limit) ? text : html`<span class="warn">${text}</span>`;
  }

  unknown(): TemplateResult {
    return html`<span class="unknown">–</span>`;
  }
}

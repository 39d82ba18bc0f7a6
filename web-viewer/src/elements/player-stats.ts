import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PictureAge } from '../core/picture-age.js';
import type { CapturedBy, Fault } from '../core/relay-api.js';
import type { PathStats, ReceivedVideoStats, ViewingStats } from '../core/stats.js';
import { faultText } from '../i18n/faults.js';
import { bitRate, number } from '../i18n/format.js';
import { VigieElement } from './base.js';
import { stageStyles } from './styles.js';

type Row = readonly [name: string, value: string | undefined];

/** Numbers over the picture, for whoever has to find out why it looks as it does. */
@customElement('vigie-player-stats')
export class PlayerStats extends VigieElement {
  static override styles = [
    VigieElement.styles,
    stageStyles,
    css`
      :host {
        display: block;
        padding: 0.75rem 1rem;
        border: 1px solid var(--vigie-stage-line);
        border-radius: var(--vigie-radius);
        /* Denser than other words over a picture: these are read for long. */
        background: color-mix(in srgb, var(--vigie-stage-surface), var(--vigie-stage) 70%);
        font-size: 0.875rem;
      }
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 0.125rem 1rem;
        margin: 0;
      }
      dt {
        color: var(--vigie-muted);
      }
      dd {
        margin: 0;
        font-variant-numeric: tabular-nums;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) stats: ViewingStats | null = null;
  /** What is wrong with what the camera sends. */
  @property({ attribute: false }) faults: readonly Fault[] = [];
  /** How the relay knows when the picture was captured. */
  @property({ attribute: false }) capturedBy: CapturedBy | undefined;

  protected override render(): TemplateResult {
    const rows = this.#rows().filter(([, value]) => value !== undefined);
    if (rows.length === 0) return html`${this.t('stats.none')}`;
    return html`<dl aria-label=${this.t('stats.title')}>
      ${rows.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value ?? nothing}</dd>`,
      )}
    </dl>`;
  }

  #rows(): Row[] {
    const { age, video, audio, path } = this.stats ?? {};
    return [
      [this.t('stats.age'), age && this.#age(age)],
      ...(video ? this.#videoRows(video) : []),
      [this.t('stats.sound'), audio && this.#sound(audio)],
      ...(path ? this.#pathRows(path) : []),
      ...this.faults.map((fault): Row => [this.t('stats.fault'), faultText(fault, this.t)]),
    ];
  }

  /** Without the camera's word it is older by the way from camera to relay. */
  #age(age: PictureAge): string {
    const by = age.atLeast ? 'line' : this.capturedBy;
    const sign = by === 'line' || by === 'arrival' ? '≥\u00a0' : '';
    const time = age.ms < 1000 ? `${Math.round(age.ms / 10) * 10}\u00a0ms` : this.#seconds(age.ms);
    const value = sign + time;
    return by === undefined ? value : `${value} · ${this.t(`stats.age.${by}`)}`;
  }

  #videoRows(video: ReceivedVideoStats): Row[] {
    const { t } = this;
    const size = video.width === undefined ? '' : `${video.width}×${video.height ?? 0}`;
    const rate = `${this.#number(video.framesPerSecond)}\u00a0fps`;
    const frames = [
      this.#number(video.frames),
      t('stats.dropped', { n: this.#number(video.framesDropped) }),
      t('stats.keyFrames', { n: this.#number(video.keyFrames) }),
    ];
    return [
      [t('stats.picture'), [video.codec, size, rate].filter(Boolean).join(' · ')],
      [t('stats.rate'), bitRate(video.bps, this.language)],
      [t('stats.loss'), `${this.#number(video.lossPercent)}\u00a0%`],
      [t('stats.jitter'), this.#ms(video.jitterMs)],
      [t('stats.buffer'), this.#ms(video.jitterBufferMs)],
      [t('stats.frames'), frames.map(together).join(' · ')],
      [t('stats.freezes'), `${video.freezes} (${this.#seconds(video.freezeMs)})`],
      [t('stats.repair'), `${video.nacks} / ${video.plis}`],
    ];
  }

  #sound(audio: NonNullable<ViewingStats['audio']>): string {
    const loss = `${this.t('stats.loss')} ${this.#number(audio.lossPercent)} %`;
    const parts = [audio.codec, bitRate(audio.bps, this.language), loss];
    return parts
      .filter((part) => part !== undefined)
      .map(together)
      .join(' · ');
  }

  #pathRows(path: PathStats): Row[] {
    return [
      [this.t('stats.rtt'), this.#ms(path.rttMs)],
      [this.t('stats.local'), path.local],
      [this.t('stats.remote'), path.remote],
    ];
  }

  #number(value: number): string {
    return number(value, this.language);
  }

  #seconds(ms: number): string {
    return `${this.#number(ms / 1000)}\u00a0s`;
  }

  #ms(value: number | undefined): string | undefined {
    return value === undefined ? undefined : `${this.#number(value)}\u00a0ms`;
  }
}

/** Without a place to break the line. */
function together(words: string): string {
  return words.replaceAll(' ', '\u00a0');
}

declare global {
  interface HTMLElementTagNameMap {
    'vigie-player-stats': PlayerStats;
  }
}

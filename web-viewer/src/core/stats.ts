import { AgeMeter, type PictureAge, type PlayedSource } from './picture-age.js';
import { type StatsEntry, StatsReport } from './stats-report.js';

/** Numbers of one direction of one medium. Rates are over the last second or so. */
export interface MediaStats {
  /** As in the SDP, without `video/` or `audio/`. */
  readonly codec?: string;
  readonly bps: number;
  readonly packets: number;
  /** Percent of the packets of the last interval. */
  readonly lossPercent: number;
  readonly jitterMs?: number;
  readonly nacks: number;
}

export interface VideoStats extends MediaStats {
  readonly width?: number;
  readonly height?: number;
  /** Decoded (viewer) or encoded (camera) per second. */
  readonly framesPerSecond: number;
  readonly frames: number;
  readonly keyFrames: number;
  readonly plis: number;
}

export interface ReceivedVideoStats extends VideoStats {
  /** Mean wait of a frame before it was decoded, over the last interval. */
  readonly jitterBufferMs?: number;
  readonly framesDropped: number;
  readonly freezes: number;
  readonly freezeMs: number;
}

export interface ReceivedAudioStats extends MediaStats {
  readonly jitterBufferMs?: number;
}

export interface SentVideoStats extends VideoStats {
  /** What keeps quality down now: `none`, `cpu`, `bandwidth`, `other`. */
  readonly limitedBy?: string;
  readonly targetBps?: number;
}

/** The addresses media goes between. */
export interface PathStats {
  /** `host 192.0.2.1:10000 udp` */
  readonly local?: string;
  readonly remote?: string;
  readonly rttMs?: number;
  /** The estimate of the outgoing line, bps; cameras only. */
  readonly availableBps?: number;
}

export interface ViewingStats {
  /** Of the picture on the screen; missing as long as it is not known. */
  readonly age?: PictureAge;
  readonly video?: ReceivedVideoStats;
  readonly audio?: ReceivedAudioStats;
  readonly path?: PathStats;
}

export interface PublishingStats {
  readonly video?: SentVideoStats;
  readonly audio?: MediaStats;
  readonly path?: PathStats;
}

type RawReport = Iterable<readonly [string, unknown]>;

/** Rates are taken over at least this long, ms: shorter spans jump about. */
const RATE_SPAN_MS = 1_000;

/** Turns getStats() reports of a viewer's session into numbers for people. One per session. */
export class ViewingSampler {
  readonly #video = new Rates();
  readonly #audio = new Rates();
  readonly #age = new AgeMeter();

  /** `shown` is what the picture's receiver says of what it played last. */
  sample(raw: RawReport, atMs: number, shown?: PlayedSource): ViewingStats {
    const report = new StatsReport(raw);
    const entry = report.find('inbound-rtp', 'video');
    const audio = report.find('inbound-rtp', 'audio');
    const path = pathOf(report);
    const video = entry && this.#receivedVideo(report, entry, atMs);
    const age = this.#age.sample(report, shown, video?.jitterBufferMs, atMs);
    return {
      ...(age && { age }),
      ...(video && { video }),
      ...(audio && { audio: received(report, audio, this.#audio.at(audio, RECEIVED, atMs)) }),
      ...(path && { path }),
    };
  }

  #receivedVideo(report: StatsReport, entry: StatsEntry, atMs: number): ReceivedVideoStats {
    const rates = this.#video.at(entry, RECEIVED, atMs);
    return {
      ...received(report, entry, rates),
      ...pictureOf(entry, rates, 'framesDecoded', 'keyFramesDecoded'),
      framesDropped: entry.count('framesDropped'),
      freezes: entry.count('freezeCount'),
      freezeMs: Math.round(entry.count('totalFreezesDuration') * 1000),
    };
  }
}

/** The same for a camera's session. */
export class PublishingSampler {
  /** By RID; one without a name where there are no layers. */
  readonly #layers = new Map<string, Rates>();
  readonly #audio = new Rates();

  sample(raw: RawReport, atMs: number): PublishingStats {
    const report = new StatsReport(raw);
    const video = this.#sentVideo(report, atMs);
    const audio = report.find('outbound-rtp', 'audio');
    const path = pathOf(report);
    return {
      ...(video && { video }),
      ...(audio && { audio: sent(report, audio, this.#audio.at(audio, SENT, atMs)) }),
      ...(path && { path }),
    };
  }

  /** The largest picture that is sent, with the rate of all. */
  #sentVideo(report: StatsReport, atMs: number): SentVideoStats | undefined {
    const sending = report
      .all('outbound-rtp')
      .filter((entry) => entry.text('kind') === 'video')
      .map((entry) => this.#sentLayer(report, entry, atMs))
      .sort((one, other) => (other.height ?? 0) - (one.height ?? 0));
    const largest = sending.find(({ framesPerSecond }) => framesPerSecond > 0) ?? sending[0];
    return largest && { ...largest, bps: sending.reduce((sum, { bps }) => sum + bps, 0) };
  }

  #sentLayer(report: StatsReport, entry: StatsEntry, atMs: number): SentVideoStats {
    const rates = this.#rates(entry.text('rid') ?? '').at(entry, SENT, atMs);
    const limitedBy = entry.text('qualityLimitationReason');
    const targetBps = entry.number('targetBitrate');
    return {
      ...sent(report, entry, rates),
      ...pictureOf(entry, rates, 'framesEncoded', 'keyFramesEncoded'),
      ...(limitedBy !== undefined && { limitedBy }),
      ...(targetBps !== undefined && { targetBps }),
    };
  }

  #rates(rid: string): Rates {
    const known = this.#layers.get(rid) ?? new Rates();
    this.#layers.set(rid, known);
    return known;
  }
}

const RECEIVED = [
  'bytesReceived',
  'packetsReceived',
  'packetsLost',
  'framesDecoded',
  'jitterBufferDelay',
  'jitterBufferEmittedCount',
] as const;
const SENT = ['bytesSent', 'framesEncoded'] as const;

/** How counters grew over the last span; holds the values at its start. */
class Rates {
  #from: { atMs: number; entry: StatsEntry } | undefined;
  #growth = new Map<string, number>();
  #spanMs = 0;

  at(entry: StatsEntry, fields: readonly string[], atMs: number): this {
    if (this.#from === undefined) this.#from = { atMs, entry };
    if (atMs - this.#from.atMs < RATE_SPAN_MS) return this;
    const before = this.#from.entry;
    this.#growth = new Map(
      fields.map((field) => [field, Math.max(0, entry.count(field) - before.count(field))]),
    );
    this.#spanMs = atMs - this.#from.atMs;
    this.#from = { atMs, entry };
    return this;
  }

  grown(field: string): number {
    return this.#growth.get(field) ?? 0;
  }

  perSecond(field: string): number {
    return this.#spanMs === 0 ? 0 : (this.grown(field) * 1000) / this.#spanMs;
  }
}

function received(report: StatsReport, entry: StatsEntry, rates: Rates): ReceivedAudioStats {
  const lost = rates.grown('packetsLost');
  const emitted = rates.grown('jitterBufferEmittedCount');
  return {
    ...common(report, entry),
    bps: Math.round(rates.perSecond('bytesReceived') * 8),
    packets: entry.count('packetsReceived'),
    lossPercent: percent(lost, lost + rates.grown('packetsReceived')),
    nacks: entry.count('nackCount'),
    ...milliseconds('jitterMs', entry.number('jitter')),
    ...milliseconds(
      'jitterBufferMs',
      emitted === 0 ? undefined : rates.grown('jitterBufferDelay') / emitted,
    ),
  };
}

function sent(report: StatsReport, entry: StatsEntry, rates: Rates): MediaStats {
  const remote = report.follow(entry, 'remoteId');
  return {
    ...common(report, entry),
    bps: Math.round(rates.perSecond('bytesSent') * 8),
    packets: entry.count('packetsSent'),
    lossPercent: percent(remote?.count('fractionLost') ?? 0, 1),
    nacks: entry.count('nackCount'),
    ...milliseconds('jitterMs', remote?.number('jitter')),
  };
}

function common(report: StatsReport, entry: StatsEntry): { codec?: string } {
  const codec = report.follow(entry, 'codecId')?.text('mimeType')?.split('/').at(-1);
  return codec === undefined ? {} : { codec };
}

function pictureOf(entry: StatsEntry, rates: Rates, frames: string, keyFrames: string) {
  const width = entry.number('frameWidth');
  const height = entry.number('frameHeight');
  return {
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    framesPerSecond: Math.round(rates.perSecond(frames) * 10) / 10,
    frames: entry.count(frames),
    keyFrames: entry.count(keyFrames),
    plis: entry.count('pliCount'),
  };
}

function pathOf(report: StatsReport): PathStats | undefined {
  const pair = report.selectedPair();
  if (pair === undefined) return undefined;
  const local = addressOf(report.follow(pair, 'localCandidateId'));
  const remote = addressOf(report.follow(pair, 'remoteCandidateId'));
  const availableBps = pair.number('availableOutgoingBitrate');
  return {
    ...(local !== undefined && { local }),
    ...(remote !== undefined && { remote }),
    ...milliseconds('rttMs', pair.number('currentRoundTripTime')),
    ...(availableBps !== undefined && { availableBps }),
  };
}

function addressOf(candidate: StatsEntry | undefined): string | undefined {
  const port = candidate?.number('port');
  if (candidate === undefined || port === undefined) return undefined;
  const address = candidate.text('address') ?? candidate.text('ip') ?? '?';
  const host = address.includes(':') ? `[${address}]` : address;
  return [candidate.text('candidateType'), `${host}:${port}`, candidate.text('protocol')]
    .filter(Boolean)
    .join(' ');
}

function milliseconds<K extends string>(
  name: K,
  seconds: number | undefined,
): Partial<Record<K, number>> {
  if (seconds === undefined) return {};
  return { [name]: Math.round(seconds * 10_000) / 10 } as Partial<Record<K, number>>;
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10;
}

import { layerEncodings, layersOf, neededLayers } from './layers.js';
import type { Target } from './live-channel.js';

/** What a camera would send if nobody asked it for less. */
export interface OwnTerms {
  /** Upper limit of the video bit rate, bps. */
  readonly maxBps: number;
  /** Of the picture, in pixels. */
  readonly height: number;
  /** Likewise; that of a screen of 16:9 if it is missing. */
  readonly width?: number;
  readonly sound: boolean;
  /** Whether it sends the picture in several sizes at once (simulcast). */
  readonly layered?: boolean;
}

/** The part of `RTCRtpEncodingParameters` that targets are carried out with. */
export interface Encoding {
  readonly active: boolean;
  readonly maxBitrate: number;
  readonly scaleResolutionDownBy: number;
  /** Missing for as many as the camera gives. */
  readonly maxFramerate?: number;
}

type Sender = Pick<RTCRtpSender, 'getParameters' | 'setParameters'>;

/** Opus of a browser, 32 kbit/s, in 50 packets a second with 58 bytes of headers each. */
const SOUND_BPS = 56_000;
/** The headers' part of a picture's rate. */
const HEADERS = 0.07;
/** Chromium stops a picture that has less. */
const LEAST_BPS = 30_000;
/** Below this rate a whole picture at 30 Hz is mush, and costs the battery all the same. */
const SMALL_BELOW_BPS = 600_000;
/** What a pixel of a moving picture needs at least, bit. */
const BITS_PER_PIXEL = 0.08;
const LEAST_FRAMES = 5;
const MOST_FRAMES = 15;
const LARGEST_SCALE = 4;
/** By how much a picture is made smaller; few steps, because each change costs a key frame. */
const SCALES = [4, 3, 2, 1.5];

/** What to encode for a target: one encoding, or one for each simulcast layer. */
export function encodingsFor(target: Target | undefined, own: OwnTerms): readonly Encoding[] {
  if (!own.layered) return [encodingFor(target, own)];
  const pixels = pixelsOf(own);
  const saving = isSaving(target, own);
  const needed = saving ? 1 : neededLayers(target?.pixels, pixels);
  const bps = Math.min(own.maxBps, videoBps(target?.bps ?? Infinity, own.sound));
  const encodings = layerEncodings({ bps, needed, told: target?.layers ?? [] }, own, pixels);
  if (target?.bps === 0) return encodings.map((one) => ({ ...one, active: false }));
  if (!saving || bps >= SMALL_BELOW_BPS) return encodings;
  return encodings.map((one) => ({ ...one, maxFramerate: slowed(one, own) }));
}

/** What one encoding has to do where the far end takes no layers: the largest of them, at the rate of all. */
function asOne(encodings: readonly Encoding[]): Encoding | undefined {
  const active = encodings.filter((one) => one.active);
  const largest = active.at(-1);
  if (largest === undefined) return encodings[0];
  return { ...largest, maxBitrate: active.reduce((sum, one) => sum + one.maxBitrate, 0) };
}

/**
 * What to encode for a target. A watched picture has the size in which it is shown, whatever its
 * rate; while nobody watches it is made small and slow enough for its rate.
 */
export function encodingFor(target: Target | undefined, own: OwnTerms): Encoding {
  const whole = { active: true, maxBitrate: own.maxBps, scaleResolutionDownBy: 1 };
  if (target === undefined) return whole;
  if (target.bps === 0) return { ...whole, active: false };
  const maxBitrate = Math.min(own.maxBps, videoBps(target.bps, own.sound));
  if (target.watched)
    return { ...whole, maxBitrate, scaleResolutionDownBy: shownScale(target, own) };
  if (maxBitrate >= SMALL_BELOW_BPS) return { ...whole, maxBitrate };
  return { ...whole, maxBitrate, ...small(maxBitrate, own.height) };
}

/** Whether a target holds a camera below what it would send. */
export function isSaving(target: Target | undefined, own: OwnTerms): boolean {
  if (target === undefined || target.watched) return false;
  return target.bps === 0 || videoBps(target.bps, own.sound) < own.maxBps;
}

/** Whether it sends no whole picture, because nobody watches or shows it as large, or its rate is too low for that. */
export function isSmall(target: Target | undefined, own: OwnTerms): boolean {
  if (isSaving(target, own)) return true;
  if (own.layered) return !encodingsFor(target, own)[layersOf(pixelsOf(own)) - 1]?.active;
  return target !== undefined && shownScale(target, own) > 1;
}

/** By how much it can be made smaller without being shown larger than it is. */
function shownScale({ pixels }: Target, own: OwnTerms): number {
  if (pixels === undefined) return 1;
  return SCALES.find((scale) => pixelsOf(own) >= pixels * scale * scale) ?? 1;
}

function pixelsOf({ width, height }: OwnTerms): number {
  return (width ?? (height * 16) / 9) * height;
}

function videoBps(bps: number, sound: boolean): number {
  const left = (bps - (sound ? SOUND_BPS : 0)) * (1 - HEADERS);
  return Math.max(LEAST_BPS, Math.round(left));
}

function small(
  bps: number,
  height: number,
): { scaleResolutionDownBy: number; maxFramerate: number } {
  const pixels = (height * height * 16) / 9;
  const frames = (scale: number): number => (bps * scale * scale) / (pixels * BITS_PER_PIXEL);
  let scale = 1;
  while (scale < LARGEST_SCALE && frames(scale) < LEAST_FRAMES) scale++;
  return { scaleResolutionDownBy: scale, maxFramerate: slow(frames(scale)) };
}

/** How many pictures a second a layer's rate suffices for. */
function slowed({ maxBitrate, scaleResolutionDownBy }: Encoding, own: OwnTerms): number {
  const pixels = pixelsOf(own) / (scaleResolutionDownBy * scaleResolutionDownBy);
  return slow(maxBitrate / (pixels * BITS_PER_PIXEL));
}

function slow(frames: number): number {
  return Math.min(MOST_FRAMES, Math.max(LEAST_FRAMES, Math.floor(frames)));
}

/**
 * Sets what a sender encodes, one change at a time: `setParameters` rejects what was not read just
 * before. Of changes that come meanwhile the newest counts.
 */
export class VideoTuning {
  #wanted: readonly Encoding[] | undefined;
  #done = Promise.resolve();

  constructor(private readonly sender: Sender) {}

  /** Settles when the newest wish is carried out, or cannot be. */
  apply(encodings: readonly Encoding[]): Promise<void> {
    this.#wanted = encodings;
    this.#done = this.#done.then(() => this.#carryOut());
    return this.#done;
  }

  async #carryOut(): Promise<void> {
    const next = this.#take();
    if (next === undefined) return;
    const parameters = this.sender.getParameters();
    // A face or a number plate must stay readable: on a thin line fewer pictures, not smaller ones.
    parameters.degradationPreference = 'maintain-resolution';
    const single = parameters.encodings.length < next.length;
    parameters.encodings = parameters.encodings.map((one, layer) =>
      tuned(one, single ? asOne(next) : next[layer]),
    );
    await this.sender.setParameters(parameters).catch(() => undefined);
  }

  #take(): readonly Encoding[] | undefined {
    const wanted = this.#wanted;
    this.#wanted = undefined;
    return wanted;
  }
}

function tuned(
  one: RTCRtpEncodingParameters,
  encoding: Encoding | undefined,
): RTCRtpEncodingParameters {
  const { maxFramerate: _, ...rest } = one;
  return { ...rest, ...encoding };
}

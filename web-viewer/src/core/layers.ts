import type { LayerTarget } from './live-channel.js';
import type { Encoding, OwnTerms } from './tuning.js';

/** The RIDs of simulcast layers, the smallest first, as browsers want them. */
export const RIDS = ['l', 'm', 'h'] as const;

/** A picture is half as wide and half as high as the one of the layer above. */
const STEP = 2;
/** A browser makes fewer layers of a picture with fewer pixels than this, and leaves out the largest. */
const THREE_FROM_PIXELS = 940 * 528;
const TWO_FROM_PIXELS = 460 * 260;
/** Each layer may take so many times the rate of the one below. */
const RATE_STEP = 3;
/** What a pixel of a layer takes at most beside a larger one, bit/s. */
const BITS_PER_PIXEL = 3.5;

/** What is to be sent of a picture in several layers. */
export interface LayerWish {
  /** The picture's rate, all layers together, bps. */
  readonly bps: number;
  /** How many layers are needed, from the smallest up; where the relay says it of each, that counts. */
  readonly needed: number;
  readonly told: readonly LayerTarget[];
}

/** How many layers a browser makes of a picture of this size: 1 to 3. */
export function layersOf(pixels: number): number {
  if (pixels >= THREE_FROM_PIXELS) return 3;
  return pixels >= TWO_FROM_PIXELS ? 2 : 1;
}

/** How many of them are needed: none above the first that is as large as the picture is shown. */
export function neededLayers(shown: number | undefined, pixels: number): number {
  const count = layersOf(pixels);
  const enough = indices(count).find(
    (layer) => pixelsOf(layer, count, pixels) >= (shown ?? Infinity),
  );
  return (enough ?? count - 1) + 1;
}

/**
 * One encoding for each RID. The rate is given from the smallest layer up, so that a thin line has
 * a small picture for sure; a larger one that would be left less than the one below is no better,
 * and rests.
 */
export function layerEncodings(wish: LayerWish, own: OwnTerms, pixels: number): Encoding[] {
  const count = layersOf(pixels);
  let left = wish.bps;
  let below = 0;
  return RIDS.map((rid, layer) => {
    const told = wish.told.find((one) => one.rid === rid);
    const offered = Math.min(left, shareOf(layer, count, own.maxBps, pixels));
    const wanted = layer < count && (told?.active ?? layer < wish.needed);
    const active = wanted && offered > below;
    const maxBitrate = Math.round(Math.min(offered, told?.maxBps ?? Infinity));
    if (active) {
      left -= maxBitrate;
      below = maxBitrate;
    }
    const scaleResolutionDownBy = STEP ** Math.max(0, count - 1 - layer);
    return { active, maxBitrate: Math.max(1, maxBitrate), scaleResolutionDownBy };
  });
}

/** What a layer may take: the largest all that is left, the others their part. */
function shareOf(layer: number, count: number, maxBps: number, pixels: number): number {
  if (layer >= count - 1) return Infinity;
  const parts = indices(count).map((one) => RATE_STEP ** one);
  const share = (maxBps * RATE_STEP ** layer) / parts.reduce((sum, part) => sum + part);
  return Math.min(share, BITS_PER_PIXEL * pixelsOf(layer, count, pixels));
}

function pixelsOf(layer: number, count: number, pixels: number): number {
  return pixels / STEP ** (2 * (count - 1 - layer));
}

function indices(count: number): number[] {
  return [...Array(count).keys()];
}

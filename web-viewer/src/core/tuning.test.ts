import { describe, expect, it } from 'vitest';
import { settled } from '../../test/manual-clock.js';
import type { Target } from './live-channel.js';
import {
  type Encoding,
  encodingFor,
  encodingsFor,
  isSaving,
  isSmall,
  type OwnTerms,
  VideoTuning,
} from './tuning.js';

const OWN = { maxBps: 2_500_000, height: 720, sound: true };
const WHOLE: Encoding = { active: true, maxBitrate: 2_500_000, scaleResolutionDownBy: 1 };

describe('encodingFor', () => {
  it('sends the whole picture as long as nobody says anything', () => {
    expect(encodingFor(undefined, OWN)).toEqual(WHOLE);
    expect(encodingFor({ bps: 20_000_000, watched: true }, OWN)).toEqual(WHOLE);
  });

  it('keeps the size of a watched picture, whatever its rate', () => {
    expect(encodingFor({ bps: 200_000, watched: true }, OWN)).toEqual({
      ...WHOLE,
      maxBitrate: 133_920,
    });
  });

  it.each([
    [1, 4],
    [320 * 180, 4],
    [400 * 225, 3],
    [640 * 360, 2],
    [853 * 480, 1.5],
    [960 * 540, 1],
    [3_840 * 2_160, 1],
  ])('is divided so that %d pixels are left at least: by %d each way', (pixels, scale) => {
    const encoding = encodingFor({ bps: 20_000_000, watched: true, pixels }, OWN);
    expect(encoding).toEqual({ ...WHOLE, scaleResolutionDownBy: scale });
  });

  it('counts the pixels of an upright picture as they are', () => {
    const upright = { ...OWN, width: 720, height: 1_280 };
    const encoding = encodingFor({ bps: 20_000_000, watched: true, pixels: 640 * 360 }, upright);
    expect(encoding.scaleResolutionDownBy).toBe(2);
  });

  it('leaves sound its part of the target', () => {
    const target = { bps: 200_000, watched: true };
    expect(encodingFor(target, { ...OWN, sound: false }).maxBitrate).toBe(186_000);
  });

  it('makes an unwatched picture small and slow enough for its rate', () => {
    expect(encodingFor({ bps: 150_000, watched: false }, OWN)).toEqual({
      active: true,
      maxBitrate: 87_420,
      scaleResolutionDownBy: 3,
      maxFramerate: 10,
    });
    const large = encodingFor({ bps: 150_000, watched: false }, { ...OWN, height: 1080 });
    expect(large).toMatchObject({ scaleResolutionDownBy: 4, maxFramerate: 8 });
  });

  it('leaves an unwatched picture whole where the rate carries it', () => {
    const encoding = encodingFor({ bps: 1_000_000, watched: false }, OWN);
    expect(encoding).toEqual({ ...WHOLE, maxBitrate: 877_920 });
  });

  it('stops the picture at 0, and never asks an encoder for less than it can do', () => {
    expect(encodingFor({ bps: 0, watched: false }, OWN).active).toBe(false);
    expect(encodingFor({ bps: 1_000, watched: false }, OWN).maxBitrate).toBe(30_000);
  });
});

describe('encodingsFor', () => {
  const LAYERED = { ...OWN, layered: true };
  const part = (target: Target | undefined, own: OwnTerms = LAYERED) =>
    encodingsFor(target, own).map(({ active, maxBitrate, scaleResolutionDownBy }) =>
      active ? `${maxBitrate} / ${scaleResolutionDownBy}` : 'rests',
    );
  const watched = { bps: 20_000_000, watched: true };

  it('is one encoding unless several sizes are to be sent', () => {
    expect(encodingsFor(watched, OWN)).toEqual([WHOLE]);
  });

  it('divides the rate of the picture between three layers', () => {
    const whole = ['192308 / 4', '576923 / 2', '1730769 / 1'];
    expect(part(undefined)).toEqual(whole);
    expect(part(watched)).toEqual(whole);
  });

  it('makes as many layers as a browser does of so small a picture', () => {
    const webcam = { ...LAYERED, width: 640, height: 480 };
    expect(part(watched, webcam)).toEqual(['268800 / 2', '2231200 / 1', 'rests']);
    expect(part(watched, { ...LAYERED, width: 320, height: 240 })).toEqual([
      '2500000 / 1',
      'rests',
      'rests',
    ]);
  });

  it.each([
    [1, 1],
    [320 * 180, 1],
    [320 * 180 + 1, 2],
    [640 * 360, 2],
    [640 * 360 + 1, 3],
    [3_840 * 2_160, 3],
  ])('sends none that is larger than %d pixels need: %d of three', (pixels, needed) => {
    const active = encodingsFor({ ...watched, pixels }, LAYERED).map((one) => one.active);
    expect(active).toEqual([0, 1, 2].map((layer) => layer < needed));
  });

  it('gives the smallest its rate first, and rests one that would have less than the one below', () => {
    expect(part({ bps: 1_000_000, watched: true })).toEqual(['192308 / 4', '576923 / 2', 'rests']);
    expect(part({ bps: 600_000, watched: true })).toEqual(['192308 / 4', '313612 / 2', 'rests']);
    expect(part({ bps: 300_000, watched: true })).toEqual(['192308 / 4', 'rests', 'rests']);
  });

  it('sends the smallest slowly while nobody watches, and nothing at 0', () => {
    expect(encodingsFor({ bps: 150_000, watched: false }, LAYERED)).toMatchObject([
      { active: true, maxBitrate: 87_420, maxFramerate: 15 },
      { active: false },
      { active: false },
    ]);
    expect(part({ bps: 0, watched: false })).toEqual(['rests', 'rests', 'rests']);
  });

  it('sends all of them while nobody watches where it may send as much as it wants', () => {
    const unwatched = encodingsFor({ bps: 20_000_000, watched: false }, LAYERED);
    expect(unwatched).toEqual(encodingsFor(undefined, LAYERED));
  });

  it('does what it is told of single layers, as far as the picture has them', () => {
    const layers = [
      { rid: 'l', maxBps: 100_000, active: true },
      { rid: 'h', maxBps: 400_000 },
      { rid: 'x', active: false },
    ];
    expect(part({ ...watched, layers })).toEqual(['100000 / 4', '576923 / 2', '400000 / 1']);
    const off = [{ rid: 'm', active: false }];
    expect(part({ ...watched, layers: off })).toEqual(['192308 / 4', 'rests', '2307692 / 1']);
    const on = [{ rid: 'h', active: true }];
    expect(part({ ...watched, pixels: 1, layers: on })).toEqual([
      '192308 / 4',
      'rests',
      '2307692 / 1',
    ]);
    expect(part({ ...watched, layers: on }, { ...LAYERED, width: 640, height: 360 })[2]).toBe(
      'rests',
    );
  });
});

describe('isSmall', () => {
  it('is true while the largest layer rests', () => {
    const own = { ...OWN, layered: true };
    expect(isSmall({ bps: 906_400, watched: true, pixels: 640 * 360 }, own)).toBe(true);
    expect(isSmall({ bps: 1_535_000, watched: true, pixels: 640 * 361 }, own)).toBe(false);
    expect(isSmall(undefined, own)).toBe(false);
  });

  it.each([
    [undefined, false],
    [{ bps: 150_000, watched: true }, false],
    [{ bps: 150_000, watched: false }, true],
    [{ bps: 301_600, watched: true, pixels: 57_600 }, true],
    [{ bps: 3_325_600, watched: true, pixels: 921_600 }, false],
  ])('of %o is %s', (target, expected) => {
    expect(isSmall(target, OWN)).toBe(expected);
  });
});

describe('isSaving', () => {
  it.each([
    [undefined, false],
    [{ bps: 150_000, watched: true }, false],
    [{ bps: 150_000, watched: false }, true],
    [{ bps: 0, watched: false }, true],
    [{ bps: 20_000_000, watched: false }, false],
  ])('of %o is %s', (target, expected) => {
    expect(isSaving(target, OWN)).toBe(expected);
  });
});

describe('VideoTuning', () => {
  function sender(encodings: object[] = [{ maxFramerate: 7, priority: 'high' }]) {
    const set: RTCRtpSendParameters[] = [];
    const waiting: (() => void)[] = [];
    return {
      set,
      waiting,
      getParameters: () => ({ encodings }) as unknown as RTCRtpSendParameters,
      setParameters: (parameters: RTCRtpSendParameters) => {
        set.push(parameters);
        return new Promise<void>((resolve) => waiting.push(resolve));
      },
    };
  }

  it('takes a frame rate back and leaves alone what is not its business', async () => {
    const fake = sender();
    void new VideoTuning(fake).apply([WHOLE]);
    await settled();
    expect(fake.set).toEqual([
      { degradationPreference: 'maintain-resolution', encodings: [{ ...WHOLE, priority: 'high' }] },
    ]);
  });

  it('sends the largest at the rate of all where only one is taken', async () => {
    const fake = sender();
    const layer = { ...WHOLE, maxBitrate: 1 };
    void new VideoTuning(fake).apply([{ ...layer, scaleResolutionDownBy: 2 }, layer]);
    await settled();
    expect(fake.set[0]?.encodings).toEqual([{ ...WHOLE, maxBitrate: 2, priority: 'high' }]);
  });

  it('sets each layer, and leaves their names alone', async () => {
    const fake = sender([{ rid: 'l' }, { rid: 'm' }]);
    const rests = { ...WHOLE, active: false };
    void new VideoTuning(fake).apply([WHOLE, rests]);
    await settled();
    expect(fake.set[0]?.encodings).toEqual([
      { rid: 'l', ...WHOLE },
      { rid: 'm', ...rests },
    ]);
  });

  it('changes one thing at a time, and of several wishes carries out the newest', async () => {
    const fake = sender();
    const tuning = new VideoTuning(fake);
    void tuning.apply([WHOLE]);
    await settled();
    void tuning.apply([{ ...WHOLE, maxBitrate: 1 }]);
    void tuning.apply([{ ...WHOLE, maxBitrate: 2 }]);
    await settled();
    expect(fake.set).toHaveLength(1);
    fake.waiting.shift()?.();
    await settled();
    expect(fake.set.map(({ encodings }) => encodings[0]?.maxBitrate)).toEqual([2_500_000, 2]);
    fake.waiting.shift()?.();
    const last = tuning.apply([WHOLE]);
    await settled();
    expect(fake.set).toHaveLength(3);
    fake.waiting.shift()?.();
    await last;
  });
});

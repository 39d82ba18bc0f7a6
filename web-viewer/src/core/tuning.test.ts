import { describe, expect, it } from 'vitest';
import { settled } from '../../test/manual-clock.js';
import { type Encoding, encodingFor, isSaving, isSmall, VideoTuning } from './tuning.js';

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

describe('isSmall', () => {
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
  function sender() {
    const set: RTCRtpSendParameters[] = [];
    const waiting: (() => void)[] = [];
    const encodings = [{ maxFramerate: 7, priority: 'high' }];
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
    void new VideoTuning(fake).apply(WHOLE);
    await settled();
    expect(fake.set).toEqual([
      { degradationPreference: 'maintain-resolution', encodings: [{ ...WHOLE, priority: 'high' }] },
    ]);
  });

  it('changes one thing at a time, and of several wishes carries out the newest', async () => {
    const fake = sender();
    const tuning = new VideoTuning(fake);
    void tuning.apply(WHOLE);
    await settled();
    void tuning.apply({ ...WHOLE, maxBitrate: 1 });
    void tuning.apply({ ...WHOLE, maxBitrate: 2 });
    await settled();
    expect(fake.set).toHaveLength(1);
    fake.waiting.shift()?.();
    await settled();
    expect(fake.set.map(({ encodings }) => encodings[0]?.maxBitrate)).toEqual([2_500_000, 2]);
    fake.waiting.shift()?.();
    const last = tuning.apply(WHOLE);
    await settled();
    expect(fake.set).toHaveLength(3);
    fake.waiting.shift()?.();
    await last;
  });
});

import { describe, expect, it } from 'vitest';
import { LineWatch, SILENT_MS } from './line-watch.js';

const pair = (id: string, bytesReceived: number, responsesReceived = 0) =>
  [id, { type: 'candidate-pair', bytesReceived, responsesReceived }] as const;

describe('LineWatch', () => {
  it('watches nothing where the browser tells nothing', () => {
    const watch = new LineWatch();
    watch.observe([['t', { type: 'transport' }]], 0);
    expect(watch.watching).toBe(false);
  });

  it('counts the silence from the last byte', () => {
    const watch = new LineWatch();
    watch.observe([pair('a', 100)], 1_000);
    watch.observe([pair('a', 200)], 1_250);
    watch.observe([pair('a', 200)], 2_500);
    expect(watch.silentMs(2_500)).toBe(1_250);
  });

  it('hears an answer to a check, on any pair', () => {
    const watch = new LineWatch();
    watch.observe([pair('a', 100)], 0);
    watch.observe([pair('a', 100), pair('b', 0, 1)], 3_000);
    expect(watch.silentMs(3_000)).toBe(0);
  });

  it('does not take a pair that goes away for something heard', () => {
    const watch = new LineWatch();
    watch.observe([pair('a', 100), pair('b', 50)], 0);
    watch.observe([pair('b', 50)], 2_000);
    expect(watch.silentMs(2_000)).toBe(2_000);
    watch.observe([pair('b', 51)], 3_000);
    expect(watch.silentMs(3_000)).toBe(0);
  });

  it('takes 1.5 s for silence where there was none before', () => {
    const watch = new LineWatch();
    for (let i = 0; i < 10; i++) watch.observe([pair('a', i)], i * 250);
    watch.observe([pair('a', 9)], 3_500);
    expect(watch.isSilent(2_250 + SILENT_MS - 1)).toBe(false);
    expect(watch.isSilent(2_250 + SILENT_MS)).toBe(true);
  });

  it('expects a line that grew quiet to stay so, and to lose one sign', () => {
    const watch = new LineWatch();
    let [at, pause] = [0, 350];
    for (let i = 0; i < 20; i++) {
      expect(watch.isSilent(at)).toBe(false);
      watch.observe([pair('a', i)], at);
      at += pause;
      pause = Math.min(4_000, pause * 1.25);
    }
    expect(watch.isSilent(at + 4_000)).toBe(false);
    expect(watch.isSilent(at + 7_000)).toBe(true);
  });

  it('forgets that a line was quiet once it is not', () => {
    const watch = new LineWatch();
    for (let i = 0; i < 5; i++) watch.observe([pair('a', i)], i * 4_000);
    for (let i = 0; i < 5; i++) watch.observe([pair('a', 5 + i)], 16_250 + i * 250);
    expect(watch.isSilent(17_250 + SILENT_MS)).toBe(true);
  });
});

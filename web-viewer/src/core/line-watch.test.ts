import { describe, expect, it } from 'vitest';
import { LineWatch } from './line-watch.js';

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
});

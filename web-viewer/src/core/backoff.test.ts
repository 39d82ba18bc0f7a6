import { describe, expect, it } from 'vitest';
import { Backoff } from './backoff.js';

const OPTIONS = { firstMs: 500, maxMs: 8_000 };

describe('Backoff', () => {
  it('doubles up to its limit', () => {
    const backoff = new Backoff(() => 1, OPTIONS);
    const delays = Array.from({ length: 7 }, () => backoff.next());
    expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 8000, 8000]);
  });

  it('leaves half of each delay to chance', () => {
    const least = new Backoff(() => 0, OPTIONS);
    expect([least.next(), least.next(), least.next()]).toEqual([250, 500, 1000]);
  });

  it('never waits less than the server asked for', () => {
    const backoff = new Backoff(() => 0, OPTIONS);
    expect(backoff.next(3_000)).toBe(3_000);
  });

  it('begins anew after a reset', () => {
    const backoff = new Backoff(() => 1, OPTIONS);
    backoff.next();
    backoff.next();
    expect(backoff.attempts).toBe(2);
    backoff.reset();
    expect(backoff.attempts).toBe(0);
    expect(backoff.next()).toBe(500);
  });

  it('stays finite after very many attempts', () => {
    const backoff = new Backoff(() => 1, OPTIONS);
    for (let i = 0; i < 2_000; i++) backoff.next();
    expect(backoff.next()).toBe(8_000);
  });
});

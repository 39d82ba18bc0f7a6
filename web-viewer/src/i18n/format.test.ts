import { describe, expect, it } from 'vitest';
import { axisTime, bitRate, dateTime, duration, elapsed, number, timeOfDay } from './format.js';
import { translator } from './translate.js';

describe('duration', () => {
  it.each([
    [-5, '0 s'],
    [0, '0 s'],
    [999, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min 00 s'],
    [3_599_000, '59 min 59 s'],
    [3_600_000, '1 h 00 min'],
    [86_399_000, '23 h 59 min'],
    [90_000_000, '1 d 1 h'],
  ])('of %d ms is %s', (ms, expected) => {
    expect(duration(ms, translator('en'))).toBe(expected);
  });

  it('has French units', () => {
    expect(duration(90_000_000, translator('fr'))).toBe('1 j 1 h');
  });
});

describe('elapsed', () => {
  it.each([
    [-1, '00:00:00'],
    [61_000, '00:01:01'],
    [36_000_000, '10:00:00'],
    [360_000_000, '100:00:00'],
  ])('of %d ms is %s', (ms, expected) => {
    expect(elapsed(ms)).toBe(expected);
  });
});

describe('bitRate', () => {
  it.each([
    [0, '0 kbit/s'],
    [48_400, '48 kbit/s'],
    [999_000, '999 kbit/s'],
    [1_480_000, '1.48 Mbit/s'],
    [12_000_000, '12 Mbit/s'],
  ])('of %d is %s', (bps, expected) => {
    expect(bitRate(bps, 'en')).toBe(expected);
  });

  it('has the decimal sign of the language', () => {
    expect(bitRate(1_480_000, 'fr')).toBe('1,48 Mbit/s');
    expect(number(0.25, 'fr', 2)).toBe('0,25');
  });
});

describe('times', () => {
  const at = new Date(2026, 10, 23, 14, 5, 10).getTime();

  it.each(['en', 'fr'] as const)('have 24 hours in %s', (language) => {
    expect(timeOfDay(at, language)).toBe('14:05:10');
    expect(dateTime(at, language)).toMatch(/2026.* 14:05:10$/);
  });

  it('on an axis are told apart: with seconds where the steps are less than a minute', () => {
    expect(axisTime(at, 15_000)).toBe('14:05:10');
    expect(axisTime(at, 60_000)).toBe('14:05');
  });
});

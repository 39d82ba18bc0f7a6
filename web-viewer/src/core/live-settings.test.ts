import { describe, expect, it } from 'vitest';
import {
  differences,
  groupNames,
  inherited,
  isTaken,
  type LiveSettings,
  type SettingKey,
  type SetValue,
  SLIDER_STEPS,
  sliderStep,
  sliderValue,
} from './live-settings.js';

const CAP: SettingKey = {
  key: 'camera.max-bitrate',
  unit: 'bit/s',
  least: 50_000,
  most: 1_000_000_000,
  scopes: ['relay', 'group', 'camera'],
  effect: 'at-once',
  description: '',
  configured: 20_000_000,
};
const SWITCH: SettingKey = { ...CAP, key: 'viewer.probing', unit: 'on/off', least: 0, most: 1 };
const BUDGET: SettingKey = { ...CAP, key: 'budget.ingress', least: 0, configured: 7 };

function settings(...values: [string, string, number | string][]): LiveSettings {
  const all: SetValue[] = values.map(([scope, key, value]) => ({ scope, key, value }));
  return { etag: '"1"', version: 1, keys: [CAP], values: all };
}

describe('what counts where nothing is set', () => {
  const all = settings(
    ['relay', CAP.key, 3],
    ['group:north', CAP.key, 2],
    ['camera:cam-1', 'camera.group', 'north'],
  );

  it.each([
    ['camera:cam-1', { value: 2, from: 'group:north' }],
    ['camera:cam-2', { value: 3, from: 'relay' }],
    ['group:north', { value: 3, from: 'relay' }],
    ['relay', { value: 20_000_000, from: 'file' }],
  ])('in %s is %j', (scope, origin) => {
    expect(inherited(all, CAP, scope)).toEqual(origin);
  });

  it('is no budget in a group', () => {
    expect(inherited(settings(), BUDGET, 'group:north')).toEqual({ from: 'file' });
    expect(inherited(settings(), BUDGET, 'relay')).toEqual({ value: 7, from: 'file' });
  });
});

describe('groups', () => {
  it('are those that a camera names or a value is set for', () => {
    expect(
      groupNames(
        settings(
          ['camera:a', 'camera.group', 'south'],
          ['camera:b', 'camera.group', 'south'],
          ['group:north', CAP.key, 2],
        ),
      ),
    ).toEqual(['north', 'south']);
  });
});

describe('differences', () => {
  it('are what was set, changed and taken away', () => {
    expect(
      differences(
        settings(['relay', 'a', 1], ['relay', 'b', 1], ['relay', 'c', 1]),
        settings(['relay', 'a', 1], ['relay', 'b', 2], ['camera:x', 'c', 3]),
      ),
    ).toEqual([
      { scope: 'relay', key: 'b', from: 1, to: 2 },
      { scope: 'relay', key: 'c', from: 1 },
      { scope: 'camera:x', key: 'c', to: 3 },
    ]);
  });

  it('are those of the configuration too', () => {
    const reloaded: SettingKey[] = [{ ...CAP, configured: 5 }, { ...BUDGET }];
    expect(differences(settings(), { ...settings(), keys: reloaded })).toEqual([
      { scope: 'file', key: CAP.key, from: 20_000_000, to: 5 },
      { scope: 'file', key: BUDGET.key, to: 7 },
    ]);
  });
});

describe('a value', () => {
  it.each([
    [CAP, 50_000, true],
    [CAP, 49_999, false],
    [CAP, 50_000.5, false],
    [CAP, Number.NaN, false],
    [CAP, 'x', false],
    [SWITCH, 'on', true],
    [SWITCH, 'off', true],
    [SWITCH, 'maybe', false],
    [SWITCH, 1, false],
    [{ ...CAP, unit: 'name' } as const, 'north-1', true],
    [{ ...CAP, unit: 'name' } as const, 'north 1', false],
    [{ ...CAP, unit: 'name' } as const, '', false],
  ])('is judged as the relay does: %# ', (key, value, taken) => {
    expect(isTaken(key, value)).toBe(taken);
  });
});

describe('a slider', () => {
  it('reaches both ends and steps by ratios', () => {
    expect(sliderValue(CAP, 0)).toBe(50_000);
    expect(sliderValue(CAP, SLIDER_STEPS)).toBe(1_000_000_000);
    expect(sliderValue(BUDGET, 0)).toBe(0);
    expect(sliderStep(BUDGET, 0)).toBe(0);
    expect(sliderStep(CAP, 1_000_000_000)).toBe(SLIDER_STEPS);
  });

  it.each([50_000, 600_000, 2_500_000, 47_000_000])('finds %d again', (value) => {
    expect(Math.abs(sliderValue(CAP, sliderStep(CAP, value)) / value - 1)).toBeLessThan(0.06);
  });
});

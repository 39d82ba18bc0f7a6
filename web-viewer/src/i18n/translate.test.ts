import { describe, expect, it } from 'vitest';
import { en, type MessageKey } from './en.js';
import { fr } from './fr.js';
import { isMessageKey, pickLanguage, translator } from './translate.js';

const KEYS = Object.keys(en) as MessageKey[];

function holes(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();
}

describe('the two languages', () => {
  it('have the same keys', () => {
    expect(Object.keys(fr).sort()).toEqual(Object.keys(en).sort());
  });

  it.each(KEYS)('fill the same holes in %s', (key) => {
    expect(holes(fr[key])).toEqual(holes(en[key]));
  });

  it('leave nothing empty', () => {
    expect(KEYS.filter((key) => en[key].trim() === '' || fr[key].trim() === '')).toEqual([]);
  });

  it('break no line before a French mark that belongs to the word before it', () => {
    expect(KEYS.filter((key) => / [:;?!»]|« /.test(fr[key]))).toEqual([]);
  });

  it('use typographic apostrophes', () => {
    expect(KEYS.filter((key) => en[key].includes("'") || fr[key].includes("'"))).toEqual([]);
  });
});

describe('translator', () => {
  it('fills the holes', () => {
    expect(translator('en')('cameras.count', { live: 2, all: 5 })).toBe('2 of 5 live');
    expect(translator('fr')('cameras.count', { live: 2, all: 5 })).toBe('2 en direct sur 5');
  });

  it('leaves a hole that it cannot fill to be seen', () => {
    expect(translator('en')('cameras.watch')).toBe('Watch {name}');
  });

  it('does not fill holes that a parameter brings along', () => {
    expect(translator('en')('cameras.watch', { name: '{name}' })).toBe('Watch {name}');
  });
});

describe('pickLanguage', () => {
  it.each([
    ['fr', ['en-GB'], 'fr'],
    ['de', ['fr-CA', 'en'], 'fr'],
    [null, ['de-DE', 'en-US', 'fr'], 'en'],
    [null, ['FR'], 'fr'],
    [null, ['de'], 'en'],
    [null, [], 'en'],
  ])('of the chosen %j and the preferred %j picks %s', (chosen, preferred, expected) => {
    expect(pickLanguage(chosen, preferred)).toBe(expected);
  });
});

describe('isMessageKey', () => {
  it('knows keys from other names, inherited ones included', () => {
    expect(isMessageKey('app.name')).toBe(true);
    expect(isMessageKey('app.nothing')).toBe(false);
    expect(isMessageKey('toString')).toBe(false);
  });
});

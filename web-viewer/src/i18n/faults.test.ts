import { describe, expect, it } from 'vitest';
import { faultText } from './faults.js';
import { translator } from './translate.js';

const CODES = [
  'no-key-frame',
  'b-frames',
  'missing-parameter-sets',
  'no-sender-reports',
  'unused-extension',
  'clock-jump',
  'silent-track',
];

describe('faultText', () => {
  it.each(CODES)('says %s with its remedy in both languages', (code) => {
    const fault = { code, detail: 'words of the relay', track: 'audio', extension: 'x-1' } as const;
    const [english, french] = (['en', 'fr'] as const).map((each) =>
      faultText(fault, translator(each)),
    );
    expect(english).not.toContain('words of the relay');
    expect(english?.match(/\./g)?.length).toBeGreaterThanOrEqual(2);
    expect(french).not.toBe(english);
    expect(english).not.toMatch(/[{}]/);
  });

  it('tells silence of the sound from silence of the picture', () => {
    const t = translator('en');
    const sound = faultText({ code: 'silent-track', track: 'audio' }, t);
    expect(sound).toContain('sound');
    expect(faultText({ code: 'silent-track', track: 'video' }, t)).not.toBe(sound);
  });

  it('takes the words of the relay for what it does not know', () => {
    const fault = { code: 'no-stun', detail: 'Nothing came.', remedy: 'Open the port.' };
    expect(faultText(fault, translator('fr'))).toBe('Nothing came. Open the port.');
    expect(faultText({ code: 'odd' }, translator('en'))).toBe('odd');
  });
});

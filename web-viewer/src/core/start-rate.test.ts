import { describe, expect, it } from 'vitest';
import { startRateOf, withStartRate } from './start-rate.js';

const answer = (...video: string[]): string =>
  [
    'v=0',
    'm=video 9 UDP/TLS/RTP/SAVPF 96 97',
    ...video,
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    '',
  ].join('\r\n');

describe('withStartRate', () => {
  it('changes it for every format that has one', () => {
    const before = answer(
      'a=fmtp:96 x-google-start-bitrate=2000',
      'a=fmtp:98 b=1;x-google-start-bitrate=2000',
    );
    const after = answer(
      'a=fmtp:96 x-google-start-bitrate=1500',
      'a=fmtp:98 b=1;x-google-start-bitrate=1500',
    );
    expect(withStartRate(before, 1500)).toBe(after);
    expect(startRateOf(after)).toBe(1500);
  });

  it('adds it to the parameters of the first format', () => {
    expect(withStartRate(answer('a=fmtp:96 profile-id=0', 'a=mid:0'), 900)).toBe(
      answer('a=fmtp:96 profile-id=0;x-google-start-bitrate=900', 'a=mid:0'),
    );
  });

  it('adds parameters where there are none', () => {
    expect(startRateOf(answer('a=mid:0'))).toBeUndefined();
    expect(withStartRate(answer('a=mid:0'), 900)).toBe(
      answer('a=mid:0', 'a=fmtp:96 x-google-start-bitrate=900'),
    );
  });

  it('leaves an answer without a picture alone', () => {
    const sound = 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n';
    expect(withStartRate(sound, 900)).toBe(sound);
  });
});

import { describe, expect, it } from 'vitest';
import { extensionOf, iceServersOf } from './link-header.js';

describe('iceServersOf', () => {
  it('reads a TURN server with its credentials', () => {
    const header =
      '<turn:turn.example:3478?transport=udp>; rel="ice-server"; username="user"; ' +
      'credential="secret"; credential-type="password"';
    expect(iceServersOf(header)).toEqual([
      { urls: 'turn:turn.example:3478?transport=udp', username: 'user', credential: 'secret' },
    ]);
  });

  it('reads several links of one header, in order', () => {
    const header =
      '<stun:a.example>; rel="ice-server", <https://x.example/y>; rel="help", ' +
      '<turns:b.example>; rel=ice-server; username=u; credential=c';
    expect(iceServersOf(header)).toEqual([
      { urls: 'stun:a.example' },
      { urls: 'turns:b.example', username: 'u', credential: 'c' },
    ]);
  });

  it('keeps commas and quotes inside quoted values', () => {
    const header = String.raw`<turn:a.example>; rel="ice-server"; username="1,2"; credential="a\"b\\c"`;
    expect(iceServersOf(header)).toEqual([
      { urls: 'turn:a.example', username: '1,2', credential: String.raw`a"b\c` },
    ]);
  });

  it.each([
    null,
    '',
    'nonsense',
    '<https://x.example>; rel="ice-server"',
    '<turn:a.example>',
    '<turn:a.example>; rel="other"',
    '<turn:a.example',
    '<javascript:alert(1)>; rel="ice-server"',
  ])('finds none in %j', (header) => {
    expect(iceServersOf(header)).toEqual([]);
  });
});

describe('extensionOf', () => {
  const LAYER = 'urn:ietf:params:whep:ext:core:layer';

  it('finds the link of a relation among others', () => {
    const header =
      '<turn:a.example>; rel="ice-server", </whep/cam-1/s1/events>; rel="urn:other", ' +
      `</whep/cam-1/s1/layer>; rel="${LAYER}"`;
    expect(extensionOf(header, LAYER)).toBe('/whep/cam-1/s1/layer');
  });

  it.each([null, '', `<>; rel="${LAYER}"`, `</x>; rel="${LAYER}s"`, `/x; rel="${LAYER}"`])(
    'finds none in %j',
    (header) => {
      expect(extensionOf(header, LAYER)).toBeUndefined();
    },
  );
});

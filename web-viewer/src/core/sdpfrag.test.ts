import { describe, expect, it } from 'vitest';
import { FAKE_ANSWER, fakeOffer } from '../../test/fake-peer.js';
import { answerAfterRestart, buildSdpFragment, iceCredentialsOf } from './sdpfrag.js';

const CANDIDATE = 'candidate:1 1 udp 2122194687 192.0.2.7 41468 typ host';

describe('buildSdpFragment', () => {
  it('puts credentials and candidates below the first m-line, as RFC 9725 shows it', () => {
    const fragment = buildSdpFragment(fakeOffer(), [{ candidate: CANDIDATE, sdpMid: '0' }, null]);
    expect(fragment.split('\r\n')).toEqual([
      'a=group:BUNDLE 0 1',
      'm=video 9 UDP/TLS/RTP/SAVPF 0',
      'a=mid:0',
      'a=ice-ufrag:local1',
      'a=ice-pwd:localpassword1',
      `a=${CANDIDATE}`,
      'a=end-of-candidates',
      '',
    ]);
  });

  it('takes an empty candidate for the end of candidates', () => {
    expect(buildSdpFragment(fakeOffer(), [{ candidate: '' }])).toContain('a=end-of-candidates');
  });

  it('does not double an a= that is there already', () => {
    expect(buildSdpFragment(fakeOffer(), [{ candidate: `a=${CANDIDATE}` }])).toContain(
      `\r\na=${CANDIDATE}\r\n`,
    );
  });

  it('can do with an offer that has neither group nor mid', () => {
    const fragment = buildSdpFragment('v=0\r\na=ice-ufrag:u\r\na=ice-pwd:p\r\n', []);
    expect(fragment).toContain('a=group:BUNDLE 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n');
  });
});

describe('iceCredentialsOf', () => {
  it('finds them whatever the line ends', () => {
    expect(iceCredentialsOf('v=0\na=ice-ufrag:u+/\na=ice-pwd:p\n')).toEqual({
      ufrag: 'u+/',
      pwd: 'p',
    });
  });

  it.each(['', 'a=ice-ufrag:u\r\n', 'a=ice-pwd:p\r\n', 'xa=ice-ufrag:u\r\nxa=ice-pwd:p\r\n'])(
    'finds none in %j',
    (sdp) => {
      expect(iceCredentialsOf(sdp)).toBeUndefined();
    },
  );
});

describe('answerAfterRestart', () => {
  const fragment = [
    'a=ice-ufrag:remote2',
    'a=ice-pwd:remotepassword2',
    'm=video 9 UDP/TLS/RTP/SAVPF 0',
    'a=candidate:2 1 udp 1 192.0.2.9 10000 typ host',
    '',
  ].join('\r\n');

  it('exchanges credentials and candidates and keeps the rest', () => {
    expect(answerAfterRestart(FAKE_ANSWER, fragment)?.split('\r\n')).toEqual([
      'v=0',
      'm=video 9 UDP/TLS/RTP/SAVPF 96',
      'a=ice-ufrag:remote2',
      'a=ice-pwd:remotepassword2',
      'a=candidate:2 1 udp 1 192.0.2.9 10000 typ host',
      '',
    ]);
  });

  it('keeps the old candidates when the fragment has none', () => {
    const bare = 'a=ice-ufrag:remote2\r\na=ice-pwd:remotepassword2\r\n';
    const answer = answerAfterRestart(FAKE_ANSWER, bare);
    expect(answer).toContain('a=candidate:1 1 udp 1 192.0.2.1 10000 typ host');
    expect(answer).toContain('a=ice-ufrag:remote2');
  });

  it('gives the candidates to the first of several m-lines only, the credentials to all', () => {
    const second = 'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=ice-ufrag:remote1\r\na=ice-pwd:x\r\n';
    const answer = answerAfterRestart(FAKE_ANSWER + second, fragment) ?? '';
    expect(answer.match(/a=candidate/g)).toHaveLength(1);
    expect(answer.match(/remotepassword2/g)).toHaveLength(2);
  });

  it('refuses a fragment without credentials', () => {
    expect(answerAfterRestart(FAKE_ANSWER, 'm=video 9 x 0\r\n')).toBeUndefined();
  });
});

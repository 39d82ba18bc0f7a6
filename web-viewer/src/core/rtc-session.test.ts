import { describe, expect, it } from 'vitest';
import { FAKE_ANSWER, fakeOffer } from '../../test/fake-peer.js';
import { created, FakePlatform, problem } from '../../test/fake-platform.js';
import { settled } from '../../test/manual-clock.js';
import type { Failure } from './failure.js';
import { Http } from './http.js';
import { UnreachableError } from './problem.js';
import {
  GONE_MS,
  RESTART_AFTER_MS,
  RESTART_AGAIN_MS,
  RESTART_PATIENCE_MS,
  RtcSession,
} from './rtc-session.js';
import { SILENT_MS } from './line-watch.js';
import { viewingPlan } from './whep.js';

const RESTARTED = 'a=ice-ufrag:remote2\r\na=ice-pwd:remotepassword2\r\n';

function setUp() {
  const platform = new FakePlatform();
  platform.acceptOffers();
  const told: string[] = [];
  const failures: Failure[] = [];
  const session = new RtcSession({
    platform,
    http: new Http(platform.fetch, () => 'secret'),
    endpoint: new URL('https://relay.example/whep/cam-1'),
    plan: viewingPlan(() => undefined),
    iceServers: [{ urls: 'stun:known.example' }],
    events: {
      connected: () => told.push('connected'),
      ended: (_, failure) => failures.push(failure),
    },
  });
  return { platform, session, told, failures, peer: platform.peer };
}

describe('opening a session', () => {
  it('bundles everything and uses the ICE servers known so far', () => {
    const { peer } = setUp();
    expect(peer.configuration).toEqual({
      bundlePolicy: 'max-bundle',
      iceServers: [{ urls: 'stun:known.example' }],
    });
  });

  it('posts the offer without waiting for candidates, and applies the answer', async () => {
    const { platform, session, peer } = setUp();
    await session.open();
    expect(platform.requests('POST')[0]?.body).toBe(fakeOffer());
    expect(peer.remoteDescription).toEqual({ type: 'answer', sdp: FAKE_ANSWER });
    expect(session.resource?.id).toBe('s1');
  });

  it('trickles the candidates that were found meanwhile', async () => {
    const { platform, session, peer } = setUp();
    const opening = session.open();
    peer.candidate('candidate:1 1 udp 1 192.0.2.7 5 typ host');
    peer.candidate(null);
    await opening;
    await platform.clock.advance(1_000);
    expect(platform.requests('PATCH')).toHaveLength(1);
    expect(platform.requests('PATCH')[0]?.body).toContain('a=candidate:1 1 udp 1 192.0.2.7 5');
  });

  it('rejects with the problem when the relay refuses', async () => {
    const { platform, session } = setUp();
    platform.on('POST', '/', () => problem(403, 'not-yours'));
    await expect(session.open()).rejects.toMatchObject({ problem: { code: 'not-yours' } });
    expect(session.resource).toBeUndefined();
  });

  it('rejects when the answer cannot be applied, and can still be released', async () => {
    const { platform, session, peer } = setUp();
    peer.failRemoteDescription = true;
    await expect(session.open()).rejects.toThrow('bad answer');
    await session.release();
    expect(platform.requests('DELETE', '/whep/cam-1/s1')).toHaveLength(1);
  });

  it('deletes what the relay made of an offer that was given up meanwhile', async () => {
    const { platform, session } = setUp();
    let accept: (response: Response) => void = () => undefined;
    platform.on('POST', '/', () => new Promise((resolve) => (accept = resolve)));
    const opening = session.open();
    await settled();
    await session.close();
    accept(created('/whep/cam-1/s7'));
    await opening;
    expect(platform.requests('DELETE', '/whep/cam-1/s7')).toHaveLength(1);
  });

  it('takes back an offer that is stuck on its way when it is given up', async () => {
    const { platform, session } = setUp();
    platform.on('POST', '/', () => new Promise(() => undefined));
    const opening = session.open();
    await platform.clock.advance(30_000);
    expect(platform.requests('POST')[0]?.signal?.aborted).toBe(false);
    session.fail({ kind: 'transport', reason: 'timeout' });
    expect(platform.requests('POST')[0]?.signal?.aborted).toBe(true);
    await expect(opening).rejects.toThrow(UnreachableError);
  });

  it('keeps the ICE servers of the answer for the next attempt', async () => {
    const { platform, session } = setUp();
    const headers = { Link: '<turn:t.example>; rel="ice-server"; username="u"; credential="c"' };
    platform.on('POST', '/', () => created('/whep/cam-1/s1', headers));
    await session.open();
    expect(session.iceServers).toEqual([
      { urls: 'turn:t.example', username: 'u', credential: 'c' },
    ]);
  });
});

describe('an open session', () => {
  it('tells that it is connected', async () => {
    const { session, peer, told } = setUp();
    await session.open();
    peer.become('connecting');
    peer.become('connected');
    expect(told).toEqual(['connected']);
  });

  it('bears an interruption', async () => {
    const { session, peer, failures, platform } = setUp();
    await session.open();
    peer.become('connected');
    peer.become('disconnected');
    await platform.clock.advance(RESTART_AFTER_MS - 1);
    peer.become('connected');
    await platform.clock.advance(60_000);
    expect(failures).toEqual([]);
    expect(platform.requests('PATCH')).toEqual([]);
  });

  it.each([
    ['failed', 'ice-failed'],
    ['closed', 'peer-closed'],
  ] as const)('ends when the peer connection is %s', async (state, reason) => {
    const { session, peer, failures } = setUp();
    await session.open();
    peer.become(state);
    expect(failures).toEqual([{ kind: 'transport', reason }]);
    expect(peer.closed).toBe(true);
    expect(session.over).toBe(true);
  });

  it('ends at once with a close_notify, and says so once', async () => {
    const { session, peer, failures } = setUp();
    await session.open();
    peer.become('connected');
    peer.dtlsCloses();
    peer.become('failed');
    expect(failures).toEqual([{ kind: 'transport', reason: 'dtls-closed' }]);
  });

  it('says nothing more after it was closed, and leaves no timer', async () => {
    const { session, peer, failures, told, platform } = setUp();
    await session.open();
    peer.become('disconnected');
    peer.candidate('candidate:1');
    const closing = session.close();
    expect(platform.requests('DELETE', '/whep/cam-1/s1')).toHaveLength(1);
    await closing;
    peer.become('connected');
    peer.dtlsCloses();
    expect([...failures, ...told]).toEqual([]);
    expect(platform.clock.pending).toBe(0);
  });

  it('does not mind a relay that cannot be reached to say goodbye', async () => {
    const { session, platform } = setUp();
    await session.open();
    platform.on('DELETE', '/', () => Promise.reject(new Error('offline')));
    await session.close();
  });
});

describe('a long interruption', () => {
  async function interrupted() {
    const all = setUp();
    await all.session.open();
    all.peer.become('connected');
    all.peer.become('disconnected');
    return all;
  }

  it('restarts ICE on the same session', async () => {
    const { platform, peer, failures } = await interrupted();
    platform.on('PATCH', '/', () => new Response(RESTARTED, { headers: { ETag: '"2"' } }));
    await platform.clock.advance(RESTART_AFTER_MS);
    const [patch] = platform.requests('PATCH');
    expect(patch?.headers.get('If-Match')).toBe('*');
    expect(patch?.body).toContain('a=ice-ufrag:local2');
    expect(peer.remoteDescription?.sdp).toContain('a=ice-ufrag:remote2');
    expect(failures).toEqual([]);
  });

  it('trickles the new candidates under the new ETag', async () => {
    const { platform, peer } = await interrupted();
    platform.on('PATCH', '/', () => new Response(RESTARTED, { headers: { ETag: '"2"' } }));
    await platform.clock.advance(RESTART_AFTER_MS);
    peer.candidate('candidate:9 1 udp 1 192.0.2.8 6 typ host');
    await platform.clock.advance(1_000);
    const last = platform.requests('PATCH').at(-1);
    expect(last?.headers.get('If-Match')).toBe('"2"');
    expect(last?.body).toContain('a=ice-ufrag:local2');
    expect(last?.body).toContain('192.0.2.8');
  });

  it.each([
    ['is refused', () => problem(422, 'no-restart')],
    ['has no answer', () => Promise.reject(new Error('offline'))],
    ['has an answer without credentials', () => new Response('m=video 9 x 0\r\n')],
  ])('goes on as before when the restart %s', async (_, reply) => {
    const { platform, peer, failures, session } = await interrupted();
    platform.on('PATCH', '/', reply);
    await platform.clock.advance(RESTART_AFTER_MS);
    expect(peer.localDescriptions.at(-1)).toEqual({ type: 'rollback' });
    expect(peer.remoteDescription?.sdp).toBe(FAKE_ANSWER);
    expect(failures).toEqual([]);
    expect(session.over).toBe(false);
  });

  it('ends the session when another device has taken over meanwhile', async () => {
    const { platform, failures } = await interrupted();
    platform.on('PATCH', '/', () => problem(409, 'taken-over'));
    await platform.clock.advance(RESTART_AFTER_MS);
    expect(failures).toMatchObject([{ kind: 'taken-over' }]);
  });
});

describe('a silent line', () => {
  const SAMPLE_MS = 250;

  /** A session that has heard something, and is looked at until this much time has passed. */
  async function silent() {
    const all = setUp();
    const { platform, session, peer } = all;
    await session.open();
    peer.become('connected');
    let bytesReceived = 0;
    const look = () => {
      session.observe([['p', { type: 'candidate-pair', bytesReceived }]]);
    };
    const pass = async (ms: number) => {
      for (let waited = 0; waited < ms; waited += SAMPLE_MS) {
        await platform.clock.advance(SAMPLE_MS);
        look();
        await settled();
      }
    };
    const hear = () => {
      bytesReceived += 100;
      look();
    };
    hear();
    const restarts = () => platform.requests('PATCH').length;
    return { ...all, pass, hear, restarts };
  }

  it('restarts ICE on the same session after a second and a half', async () => {
    const { platform, peer, pass, restarts, failures } = await silent();
    platform.on('PATCH', '/', () => new Response(RESTARTED, { headers: { ETag: '"2"' } }));
    await pass(SILENT_MS - SAMPLE_MS);
    expect(restarts()).toBe(0);
    await pass(SAMPLE_MS);
    expect(restarts()).toBe(1);
    expect(platform.requests('PATCH')[0]?.headers.get('If-Match')).toBe('*');
    expect(peer.remoteDescription?.sdp).toContain('a=ice-ufrag:remote2');
    expect(failures).toEqual([]);
  });

  it('is left alone while anything comes', async () => {
    const { pass, hear, restarts } = await silent();
    for (let i = 0; i < 20; i++) {
      await pass(SILENT_MS - SAMPLE_MS);
      hear();
    }
    expect(restarts()).toBe(0);
  });

  it('is given time after a restart, then restarted again', async () => {
    const { platform, pass, hear, restarts } = await silent();
    platform.on('PATCH', '/', () => new Response(RESTARTED));
    await pass(SILENT_MS + RESTART_AGAIN_MS - SAMPLE_MS);
    expect(restarts()).toBe(1);
    await pass(SAMPLE_MS);
    expect(restarts()).toBe(2);
    hear();
    await pass(SILENT_MS - SAMPLE_MS);
    expect(restarts()).toBe(2);
  });

  it('tries again when the answer to a restart does not come, and rolls the offer back', async () => {
    const { platform, peer, pass, restarts, failures } = await silent();
    platform.reply((request) =>
      request.method !== 'PATCH'
        ? undefined
        : new Promise((_, reject) => {
            request.signal?.addEventListener('abort', () => reject(new Error('aborted')));
          }),
    );
    await pass(SILENT_MS);
    expect(restarts()).toBe(1);
    await pass(RESTART_PATIENCE_MS + SAMPLE_MS);
    expect(restarts()).toBe(2);
    await pass(RESTART_PATIENCE_MS);
    expect(restarts()).toBe(2);
    await pass(RESTART_PATIENCE_MS + SAMPLE_MS);
    expect(restarts()).toBe(3);
    expect(peer.localDescriptions).toContainEqual({ type: 'rollback' });
    expect(failures).toEqual([]);
  });

  it('outlives ICE that calls itself failed: the relay still has the session', async () => {
    const { platform, peer, pass, hear, failures, told } = await silent();
    platform.on('PATCH', '/', () => Promise.reject(new Error('offline')));
    await pass(12_000);
    peer.become('failed');
    await pass(12_000);
    platform.on('PATCH', '/', () => new Response(RESTARTED));
    await pass(1_000);
    hear();
    peer.become('connected');
    await pass(1_000);
    expect(failures).toEqual([]);
    expect(told).toEqual(['connected', 'connected']);
    expect(platform.requests('POST')).toHaveLength(1);
  });

  it('ends the session once the relay cannot have it any more', async () => {
    const { platform, pass, failures } = await silent();
    platform.on('PATCH', '/', () => Promise.reject(new Error('offline')));
    await pass(GONE_MS - SAMPLE_MS);
    expect(failures).toEqual([]);
    await pass(SAMPLE_MS);
    expect(failures).toEqual([{ kind: 'transport', reason: 'silent' }]);
    expect(platform.clock.pending).toBe(0);
  });

  it.each([
    ['unknown-session', 404, { kind: 'transport', reason: 'unknown-session' }],
    ['taken-over', 409, { kind: 'taken-over' }],
  ])('ends the session when the relay says %s', async (code, status, failure) => {
    const { platform, pass, failures } = await silent();
    platform.on('PATCH', '/', () => problem(status, code));
    await pass(SILENT_MS);
    expect(failures).toMatchObject([failure]);
  });

  it('is not restarted again by a relay that cannot', async () => {
    const { platform, pass, restarts, failures } = await silent();
    platform.on('PATCH', '/', () => problem(405, 'method'));
    await pass(20_000);
    expect(restarts()).toBe(1);
    expect(failures).toEqual([]);
  });
});

describe('applying the answer again', () => {
  const changed = (answer: string): string => `${answer}a=changed\r\n`;

  it('changes it without a word to the relay', async () => {
    const { platform, session, peer } = setUp();
    await session.open();
    const before = platform.sent.length;
    await session.reapply(changed);
    expect(peer.remoteDescription?.sdp).toBe(changed(FAKE_ANSWER));
    expect(platform.sent).toHaveLength(before);
  });

  it('leaves all as it was where the browser will not have it', async () => {
    const { session, peer } = setUp();
    await session.open();
    peer.failRemoteDescription = true;
    await session.reapply(changed);
    expect(peer.localDescriptions.at(-1)).toEqual({ type: 'rollback' });
    expect(peer.remoteDescription?.sdp).toBe(FAKE_ANSWER);
  });

  it('does nothing before there is an answer, nor after the end', async () => {
    const { session, peer } = setUp();
    await session.reapply(changed);
    expect(peer.localDescriptions).toEqual([]);
    await session.open();
    await session.close();
    await session.reapply(changed);
    expect(peer.localDescriptions).toHaveLength(1);
  });
});

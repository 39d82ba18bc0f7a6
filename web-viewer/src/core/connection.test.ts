import { describe, expect, it } from 'vitest';
import { created, FakePlatform, problem } from '../../test/fake-platform.js';
import { settled } from '../../test/manual-clock.js';
import { Connection, type ConnectionState, GIVE_UP_MS, SLOW_MS, STEADY_MS } from './connection.js';
import type { Failure } from './failure.js';
import { Http } from './http.js';
import { RtcSession } from './rtc-session.js';
import { viewingPlan } from './whep.js';

function setUp() {
  const platform = new FakePlatform();
  platform.acceptOffers();
  const states: ConnectionState[] = [];
  const slow: RtcSession[] = [];
  const world = {
    platform,
    states,
    slow,
    explain: (failure: Failure): Promise<Failure> => Promise.resolve(failure),
  };
  const connection = new Connection({
    platform,
    newSession: (events, iceServers) =>
      new RtcSession({
        platform,
        http: new Http(platform.fetch, () => 'secret'),
        endpoint: new URL('https://relay.example/whep/cam-1'),
        plan: viewingPlan(() => undefined),
        events,
        iceServers,
      }),
    explain: (_, failure) => world.explain(failure),
    changed: (state) => states.push(state),
    slow: (session) => slow.push(session),
  });
  return Object.assign(world, { connection });
}

async function connected() {
  const world = setUp();
  world.connection.start();
  await settled();
  world.platform.peer.become('connected');
  return world;
}

function kinds(states: ConnectionState[]): string[] {
  return states.map(({ kind }) => kind);
}

describe('Connection', () => {
  it('connects', async () => {
    const { states } = await connected();
    expect(kinds(states)).toEqual(['connecting', 'connected']);
  });

  it('starts only once', async () => {
    const { connection, platform } = await connected();
    connection.start();
    connection.retry();
    await settled();
    expect(platform.peers).toHaveLength(1);
  });

  it('comes back after the transport failed, and releases the old session', async () => {
    const { connection, platform } = await connected();
    platform.peer.become('failed');
    await settled();
    expect(connection.state).toMatchObject({
      kind: 'resting',
      retryAtMs: 500,
      cause: { reason: 'ice-failed' },
    });
    expect(platform.requests('DELETE', '/whep/cam-1/s1')).toHaveLength(1);
    await platform.clock.advance(500);
    expect(platform.requests('POST')).toHaveLength(2);
    platform.peer.become('connected');
    expect(connection.state.kind).toBe('connected');
  });

  it('waits longer each time the relay stays away', async () => {
    const { connection, platform } = setUp();
    platform.on('POST', '/', () => Promise.reject(new Error('offline')));
    connection.start();
    await platform.clock.advance(60_000);
    // 0.5 + 1 + 2 + 4 + 8 + 8 + … s: ten attempts or so in a minute, not hundreds.
    expect(platform.peers.length).toBeGreaterThan(8);
    expect(platform.peers.length).toBeLessThan(13);
  });

  it('waits at least as long as a busy relay asks', async () => {
    const { connection, platform } = setUp();
    platform.on('POST', '/', () => problem(503, 'overloaded', {}, { 'Retry-After': '20' }));
    connection.start();
    await platform.clock.advance(19_999);
    expect(platform.requests('POST')).toHaveLength(1);
    await platform.clock.advance(1);
    expect(platform.requests('POST')).toHaveLength(2);
  });

  it('does not come back after a refusal', async () => {
    const { connection, platform } = setUp();
    platform.on('POST', '/', () => problem(403, 'not-yours'));
    connection.start();
    await platform.clock.advance(120_000);
    expect(platform.requests('POST')).toHaveLength(1);
    expect(connection.state).toMatchObject({ kind: 'stopped', cause: { kind: 'refused' } });
    expect(platform.clock.pending).toBe(0);
  });

  it('does not come back when the relay explains that it must not', async () => {
    const world = await connected();
    world.explain = () => Promise.resolve({ kind: 'taken-over' });
    world.platform.peer.dtlsCloses();
    await world.platform.clock.advance(120_000);
    expect(world.connection.state).toMatchObject({
      kind: 'stopped',
      cause: { kind: 'taken-over' },
    });
    expect(world.platform.requests('POST')).toHaveLength(1);
  });

  it('comes back from a takeover by an offer that was stuck within the last two minutes', async () => {
    const world = setUp();
    const { platform, connection } = world;
    platform.on('POST', '/', () => new Promise(() => undefined));
    connection.start();
    await platform.clock.advance(GIVE_UP_MS);
    platform.acceptOffers();
    await platform.clock.advance(500);
    platform.peer.become('connected');
    await platform.clock.advance(119_000);
    world.explain = () => Promise.resolve({ kind: 'taken-over' });
    platform.peer.dtlsCloses();
    await settled();
    expect(connection.state).toMatchObject({ kind: 'resting', cause: { kind: 'transport' } });
  });

  it('stays away after a takeover when offers failed at once, or were stuck long ago', async () => {
    const world = setUp();
    const { platform, connection } = world;
    platform.on('POST', '/', () => new Promise(() => undefined));
    connection.start();
    await platform.clock.advance(GIVE_UP_MS);
    platform.on('POST', '/', () => Promise.reject(new Error('offline')));
    await platform.clock.advance(120_000);
    platform.acceptOffers();
    await platform.clock.advance(10_000);
    platform.peer.become('connected');
    world.explain = () => Promise.resolve({ kind: 'taken-over' });
    platform.peer.dtlsCloses();
    await settled();
    expect(connection.state).toMatchObject({ kind: 'stopped', cause: { kind: 'taken-over' } });
  });

  it('deletes no session that the relay says it has ended', async () => {
    const world = await connected();
    world.explain = () => Promise.resolve({ kind: 'transport', reason: 'consent-expired' });
    world.platform.peer.become('failed');
    await world.platform.clock.advance(10_000);
    expect(world.platform.requests('DELETE')).toEqual([]);
  });

  it('comes back all the same when the relay explains nothing in time', async () => {
    const world = await connected();
    world.explain = () => new Promise(() => undefined);
    world.platform.peer.become('failed');
    await world.platform.clock.advance(2_999);
    expect(world.connection.state.kind).toBe('connected');
    await world.platform.clock.advance(1);
    expect(world.connection.state.kind).toBe('resting');
  });

  it('comes back when the question itself fails', async () => {
    const world = await connected();
    world.explain = () => Promise.reject(new Error('offline'));
    world.platform.peer.become('failed');
    await settled();
    expect(world.connection.state.kind).toBe('resting');
  });

  it('retries at once when asked, from rest and from a stop', async () => {
    const { connection, platform } = setUp();
    platform.on('POST', '/', () => problem(403, 'not-yours'));
    connection.start();
    await settled();
    connection.retry();
    await settled();
    expect(platform.requests('POST')).toHaveLength(2);
    platform.on('POST', '/', () => Promise.reject(new Error('offline')));
    connection.retry();
    await settled();
    connection.retry();
    await settled();
    expect(platform.requests('POST')).toHaveLength(4);
  });

  it('stops for good: deletes the session and leaves no timer', async () => {
    const { connection, platform, states } = await connected();
    connection.stop();
    expect(platform.requests('DELETE', '/whep/cam-1/s1')).toHaveLength(1);
    expect(platform.peer.closed).toBe(true);
    await platform.clock.advance(120_000);
    expect(platform.peers).toHaveLength(1);
    expect(platform.clock.pending).toBe(0);
    expect(kinds(states).at(-1)).toBe('idle');
  });

  it('stays stopped when an explanation comes too late', async () => {
    const world = await connected();
    let answer: (failure: Failure) => void = () => undefined;
    world.explain = () => new Promise((resolve) => (answer = resolve));
    world.platform.peer.become('failed');
    await settled();
    world.connection.stop();
    answer({ kind: 'transport', reason: 'late' });
    await world.platform.clock.advance(120_000);
    expect(world.connection.state.kind).toBe('idle');
    expect(world.platform.peers).toHaveLength(1);
  });

  it('says when connecting is slow, and gives the attempt up in the end', async () => {
    const { connection, platform, slow } = setUp();
    connection.start();
    await platform.clock.advance(SLOW_MS - 1);
    expect(slow).toHaveLength(0);
    await platform.clock.advance(1);
    expect(slow).toHaveLength(1);
    await platform.clock.advance(GIVE_UP_MS - SLOW_MS);
    expect(connection.state).toMatchObject({ kind: 'resting', cause: { reason: 'timeout' } });
  });

  it('counts attempts anew only after a session that lasted', async () => {
    const { connection, platform } = await connected();
    platform.peer.become('failed');
    await platform.clock.advance(500);
    expect(connection.state).toMatchObject({ kind: 'connecting', attempt: 2 });
    platform.peer.become('connected');
    await platform.clock.advance(STEADY_MS);
    platform.peer.become('failed');
    await settled();
    await platform.clock.advance(500);
    expect(connection.state).toMatchObject({ kind: 'connecting', attempt: 2 });
  });

  it('hands the ICE servers of one session to the next', async () => {
    const { connection, platform } = setUp();
    const headers = { Link: '<stun:s.example>; rel="ice-server"' };
    platform.on('POST', '/', () => created('/whep/cam-1/s1', headers));
    connection.start();
    await settled();
    platform.peer.become('failed');
    await platform.clock.advance(500);
    expect(platform.peer.configuration.iceServers).toEqual([{ urls: 'stun:s.example' }]);
  });
});

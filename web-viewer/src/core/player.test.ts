import { describe, expect, it } from 'vitest';
import { created, FakePlatform, json, problem } from '../../test/fake-platform.js';
import { settled } from '../../test/manual-clock.js';
import type { LineLimit } from './bandwidth.js';
import { Player, type PlayerState } from './player.js';
import type { Pictures } from './relay-api.js';
import type { ViewingStats } from './stats.js';

const SESSION = '/api/v1/sessions/s';
const CAMERA = '/api/v1/cameras/cam-1';

function setUp() {
  const platform = new FakePlatform();
  platform.acceptOffers();
  platform.on('GET', CAMERA, () => json({ id: 'cam-1', state: 'offline' }));
  const states: PlayerState[] = [];
  const stats: ViewingStats[] = [];
  const endings: boolean[] = [];
  const world = { platform, states, stats, endings };
  const player = new Player({
    platform,
    base: new URL('https://relay.example/'),
    camera: 'cam-1',
    token: () => 'secret',
    ending: () => endings.push(platform.peer.closed),
    track: () => undefined,
    changed: (state) => states.push(state),
    measured: (measured) => stats.push(measured),
  });
  return Object.assign(world, { player });
}

async function connected() {
  const world = setUp();
  world.player.start();
  await settled();
  world.platform.peer.become('connected');
  return world;
}

/** A picture that moves for one second. */
async function live() {
  const world = await connected();
  for (let quarter = 1; quarter <= 4; quarter++) {
    world.platform.peer.receives({ frames: quarter * 7, video: quarter * 50, audio: quarter * 12 });
    await world.platform.clock.advance(250);
  }
  return world;
}

/** So many pictures, one each `everyMs`. */
async function sees(platform: FakePlatform, everyMs: number, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const frames = 100 + platform.clock.now();
    platform.peer.receives({ frames, video: frames * 9, audio: frames });
    await platform.clock.advance(everyMs);
  }
}

function given(pictures: Pictures, limit: LineLimit): Response {
  return json({ id: 's1', state: 'connected', pictures, limit });
}

describe('Player', () => {
  it('asks to wait for the camera, with its token', async () => {
    const { platform } = await connected();
    const [post] = platform.requests('POST');
    expect(post?.path).toBe('/whep/cam-1?wait=true');
    expect(post?.headers.get('Authorization')).toBe('Bearer secret');
  });

  it('is connecting, not live, as long as it has seen nothing', async () => {
    const { player } = await connected();
    expect(player.state).toEqual({ kind: 'connecting' });
  });

  it('waits when connected without a picture, and says what the camera does', async () => {
    const { platform, player } = await connected();
    await platform.clock.advance(500);
    expect(player.state).toEqual({ kind: 'waiting', sound: false, camera: 'offline' });
    platform.on('GET', CAMERA, () => json({ id: 'cam-1', state: 'standby' }));
    await platform.clock.advance(3_500);
    expect(player.state).toEqual({ kind: 'waiting', sound: false, camera: 'standby' });
  });

  it('asks about the camera every few seconds only', async () => {
    const { platform } = await connected();
    await platform.clock.advance(30_000);
    expect(platform.requests('GET', CAMERA).length).toBeLessThan(12);
  });

  it('asks one question at a time while the relay does not answer, and none after its end', async () => {
    const { platform, player } = await connected();
    platform.on('GET', '/', () => new Promise(() => undefined));
    await platform.clock.advance(20_000);
    const asked = platform.requests('GET');
    expect(asked.length).toBeGreaterThan(4);
    expect(asked.filter(({ signal }) => signal?.aborted !== true).length).toBeLessThan(2);
    player.stop();
    await settled();
    expect(asked.filter(({ signal }) => signal?.aborted !== true)).toEqual([]);
    expect(platform.clock.pending).toBe(0);
  });

  it('waits without a word on the camera when it may not ask about it', async () => {
    const { platform, player } = await connected();
    platform.on('GET', CAMERA, () => problem(403, 'not-yours'));
    await platform.clock.advance(500);
    expect(player.state).toEqual({ kind: 'waiting', sound: false });
  });

  it('is live with decoded pictures, and measures them', async () => {
    const { player, stats } = await live();
    expect(player.state).toEqual({ kind: 'live' });
    expect(stats.at(-1)?.video?.frames).toBe(28);
  });

  it('is frozen when packets come without pictures, although the connection says connected', async () => {
    const { platform, player } = await live();
    for (let quarter = 5; quarter <= 12; quarter++) {
      platform.peer.receives({ frames: 28, video: quarter * 50 });
      await platform.clock.advance(250);
    }
    expect(player.state).toEqual({ kind: 'frozen', forMs: 2_000 });
  });

  it('is lost when nothing comes, and counts the age of the picture', async () => {
    const { platform, player } = await live();
    await platform.clock.advance(7_000);
    expect(player.state).toMatchObject({ kind: 'lost', forMs: 7_000, line: false });
  });

  it('says that single pictures are all there is room for, and keeps to it', async () => {
    const { platform, player, states } = await live();
    platform.on('GET', CAMERA, () => json({ id: 'cam-1', state: 'live' }));
    platform.on('GET', SESSION, () => given('key-frames', 'key-frames'));
    await sees(platform, 1_250, 4);
    states.length = 0;
    await sees(platform, 1_250, 10);
    expect(new Set(states.map(({ kind }) => kind))).toEqual(new Set(['stills']));
    expect(player.state).toMatchObject({ kind: 'stills', bounded: false });
    platform.on('GET', SESSION, () => given('all', 'camera'));
    await sees(platform, 250, 16);
    expect(player.state).toEqual({ kind: 'live' });
  });

  it('learns that it is given single pictures also where they come more often than is stale', async () => {
    const { platform, player } = await live();
    platform.on('GET', CAMERA, () => json({ id: 'cam-1', state: 'live' }));
    platform.on('GET', SESSION, () => given('key-frames', 'viewer-cap'));
    await sees(platform, 1_000, 5);
    expect(player.state).toMatchObject({ kind: 'stills', bounded: true });
  });

  it('asks nothing of the relay while the picture moves', async () => {
    const { platform } = await live();
    const asked = platform.requests('GET').length;
    await sees(platform, 250, 40);
    expect(platform.requests('GET')).toHaveLength(asked);
  });

  it('is paused rather than lost while the relay has no room for its picture', async () => {
    const { platform, player } = await live();
    platform.on('GET', CAMERA, () => json({ id: 'cam-1', state: 'live' }));
    platform.on('GET', SESSION, () => given('none', 'paused'));
    await platform.clock.advance(30_000);
    expect(player.state).toMatchObject({ kind: 'paused', bounded: false });
    platform.on('GET', CAMERA, () => json({ id: 'cam-1', state: 'lost' }));
    await platform.clock.advance(3_500);
    expect(player.state).toMatchObject({ kind: 'lost', camera: 'lost' });
  });

  it('says of a lost picture what the relay says of the camera', async () => {
    const { platform, player } = await live();
    platform.on('GET', '/api/v1/cameras/cam-1', () => json({ id: 'cam-1', state: 'lost' }));
    await platform.clock.advance(7_000);
    expect(player.state).toMatchObject({ kind: 'lost', camera: 'lost' });
  });

  it('opens one new session when the camera came back with a codec that was not offered', async () => {
    const { platform, player } = await live();
    const problem = { code: 'codec-not-negotiated', detail: 'The camera sends AV1.' };
    platform.on('GET', '/api/v1/cameras/cam-1', () => json({ id: 'cam-1', state: 'live' }));
    platform.on('GET', '/api/v1/sessions/', () => json({ id: 's', state: 'connected', problem }));
    await platform.clock.advance(3_000);
    expect(platform.requests('POST')).toHaveLength(2);
    platform.peer.become('connected');
    await platform.clock.advance(20_000);
    expect(platform.requests('POST')).toHaveLength(2);
    expect(player.state).toMatchObject({ kind: 'waiting' });
  });

  it('knows the line from the camera: where the relay is not heard either, the line is dead', async () => {
    const { platform, player } = await live();
    platform.on('PATCH', '/', () => Promise.reject(new Error('offline')));
    const pair = { type: 'candidate-pair', bytesReceived: 100 };
    platform.peer.stats = { ...platform.peer.stats, pair };
    await platform.clock.advance(3_000);
    expect(player.state).toMatchObject({ kind: 'lost', line: true });
    platform.peer.stats = { ...platform.peer.stats, pair: { ...pair, bytesReceived: 180 } };
    await platform.clock.advance(250);
    expect(player.state).toMatchObject({ kind: 'lost', line: false });
  });

  it('keeps its session while a camera is lost: the picture comes back in it', async () => {
    const { platform, player } = await live();
    await platform.clock.advance(120_000);
    expect(platform.requests('POST')).toHaveLength(1);
    platform.peer.receives({ frames: 40, video: 500 });
    await platform.clock.advance(250);
    expect(player.state).toEqual({ kind: 'live' });
  });

  it('takes a frame on the screen for a sign of life', async () => {
    const { platform, player } = await live();
    await platform.clock.advance(1_000);
    player.presented();
    await platform.clock.advance(1_000);
    expect(player.state).toEqual({ kind: 'live' });
  });

  it('tells of the end of a session while its last picture can still be put aside', async () => {
    const { platform, player, endings } = await live();
    expect(endings).toEqual([]);
    platform.peer.dtlsCloses();
    expect(endings).toEqual([false]);
    await platform.clock.advance(500);
    player.stop();
    expect(endings).toEqual([false, false]);
  });

  it('notices by itself that the relay was restarted', async () => {
    const { platform } = await live();
    platform.on('GET', '/whep/cam-1/s', () => problem(404, 'unknown-session'));
    await platform.clock.advance(6_000);
    expect(platform.requests('POST')).toHaveLength(2);
  });

  it('tells how old the last picture is while it reconnects', async () => {
    const { platform, player } = await live();
    platform.on('POST', '/whep', () => Promise.reject(new Error('offline')));
    platform.peer.dtlsCloses();
    await platform.clock.advance(1_000);
    expect(player.state).toMatchObject({
      kind: 'reconnecting',
      cause: { kind: 'unreachable' },
      forMs: 1_000,
    });
  });

  it('counts down to the next attempt', async () => {
    const { platform, player } = setUp();
    platform.on('POST', '/', () => problem(503, 'overloaded', {}, { 'Retry-After': '10' }));
    player.start();
    await platform.clock.advance(4_000);
    expect(player.state).toMatchObject({ kind: 'reconnecting', retryInMs: 6_000 });
  });

  it('is blocked when the relay hears nothing, and names the address', async () => {
    const { platform, player } = setUp();
    const trouble = { code: 'no-stun', detail: 'Nothing came.' };
    platform.on('GET', SESSION, () =>
      json({ state: 'waiting', expectedAt: ['192.0.2.1:10000'], problem: trouble }),
    );
    player.start();
    await platform.clock.advance(11_000);
    const blocked = { kind: 'blocked', expectedAt: ['192.0.2.1:10000'], problem: trouble };
    expect(player.state).toEqual(blocked);
    platform.peer.become('failed');
    await settled();
    expect(player.state).toEqual(blocked);
    await platform.clock.advance(1_000);
    expect(player.state).toEqual(blocked);
  });

  it('is blocked no longer once it connects', async () => {
    const { platform, player } = setUp();
    platform.on('GET', SESSION, () => json({ state: 'waiting', expectedAt: ['192.0.2.1:10000'] }));
    player.start();
    await platform.clock.advance(11_000);
    platform.peer.become('connected');
    expect(player.state).toEqual({ kind: 'connecting' });
  });

  it.each([
    [401, 'bad-token'],
    [403, 'not-yours'],
    [422, 'no-common-codec'],
  ])('is refused by a %d and stays so', async (status, code) => {
    const { platform, player } = setUp();
    platform.on('POST', '/', () => problem(status, code, { detail: 'why', remedy: 'what' }));
    player.start();
    await platform.clock.advance(60_000);
    expect(player.state).toMatchObject({
      kind: 'refused',
      problem: { code, detail: 'why', remedy: 'what' },
    });
    expect(platform.requests('POST')).toHaveLength(1);
  });

  it('is gone when there is no such camera', async () => {
    const { platform, player } = setUp();
    platform.on('POST', '/', () => problem(404, 'unknown-camera'));
    player.start();
    await platform.clock.advance(60_000);
    expect(player.state).toEqual({ kind: 'gone', reason: 'unknown-camera' });
  });

  it('is gone when the camera is removed under its eyes', async () => {
    const { platform, player } = await live();
    platform.on('GET', SESSION, () => json({ state: 'ended', reason: 'camera-removed' }));
    platform.peer.dtlsCloses();
    await platform.clock.advance(60_000);
    expect(player.state).toEqual({ kind: 'gone', reason: 'camera-removed' });
    expect(platform.clock.pending).toBe(0);
  });

  it('waits with a relay that does not know how to wait', async () => {
    const { platform, player } = setUp();
    platform.on('POST', '/', () => problem(409, 'no-live-camera', {}, { 'Retry-After': '2' }));
    player.start();
    await settled();
    expect(player.state).toEqual({ kind: 'waiting', sound: false, camera: 'offline' });
    await platform.clock.advance(2_000);
    expect(platform.requests('POST')).toHaveLength(2);
  });

  it('has failed when the browser itself cannot do it', async () => {
    const { platform, player } = setUp();
    player.start();
    platform.peer.failRemoteDescription = true;
    await platform.clock.advance(60_000);
    expect(player.state).toEqual({ kind: 'failed', detail: 'bad answer' });
  });

  it('tries again at once when a person asks', async () => {
    const { platform, player } = setUp();
    platform.on('POST', '/', () => problem(403, 'not-yours'));
    player.start();
    await settled();
    platform.acceptOffers();
    player.retry();
    await settled();
    platform.peer.become('connected');
    expect(player.state.kind).toBe('connecting');
  });

  it('leaves with a DELETE and without a timer', async () => {
    const { platform, player } = await live();
    player.stop();
    expect(platform.requests('DELETE')).toMatchObject([
      { path: '/whep/cam-1/s1', keepalive: true },
    ]);
    await settled();
    expect(platform.clock.pending).toBe(0);
    expect(player.state).toEqual({ kind: 'idle' });
  });
});

describe('the size on the screen', () => {
  const TILE = { width: 320, height: 180 };

  function relayTakesSizes(platform: FakePlatform): () => string[] {
    let count = 0;
    platform.on('POST', '/whep/cam-1?', () => {
      const session = `/whep/cam-1/s${++count}`;
      const link = `<${session}/layer>; rel="urn:ietf:params:whep:ext:core:layer"`;
      return created(session, { Link: link });
    });
    platform.on('POST', '/whep/cam-1/s', () => new Response(null, { status: 200 }));
    return () => platform.requests('POST', '/whep/cam-1/s').map(({ path }) => path);
  }

  it('is told to each session, before its first picture', async () => {
    const { platform, player } = setUp();
    const told = relayTakesSizes(platform);
    player.shown(TILE);
    player.start();
    await settled();
    expect(told()).toEqual(['/whep/cam-1/s1/layer']);
    platform.peer.become('connected');
    await platform.clock.advance(1_000);
    platform.peer.become('failed');
    await platform.clock.advance(1_000);
    expect(told()).toEqual(['/whep/cam-1/s1/layer', '/whep/cam-1/s2/layer']);
  });

  it('is told again neither after an interruption of the same session nor after the end', async () => {
    const { platform, player } = setUp();
    const told = relayTakesSizes(platform);
    player.shown(TILE);
    player.start();
    await settled();
    platform.peer.become('connected');
    platform.peer.become('disconnected');
    platform.peer.become('connected');
    player.stop();
    player.shown({ width: 1_280, height: 720 }, true);
    await platform.clock.advance(5_000);
    expect(told()).toHaveLength(1);
    expect(platform.clock.pending).toBe(0);
  });

  it('is nothing to a relay that does not ask', async () => {
    const { platform, player } = await live();
    player.shown(TILE, true);
    await platform.clock.advance(1_000);
    expect(platform.requests('POST')).toHaveLength(1);
  });
});

describe('the age of the picture', () => {
  const NTP_TO_UNIX_MS = 2_208_988_800_000;

  /** Moving pictures, each captured so long before it is shown. */
  async function showing(world: Awaited<ReturnType<typeof live>>, ageMs: number): Promise<void> {
    const { peer, clock } = world.platform;
    for (let quarter = 0; quarter < 4; quarter++) {
      const epoch = 1_800_000_000_000 + clock.now();
      const frames = 100 + clock.now();
      peer.receives({ frames, video: frames * 9, audio: frames });
      Object.assign(peer.stats['v'] ?? {}, { timestamp: epoch });
      peer.stats['s'] = {
        type: 'remote-outbound-rtp',
        kind: 'video',
        timestamp: epoch,
        remoteTimestamp: epoch,
      };
      const [video] = peer.transceivers;
      if (video) {
        video.receiver.sources = [{ captureTimestamp: epoch + NTP_TO_UNIX_MS - ageMs }];
      }
      await clock.advance(250);
    }
  }

  it('is told with the statistics', async () => {
    const world = await live();
    await showing(world, 140);
    expect(world.stats.at(-1)?.age).toEqual({ ms: 140, atLeast: false });
    expect(world.player.state).toEqual({ kind: 'live' });
  });

  it('makes a picture that moves but lags delayed, until it has caught up', async () => {
    const world = await live();
    await showing(world, 3_200);
    expect(world.player.state).toEqual({ kind: 'delayed', ageMs: 3_200 });
    await showing(world, 300);
    expect(world.player.state).toEqual({ kind: 'live' });
  });
});

import { describe, expect, it } from 'vitest';
import { FakePlatform } from '../../test/fake-platform.js';
import { LiveChannel, LOST_MS, PATIENCE_MS, PING_MS, type Target } from './live-channel.js';

const IDLE = { bps: 150_000, watched: false };

function setUp(base = 'https://relay.example/vigie/') {
  const platform = new FakePlatform();
  const told: (Target | undefined)[] = [];
  const channel = new LiveChannel({
    platform,
    base: new URL(base),
    session: 's1',
    token: () => 'secret',
    told: (target) => told.push(target),
  });
  channel.start();
  return { platform, told, channel };
}

function welcomed() {
  const world = setUp();
  world.platform.socket.welcome();
  world.platform.socket.say({ type: 'target', ...IDLE });
  return world;
}

describe('LiveChannel', () => {
  it('says hello with the token in the message and not in the address', () => {
    const { platform } = setUp();
    expect(platform.socket.url).toBe('wss://relay.example/vigie/api/v1/live');
    expect(platform.socket.sent).toEqual([]);
    platform.socket.events.opened();
    expect(platform.socket.sent).toEqual([
      { type: 'hello', version: 1, token: 'secret', session: 's1' },
    ]);
  });

  it('goes without TLS where the page came without', () => {
    const { platform } = setUp('http://127.0.0.1:8080/');
    expect(platform.socket.url).toBe('ws://127.0.0.1:8080/api/v1/live');
  });

  it('tells what the relay says', () => {
    const { told } = welcomed();
    expect(told).toEqual([IDLE]);
  });

  it('tells the size that is needed, and makes nothing of one that is none', () => {
    const { platform, told } = setUp();
    const target = { bps: 301_600, watched: true };
    platform.socket.welcome();
    platform.socket.say({ type: 'target', ...target, pixels: 57_600 });
    for (const pixels of [0, -1, '1', null]) {
      platform.socket.say({ type: 'target', ...target, pixels });
    }
    expect(told).toEqual([{ ...target, pixels: 57_600 }, target, target, target, target]);
  });

  it('tells what is said of single layers, and leaves out what is none', () => {
    const { platform, told } = setUp();
    const target = { bps: 301_600, watched: true };
    platform.socket.welcome();
    const layers = [
      { rid: 'l', active: true, maxBitrate: 150_000 },
      { rid: 'm', active: 'no', maxBitrate: '1' },
      { rid: 7 },
      null,
    ];
    platform.socket.say({ type: 'target', ...target, layers });
    platform.socket.say({ type: 'target', ...target, layers: 'all' });
    expect(told).toEqual([
      { ...target, layers: [{ rid: 'l', active: true, maxBps: 150_000 }, { rid: 'm' }] },
      target,
    ]);
  });

  it.each([
    'x',
    'null',
    '7',
    '{"type":"target"}',
    '{"type":"target","bps":-1,"watched":true}',
    '{"type":"target","bps":"1","watched":true}',
    '{"type":"dance"}',
  ])('makes nothing of %s', (text) => {
    const { platform, told } = setUp();
    platform.socket.welcome();
    platform.socket.say(text);
    expect(told).toEqual([]);
  });

  it('asks every 5 s whether the relay is there, and stays while it answers', async () => {
    const { platform } = welcomed();
    for (let i = 0; i < 10; i++) {
      await platform.clock.advance(PING_MS);
      expect(platform.socket.sent.at(-1)).toEqual({ type: 'ping' });
      platform.socket.say({ type: 'pong' });
    }
    expect(platform.sockets).toHaveLength(1);
  });

  it('opens another when no answer comes, and comes back to the target', async () => {
    const { platform, told } = welcomed();
    await platform.clock.advance(PING_MS + PATIENCE_MS);
    expect(platform.sockets[0]?.over).toBe(true);
    await platform.clock.advance(500);
    expect(platform.sockets).toHaveLength(2);
    platform.socket.welcome();
    platform.socket.say({ type: 'target', ...IDLE });
    await platform.clock.advance(LOST_MS);
    expect(told).toEqual([IDLE, IDLE]);
  });

  it('sends the whole picture when it has been lost for 3 s', async () => {
    const { platform, told } = welcomed();
    platform.socket.events.closed(1006);
    await platform.clock.advance(LOST_MS - 1);
    expect(told).toEqual([IDLE]);
    await platform.clock.advance(1);
    expect(told).toEqual([IDLE, undefined]);
  });

  it('tries ever more rarely where there is no such address', async () => {
    const { platform, told } = setUp();
    for (let i = 0; i < 200; i++) {
      await platform.clock.advance(3_000);
      platform.socket.events.closed(1006);
    }
    expect(platform.sockets.length).toBeLessThan(30);
    expect(told).toEqual([]);
  });

  it.each([4401, 4403, 4404, 4409, 4410])('does not come back after %d', async (code) => {
    const { platform, told } = welcomed();
    platform.socket.events.closed(code);
    await platform.clock.advance(120_000);
    expect(platform.sockets).toHaveLength(1);
    expect(told).toEqual([IDLE, undefined]);
    expect(platform.clock.pending).toBe(0);
  });

  it.each([1001, 1006, 1009, 4408, 4429])('comes back after %d', async (code) => {
    const { platform } = welcomed();
    platform.socket.events.closed(code);
    await platform.clock.advance(1_000);
    expect(platform.sockets).toHaveLength(2);
  });

  it('asks at once when the way may have changed', async () => {
    const { platform, channel } = welcomed();
    channel.check();
    expect(platform.socket.sent.at(-1)).toEqual({ type: 'ping' });
    await platform.clock.advance(PATIENCE_MS);
    expect(platform.sockets[0]?.over).toBe(true);
    channel.check();
    expect(platform.sockets).toHaveLength(2);
  });

  it('leaves nothing behind when it is stopped', async () => {
    const { platform, told, channel } = welcomed();
    channel.stop();
    platform.socket.say({ type: 'target', bps: 1, watched: true });
    platform.socket.events.closed(1000);
    channel.check();
    await platform.clock.advance(60_000);
    expect(told).toEqual([IDLE]);
    expect(platform.sockets).toHaveLength(1);
    expect(platform.socket.over).toBe(true);
    expect(platform.clock.pending).toBe(0);
  });
});

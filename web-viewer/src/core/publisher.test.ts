import { describe, expect, it } from 'vitest';
import { FakeDevices } from '../../test/fake-devices.js';
import { created, FakePlatform, json, problem } from '../../test/fake-platform.js';
import { settled } from '../../test/manual-clock.js';
import { type Captured, DEFAULT_CHOICE } from './capture.js';
import { startRateOf } from './start-rate.js';
import { Publisher, type PublisherState, type PublishingChoice } from './publisher.js';

const CHOICE: PublishingChoice = {
  ...DEFAULT_CHOICE,
  camera: 'cam-1',
  maxBps: 2_500_000,
  layered: false,
};
const RESOURCE = '/whip/cam-1/s';

function setUp(options: { insecure?: boolean } = {}) {
  const platform = new FakePlatform();
  platform.acceptOffers();
  const devices = new FakeDevices();
  const states: PublisherState[] = [];
  const previews: (Captured | undefined)[] = [];
  const publisher = new Publisher({
    platform,
    base: new URL('https://relay.example/'),
    devices: options.insecure ? undefined : devices.asDevices(),
    capabilities: [],
    token: () => 'secret',
    changed: (state) => states.push(state),
    captured: (captured) => previews.push(captured),
    measured: () => undefined,
  });
  return { platform, devices, publisher, states, previews };
}

async function live(choice = CHOICE) {
  const world = setUp();
  await world.publisher.start(choice);
  await settled();
  world.platform.peer.become('connected');
  return world;
}

/** Statistics of a browser that believes its line to carry so much, bit/s. */
function line(availableOutgoingBitrate: number) {
  return {
    t: { type: 'transport', selectedCandidatePairId: 'p' },
    p: { type: 'candidate-pair', availableOutgoingBitrate },
  };
}

/** With how much the relay's answer, as it was last applied, has the browser begin, kbit/s. */
function startRate(platform: FakePlatform): number | undefined {
  return startRateOf(platform.peer.remoteDescription?.sdp ?? '');
}

/** Holds the devices back until the returned function is called. */
function held(devices: FakeDevices): () => void {
  let grant: () => void = () => undefined;
  devices.decision = new Promise((resolve) => (grant = resolve));
  return () => grant();
}

function kinds(states: PublisherState[]): string[] {
  return states.map(({ kind }) => kind).filter((kind, index, all) => kind !== all[index - 1]);
}

describe('Publisher', () => {
  it('films nothing before it is started', () => {
    const { publisher, devices } = setUp();
    expect(publisher.state).toEqual({ kind: 'ready' });
    expect(devices.asked).toEqual([]);
  });

  it('asks, connects and is live', async () => {
    const { states, platform } = await live();
    expect(kinds(states)).toEqual(['ready', 'asking', 'connecting', 'live']);
    expect(platform.requests('POST')[0]?.path).toBe('/whip/cam-1');
  });

  it('says for how long and how fast it sends', async () => {
    const { platform, publisher } = await live();
    const sent = (bytesSent: number) => ({ v: { type: 'outbound-rtp', kind: 'video', bytesSent } });
    platform.peer.stats = sent(0);
    await platform.clock.advance(1_000);
    platform.peer.stats = sent(187_500);
    await platform.clock.advance(1_000);
    expect(publisher.state).toEqual({ kind: 'live', forMs: 2_000, bps: 1_500_000 });
  });

  it('turns everything off when it is stopped', async () => {
    const { platform, devices, publisher, previews } = await live();
    publisher.stop();
    expect(devices.open).toEqual([]);
    expect(platform.requests('DELETE')).toMatchObject([
      { path: '/whip/cam-1/s1', keepalive: true },
    ]);
    expect(previews.at(-1)).toBeUndefined();
    expect(publisher.state).toEqual({ kind: 'ready' });
    await settled();
    expect(platform.clock.pending).toBe(0);
  });

  it('starts once, however often the button is pressed', async () => {
    const { platform, publisher, devices } = setUp();
    await Promise.all([publisher.start(CHOICE), publisher.start(CHOICE)]);
    await publisher.start(CHOICE);
    await settled();
    expect(devices.asked).toHaveLength(1);
    expect(platform.requests('POST')).toHaveLength(1);
  });

  it('closes a camera that was granted only after the wearer had stopped', async () => {
    const { platform, devices, publisher } = setUp();
    let grant: () => void = () => undefined;
    devices.decision = new Promise((resolve) => (grant = resolve));
    const starting = publisher.start(CHOICE);
    expect(publisher.state).toEqual({ kind: 'asking' });
    publisher.stop();
    grant();
    await starting;
    expect(devices.tracks).toHaveLength(2);
    expect(devices.open).toEqual([]);
    expect(publisher.state).toEqual({ kind: 'ready' });
    expect(platform.requests('POST')).toEqual([]);
  });

  it('says that it was denied, and can be started again', async () => {
    const { platform, devices, publisher } = setUp();
    devices.error = 'NotAllowedError';
    await publisher.start(CHOICE);
    expect(publisher.state).toMatchObject({ kind: 'failed', fault: 'denied' });
    expect(platform.requests('POST')).toEqual([]);
    devices.error = undefined;
    await publisher.start(CHOICE);
    await settled();
    expect(publisher.state.kind).toBe('connecting');
  });

  it('says that the page did not come over https', async () => {
    const { publisher } = setUp({ insecure: true });
    await publisher.start(CHOICE);
    expect(publisher.state).toMatchObject({ kind: 'failed', fault: 'insecure' });
  });

  it('stops when the camera is unplugged, and leaves the relay at once', async () => {
    const { platform, devices, publisher } = await live();
    devices.tracks[0]?.unplug();
    expect(publisher.state).toMatchObject({ kind: 'failed', fault: 'unplugged' });
    expect(devices.open).toEqual([]);
    expect(platform.requests('DELETE', RESOURCE)).toHaveLength(1);
  });

  it('reconnects with the same devices, and keeps counting the time', async () => {
    const { platform, devices, publisher } = await live();
    await platform.clock.advance(9_000);
    platform.peer.become('failed');
    await settled();
    expect(publisher.state).toMatchObject({ kind: 'reconnecting', retryInMs: 500 });
    await platform.clock.advance(500);
    platform.peer.become('connected');
    expect(publisher.state).toMatchObject({ kind: 'live', forMs: 9_500 });
    expect(devices.asked).toHaveLength(1);
  });

  it('tells of an interruption without ending the session', async () => {
    const { platform, publisher } = await live();
    platform.peer.become('disconnected');
    await platform.clock.advance(3_000);
    expect(publisher.state).toMatchObject({ kind: 'interrupted' });
    platform.peer.become('connected');
    await platform.clock.advance(1_000);
    expect(publisher.state).toMatchObject({ kind: 'live' });
    expect(platform.requests('POST')).toHaveLength(1);
  });

  it('stays away when another device has taken over, and turns the camera off', async () => {
    const { platform, devices, publisher } = await live();
    platform.on('GET', RESOURCE, () => problem(409, 'taken-over'));
    platform.peer.dtlsCloses();
    await platform.clock.advance(120_000);
    expect(publisher.state).toEqual({ kind: 'taken-over' });
    expect(platform.requests('POST')).toHaveLength(1);
    expect(devices.open).toEqual([]);
    expect(platform.clock.pending).toBe(0);
  });

  /** A world in which an offer was stuck until the next one was taken, and comes through only now. */
  async function lateOffer() {
    const world = setUp();
    const { platform, publisher } = world;
    let arrive: () => void = () => undefined;
    platform.reply(({ method }) =>
      method === 'POST' && platform.requests('POST').length === 1
        ? new Promise((resolve) => (arrive = () => resolve(created('/whip/cam-1/s0'))))
        : undefined,
    );
    await publisher.start(CHOICE);
    await platform.clock.advance(31_000);
    platform.peer.become('connected');
    await platform.clock.advance(10_000);
    platform.on('GET', '/whip/cam-1/s1', () => problem(409, 'taken-over'));
    arrive();
    platform.peer.dtlsCloses();
    await platform.clock.advance(1_000);
    return world;
  }

  it('comes back when it was an offer of its own that took over late', async () => {
    const { platform, devices, publisher } = await lateOffer();
    expect(platform.requests('POST')).toHaveLength(3);
    platform.peer.become('connected');
    expect(publisher.state.kind).toBe('live');
    expect(devices.asked).toHaveLength(1);
    expect(devices.open).toHaveLength(2);
  });

  it('comes back once for each such offer: the next takeover is by another device', async () => {
    const { platform, publisher } = await lateOffer();
    platform.peer.become('connected');
    platform.on('GET', '/whip/cam-1/s2', () => problem(409, 'taken-over'));
    platform.peer.dtlsCloses();
    await platform.clock.advance(60_000);
    expect(publisher.state).toEqual({ kind: 'taken-over' });
    expect(platform.requests('POST')).toHaveLength(3);
  });

  it('takes back when the wearer decides so', async () => {
    const { platform, publisher } = await live();
    platform.on('GET', RESOURCE, () => problem(409, 'taken-over'));
    platform.peer.dtlsCloses();
    await settled();
    publisher.retry();
    expect(publisher.state).toEqual({ kind: 'taken-over' });
    await publisher.start(CHOICE);
    await settled();
    expect(platform.requests('POST')).toHaveLength(2);
    expect(publisher.state.kind).toBe('connecting');
  });

  it('notices a takeover during an interruption, before ICE gives up', async () => {
    const { platform, publisher } = await live();
    platform.on('GET', RESOURCE, () => problem(409, 'taken-over'));
    platform.peer.become('disconnected');
    await platform.clock.advance(1_500);
    expect(publisher.state).toEqual({ kind: 'taken-over' });
  });

  it('asks one question at a time while the line is silent, and waits for no answer for ever', async () => {
    const { platform, publisher } = await live();
    platform.on('GET', '/', () => new Promise(() => undefined));
    platform.peer.become('disconnected');
    await platform.clock.advance(20_000);
    const asked = platform.requests('GET');
    expect(asked.length).toBeGreaterThan(4);
    expect(asked.filter(({ signal }) => signal?.aborted !== true).length).toBeLessThan(2);
    publisher.stop();
    await settled();
    expect(asked.filter(({ signal }) => signal?.aborted !== true)).toEqual([]);
    expect(platform.clock.pending).toBe(0);
  });

  it.each([
    [403, 'not-yours', { kind: 'refused', problem: { code: 'not-yours' } }],
    [404, 'unknown-camera', { kind: 'gone', reason: 'unknown-camera' }],
  ])('turns the camera off after a %d', async (status, code, expected) => {
    const { platform, devices, publisher } = setUp();
    platform.on('POST', '/', () => problem(status, code));
    await publisher.start(CHOICE);
    await platform.clock.advance(60_000);
    expect(publisher.state).toMatchObject(expected);
    expect(devices.open).toEqual([]);
  });

  it('names the address when nothing gets through', async () => {
    const { platform, publisher } = setUp();
    platform.on('GET', '/api/v1/sessions/', () =>
      json({ state: 'waiting', expectedAt: ['192.0.2.1:10000'] }),
    );
    await publisher.start(CHOICE);
    await platform.clock.advance(11_000);
    expect(publisher.state).toEqual({ kind: 'blocked', expectedAt: ['192.0.2.1:10000'] });
  });

  it('changes devices within the session, the old ones closed before the new ones open', async () => {
    const { platform, devices, publisher } = await live();
    const before = devices.getUserMedia.bind(devices);
    devices.getUserMedia = (constraints) => {
      expect(devices.open).toEqual([]);
      return before(constraints);
    };
    await publisher.choose({ ...CHOICE, facing: 'user' });
    expect(devices.asked.at(-1)).toMatchObject({ video: { facingMode: { ideal: 'user' } } });
    const [video, audio] = platform.peer.transceivers;
    expect(video?.sender.replaced).toEqual([devices.tracks[2]]);
    expect(audio?.sender.replaced).toEqual([devices.tracks[3]]);
    expect(platform.requests('POST')).toHaveLength(1);
    expect(publisher.state.kind).toBe('live');
  });

  it('goes silent within the session', async () => {
    const { platform, publisher } = await live();
    await publisher.choose({ ...CHOICE, sound: false });
    expect(platform.peer.transceivers[1]?.sender.replaced).toEqual([null]);
  });

  it('ends when the device chosen in its stead does not open', async () => {
    const { platform, devices, publisher } = await live();
    devices.error = 'NotReadableError';
    await publisher.choose({ ...CHOICE, videoDevice: 'v2' });
    expect(publisher.state).toMatchObject({ kind: 'failed', fault: 'in-use' });
    expect(platform.requests('DELETE', RESOURCE)).toHaveLength(1);
    expect(devices.open).toEqual([]);
  });

  it('goes on with the last choice when a second one comes before the first device opens', async () => {
    const { platform, devices, publisher } = await live();
    const grant = held(devices);
    const first = publisher.choose({ ...CHOICE, facing: 'user' });
    const second = publisher.choose(CHOICE);
    grant();
    await Promise.all([first, second]);
    expect(publisher.state.kind).toBe('live');
    expect(platform.requests('DELETE')).toEqual([]);
    expect(platform.requests('POST')).toHaveLength(1);
    expect(devices.open).toEqual(devices.tracks.slice(-2));
    expect(platform.peer.transceivers[0]?.sender.replaced).toEqual([devices.tracks.at(-2)]);
  });

  it('connects with the devices chosen while the first ones were still asked for', async () => {
    const { platform, devices, publisher } = setUp();
    const grant = held(devices);
    const starting = publisher.start(CHOICE);
    const choosing = publisher.choose({ ...CHOICE, facing: 'user' });
    grant();
    await Promise.all([starting, choosing]);
    await settled();
    platform.peer.become('connected');
    expect(publisher.state.kind).toBe('live');
    expect(platform.requests('POST')).toHaveLength(1);
    expect(devices.open).toEqual(devices.tracks.slice(-2));
  });

  it('turns off devices that open after another device has taken over', async () => {
    const { platform, devices, publisher } = await live();
    platform.on('GET', RESOURCE, () => problem(409, 'taken-over'));
    const grant = held(devices);
    const choosing = publisher.choose({ ...CHOICE, facing: 'user' });
    platform.peer.dtlsCloses();
    await settled();
    grant();
    await choosing;
    expect(publisher.state).toEqual({ kind: 'taken-over' });
    expect(publisher.active).toBe(false);
    expect(devices.open).toEqual([]);
  });

  it('opens nothing when devices are chosen while it is off', async () => {
    const { devices, publisher } = setUp();
    await publisher.choose({ ...CHOICE, facing: 'user' });
    expect(devices.asked).toEqual([]);
  });

  it('sends a small picture while nobody watches, and the whole one at once when somebody does', async () => {
    const { platform, publisher } = await live();
    const sender = platform.peer.transceivers[0]?.sender;
    platform.socket.welcome();
    platform.socket.say({ type: 'target', bps: 150_000, watched: false });
    await settled();
    expect(publisher.state).toMatchObject({ kind: 'live', saving: 'small' });
    expect(sender?.parameters.encodings).toMatchObject([{ scaleResolutionDownBy: 3 }]);
    platform.socket.say({ type: 'target', bps: 20_000_000, watched: true });
    await settled();
    expect(publisher.state).not.toHaveProperty('saving');
    expect(sender?.parameters.encodings).toEqual([
      { rid: '', active: true, maxBitrate: 2_500_000, scaleResolutionDownBy: 1 },
    ]);
  });

  it('sends no larger picture than is shown, and the whole one when somebody opens it large', async () => {
    const { platform, publisher } = await live();
    const sender = platform.peer.transceivers[0]?.sender;
    platform.socket.welcome();
    platform.peer.stats = line(1_900_000);
    await platform.clock.advance(500);
    platform.socket.say({ type: 'target', bps: 301_600, watched: true, pixels: 57_600 });
    platform.peer.stats = line(250_000);
    await platform.clock.advance(500);
    expect(publisher.state).not.toHaveProperty('saving');
    expect(sender?.parameters.encodings).toEqual([
      { rid: '', active: true, maxBitrate: 228_408, scaleResolutionDownBy: 4 },
    ]);
    expect(startRate(platform)).toBeUndefined();
    platform.socket.say({ type: 'target', bps: 906_400, watched: true, pixels: 230_400 });
    await settled();
    expect(sender?.parameters.encodings).toMatchObject([{ scaleResolutionDownBy: 2 }]);
    expect(startRate(platform)).toBe(906);
    platform.socket.say({ type: 'target', bps: 20_000_000, watched: true });
    await settled();
    expect(sender?.parameters.encodings).toMatchObject([{ scaleResolutionDownBy: 1 }]);
    expect(startRate(platform)).toBe(1_900);
  });

  it('films on while no picture is sent', async () => {
    const { platform, devices, publisher } = await live();
    platform.socket.welcome();
    platform.socket.say({ type: 'target', bps: 0, watched: false });
    await settled();
    expect(publisher.state).toMatchObject({ kind: 'live', saving: 'none' });
    expect(platform.peer.transceivers[0]?.sender.parameters.encodings).toMatchObject([
      { active: false },
    ]);
    expect(devices.open).toHaveLength(2);
  });

  it('has one channel for each session, and none after it', async () => {
    const { platform, publisher } = await live();
    expect(platform.sockets).toHaveLength(1);
    platform.peer.become('failed');
    await settled();
    expect(platform.socket.over).toBe(true);
    await platform.clock.advance(500);
    platform.peer.become('connected');
    expect(platform.sockets).toHaveLength(2);
    platform.socket.events.opened();
    expect(platform.socket.sent).toMatchObject([{ type: 'hello', session: 's2' }]);
    publisher.stop();
    expect(platform.socket.over).toBe(true);
    await settled();
    expect(platform.clock.pending).toBe(0);
  });

  it('asks whether the relay is heard after an interruption', async () => {
    const { platform } = await live();
    platform.socket.welcome();
    platform.peer.become('disconnected');
    await platform.clock.advance(1_000);
    platform.peer.become('connected');
    await platform.clock.advance(500);
    expect(platform.socket.sent.at(-1)).toEqual({ type: 'ping' });
  });

  it('reminds the browser of what its line carried, where it has forgotten', async () => {
    const { platform } = await live();
    platform.socket.welcome();
    platform.peer.stats = line(1_900_000);
    await platform.clock.advance(500);
    platform.socket.say({ type: 'target', bps: 150_000, watched: false });
    platform.peer.stats = line(90_000);
    await platform.clock.advance(500);
    expect(startRate(platform)).toBeUndefined();
    platform.socket.say({ type: 'target', bps: 20_000_000, watched: true });
    await settled();
    expect(startRate(platform)).toBe(1_900);
    platform.peer.stats = line(1_900_000);
    await platform.clock.advance(500);
    platform.socket.say({ type: 'target', bps: 150_000, watched: false });
    await platform.clock.advance(500);
    platform.socket.say({ type: 'target', bps: 20_000_000, watched: true });
    await settled();
    expect(startRate(platform)).toBe(1_900);
  });

  it('does not share the doubts of a browser that was just asked for the whole picture', async () => {
    const { platform } = await live();
    platform.socket.welcome();
    platform.peer.stats = line(1_900_000);
    await platform.clock.advance(500);
    platform.socket.say({ type: 'target', bps: 150_000, watched: false });
    await platform.clock.advance(500);
    platform.socket.say({ type: 'target', bps: 20_000_000, watched: true });
    await settled();
    expect(startRate(platform)).toBeUndefined();
    platform.peer.stats = line(200_000);
    await platform.clock.advance(500);
    expect(startRate(platform)).toBe(1_900);
    await platform.clock.advance(1_000);
    expect(startRate(platform)).toBe(1_899);
    await platform.clock.advance(5_000);
    const last = startRate(platform);
    await platform.clock.advance(2_000);
    expect(startRate(platform)).toBe(last);
  });

  describe('with several layers', () => {
    const LAYERED = { ...CHOICE, layered: true };
    const rates = (platform: FakePlatform) =>
      platform.peer.transceivers[0]?.sender.parameters.encodings?.map((one) =>
        one.active ? one.maxBitrate : 0,
      );

    it('offers three sizes, the smallest first', async () => {
      const { platform } = await live(LAYERED);
      expect(platform.peer.transceivers[0]?.init.sendEncodings).toMatchObject([
        { rid: 'l', scaleResolutionDownBy: 4 },
        { rid: 'm', scaleResolutionDownBy: 2 },
        { rid: 'h', scaleResolutionDownBy: 1 },
      ]);
    });

    it('rests those that nobody needs, and sends them again when somebody opens it large', async () => {
      const { platform } = await live(LAYERED);
      platform.socket.welcome();
      platform.peer.stats = line(2_900_000);
      await platform.clock.advance(500);
      platform.socket.say({ type: 'target', bps: 301_600, watched: true, pixels: 57_600 });
      platform.peer.stats = line(250_000);
      await platform.clock.advance(500);
      expect(rates(platform)).toEqual([192_308, 0, 0]);
      platform.socket.say({ type: 'target', bps: 20_000_000, watched: true });
      await settled();
      expect(rates(platform)).toEqual([192_308, 576_923, 1_730_769]);
      expect(startRate(platform)).toBe(2_500);
    });

    it('does what it is told of single layers', async () => {
      const { platform } = await live(LAYERED);
      platform.socket.welcome();
      const layers = [
        { rid: 'l', active: true, maxBitrate: 100_000 },
        { rid: 'm', active: false },
        { rid: 'h', active: true, maxBitrate: 900_000 },
      ];
      platform.socket.say({ type: 'target', bps: 20_000_000, watched: true, layers });
      await settled();
      expect(rates(platform)).toEqual([100_000, 0, 900_000]);
    });

    it('begins another session when the wearer wants layers, or none any more', async () => {
      const { platform, publisher } = await live();
      await publisher.choose(LAYERED);
      await settled();
      expect(platform.requests('DELETE', RESOURCE)).toHaveLength(1);
      expect(platform.requests('POST')).toHaveLength(2);
      platform.peer.become('connected');
      expect(platform.peer.transceivers[0]?.init.sendEncodings).toHaveLength(3);
      await publisher.choose({ ...LAYERED, facing: 'user' });
      await settled();
      expect(platform.requests('POST')).toHaveLength(2);
      await publisher.choose(CHOICE);
      await settled();
      expect(platform.requests('POST')).toHaveLength(3);
      expect(platform.peer.transceivers[0]?.init.sendEncodings).toHaveLength(1);
    });
  });
});

import { describe, expect, it } from 'vitest';
import { FakePlatform } from '../../test/fake-platform.js';
import { ManualClock, settled, timeout } from '../../test/manual-clock.js';
import { Http } from './http.js';
import { Poller, type Polled } from './poller.js';
import { UnreachableError } from './problem.js';

function setUp(goOn = true) {
  const clock = new ManualClock();
  const told: Polled<number>[] = [];
  const world = { clock, told, asked: 0, ask: (): Promise<number> => Promise.resolve(0) };
  const poller = new Poller<number>({
    clock,
    everyMs: 2_000,
    ask: () => {
      world.asked += 1;
      return world.ask();
    },
    told: (result) => {
      told.push(result);
      return goOn;
    },
  });
  return Object.assign(world, { poller });
}

describe('Poller', () => {
  it('asks at once and then again and again', async () => {
    const world = setUp();
    world.poller.start();
    await world.clock.advance(6_500);
    expect(world.asked).toBe(4);
    expect(world.told).toHaveLength(4);
  });

  it('never has two questions under way', async () => {
    const world = setUp();
    world.ask = () => new Promise(() => undefined);
    world.poller.start();
    await world.clock.advance(60_000);
    expect(world.asked).toBe(1);
  });

  it('tells that nobody answers, and asks again, when a request comes to its limit', async () => {
    const platform = new FakePlatform();
    platform.reply(() => new Promise(() => undefined));
    const { clock } = platform;
    const http = new Http(
      platform.fetch,
      () => null,
      () => timeout(clock, 10_000),
    );
    const told: Polled<unknown>[] = [];
    const poller = new Poller({
      clock,
      everyMs: 2_000,
      ask: () => http.json(new URL('http://relay/api')),
      told: (result) => told.push(result) > 0,
    });
    poller.start();
    await clock.advance(9_999);
    expect(told).toEqual([]);
    await clock.advance(1);
    expect(told).toMatchObject([{ kind: 'error', error: expect.any(UnreachableError) as unknown }]);
    await clock.advance(2_000);
    expect(platform.sent).toHaveLength(2);
  });

  it('goes on after an error, which it tells', async () => {
    const world = setUp();
    world.ask = () => Promise.reject(new Error('offline'));
    world.poller.start();
    await world.clock.advance(2_000);
    expect(world.told.map(({ kind }) => kind)).toEqual(['error', 'error']);
  });

  it('stops when it is told to by its listener', async () => {
    const world = setUp(false);
    world.poller.start();
    await world.clock.advance(60_000);
    expect(world.asked).toBe(1);
    expect(world.clock.pending).toBe(0);
  });

  it('asks nothing while the page is hidden, and at once when it is seen again', async () => {
    const world = setUp();
    world.poller.start();
    await settled();
    world.poller.pause(true);
    await world.clock.advance(600_000);
    expect(world.asked).toBe(1);
    world.poller.pause(false);
    world.poller.pause(false);
    await settled();
    expect(world.asked).toBe(2);
  });

  it('does not begin to ask when a page that never started is seen', async () => {
    const world = setUp();
    world.poller.pause(true);
    world.poller.pause(false);
    await world.clock.advance(10_000);
    expect(world.asked).toBe(0);
  });

  it('drops the answer to a question from before a stop', async () => {
    const world = setUp();
    let answer: (value: number) => void = () => undefined;
    world.ask = () => new Promise((resolve) => (answer = resolve));
    world.poller.start();
    world.poller.stop();
    answer(1);
    await world.clock.advance(60_000);
    expect(world.told).toEqual([]);
    expect(world.asked).toBe(1);
  });

  it('asks now when it is refreshed, and counts the time from there', async () => {
    const world = setUp();
    world.poller.start();
    await world.clock.advance(1_500);
    world.poller.refresh();
    await world.clock.advance(1_999);
    expect(world.asked).toBe(2);
    await world.clock.advance(1);
    expect(world.asked).toBe(3);
  });
});

import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../test/manual-clock.js';
import { Alarm, systemClock } from './clock.js';

describe('Alarm', () => {
  it('rings once, at its time', async () => {
    const clock = new ManualClock();
    const rung: number[] = [];
    new Alarm(clock).set(100, () => rung.push(clock.now()));
    await clock.advance(99);
    expect(rung).toEqual([]);
    await clock.advance(1_000);
    expect(rung).toEqual([100]);
  });

  it('forgets the earlier time when it is set again', async () => {
    const clock = new ManualClock();
    const rung: string[] = [];
    const alarm = new Alarm(clock);
    alarm.set(100, () => rung.push('early'));
    alarm.set(200, () => rung.push('late'));
    await clock.advance(1_000);
    expect(rung).toEqual(['late']);
  });

  it('does not ring after stop, and leaves no timer', async () => {
    const clock = new ManualClock();
    const alarm = new Alarm(clock);
    alarm.set(100, () => expect.unreachable());
    alarm.stop();
    expect(clock.pending).toBe(0);
    await clock.advance(1_000);
  });

  it('can be set again from its own callback', async () => {
    const clock = new ManualClock();
    let rung = 0;
    const alarm = new Alarm(clock);
    const again = (): void => {
      rung += 1;
      alarm.set(100, again);
    };
    alarm.set(100, again);
    await clock.advance(350);
    expect(rung).toBe(3);
  });
});

describe('systemClock', () => {
  it('runs forward and fires its timers', async () => {
    const before = systemClock.now();
    await new Promise<void>((resolve) => systemClock.setTimer(resolve, 1));
    expect(systemClock.now()).toBeGreaterThan(before);
  });

  it('drops a timer that was cleared', async () => {
    const id = systemClock.setTimer(() => expect.unreachable(), 1);
    systemClock.clearTimer(id);
    await new Promise<void>((resolve) => systemClock.setTimer(resolve, 5));
  });
});

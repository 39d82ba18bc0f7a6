import { describe, expect, it } from 'vitest';
import { fakeOffer } from '../../test/fake-peer.js';
import { ManualClock } from '../../test/manual-clock.js';
import { Trickle } from './trickle.js';

function setUp() {
  const clock = new ManualClock();
  const fragments: string[] = [];
  const send = (fragment: string): Promise<void> => {
    fragments.push(fragment);
    return Promise.resolve();
  };
  return { clock, fragments, send, trickle: new Trickle(clock) };
}

const candidate = (port: number) => ({
  candidate: `candidate:1 1 udp 1 192.0.2.7 ${port} typ host`,
});

describe('Trickle', () => {
  it('sends what came before the session existed, together', async () => {
    const { clock, fragments, send, trickle } = setUp();
    trickle.add(candidate(1));
    trickle.add(candidate(2));
    await clock.advance(1_000);
    expect(fragments).toEqual([]);
    trickle.start(fakeOffer(), send);
    await clock.advance(1_000);
    expect(fragments).toHaveLength(1);
    expect(fragments[0]?.match(/a=candidate/g)).toHaveLength(2);
  });

  it('gathers what comes close together, and sends later ones by themselves', async () => {
    const { clock, fragments, send, trickle } = setUp();
    trickle.start(fakeOffer(), send);
    trickle.add(candidate(1));
    await clock.advance(20);
    trickle.add(candidate(2));
    await clock.advance(500);
    trickle.add(null);
    await clock.advance(500);
    expect(fragments).toHaveLength(2);
    expect(fragments[1]).toContain('a=end-of-candidates');
    expect(fragments[1]).not.toContain('a=candidate');
  });

  it('sends nothing when there is nothing', async () => {
    const { clock, fragments, send, trickle } = setUp();
    trickle.start(fakeOffer(), send);
    await clock.advance(1_000);
    expect(fragments).toEqual([]);
  });

  it('gives up quietly with a server that takes no candidates', async () => {
    const { clock, trickle } = setUp();
    let asked = 0;
    trickle.start(fakeOffer(), () => {
      asked += 1;
      return Promise.reject(new Error('405'));
    });
    trickle.add(candidate(1));
    await clock.advance(1_000);
    trickle.add(candidate(2));
    await clock.advance(1_000);
    expect(asked).toBe(1);
  });

  it('leaves no timer after stop', () => {
    const { clock, send, trickle } = setUp();
    trickle.start(fakeOffer(), send);
    trickle.add(candidate(1));
    trickle.stop();
    trickle.add(candidate(2));
    expect(clock.pending).toBe(0);
  });
});

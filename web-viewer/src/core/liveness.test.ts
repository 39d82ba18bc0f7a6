import { describe, expect, it } from 'vitest';
import { LivenessJudge, type Liveness } from './liveness.js';

/** Feeds samples of a quarter second each; each entry adds to the counters. */
class Scenario {
  readonly judge = new LivenessJudge();
  #atMs = 10_000;
  #frames = 0;
  #video = 0;
  #audio = 0;
  verdict: Liveness = { kind: 'waiting', sound: false };

  pass(ms: number, coming: { frames?: number; video?: number; audio?: number } = {}): Liveness {
    for (let passed = 0; passed < ms; passed += 250) {
      this.#atMs += 250;
      this.#frames += coming.frames ?? 0;
      this.#video += coming.video ?? 0;
      this.#audio += coming.audio ?? 0;
      this.verdict = this.judge.observe({
        atMs: this.#atMs,
        framesDecoded: this.#frames,
        videoPackets: this.#video,
        audioPackets: this.#audio,
      });
    }
    return this.verdict;
  }

  get nowMs(): number {
    return this.#atMs;
  }
}

const FLOWING = { frames: 7, video: 50, audio: 12 };

describe('LivenessJudge', () => {
  it('waits while nothing comes', () => {
    expect(new Scenario().pass(5_000)).toEqual({ kind: 'waiting', sound: false });
  });

  it('still waits when packets come but no picture could be decoded', () => {
    expect(new Scenario().pass(5_000, { video: 50 })).toEqual({ kind: 'waiting', sound: false });
  });

  it('notes sound that comes before the picture', () => {
    expect(new Scenario().pass(500, { audio: 12 })).toEqual({ kind: 'waiting', sound: true });
  });

  it('is live with the first decoded picture', () => {
    expect(new Scenario().pass(250, { frames: 1, video: 1 })).toEqual({ kind: 'live' });
  });

  it('stays live at one picture in a second', () => {
    const scenario = new Scenario();
    for (let i = 0; i < 5; i++) {
      scenario.pass(250, { frames: 1, video: 2 });
      expect(scenario.pass(750, { video: 2 })).toEqual({ kind: 'live' });
    }
  });

  it('is frozen after more than a second without a picture while packets come', () => {
    const scenario = new Scenario();
    scenario.pass(1_000, FLOWING);
    expect(scenario.pass(1_000, { video: 50 })).toEqual({ kind: 'live' });
    expect(scenario.pass(250, { video: 50 })).toEqual({ kind: 'frozen', forMs: 1_250 });
    expect(scenario.pass(9_750, { video: 50 })).toEqual({ kind: 'frozen', forMs: 11_000 });
  });

  it('is lost when nothing comes any more, and says how old the picture is', () => {
    const scenario = new Scenario();
    scenario.pass(1_000, FLOWING);
    expect(scenario.pass(12_000)).toEqual({ kind: 'lost', forMs: 12_000 });
  });

  it('turns from frozen to lost when the packets stop too', () => {
    const scenario = new Scenario();
    scenario.pass(1_000, FLOWING);
    expect(scenario.pass(3_000, { video: 50 }).kind).toBe('frozen');
    expect(scenario.pass(1_000).kind).toBe('frozen');
    expect(scenario.pass(250)).toEqual({ kind: 'lost', forMs: 4_250 });
  });

  it('calls a camera that still sends sound frozen, not lost', () => {
    const scenario = new Scenario();
    scenario.pass(1_000, FLOWING);
    expect(scenario.pass(5_000, { audio: 12 }).kind).toBe('frozen');
  });

  it('shows single pictures without a change of verdict while the relay gives no more', () => {
    const scenario = new Scenario();
    scenario.pass(1_000, FLOWING);
    for (let i = 0; i < 6; i++) {
      scenario.judge.given('key-frames', scenario.nowMs);
      for (let quarter = 0; quarter < 5; quarter++) {
        expect(scenario.pass(250, { audio: 12 }).kind).toBe('stills');
      }
      expect(scenario.pass(250, { frames: 1, video: 3 })).toEqual({ kind: 'stills', forMs: 0 });
    }
    scenario.judge.given('all', scenario.nowMs);
    expect(scenario.pass(250, FLOWING)).toEqual({ kind: 'live' });
  });

  it('calls single pictures frozen once none comes for long', () => {
    const scenario = new Scenario();
    scenario.pass(1_000, FLOWING);
    scenario.judge.given('key-frames', scenario.nowMs);
    expect(scenario.pass(5_000, { audio: 12 }).kind).toBe('stills');
    expect(scenario.pass(250, { audio: 12 })).toEqual({ kind: 'frozen', forMs: 5_250 });
  });

  it('is paused, not lost, while the relay gives nothing, also before the first picture', () => {
    const scenario = new Scenario();
    scenario.judge.given('none', scenario.nowMs);
    expect(scenario.pass(1_000)).toEqual({ kind: 'paused' });
    scenario.judge.given('all', scenario.nowMs);
    scenario.pass(1_000, FLOWING);
    scenario.judge.given('none', scenario.nowMs);
    expect(scenario.pass(9_000)).toEqual({ kind: 'paused', forMs: 9_000 });
  });

  it('does not believe for long what the relay said once', () => {
    const scenario = new Scenario();
    scenario.pass(1_000, FLOWING);
    scenario.judge.given('none', scenario.nowMs);
    expect(scenario.pass(10_000).kind).toBe('paused');
    expect(scenario.pass(250)).toEqual({ kind: 'lost', forMs: 10_250 });
  });

  it('is still half a second after its last picture', () => {
    const scenario = new Scenario();
    expect(scenario.judge.isStill(scenario.nowMs)).toBe(true);
    scenario.pass(250, FLOWING);
    expect(scenario.judge.isStill(scenario.nowMs + 500)).toBe(false);
    expect(scenario.judge.isStill(scenario.nowMs + 501)).toBe(true);
  });

  it('is live again with the next picture', () => {
    const scenario = new Scenario();
    scenario.pass(1_000, FLOWING);
    scenario.pass(30_000);
    expect(scenario.pass(250, FLOWING)).toEqual({ kind: 'live' });
  });

  it('believes a frame that reached the screen', () => {
    const scenario = new Scenario();
    scenario.pass(1_000, FLOWING);
    scenario.pass(1_000);
    scenario.judge.presented(scenario.nowMs);
    expect(scenario.pass(1_000)).toEqual({ kind: 'live' });
    expect(scenario.pass(250)).toEqual({ kind: 'lost', forMs: 1_250 });
  });

  it('is not set back by a frame told late', () => {
    const scenario = new Scenario();
    scenario.pass(1_000, FLOWING);
    scenario.judge.presented(5);
    expect(scenario.judge.pictureAtMs).toBe(scenario.nowMs);
  });

  it('takes counters that fall for no progress', () => {
    const judge = new LivenessJudge();
    const sample = { framesDecoded: 100, videoPackets: 100, audioPackets: 0 };
    judge.observe({ ...sample, atMs: 0 });
    const fallen = { framesDecoded: 0, videoPackets: 0, audioPackets: 0 };
    expect(judge.observe({ ...fallen, atMs: 2_000 })).toEqual({ kind: 'lost', forMs: 2_000 });
  });
});

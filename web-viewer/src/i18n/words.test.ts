import { describe, expect, it } from 'vitest';
import type { PlayerState } from '../core/player.js';
import type { PublisherState } from '../core/publisher.js';
import { type Language, translator } from './translate.js';
import { playerNotice, problemText, publisherNotice } from './words.js';

const t = translator('en');
const PROBLEM = { code: 'odd', status: 422, title: 'Odd', detail: 'What', remedy: 'Do this' };
const UNREACHABLE = { kind: 'unreachable', detail: 'offline' } as const;

const PLAYER_STATES: PlayerState[] = [
  { kind: 'idle' },
  { kind: 'connecting' },
  { kind: 'waiting', sound: false },
  { kind: 'waiting', sound: true },
  { kind: 'waiting', sound: false, camera: 'offline' },
  { kind: 'waiting', sound: false, camera: 'standby' },
  { kind: 'waiting', sound: false, camera: 'live' },
  { kind: 'waiting', sound: false, camera: 'lost' },
  { kind: 'live' },
  { kind: 'delayed', ageMs: 3_400 },
  { kind: 'stills', forMs: 1_200, bounded: false },
  { kind: 'stills', forMs: 3_000, bounded: true },
  { kind: 'paused', bounded: false },
  { kind: 'paused', forMs: 9_000, bounded: true },
  { kind: 'frozen', forMs: 2_000 },
  { kind: 'lost', forMs: 65_000, line: false },
  { kind: 'lost', forMs: 65_000, line: true },
  { kind: 'lost', forMs: 65_000, line: false, camera: 'offline' },
  { kind: 'reconnecting', retryInMs: 1_500, cause: UNREACHABLE },
  { kind: 'reconnecting', retryInMs: 1_500, cause: { kind: 'busy', problem: PROBLEM } },
  { kind: 'reconnecting', retryInMs: 0, cause: { kind: 'transport', reason: 'x' }, forMs: 9_000 },
  { kind: 'blocked', expectedAt: ['192.0.2.1:10000', '[2001:db8::1]:10000'] },
  { kind: 'blocked', expectedAt: [] },
  { kind: 'gone', reason: 'camera-removed' },
  { kind: 'gone', reason: 'something-new' },
  { kind: 'refused', problem: PROBLEM },
  { kind: 'failed', detail: 'no WebRTC' },
];

const PUBLISHER_STATES: PublisherState[] = [
  { kind: 'ready' },
  { kind: 'asking' },
  { kind: 'connecting' },
  { kind: 'live', forMs: 61_000, bps: 1_500_000 },
  { kind: 'interrupted', forMs: 1_000 },
  { kind: 'reconnecting', retryInMs: 500, cause: UNREACHABLE },
  { kind: 'blocked', expectedAt: ['192.0.2.1:10000'] },
  { kind: 'taken-over' },
  { kind: 'refused', problem: PROBLEM },
  { kind: 'gone', reason: 'camera-removed' },
  ...(['insecure', 'denied', 'no-device', 'in-use', 'unplugged', 'unknown'] as const).map(
    (fault) => ({ kind: 'failed', fault, detail: 'detail' }) as const,
  ),
];

describe.each<Language>(['en', 'fr'])('in %s', (language) => {
  const words = translator(language);

  it.each(PLAYER_STATES)('the player has whole words for %j', (state) => {
    expect(JSON.stringify(playerNotice(state, words))).not.toMatch(/\{\w+\}|undefined/);
  });

  it.each(PUBLISHER_STATES)('the camera has whole words for %j', (state) => {
    expect(JSON.stringify(publisherNotice(state, words, language))).not.toMatch(
      /\{\w+\}|undefined/,
    );
  });
});

describe('playerNotice', () => {
  it('is good in one state only', () => {
    const good = PLAYER_STATES.filter((state) => playerNotice(state, t).tone === 'good');
    expect(good).toEqual([{ kind: 'live' }]);
  });

  it('says how old the last picture of a lost camera is', () => {
    const lost = { kind: 'lost', forMs: 65_000, line: false } as const;
    expect(playerNotice(lost, t)).toMatchObject({ title: 'Camera lost' });
    expect(playerNotice(lost, t).text).toContain('1 min 05 s ago');
  });

  it('blames a picture that does not move on the line or on the bound, not on the camera', () => {
    const stills = { kind: 'stills', forMs: 1_200 } as const;
    expect(playerNotice({ ...stills, bounded: false }, t)).toEqual({
      tone: 'warning',
      title: 'Single pictures only',
      text: 'Your line carries no more',
    });
    expect(playerNotice({ ...stills, bounded: true }, t).text).toContain('operator’s bound');
    const old = playerNotice({ ...stills, forMs: 3_200, bounded: false }, t);
    expect(old.title).toBe('Single picture, 3 s old');
    const paused = { kind: 'paused', forMs: 65_000 } as const;
    expect(playerNotice({ ...paused, bounded: false }, t).text).toMatch(
      /^Your line has no room.*1 min 05 s ago\.$/,
    );
    expect(playerNotice({ ...paused, bounded: true }, t).text).toContain('operator’s bound');
  });

  it('tells a dead line and a camera that was stopped from one that is lost', () => {
    const lost = { kind: 'lost', forMs: 65_000 } as const;
    const line = playerNotice({ ...lost, line: true, camera: 'live' }, t);
    expect(line.title).toBe('Connection lost');
    expect(line.text).toContain('1 min 05 s ago');
    const stopped = playerNotice({ ...lost, line: false, camera: 'offline' }, t);
    expect(stopped.title).toBe('Camera stopped');
    expect(stopped.text).toContain('1 min 05 s ago');
  });

  it('says where media was expected, and what to open', () => {
    const notice = playerNotice({ kind: 'blocked', expectedAt: ['192.0.2.1:10000'] }, t);
    expect(notice.text).toContain('192.0.2.1:10000');
    expect(notice.remedy).toContain('UDP');
  });

  it('counts down to 1 s, not to 0 s', () => {
    const state = { kind: 'reconnecting', cause: UNREACHABLE } as const;
    expect(playerNotice({ ...state, retryInMs: 1_500 }, t).text).toContain('in 2 s');
    expect(playerNotice({ ...state, retryInMs: 1 }, t).text).toContain('in 1 s');
  });

  it('does not say of a camera that never was that its picture has ended', () => {
    const unknown = { kind: 'gone', reason: 'unknown-camera' } as const;
    expect(playerNotice(unknown, t).title).toBe('No such camera');
    expect(publisherNotice(unknown, t, 'en').title).toBe('No such camera');
    expect(playerNotice({ kind: 'gone', reason: 'deleted' }, t).title).toBe(
      'This picture has ended',
    );
  });

  it('names a reason it has no words for', () => {
    expect(playerNotice({ kind: 'gone', reason: 'something-new' }, t).text).toContain(
      'something-new',
    );
  });
});

describe('publisherNotice', () => {
  it('shows clock and rate while live', () => {
    const state = { kind: 'live', forMs: 61_000, bps: 1_500_000 } as const;
    expect(publisherNotice(state, t, 'en').text).toBe('00:01:01 · 1.5 Mbit/s');
  });

  it('tells a relay that does not answer from a line that was interrupted', () => {
    const state = { kind: 'reconnecting', retryInMs: 1 } as const;
    const away = publisherNotice({ ...state, cause: UNREACHABLE }, t, 'en');
    expect(away.text).toBe('The relay does not answer. Next attempt in 1 s.');
    const cause = { kind: 'transport', reason: 'silent' } as const;
    const line = publisherNotice({ ...state, cause }, t, 'en');
    expect(line.text).toBe('The connection was interrupted. Next attempt in 1 s.');
  });

  it('does not say of a camera that was unplugged that it had not started', () => {
    const state = { kind: 'failed', fault: 'unplugged', detail: 'Webcam' } as const;
    expect(publisherNotice(state, t, 'en').title).toBe('Camera disconnected');
  });

  it('shows no rate before one is known', () => {
    const state = { kind: 'live', forMs: 0, bps: 0 } as const;
    expect(publisherNotice(state, t, 'en').text).toBe('00:00:00');
  });
});

describe('problemText', () => {
  it("uses the relay's words for a problem it does not know", () => {
    expect(problemText(PROBLEM, t)).toEqual({ text: 'What', remedy: 'Do this' });
  });

  it("uses the reader's language for one it knows, and keeps the relay's detail", () => {
    const { text, remedy } = problemText({ ...PROBLEM, code: 'not-yours' }, translator('fr'));
    expect(text).toContain('jeton');
    expect(remedy).toBe('What');
  });

  it('falls back to the title', () => {
    expect(problemText({ code: 'odd', status: 500, title: 'Odd' }, t)).toEqual({ text: 'Odd' });
  });
});

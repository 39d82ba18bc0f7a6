import { describe, expect, it } from 'vitest';
import { comesBack, failureOf, failureOfEnd, failureOfProblem, retryAfterOf } from './failure.js';
import { type Problem, ProblemError, UnreachableError } from './problem.js';

function problem(status: number, code = `http-${status}`, retryAfterMs?: number): Problem {
  return { status, code, title: code, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

describe('failureOfProblem', () => {
  it.each([
    [401, 'bad-token', 'refused', false],
    [403, 'not-yours', 'refused', false],
    [400, 'not-sdp', 'refused', false],
    [415, 'http-415', 'refused', false],
    [422, 'no-common-codec', 'refused', false],
    [404, 'unknown-camera', 'gone', false],
    [410, 'http-410', 'gone', false],
    [409, 'taken-over', 'taken-over', false],
    [409, 'no-live-camera', 'busy', true],
    [404, 'unknown-session', 'transport', true],
    [429, 'rate-limited', 'busy', true],
    [500, 'http-500', 'busy', true],
    [503, 'overloaded', 'busy', true],
  ])('takes %d %s for "%s"; comes back: %s', (status, code, kind, back) => {
    const failure = failureOfProblem(problem(status, code));
    expect(failure.kind).toBe(kind);
    expect(comesBack(failure)).toBe(back);
  });
});

describe('failureOf', () => {
  it('comes back to a server that was not reached', () => {
    const failure = failureOf(new UnreachableError('no route'));
    expect(failure).toEqual({ kind: 'unreachable', detail: 'no route' });
    expect(comesBack(failure)).toBe(true);
  });

  it('does not repeat what the browser itself cannot do', () => {
    for (const error of [new Error('no WebRTC'), 'no WebRTC']) {
      const failure = failureOf(error);
      expect(failure).toEqual({ kind: 'local', detail: 'no WebRTC' });
      expect(comesBack(failure)).toBe(false);
    }
  });

  it('reads the problem of a refusal', () => {
    expect(failureOf(new ProblemError(problem(403))).kind).toBe('refused');
  });
});

describe('failureOfEnd', () => {
  it.each(['closed', 'consent-expired', 'dtls-failed', 'no-ice', 'shutdown', 'anything'])(
    'comes back after %s',
    (reason) => {
      expect(comesBack(failureOfEnd(reason))).toBe(true);
    },
  );

  it.each([
    ['camera-removed', 'gone'],
    ['deleted', 'gone'],
    ['taken-over', 'taken-over'],
  ])('stays away after %s', (reason, kind) => {
    const failure = failureOfEnd(reason);
    expect(failure.kind).toBe(kind);
    expect(comesBack(failure)).toBe(false);
  });
});

describe('retryAfterOf', () => {
  it('is the wish of a busy server, and nothing otherwise', () => {
    expect(retryAfterOf({ kind: 'busy', problem: problem(503, 'overloaded', 4_000) })).toBe(4_000);
    expect(retryAfterOf({ kind: 'busy', problem: problem(503) })).toBe(0);
    expect(retryAfterOf({ kind: 'unreachable', detail: '' })).toBe(0);
  });
});

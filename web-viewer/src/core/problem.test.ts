import { describe, expect, it } from 'vitest';
import { problem as problemResponse } from '../../test/fake-platform.js';
import { parseRetryAfter, ProblemError, readProblem } from './problem.js';

describe('readProblem', () => {
  it('reads code, words and waiting time of a problem document', async () => {
    const response = problemResponse(
      503,
      'overloaded',
      { title: 'Too busy', detail: '2000 viewers', remedy: 'Close some' },
      { 'Retry-After': '7' },
    );
    expect(await readProblem(response)).toEqual({
      code: 'overloaded',
      status: 503,
      title: 'Too busy',
      detail: '2000 viewers',
      remedy: 'Close some',
      retryAfterMs: 7_000,
    });
  });

  it.each([
    ['/problems/taken-over', 'taken-over'],
    ['https://relay.example/problems/taken-over', 'taken-over'],
    ['taken-over', 'taken-over'],
    ['/problems#taken-over', 'taken-over'],
    ['/problems/taken-over/', 'taken-over'],
  ])('takes the code of %s from its last segment', async (type, code) => {
    const body = JSON.stringify({ type });
    const headers = { 'Content-Type': 'application/problem+json' };
    expect(await readProblem(new Response(body, { status: 409, headers }))).toMatchObject({ code });
  });

  it.each([
    ['an HTML page', '<h1>no</h1>', 'text/html'],
    ['broken JSON', '{"type":', 'application/problem+json'],
    ['JSON that is no object', '[1]', 'application/json'],
    ['JSON null', 'null', 'application/json'],
    ['fields of other types', '{"type":5,"title":{},"detail":[]}', 'application/json'],
    ['about:blank', '{"type":"about:blank"}', 'application/problem+json'],
  ])('makes one of the status line out of %s', async (_, body, type) => {
    const headers = { 'Content-Type': type };
    const response = new Response(body, { status: 404, statusText: 'Not Found', headers });
    expect(await readProblem(response)).toEqual({
      code: 'http-404',
      status: 404,
      title: 'Not Found',
    });
  });

  it('names the status where there is not even a status text', async () => {
    expect((await readProblem(new Response(null, { status: 502 }))).title).toBe('HTTP 502');
  });
});

describe('parseRetryAfter', () => {
  it.each([
    ['2', 2_000],
    [' 30 ', 30_000],
    ['0', 0],
    [null, undefined],
    ['', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['99999999999', undefined],
    ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
  ])('reads %j as %j', (header, expected) => {
    expect(parseRetryAfter(header)).toBe(expected);
  });
});

describe('ProblemError', () => {
  it('says the detail, or else the title', () => {
    const problem = { code: 'x', status: 400, title: 'Title' };
    expect(new ProblemError(problem).message).toBe('Title');
    expect(new ProblemError({ ...problem, detail: 'Detail' }).message).toBe('Detail');
  });
});

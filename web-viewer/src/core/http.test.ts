import { describe, expect, it } from 'vitest';
import { FakePlatform, json, problem } from '../../test/fake-platform.js';
import { Http } from './http.js';
import { ProblemError, UnreachableError } from './problem.js';

const URL_ME = new URL('https://relay.example/api/v1/me');

function connect(token: string | null = 'secret') {
  const platform = new FakePlatform();
  return { platform, http: new Http(platform.fetch, () => token) };
}

describe('Http', () => {
  it('sends the token of the moment as a bearer', async () => {
    const platform = new FakePlatform();
    let token: string | null = 'first';
    const http = new Http(platform.fetch, () => token);
    platform.on('GET', '/api', () => json({}));
    await http.request(URL_ME);
    token = 'second';
    await http.request(URL_ME);
    const sent = platform.sent.map(({ headers }) => headers.get('Authorization'));
    expect(sent).toEqual(['Bearer first', 'Bearer second']);
  });

  it('sends no Authorization without a token', async () => {
    const { platform, http } = connect(null);
    platform.on('GET', '/api', () => json({}));
    await http.request(URL_ME);
    expect(platform.sent[0]?.headers.has('Authorization')).toBe(false);
  });

  it('turns a refusal into its problem', async () => {
    const { platform, http } = connect();
    platform.on('GET', '/api', () => problem(403, 'not-yours'));
    const error: unknown = await http.request(URL_ME).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ProblemError);
    expect((error as ProblemError).problem.code).toBe('not-yours');
  });

  it('tells a server that was not reached from one that refused', async () => {
    const { platform, http } = connect();
    platform.on('GET', '/api', () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(http.request(URL_ME)).rejects.toThrow(UnreachableError);
  });

  it('takes a success that is no JSON for a server that is not ours', async () => {
    const { platform, http } = connect();
    platform.on('GET', '/api', () => new Response('<html>', { status: 200 }));
    await expect(http.json(URL_ME)).rejects.toThrow(UnreachableError);
  });

  it('ends the wait for an answer, and for its body, with the limit', async () => {
    const { platform, http, end } = impatient();
    platform.on('GET', '/api', () => new Promise(() => undefined));
    const answer = http.json(URL_ME);
    end();
    await expect(answer).rejects.toThrow(UnreachableError);
    platform.on('GET', '/api', () => bodyUntil(platform.sent.at(-1)?.signal));
    const body = http.json(URL_ME);
    end();
    await expect(body).rejects.toThrow(UnreachableError);
  });

  it('leaves a request its own signal', async () => {
    const { platform, http } = impatient();
    platform.on('GET', '/api', () => json({}));
    const { signal } = new AbortController();
    await http.request(URL_ME, { signal });
    expect(platform.sent[0]?.signal).toBe(signal);
  });
});

/** Whose waits all end with `end`. */
function impatient() {
  const platform = new FakePlatform();
  let limit = new AbortController();
  const http = new Http(
    platform.fetch,
    () => null,
    () => (limit = new AbortController()).signal,
  );
  return { platform, http, end: () => limit.abort() };
}

/** A body that does not come, as a browser ends it. */
function bodyUntil(signal: AbortSignal | undefined): Response {
  const body = new ReadableStream({
    start: (controller) => signal?.addEventListener('abort', () => controller.error(signal.reason)),
  });
  return new Response(body, { headers: { 'Content-Type': 'application/json' } });
}

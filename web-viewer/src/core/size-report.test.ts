import { beforeEach, describe, expect, it } from 'vitest';
import { created, FakePlatform, problem } from '../../test/fake-platform.js';
import { settled } from '../../test/manual-clock.js';
import { Http } from './http.js';
import { SessionResource } from './session-resource.js';
import { APART_MS, SizeReport, UNSEEN } from './size-report.js';

const TILE = { width: 320, height: 180 };
const LARGE = { width: 1_280, height: 720 };

let platform: FakePlatform;
let report: SizeReport;

beforeEach(() => {
  platform = new FakePlatform();
  platform.on('POST', '/layer', () => new Response(null, { status: 200 }));
  report = new SizeReport(platform.clock);
});

async function session(link = '</layer>; rel="urn:ietf:params:whep:ext:core:layer"') {
  platform.on('POST', '/whep', () => created('/whep/cam-1/s1', link ? { Link: link } : {}));
  const http = new Http(platform.fetch, () => null);
  const endpoint = new URL('https://relay.example/whep/cam-1');
  return (await SessionResource.create(http, endpoint, '')).resource;
}

/** The widths that were told, in order. */
function told(): number[] {
  return platform
    .requests('POST', '/layer')
    .map(({ body }) => (JSON.parse(body) as { maxWidth: number }).maxWidth);
}

describe('SizeReport', () => {
  it('tells the size once there is a session', async () => {
    report.shown(TILE);
    expect(told()).toEqual([]);
    report.follow(await session());
    await platform.clock.advance(10_000);
    expect(told()).toEqual([320]);
  });

  it('tells nothing to a server that did not ask', async () => {
    report.shown(TILE);
    report.follow(await session(''));
    report.shown(LARGE, true);
    await platform.clock.advance(10_000);
    expect(told()).toEqual([]);
    expect(platform.clock.pending).toBe(0);
  });

  it('tells nothing as long as no size is known', async () => {
    report.follow(await session());
    await platform.clock.advance(1_000);
    expect(told()).toEqual([]);
  });

  it('keeps a change of a quarter or less to itself', async () => {
    report.shown(TILE);
    report.follow(await session());
    for (const [width, height] of [
      [400, 180],
      [320, 225],
      [288, 162],
      [256, 180],
    ]) {
      await platform.clock.advance(1_000);
      report.shown({ width: width ?? 0, height: height ?? 0 });
    }
    await platform.clock.advance(1_000);
    expect(told()).toEqual([320]);
  });

  it('tells a larger change either way, measured from what it told last', async () => {
    report.shown(TILE);
    report.follow(await session());
    for (const width of [360, 410, 460, 520, 430, 410]) {
      await platform.clock.advance(1_000);
      report.shown({ width, height: 180 });
    }
    await platform.clock.advance(1_000);
    expect(told()).toEqual([320, 410, 520, 410]);
  });

  it('tells at most one size every half second, and the last one in any case', async () => {
    report.shown(TILE);
    report.follow(await session());
    for (let width = 330; width <= 1_280; width += 10) {
      report.shown({ width, height: width });
      await platform.clock.advance(20);
    }
    const first = told().length;
    expect(first).toBeLessThanOrEqual(1 + Math.ceil((96 * 20) / APART_MS));
    report.shown(LARGE);
    report.shown(TILE);
    report.shown({ width: 4_000, height: 4_000 });
    await platform.clock.advance(APART_MS);
    expect(told()).toHaveLength(first + 1);
    expect(told().at(-1)).toBe(4_000);
  });

  it('does not tell a size that has gone back meanwhile', async () => {
    report.shown(TILE);
    report.follow(await session());
    await settled();
    report.shown(LARGE);
    report.shown(TILE);
    await platform.clock.advance(5_000);
    expect(told()).toEqual([320]);
    expect(platform.clock.pending).toBe(0);
  });

  it('tells at once what a person waits for', async () => {
    report.shown(TILE);
    report.follow(await session());
    await settled();
    report.shown(LARGE, true);
    await settled();
    expect(told()).toEqual([320, 1_280]);
  });

  it('tells a picture that nobody sees as the smallest', async () => {
    report.shown(TILE);
    report.follow(await session());
    await platform.clock.advance(1_000);
    report.shown(UNSEEN);
    await settled();
    report.shown(TILE);
    await platform.clock.advance(1_000);
    expect(told()).toEqual([320, 1, 320]);
  });

  it('tells every new session again', async () => {
    report.shown(TILE);
    report.follow(await session());
    await platform.clock.advance(1_000);
    report.follow(undefined);
    await platform.clock.advance(1_000);
    report.follow(await session());
    await settled();
    expect(told()).toEqual([320, 320]);
  });

  it('has one request on its way at a time, so that an older size never comes last', async () => {
    let answer: (response: Response) => void = () => undefined;
    platform.on('POST', '/layer', () => new Promise<Response>((resolve) => (answer = resolve)));
    report.shown(TILE);
    report.follow(await session());
    report.shown(LARGE, true);
    await platform.clock.advance(5_000);
    expect(told()).toEqual([320]);
    answer(new Response(null, { status: 200 }));
    await settled();
    expect(told()).toEqual([320, 1_280]);
  });

  it('tells again what a busy server or a bad line did not take', async () => {
    platform.on('POST', '/layer', () => problem(429, 'rate-limited', {}, { 'Retry-After': '7' }));
    report.shown(TILE);
    report.follow(await session());
    await platform.clock.advance(6_500);
    expect(told()).toEqual([320]);
    platform.on('POST', '/layer', () => Promise.reject(new Error('offline')));
    await platform.clock.advance(1_000);
    expect(told()).toEqual([320, 320]);
    platform.on('POST', '/layer', () => new Response(null, { status: 200 }));
    await platform.clock.advance(10_000);
    expect(told()).toEqual([320, 320, 320]);
  });

  it.each([400, 403, 404, 422])(
    'does not ask a server again that refuses with %d',
    async (status) => {
      platform.on('POST', '/layer', () => problem(status, 'no'));
      report.shown(TILE);
      report.follow(await session());
      await platform.clock.advance(10_000);
      report.shown(LARGE, true);
      await platform.clock.advance(10_000);
      expect(told()).toEqual([320]);
      expect(platform.clock.pending).toBe(0);
    },
  );

  it('says nothing of an old session to a new one', async () => {
    let answer: (response: Response) => void = () => undefined;
    platform.on('POST', '/layer', () => new Promise<Response>((resolve) => (answer = resolve)));
    report.shown(TILE);
    report.follow(await session());
    await settled();
    const old = answer;
    report.follow(await session());
    await settled();
    old(problem(404, 'unknown-session'));
    answer(new Response(null, { status: 200 }));
    await platform.clock.advance(1_000);
    report.shown(LARGE);
    await settled();
    expect(told()).toEqual([320, 320, 1_280]);
  });

  it('leaves no timer behind when the session is over', async () => {
    report.shown(TILE);
    report.follow(await session());
    await settled();
    report.shown(LARGE);
    expect(platform.clock.pending).toBe(1);
    report.follow(undefined);
    expect(platform.clock.pending).toBe(0);
  });
});

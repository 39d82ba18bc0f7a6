import { describe, expect, it } from 'vitest';
import { FAKE_ANSWER } from '../../test/fake-peer.js';
import { created, FakePlatform, problem } from '../../test/fake-platform.js';
import { Http } from './http.js';
import { ProblemError, UnreachableError } from './problem.js';
import { SessionResource } from './session-resource.js';

const ENDPOINT = new URL('https://relay.example/video/whep/cam-1?wait=true');

function setUp() {
  const platform = new FakePlatform();
  const http = new Http(platform.fetch, () => 'secret');
  return { platform, create: () => SessionResource.create(http, ENDPOINT, 'v=0\r\n') };
}

async function opened(headers: Record<string, string> = {}) {
  const { platform, create } = setUp();
  platform.on('POST', '/', () => created('/video/whep/cam-1/s%2B1', headers));
  return { platform, ...(await create()) };
}

describe('creating a session', () => {
  it('posts the offer as application/sdp and reads the answer', async () => {
    const { platform, answerSdp, resource } = await opened();
    const [post] = platform.sent;
    expect(post).toMatchObject({ path: '/video/whep/cam-1?wait=true', body: 'v=0\r\n' });
    expect(post?.headers.get('Content-Type')).toBe('application/sdp');
    expect(post?.headers.get('Authorization')).toBe('Bearer secret');
    expect(answerSdp).toBe(FAKE_ANSWER);
    expect(resource.id).toBe('s+1');
  });

  it.each([
    ['https://relay.example/elsewhere/s1', 'https://relay.example/elsewhere/s1'],
    ['/whep/cam-1/s1', 'https://relay.example/whep/cam-1/s1'],
    ['cam-1/s1', 'https://relay.example/video/whep/cam-1/s1'],
  ])('resolves the Location %s', async (location, expected) => {
    const { platform, create } = setUp();
    platform.on('POST', '/', () => created(location));
    expect((await create()).resource.url.href).toBe(expected);
  });

  it.each(['https://evil.example/s1', '//evil.example/s1', 'http://relay.example/s1'])(
    'takes no session at %s: the token would go there',
    async (location) => {
      const { platform, create } = setUp();
      platform.on('POST', '/', () => created(location));
      await expect(create()).rejects.toThrow(ProblemError);
      expect(platform.sent).toHaveLength(1);
    },
  );

  it('needs a Location', async () => {
    const { platform, create } = setUp();
    platform.on('POST', '/', () => new Response('v=0', { status: 201 }));
    await expect(create()).rejects.toThrow('no Location');
  });

  it('passes on the ICE servers of the Link header', async () => {
    const { iceServers } = await opened({ Link: '<stun:stun.example>; rel="ice-server"' });
    expect(iceServers).toEqual([{ urls: 'stun:stun.example' }]);
  });
});

describe('a session', () => {
  it('trickles under its ETag, quotes and all', async () => {
    const { platform, resource } = await opened();
    platform.on('PATCH', '/', () => new Response(null, { status: 204 }));
    await resource.trickle('a=end-of-candidates\r\n');
    const [patch] = platform.requests('PATCH');
    expect(patch?.path).toBe('/video/whep/cam-1/s%2B1');
    expect(patch?.headers.get('If-Match')).toBe('"generation-1"');
    expect(patch?.headers.get('Content-Type')).toBe('application/trickle-ice-sdpfrag');
    expect(patch?.body).toBe('a=end-of-candidates\r\n');
  });

  it('restarts ICE whatever the ETag, and goes on under the new one', async () => {
    const { platform, resource } = await opened();
    const headers = { ETag: '"generation-2"' };
    platform.on('PATCH', '/', () => new Response('a=ice-ufrag:x', { status: 200, headers }));
    expect(await resource.restart('a=ice-ufrag:new', new AbortController().signal)).toBe(
      'a=ice-ufrag:x',
    );
    await resource.trickle('');
    const matches = platform.requests('PATCH').map((one) => one.headers.get('If-Match'));
    expect(matches).toEqual(['*', '"generation-2"']);
  });

  it('keeps its ETag when a restart is refused', async () => {
    const { platform, resource } = await opened();
    platform.on('PATCH', '/', () => problem(409, 'no-restart'));
    await expect(resource.restart('', new AbortController().signal)).rejects.toThrow(ProblemError);
    platform.on('PATCH', '/', () => new Response(null, { status: 204 }));
    await resource.trickle('');
    expect(platform.requests('PATCH').at(-1)?.headers.get('If-Match')).toBe('"generation-1"');
  });

  it('is deleted with a request that outlives the page, issued at once', async () => {
    const { platform, resource } = await opened();
    platform.on('DELETE', '/', () => new Response(null, { status: 200 }));
    const deleting = resource.delete();
    expect(platform.requests('DELETE')).toMatchObject([{ keepalive: true }]);
    await deleting;
  });

  it('does not mind being deleted twice, but says when the server was not reached', async () => {
    const { platform, resource } = await opened();
    platform.on('DELETE', '/', () => problem(404, 'unknown-session'));
    await resource.delete();
    platform.on('DELETE', '/', () => Promise.reject(new Error('offline')));
    await expect(resource.delete()).rejects.toThrow(UnreachableError);
  });

  it('is probed with GET', async () => {
    const { platform, resource } = await opened();
    platform.on('GET', '/', () => problem(409, 'taken-over'));
    const probe = resource.probe(new AbortController().signal);
    await expect(probe).rejects.toMatchObject({ problem: { code: 'taken-over' } });
  });
});

describe('the size on the screen', () => {
  const LAYER = 'rel="urn:ietf:params:whep:ext:core:layer"';
  const SIZE = { width: 320, height: 180 };

  it('goes where the Link of the layer extension points', async () => {
    const { platform, resource } = await opened({ Link: `</video/whep/cam-1/s1/layer>; ${LAYER}` });
    platform.on('POST', '/video/whep/cam-1/s1/layer', () => new Response(null, { status: 200 }));
    expect(resource.takesSize).toBe(true);
    await resource.size(SIZE);
    const post = platform.requests('POST').at(-1);
    expect(post?.path).toBe('/video/whep/cam-1/s1/layer');
    expect(post?.headers.get('Content-Type')).toBe('application/json');
    expect(post?.headers.get('Authorization')).toBe('Bearer secret');
    expect(JSON.parse(post?.body ?? '')).toEqual({ maxWidth: 320, maxHeight: 180 });
  });

  it.each([
    {},
    { Link: '<turn:a.example>; rel="ice-server"' },
    { Link: `<https://evil.example/layer>; ${LAYER}` },
    { Link: `<http://[>; ${LAYER}` },
  ] as Record<string, string>[])('goes nowhere with %j', async (headers) => {
    const { platform, resource } = await opened(headers);
    expect(resource.takesSize).toBe(false);
    await resource.size(SIZE);
    expect(platform.sent).toHaveLength(1);
  });

  it('says when the server refuses it', async () => {
    const { platform, resource } = await opened({ Link: `</layer>; ${LAYER}` });
    platform.on('POST', '/layer', () => problem(404, 'unknown-session'));
    await expect(resource.size(SIZE)).rejects.toThrow(ProblemError);
  });
});

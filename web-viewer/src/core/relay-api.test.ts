import { describe, expect, it } from 'vitest';
import { FakePlatform, json } from '../../test/fake-platform.js';
import { Http } from './http.js';
import { isCameraId, RelayApi } from './relay-api.js';

function relay(base = 'https://relay.example/') {
  const platform = new FakePlatform();
  const http = new Http(platform.fetch, () => 'secret');
  return { platform, api: new RelayApi(http, new URL(base)) };
}

describe('RelayApi', () => {
  it('asks below the mount point', async () => {
    const { platform, api } = relay('https://relay.example/video/');
    platform.on('GET', '/', () => json({ id: 'cam-1', state: 'live' }));
    await api.me();
    await api.cameras();
    await api.camera('cam-1');
    await api.session('s1');
    expect(platform.sent.map(({ path }) => path)).toEqual([
      '/video/api/v1/me',
      '/video/api/v1/cameras',
      '/video/api/v1/cameras/cam-1',
      '/video/api/v1/sessions/s1',
    ]);
  });

  it('lists no camera when the answer has none', async () => {
    const { platform, api } = relay();
    platform.on('GET', '/', () => json({}));
    expect(await api.cameras()).toEqual([]);
  });

  it('enrols with a name, or without', async () => {
    const { platform, api } = relay();
    platform.on('POST', '/api/v1/cameras', () => json({ id: 'cam-1', token: 't' }, 201));
    expect((await api.enrol('cam-1', 'Patrol')).token).toBe('t');
    await api.enrol('cam-2', '');
    const bodies = platform.sent.map(({ body }): unknown => JSON.parse(body));
    expect(bodies).toEqual([{ id: 'cam-1', name: 'Patrol' }, { id: 'cam-2' }]);
    expect(platform.sent[0]?.headers.get('Content-Type')).toBe('application/json');
  });

  it('removes a camera', async () => {
    const { platform, api } = relay();
    platform.on('DELETE', '/', () => new Response(null, { status: 204 }));
    await api.remove('cam-1');
    expect(platform.requests('DELETE', '/api/v1/cameras/cam-1')).toHaveLength(1);
  });

  it('lets no identifier climb out of its place in the path', () => {
    const { api } = relay();
    expect(api.whip('../../evil?x#y').href).toBe(
      'https://relay.example/whip/..%2F..%2Fevil%3Fx%23y',
    );
    expect(api.whep('a b').href).toBe('https://relay.example/whep/a%20b?wait=true');
    expect(api.whep('a', false).href).toBe('https://relay.example/whep/a');
  });
});

describe('isCameraId', () => {
  it.each(['a', 'cam-1', 'A.b_c-9', '0', 'x'.repeat(64)])('accepts %s', (id) => {
    expect(isCameraId(id)).toBe(true);
  });

  it.each(['', '-a', '.a', '_a', 'a b', 'a/b', 'é', 'x'.repeat(65), 'a\n'])('refuses %j', (id) => {
    expect(isCameraId(id)).toBe(false);
  });
});

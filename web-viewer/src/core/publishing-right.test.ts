import { describe, expect, it } from 'vitest';
import { FakePlatform, json } from '../../test/fake-platform.js';
import { Http } from './http.js';
import { publishingRight } from './publishing-right.js';
import type { Me } from './relay-api.js';
import { RelayApi } from './relay-api.js';

function relay(me: Me, enrolled: string[] = []): RelayApi {
  const platform = new FakePlatform();
  platform.on('GET', '/api/v1/me', () => json(me));
  platform.on('GET', '/api/v1/cameras', () =>
    json({ cameras: enrolled.map((id) => ({ id, state: 'offline' })) }),
  );
  const http = new Http(platform.fetch, () => 'secret');
  return new RelayApi(http, new URL('https://relay.example/'));
}

const CAMERA: Me = { role: 'camera', cameras: ['cam-1'] };
const OPERATOR: Me = { role: 'operator', cameras: ['*'] };
const VIEWER: Me = { role: 'viewer', cameras: ['*'] };

describe('publishingRight', () => {
  it("is a camera token's own camera, named or not", async () => {
    const own = { kind: 'one', camera: 'cam-1' };
    expect(await publishingRight(relay(CAMERA), null)).toEqual(own);
    expect(await publishingRight(relay(CAMERA), 'cam-1')).toEqual(own);
  });

  it('is none for a camera token on another camera', async () => {
    expect(await publishingRight(relay(CAMERA), 'cam-2')).toEqual({ kind: 'none', role: 'camera' });
  });

  it("is the operator's choice among all cameras, or the named one", async () => {
    const enrolled = ['cam-1', 'cam-2'];
    expect(await publishingRight(relay(OPERATOR, enrolled), null)).toEqual({
      kind: 'choice',
      cameras: enrolled,
    });
    expect(await publishingRight(relay(OPERATOR, enrolled), 'cam-2')).toEqual({
      kind: 'one',
      camera: 'cam-2',
    });
  });

  it('leaves nothing to choose of a single camera, or of none', async () => {
    expect((await publishingRight(relay(OPERATOR, ['only']), null)).kind).toBe('one');
    expect(await publishingRight(relay(OPERATOR), null)).toEqual({
      kind: 'none',
      role: 'operator',
    });
  });

  it('is none for a viewer', async () => {
    expect(await publishingRight(relay(VIEWER), 'cam-1')).toEqual({ kind: 'none', role: 'viewer' });
  });
});

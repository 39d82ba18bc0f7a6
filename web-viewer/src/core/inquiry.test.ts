import { describe, expect, it } from 'vitest';
import { FakePlatform, json, problem } from '../../test/fake-platform.js';
import type { Failure } from './failure.js';
import { Http } from './http.js';
import { Inquiry } from './inquiry.js';
import { RelayApi } from './relay-api.js';
import { RtcSession } from './rtc-session.js';
import { viewingPlan } from './whep.js';

const FAILURE: Failure = { kind: 'transport', reason: 'ice-failed' };

async function opened() {
  const platform = new FakePlatform();
  platform.acceptOffers();
  const http = new Http(platform.fetch, () => 'secret');
  const session = new RtcSession({
    platform,
    http,
    endpoint: new URL('https://relay.example/whip/cam-1'),
    plan: viewingPlan(() => undefined),
    events: { connected: () => undefined, ended: () => undefined },
    iceServers: [],
  });
  await session.open();
  const inquiry = new Inquiry(
    new RelayApi(http, new URL('https://relay.example/')),
    platform.clock,
  );
  return { platform, session, inquiry };
}

const SESSION = '/api/v1/sessions/s1';
const RESOURCE = '/whip/cam-1/s1';

describe('explaining the end of a session', () => {
  it('finds that another device has taken over', async () => {
    const { platform, session, inquiry } = await opened();
    platform.on('GET', RESOURCE, () => problem(409, 'taken-over'));
    expect(await inquiry.explain(session, FAILURE)).toMatchObject({ kind: 'taken-over' });
  });

  it.each([
    ['camera-removed', { kind: 'gone', reason: 'camera-removed' }],
    ['taken-over', { kind: 'taken-over' }],
    ['consent-expired', { kind: 'transport', reason: 'consent-expired' }],
  ])('takes the reason %s from the relay', async (reason, expected) => {
    const { platform, session, inquiry } = await opened();
    platform.on('GET', RESOURCE, () => problem(404, 'unknown-session'));
    platform.on('GET', SESSION, () => json({ id: 's1', state: 'ended', reason }));
    expect(await inquiry.explain(session, FAILURE)).toEqual(expected);
  });

  it('keeps its own reason while the relay knows nothing of an end', async () => {
    const { platform, session, inquiry } = await opened();
    platform.on('GET', SESSION, () => json({ id: 's1', state: 'connected' }));
    expect(await inquiry.explain(session, FAILURE)).toBe(FAILURE);
  });

  it('keeps its own reason when the relay cannot be asked', async () => {
    const { platform, session, inquiry } = await opened();
    platform.on('GET', '/', () => Promise.reject(new Error('offline')));
    expect(await inquiry.explain(session, FAILURE)).toBe(FAILURE);
  });
});

describe('checking on a session', () => {
  it('finds nothing wrong while the relay has it', async () => {
    const { session, inquiry } = await opened();
    expect(await inquiry.check(session)).toBeUndefined();
  });

  it('finds it unknown after a restart of the relay', async () => {
    const { platform, session, inquiry } = await opened();
    platform.on('GET', '/', () => problem(404, 'unknown-session'));
    expect(await inquiry.check(session)).toEqual({ kind: 'transport', reason: 'unknown-session' });
  });

  it('finds out that the camera was removed', async () => {
    const { platform, session, inquiry } = await opened();
    platform.on('GET', RESOURCE, () => problem(404, 'unknown-session'));
    platform.on('GET', SESSION, () => json({ state: 'ended', reason: 'camera-removed' }));
    expect(await inquiry.check(session)).toEqual({ kind: 'gone', reason: 'camera-removed' });
  });

  it.each([401, 429, 500, 503])('draws no conclusion from a %d', async (status) => {
    const { platform, session, inquiry } = await opened();
    platform.on('GET', '/', () => problem(status, 'trouble'));
    expect(await inquiry.check(session)).toBeUndefined();
  });
});

describe('asking why nothing connects', () => {
  it('learns where media was expected', async () => {
    const { platform, session, inquiry } = await opened();
    const trouble = { code: 'no-stun', detail: 'Nothing came to 192.0.2.1:10000.' };
    platform.on('GET', SESSION, () =>
      json({ state: 'waiting', expectedAt: ['192.0.2.1:10000'], problem: trouble }),
    );
    expect(await inquiry.blockage(session)).toEqual({
      expectedAt: ['192.0.2.1:10000'],
      problem: trouble,
    });
  });

  it('finds no blockage when the relay hears us', async () => {
    const { platform, session, inquiry } = await opened();
    platform.on('GET', SESSION, () => json({ state: 'connecting' }));
    expect(await inquiry.blockage(session)).toBeUndefined();
  });

  it('can do with a relay that names no address', async () => {
    const { platform, session, inquiry } = await opened();
    platform.on('GET', SESSION, () => json({ state: 'waiting' }));
    expect(await inquiry.blockage(session)).toEqual({ expectedAt: [] });
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { FakeOps } from './fake-ops.js';
import { undescribed } from './open-api.js';

/** The tests of the pages believe what this relay answers: it shall be what the real one may. */
describe('the made-up relay answers as the OpenAPI file says', () => {
  let ops: FakeOps;

  beforeEach(() => {
    ops = new FakeOps(40);
    ops.change('camera:cam-1', 'camera.group', 'gate', 'both');
    ops.change('group:gate', 'budget.ingress', 4_000_000, 'thin line');
    ops.change('group:gate', 'budget.egress', 7_000_000, 'thin line');
    ops.change('relay', 'budget.egress', 50_000_000, 'thin line');
    ops.change('relay', 'viewer.max-bitrate', 900_000, 'thin lines');
  });

  function misfits(method: string, path: string, body: unknown = {}, etag?: string) {
    const request = {
      query: '',
      ifMatch: etag,
      token: 'operator-token',
      body: JSON.stringify(body),
    };
    const answer = ops.answer(method, path.slice(1), request);
    return undescribed(method, path, answer?.status ?? 0, answer?.body);
  }

  it.each([
    '/api/v1/bandwidth',
    '/api/v1/cameras',
    '/api/v1/settings',
    '/api/v1/settings/versions',
  ])('GET %s', (path) => {
    expect(misfits('GET', path)).toEqual([]);
  });

  it('to a change, and to one of settings that are no longer so', () => {
    const cap = { scope: 'relay', key: 'camera.max-bitrate', value: 600_000 };
    const layer = { scope: 'relay', key: 'camera.layer-bitrate.high', value: 900_000 };
    const change = { reason: 'test', changes: [cap, layer] };
    expect(misfits('PATCH', '/api/v1/settings', change, `"v${ops.version}"`)).toEqual([]);
    expect(misfits('PATCH', '/api/v1/settings', change, '"v0"')).toEqual([]);
  });

  it('to a roll-back', () => {
    const back = { reason: 'test', version: 1 };
    const path = '/api/v1/settings/rollback';
    expect(misfits('POST', path, back, `"v${ops.version}"`)).toEqual([]);
    expect(misfits('GET', '/api/v1/settings/versions')).toEqual([]);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { FakePlatform, json, problem, type Sent } from '../../test/fake-platform.js';
import { settled } from '../../test/manual-clock.js';
import { Http } from './http.js';
import { type Difference, type SetValue, SettingsApi } from './live-settings.js';
import { SettingsDesk } from './settings-desk.js';

const CAP = { scope: 'relay', key: 'camera.max-bitrate', value: 600_000 } as const;

let platform: FakePlatform;
let desk: SettingsDesk;
let version: number;
/** What the newest version tells of itself. */
let told: { reason: string; changes: readonly Difference[] };
let values: SetValue[];
/** What the configuration says of the cap. */
let configured: number;
let steps: number;
/** Of the newest request. */
let limit: AbortController;

beforeEach(async () => {
  platform = new FakePlatform();
  version = 3;
  told = { reason: 'why', changes: [] };
  values = [];
  configured = 20_000_000;
  steps = 0;
  platform.on('GET', '/api/v1/settings', () => {
    const keys = [{ key: CAP.key, configured }];
    const response = json({ version, keys, values });
    response.headers.set('ETag', etag());
    return response;
  });
  platform.on('GET', '/api/v1/settings/versions', () =>
    json({ versions: [{ version, at: '', by: 'other', ...told }] }),
  );
  platform.reply((request) =>
    request.method === 'PATCH' || request.method === 'POST' ? write(request) : undefined,
  );
  const http = new Http(
    platform.fetch,
    () => 'token',
    () => (limit = new AbortController()).signal,
  );
  const api = new SettingsApi(http, new URL('http://relay/'));
  desk = new SettingsDesk(api, platform.clock, () => (steps += 1));
  await desk.load();
});

function etag(): string {
  return `"${version}-${configured}"`;
}

/** As the relay does it: compares the ETag, and a dry run changes nothing. */
function write(request: Sent): Response {
  if (request.headers.get('If-Match') !== etag()) return problem(412, 'stale-etag');
  const dryRun = request.path.endsWith('?dry-run=true');
  const changes = [{ scope: CAP.scope, key: CAP.key, to: CAP.value }];
  if (!dryRun) {
    version += 1;
    told = { reason: (JSON.parse(request.body) as { reason: string }).reason, changes };
    values = [CAP];
  }
  return json({ dryRun, version, changes, cameras: [], viewers: [] });
}

function writes(): string[] {
  return platform.sent
    .filter((one) => one.method !== 'GET')
    .map((one) => `${one.method} ${one.path.slice('/api/v1/settings'.length)}`);
}

describe('a change', () => {
  it('is tried once, after the last stroke, and applied with its reason', async () => {
    desk.edit({ ...CAP, value: 60_000 });
    await platform.clock.advance(200);
    desk.edit(CAP);
    expect(desk.ready).toBe(false);
    await platform.clock.advance(350);
    expect(writes()).toEqual(['PATCH ?dry-run=true']);
    expect(desk.ready).toBe(true);
    await desk.apply('thin line');
    const sent = platform.sent.filter((one) => one.method === 'PATCH').at(-1);
    expect(JSON.parse(sent?.body ?? '')).toEqual({ reason: 'thin line', changes: [CAP] });
    expect(desk).toMatchObject({ applied: 4, edits: [], busy: false });
    expect(desk.settings?.version).toBe(4);
  });

  it('keeps what is typed while it is on its way, and tries that behind it', async () => {
    const weight = { scope: 'relay', key: 'camera.weight', value: 3 };
    desk.edit(CAP);
    await platform.clock.advance(350);
    let answer: () => void = () => undefined;
    platform.reply((request) => {
      if (request.method !== 'PATCH' || request.path.includes('dry-run')) return undefined;
      return new Promise((resolve) => (answer = () => resolve(write(request))));
    });
    const applied = desk.apply('thin line');
    desk.edit(weight);
    await platform.clock.advance(350);
    expect(writes()).toEqual(['PATCH ?dry-run=true', 'PATCH ']);
    answer();
    await applied;
    expect(desk).toMatchObject({ applied: 4, edits: [weight], ready: false });
    await platform.clock.advance(0);
    expect(desk).toMatchObject({ ready: true, conflict: undefined, edits: [weight] });
  });

  it('is not applied before a dry run has shown it', async () => {
    desk.edit(CAP);
    await desk.apply('at once');
    expect(writes()).toEqual([]);
  });

  it('is none when the value is what it was', async () => {
    values = [CAP];
    await desk.load();
    desk.edit({ ...CAP, value: 1 });
    desk.edit(CAP);
    expect(desk.plan).toBeUndefined();
    await platform.clock.advance(1_000);
    expect(writes()).toEqual([]);
  });

  it('loses an edit that is withdrawn, and with the last one there is no plan', async () => {
    const weight = { scope: 'relay', key: 'camera.weight', value: 3 };
    desk.edit(CAP);
    desk.edit(weight);
    await platform.clock.advance(350);
    desk.withdraw(CAP.scope, CAP.key);
    expect(desk).toMatchObject({ edits: [weight], ready: false });
    await platform.clock.advance(350);
    expect(desk.ready).toBe(true);
    desk.withdraw(weight.scope, weight.key);
    await platform.clock.advance(350);
    expect(desk).toMatchObject({ plan: undefined, ready: false });
    expect(writes()).toHaveLength(2);
  });

  it('takes no notice of the dry run of an earlier one', async () => {
    let answer: (response: Response) => void = () => undefined;
    platform.reply((request) =>
      request.method === 'PATCH' ? new Promise((resolve) => (answer = resolve)) : undefined,
    );
    desk.edit(CAP);
    await platform.clock.advance(350);
    desk.edit({ ...CAP, value: 700_000 });
    answer(json({ dryRun: true, version, changes: [CAP], cameras: [], viewers: [] }));
    await settled();
    expect(desk.outcome).toBeUndefined();
  });

  it('keeps its refusal when the dry run of an earlier one ends well', async () => {
    let answer: (response: Response) => void = () => undefined;
    platform.reply((request) => {
      if (request.method !== 'PATCH') return undefined;
      if (!request.body.includes('700000')) return new Promise((resolve) => (answer = resolve));
      return problem(422, 'bad-setting');
    });
    desk.edit(CAP);
    await platform.clock.advance(350);
    desk.edit({ ...CAP, value: 700_000 });
    await platform.clock.advance(350);
    answer(json({ dryRun: true, version, changes: [CAP], cameras: [], viewers: [] }));
    await settled();
    expect(desk.trouble).toMatchObject({ kind: 'problem', problem: { code: 'bad-setting' } });
  });

  it('of somebody whose token had to be renewed is tried again', async () => {
    let signedOut = true;
    platform.reply((request) =>
      signedOut && request.method === 'PATCH' ? problem(401, 'bad-token') : undefined,
    );
    desk.edit(CAP);
    await platform.clock.advance(350);
    signedOut = false;
    await desk.load();
    await platform.clock.advance(0);
    expect(desk).toMatchObject({ ready: true, trouble: undefined });
  });

  it('shows a refusal, and forgets it with the next stroke', async () => {
    platform.reply((request) =>
      request.method === 'PATCH' ? problem(422, 'bad-setting', { detail: 'too much' }) : undefined,
    );
    desk.edit(CAP);
    await platform.clock.advance(350);
    expect(desk.trouble).toMatchObject({ kind: 'problem', problem: { code: 'bad-setting' } });
    desk.edit({ ...CAP, value: 1 });
    expect(desk.trouble).toBeUndefined();
  });
});

describe('two operators at once', () => {
  beforeEach(async () => {
    desk.edit(CAP);
    await platform.clock.advance(350);
    version = 4;
    values = [{ scope: 'camera:cam-1', key: 'camera.weight', value: 3 }];
  });

  it('the second is told what the first changed, keeps the plan, and may apply it anew', async () => {
    await desk.apply('mine');
    expect(desk.conflict?.changes).toEqual([
      { scope: 'camera:cam-1', key: 'camera.weight', to: 3 },
    ]);
    expect(desk.conflict?.versions.map((one) => one.version)).toEqual([4]);
    expect(desk.edits).toEqual([CAP]);
    await platform.clock.advance(0);
    expect(desk.ready).toBe(true);
    await desk.apply('mine all the same');
    expect(desk).toMatchObject({ applied: 5, conflict: undefined });
  });

  it('is told already when the change is noticed', async () => {
    await desk.noticed(4);
    expect(desk.conflict?.changes).toHaveLength(1);
  });

  it('is told nothing without a plan of its own', async () => {
    desk.discard();
    await desk.noticed(4);
    expect(desk.conflict).toBeUndefined();
    expect(desk.settings?.version).toBe(4);
  });
});

describe('the configuration read anew', () => {
  beforeEach(async () => {
    desk.edit(CAP);
    await platform.clock.advance(350);
    configured = 8_000_000;
  });

  const changes = [{ scope: 'file', key: CAP.key, from: 20_000_000, to: 8_000_000 }];

  it('is noticed by the tag, shown, and the plan is tried on it', async () => {
    await desk.noticed(3, etag());
    await platform.clock.advance(0);
    expect(desk).toMatchObject({ conflict: { changes, versions: [] }, ready: true });
  });

  it('is shown too when the relay refuses a change for it', async () => {
    await desk.apply('thin line');
    await platform.clock.advance(0);
    expect(desk).toMatchObject({ conflict: { changes, versions: [] }, ready: true, edits: [CAP] });
  });
});

describe('a proxy between page and relay', () => {
  /** Every ETag passes through this. */
  function altering(alter: (tag: string) => string): void {
    platform.reply((request) => {
      if (request.method !== 'GET' || !request.path.endsWith('/settings')) return undefined;
      const keys = [{ key: CAP.key, configured }];
      return new Response(JSON.stringify({ version, keys, values }), {
        headers: { ETag: alter(etag()) },
      });
    });
  }

  const reads = (): number => platform.requests('GET', '/api/v1/settings').length;

  it('that alters the tags lets no change through, which is said after two dry runs', async () => {
    altering((tag) => tag.replace(/"$/, '-gzip"'));
    await desk.load();
    desk.edit(CAP);
    await platform.clock.advance(60_000);
    expect(desk.trouble).toEqual({ kind: 'altered' });
    expect(desk.conflict).toBeUndefined();
    expect(writes()).toHaveLength(2);
    await desk.noticed(3, etag());
    await platform.clock.advance(60_000);
    const before = [reads(), writes().length];
    await desk.noticed(3, etag());
    await platform.clock.advance(60_000);
    expect([reads(), writes().length]).toEqual(before);
    expect(desk.trouble).toEqual({ kind: 'altered' });
  });

  it('that makes them weak is no news to look into', async () => {
    altering((tag) => `W/${tag}`);
    await desk.load();
    const before = reads();
    await desk.noticed(3, etag());
    expect(reads()).toBe(before);
  });
});

describe('a roll-back', () => {
  it('is tried first, and takes the place of edits', async () => {
    desk.edit(CAP);
    desk.rollBack(1);
    await platform.clock.advance(350);
    expect(writes()).toEqual(['POST /rollback?dry-run=true']);
    await desk.apply('was better');
    expect(writes().at(-1)).toBe('POST /rollback');
    expect(desk).toMatchObject({ rollbackTo: undefined, applied: 4 });
  });
});

describe('the relay out of reach', () => {
  it('at the first reading, is asked again when it answers', async () => {
    const http = new Http(platform.fetch, () => 'token');
    const late = new SettingsDesk(
      new SettingsApi(http, new URL('http://relay/')),
      platform.clock,
      () => undefined,
    );
    let down = true;
    platform.reply((request) =>
      down && request.path.endsWith('/versions') ? problem(503, 'starting') : undefined,
    );
    await late.load();
    expect(late.settings).toBeUndefined();
    expect(late.trouble).toMatchObject({ kind: 'problem' });
    down = false;
    await late.noticed(3);
    expect(late).toMatchObject({ settings: { version: 3 }, trouble: undefined });
  });

  it.each([
    ['nobody answered', () => Promise.reject(new TypeError('offline'))],
    ['a proxy answered in its place', () => problem(502, 'bad-gateway')],
  ])('tries a plan again to which %s', async (_, answer) => {
    let down = true;
    platform.reply((request) => (down && request.method === 'PATCH' ? answer() : undefined));
    desk.edit(CAP);
    await platform.clock.advance(350);
    expect(desk.trouble).toBeDefined();
    await desk.noticed(3);
    expect(desk).toMatchObject({ ready: false, edits: [CAP] });
    expect(desk.trouble).toBeDefined();
    down = false;
    await desk.noticed(3);
    expect(desk).toMatchObject({ ready: true, trouble: undefined });
    await desk.noticed(3);
    expect(writes()).toHaveLength(3);
  });

  it('after an Apply, is looked for among the versions before it is tried again', async () => {
    desk.edit(CAP);
    await platform.clock.advance(350);
    let down = true;
    platform.reply((request) => {
      if (!down || request.method !== 'PATCH') return undefined;
      write(request); // it was made, and only the answer is lost
      throw new TypeError('offline');
    });
    await desk.apply('thin line');
    expect(desk).toMatchObject({ ready: false, trouble: { kind: 'unreachable' } });
    down = false;
    await desk.noticed(4);
    await platform.clock.advance(0);
    expect(desk).toMatchObject({ trouble: undefined, settings: { version: 4 } });
    expect(desk).toMatchObject({ applied: 4, plan: undefined });
    expect(desk.conflict).toBeUndefined();
  });

  it('after an Apply that was not made, tells what somebody else changed', async () => {
    desk.edit(CAP);
    await platform.clock.advance(350);
    let down = true;
    platform.reply((request) => {
      if (!down || request.method !== 'PATCH') return undefined;
      throw new TypeError('offline');
    });
    await desk.apply('thin line');
    down = false;
    version = 4;
    await desk.noticed(4);
    await platform.clock.advance(0);
    expect(desk.conflict?.versions.map((one) => one.version)).toEqual([4]);
    expect(desk).toMatchObject({ applied: undefined, edits: [CAP], ready: true });
  });

  it('is asked one thing at a time', async () => {
    platform.reply((request) =>
      request.method === 'GET' ? new Promise(() => undefined) : undefined,
    );
    const asked = platform.sent.length;
    void desk.noticed(4);
    void desk.noticed(4);
    await settled();
    expect(platform.sent.length - asked).toBe(1);
  });

  it('is said when nobody answers an Apply, which may be pressed again', async () => {
    desk.edit(CAP);
    await platform.clock.advance(350);
    platform.on('PATCH', '/', () => new Promise(() => undefined));
    const applying = desk.apply('thin line');
    expect(desk.busy).toBe(true);
    limit.abort();
    await applying;
    expect(desk).toMatchObject({ busy: false, trouble: { kind: 'unreachable' } });
  });

  it('is said, and leaves no timer when the desk is left', async () => {
    platform.reply(() => {
      throw new TypeError('offline');
    });
    desk.edit(CAP);
    await platform.clock.advance(350);
    expect(desk.trouble).toEqual({ kind: 'unreachable' });
    desk.edit({ ...CAP, value: 1 });
    desk.stop();
    expect(platform.clock.pending).toBe(0);
    expect(steps).toBeGreaterThan(2);
  });
});

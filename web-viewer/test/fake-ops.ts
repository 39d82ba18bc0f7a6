import type { Bandwidth, Downlink, Uplink } from '../src/core/bandwidth.js';
import type {
  CameraChange,
  CameraTerms,
  Difference,
  SettingChange,
  SettingKey,
  SettingsVersion,
  SettingValue,
  ViewerChange,
  ViewerTerms,
  WithoutEffect,
} from '../src/core/live-settings.js';
import type { CameraInfo } from '../src/core/relay-api.js';
import { type Answer, type FakeRequest, problem } from './fake-relay.js';

const RATE = {
  unit: 'bit/s',
  effect: 'at-once',
  description: 'In the words of the relay.',
} as const;
const EVERYWHERE = ['relay', 'group', 'camera'] as const;

const KEYS: readonly SettingKey[] = [
  { ...RATE, key: 'camera.max-bitrate', ...range(50_000, 1e9), configured: 20_000_000 },
  { ...RATE, key: 'camera.min-bitrate', ...range(0, 1e8), configured: 0 },
  { ...RATE, key: 'camera.idle-bitrate', ...range(50_000, 1e9), configured: 150_000 },
  { ...RATE, key: 'camera.layer-bitrate.low', ...range(0, 1e9), configured: 0 },
  { ...RATE, key: 'camera.layer-bitrate.mid', ...range(0, 1e9), configured: 0 },
  { ...RATE, key: 'camera.layer-bitrate.high', ...range(0, 1e9), configured: 0 },
  { ...RATE, key: 'camera.weight', ...range(1, 1_000), unit: 'number', configured: 1 },
  { ...RATE, key: 'camera.group', ...range(1, 64), unit: 'name', scopes: ['camera'] },
  {
    ...RATE,
    key: 'budget.ingress',
    ...range(0, 2e9),
    scopes: ['relay', 'group'],
    configured: 0,
  },
  {
    ...RATE,
    key: 'viewer.max-bitrate',
    ...range(50_000, 1e8),
    scopes: ['relay', 'group', 'camera', 'role'],
    configured: 100_000_000,
  },
  {
    ...RATE,
    key: 'budget.egress',
    ...range(0, 1e11),
    scopes: ['relay', 'group'],
    configured: 0,
  },
  {
    ...RATE,
    key: 'viewer.probing',
    ...range(0, 1),
    unit: 'on/off',
    scopes: ['relay', 'group', 'camera', 'role'],
    configured: 'on',
  },
  {
    ...RATE,
    key: 'viewer.repair-share',
    ...range(0, 100),
    unit: '%',
    scopes: ['relay', 'group', 'camera', 'role'],
    configured: 25,
  },
  { ...RATE, key: 'media.coalesce', ...range(0, 100), unit: 'ms', configured: 15 },
  { ...RATE, key: 'budget.guaranteed', ...range(0, 2e9), scopes: ['group'] },
  { ...RATE, key: 'budget.egress-guaranteed', ...range(0, 1e11), scopes: ['group'] },
  { ...RATE, key: 'something.new', ...range(1, 5), unit: 'number', configured: 2 },
];

function range(least: number, most: number) {
  return { least, most, scopes: EVERYWHERE };
}

/** The relay's live settings and bandwidth, made up: rates wander, settings are kept as they are there. */
export class FakeOps {
  readonly cameras: CameraInfo[] = [];
  versions: SettingsVersion[] = [];
  /** Cameras that send twice what they are asked for. */
  readonly disobedient = new Set<string>();
  #values = new Map<string, SettingValue>();
  readonly #before = new Map<number, Map<string, SettingValue>>([[0, new Map()]]);
  #looks = 0;

  constructor(
    cameras: number,
    private readonly viewersEach = 2,
  ) {
    for (let i = 1; i <= cameras; i++) {
      const state = i % 9 === 0 ? 'offline' : i % 31 === 0 ? 'lost' : 'live';
      this.cameras.push({ id: `cam-${i}`, name: `Patrol ${i}`, state });
    }
  }

  get version(): number {
    return this.versions[0]?.version ?? 0;
  }

  /** For `FakeRelay.instead`. */
  readonly answer = (method: string, path: string, request: FakeRequest): Answer | undefined => {
    const what = path.replace('api/v1/', '');
    if (request.token !== 'operator-token') {
      const mine = what === 'bandwidth' || what.startsWith('settings');
      return mine
        ? problem(403, 'operator-only', 'Only operators may.', 'Sign in as one.')
        : undefined;
    }
    if (what === 'bandwidth') return { status: 200, body: this.#bandwidth() };
    if (what === 'cameras') return { status: 200, body: { cameras: this.cameras.map(whole) } };
    if (what === 'settings/versions') return { status: 200, body: { versions: this.versions } };
    if (what === 'settings' && method === 'GET') return this.#settings();
    if (what === 'settings' || what === 'settings/rollback') return this.#write(what, request);
    return undefined;
  };

  /** As another operator would. */
  change(scope: string, key: string, value: SettingValue, reason: string, by = 'operator'): void {
    this.#commit(this.#changed([{ scope, key, value }]), reason, by);
  }

  value(scope: string, key: string): SettingValue | undefined {
    return this.#values.get(`${scope} ${key}`);
  }

  get #etag(): string {
    return `"v${this.version}"`;
  }

  #settings(): Answer {
    const values = [...this.#values].map(([name, value]) => {
      const [scope = '', key = ''] = name.split(' ');
      return { scope, key, value };
    });
    const headers = { ETag: this.#etag };
    return { status: 200, headers, body: { version: this.version, keys: KEYS, values } };
  }

  #write(what: string, { query, ifMatch, body }: FakeRequest): Answer {
    if (ifMatch !== this.#etag)
      return problem(412, 'stale-etag', 'They have changed.', 'Look again.');
    const asked = JSON.parse(body) as {
      reason: string;
      version?: number;
      changes?: SettingChange[];
    };
    const back = what.endsWith('rollback') ? asked.version : undefined;
    const after =
      back === undefined
        ? this.#changed(asked.changes ?? [])
        : (this.#before.get(back) ?? this.#values);
    const dryRun = query.includes('dry-run=true');
    const changes = this.#differences(after);
    const cameras = this.#affected(after);
    const viewers = this.#served(after);
    if (!dryRun) this.#commit(after, asked.reason, 'operator', back);
    const withoutEffect = above(after);
    const { version } = this;
    const outcome = { dryRun, version, changes, cameras, viewers, withoutEffect };
    return { status: 200, body: outcome };
  }

  #changed(changes: readonly SettingChange[]): Map<string, SettingValue> {
    const after = new Map(this.#values);
    for (const { scope, key, value } of changes) {
      if (value === null) after.delete(`${scope} ${key}`);
      else after.set(`${scope} ${key}`, value);
    }
    return after;
  }

  #commit(after: Map<string, SettingValue>, reason: string, by: string, back?: number): void {
    const version = this.version + 1;
    const at = new Date(Date.UTC(2026, 10, 23, 9, version)).toISOString();
    const changes = this.#differences(after);
    const rollbackTo = back === undefined ? {} : { rollbackTo: back };
    this.versions = [{ version, at, by, reason, changes, ...rollbackTo }, ...this.versions];
    this.#values = after;
    this.#before.set(version, after);
  }

  #differences(after: ReadonlyMap<string, SettingValue>): Difference[] {
    const names = [...new Set([...this.#values.keys(), ...after.keys()])];
    return names
      .filter((name) => this.#values.get(name) !== after.get(name))
      .map((name) => {
        const [scope = '', key = ''] = name.split(' ');
        const [from, to] = [this.#values.get(name), after.get(name)];
        return {
          scope,
          key,
          ...(from !== undefined && { from }),
          ...(to !== undefined && { to }),
        };
      });
  }

  #affected(after: ReadonlyMap<string, SettingValue>): CameraChange[] {
    return this.cameras
      .map(({ id }) => ({ id, from: terms(id, this.#values), to: terms(id, after) }))
      .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to));
  }

  /** Only what is set for the relay and for a camera is looked at. */
  #served(after: ReadonlyMap<string, SettingValue>): ViewerChange[] {
    return this.cameras
      .filter(({ state }) => state === 'live')
      .map(({ id }) => ({
        session: `${id}-0`,
        camera: id,
        name: 'Command post',
        from: viewerTerms(id, this.#values),
        to: viewerTerms(id, after),
      }))
      .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to));
  }

  #bandwidth(): Bandwidth {
    this.#looks += 1;
    const live = this.cameras.filter((camera) => camera.state === 'live');
    const cameras = live.map((camera, index) => this.#uplink(camera.id, index));
    const budget = this.#values.get('relay budget.ingress');
    const groups = this.#groups(cameras);
    const ingress = cameras.reduce((sum, one) => sum + one.bps, 0);
    return {
      atMs: this.#looks * 2_000,
      settingsVersion: this.version,
      settingsEtag: this.#etag,
      ingress: {
        bps: ingress,
        ...(typeof budget === 'number' && { budgetBps: budget }),
      },
      egress: this.#egress(ingress * this.viewersEach),
      groups,
      cameras,
      viewers: cameras.flatMap((camera, index) =>
        Array.from({ length: this.viewersEach }, (_, n) => ({
          session: `${camera.id}-${n}`,
          camera: camera.id,
          name: n === 0 ? 'Command post' : `Desk ${(index * 7 + n) % 40}`,
          state: 'connected' as const,
          packets: this.#looks * 500,
          bytes: this.#looks * Math.round(camera.bps / 4),
          retransmitted: this.#looks * ((index * n) % 5),
          ...this.#line(index, n),
        })),
      ),
    };
  }

  #egress(bps: number): Bandwidth['egress'] {
    const budget = this.#values.get('relay budget.egress');
    return {
      bps,
      ...(typeof budget === 'number' && { budgetBps: budget }),
    };
  }

  /** A line in nine is short, and one in twelve is capped. */
  #line(index: number, n: number): Partial<Downlink> {
    const which = index * 3 + n;
    if (which % 9 === 4)
      return { limit: 'line', estimateBps: 812_000, lostPart: 0.024, queueMs: 38 };
    if (which % 12 === 7) return { limit: 'viewer-cap', maxBps: 600_000, lostPart: 0, queueMs: 3 };
    return { limit: 'camera', lostPart: 0, queueMs: which % 5 };
  }

  #groups(cameras: readonly Uplink[]): Bandwidth['groups'] {
    const names = [...new Set(cameras.flatMap(({ group }) => group ?? []))];
    return names.map((group) => {
      const budget = this.#values.get(`group:${group} budget.ingress`);
      const guaranteed = this.#values.get(`group:${group} budget.guaranteed`);
      const egressBudget = this.#values.get(`group:${group} budget.egress`);
      const egressGuaranteed = this.#values.get(`group:${group} budget.egress-guaranteed`);
      const members = cameras.filter((camera) => camera.group === group);
      const bps = members.reduce((sum, one) => sum + one.bps, 0);
      return {
        group,
        bps,
        viewers: members.length * this.viewersEach,
        egressBps: bps * this.viewersEach,
        ...(typeof egressBudget === 'number' && { egressBudgetBps: egressBudget }),
        ...(typeof egressGuaranteed === 'number' && { egressGuaranteedBps: egressGuaranteed }),
        ...(typeof budget === 'number' && { budgetBps: budget }),
        ...(typeof guaranteed === 'number' && { guaranteedBps: guaranteed }),
      };
    });
  }

  #uplink(id: string, index: number): Uplink {
    const { group, maxBps, minBps, weight } = terms(id, this.#values);
    const wave = Math.sin(this.#looks / 4 + index) * 0.1;
    const heldBy = index % 5 === 3 ? 'budget' : 'cap';
    const targetBps = Math.min(maxBps, heldBy === 'budget' ? 900_000 : maxBps);
    const free = Math.min(targetBps * 0.95, (1_500_000 + index * 700) * (1 + wave));
    const bps = Math.round(this.disobedient.has(id) ? 2 * targetBps : free);
    const fractionLost = index % 7 === 2 ? 0.031 : index % 4 === 1 ? 0.002 : 0;
    return {
      id,
      ...(group !== undefined && { group }),
      bps,
      targetBps,
      heldBy,
      askedBps: targetBps,
      maxBps,
      minBps,
      weight,
      fractionLost,
      ...(fractionLost > 0 && { roundTripMs: 40 + (index % 9) * 11 }),
      viewers: this.viewersEach,
    };
  }
}

function whole(camera: CameraInfo): CameraInfo {
  return { since: '2026-11-23T09:00:00Z', viewers: 0, tracks: [], faults: [], ...camera };
}

/** Only caps of the same scope and of the relay are looked at. */
function above(values: ReadonlyMap<string, SettingValue>): WithoutEffect[] {
  const cap = (scope: string): SettingValue | undefined =>
    values.get(`${scope} camera.max-bitrate`);
  return [...values]
    .map(([name, value]) => {
      const [scope = '', key = ''] = name.split(' ');
      const detail = 'In the words of the relay.';
      return { scope, key, value: Number(value), detail };
    })
    .filter(({ key }) => key.startsWith('camera.layer-bitrate.'))
    .filter(({ scope, value }) => value > Number(cap(scope) ?? cap('relay') ?? 20_000_000));
}

function viewerTerms(id: string, values: ReadonlyMap<string, SettingValue>): ViewerTerms {
  const nearest = (key: string): SettingValue | undefined =>
    values.get(`camera:${id} ${key}`) ?? values.get(`relay ${key}`);
  const cap = nearest('viewer.max-bitrate');
  return {
    ...(typeof cap === 'number' && { maxBps: cap }),
    byBudget: false,
    probing: String(nearest('viewer.probing') ?? 'on'),
    repairPercent: Number(nearest('viewer.repair-share') ?? 25),
    stretchPercent: 120,
  };
}

function terms(id: string, values: ReadonlyMap<string, SettingValue>): CameraTerms {
  const group = values.get(`camera:${id} camera.group`);
  const nearest = (key: string, fallback: number): number =>
    Number(
      values.get(`camera:${id} ${key}`) ??
        values.get(`group:${group} ${key}`) ??
        values.get(`relay ${key}`) ??
        fallback,
    );
  const maxBps = nearest('camera.max-bitrate', 20_000_000);
  return {
    ...(typeof group === 'string' && { group }),
    maxBps,
    minBps: nearest('camera.min-bitrate', 0),
    startBps: 600_000,
    idleBps: nearest('camera.idle-bitrate', 150_000),
    foreignIdleBps: 150_000,
    audioBps: 0,
    layers: {
      lowBps: Math.min(maxBps, nearest('camera.layer-bitrate.low', 0)),
      midBps: Math.min(maxBps, nearest('camera.layer-bitrate.mid', 0)),
      highBps: Math.min(maxBps, nearest('camera.layer-bitrate.high', 0)),
    },
    weight: nearest('camera.weight', 1),
    coalesceMs: nearest('media.coalesce', 15),
    historyMs: 2_000,
    keyFrameMs: 500,
    targetBps: maxBps,
  };
}

import type { Http } from './http.js';

export type SettingUnit = 'bit/s' | 'ms' | 'number' | '%' | 'on/off' | 'name';
export type ScopeKind = 'relay' | 'group' | 'camera' | 'role';

/** Whose token may watch. */
export const ROLES = ['viewer', 'operator'] as const;
export type SettingValue = number | string;

/** What can be set, as the relay describes it. */
export interface SettingKey {
  readonly key: string;
  readonly unit: SettingUnit;
  /** Of a name, the least number of characters. */
  readonly least: number;
  readonly most: number;
  readonly scopes: readonly ScopeKind[];
  readonly effect: 'at-once' | 'next-session';
  readonly description: string;
  /** What counts where no operator has set anything. */
  readonly configured?: SettingValue;
}

/** `scope` is `relay`, `group:NAME`, `camera:ID` or `role:viewer`. */
export interface SetValue {
  readonly scope: string;
  readonly key: string;
  readonly value: SettingValue;
}

/** The live settings; `etag` names this state of them. */
export interface LiveSettings {
  readonly etag: string;
  readonly version: number;
  readonly keys: readonly SettingKey[];
  readonly values: readonly SetValue[];
}

/** `null` takes the value away, so that the next scope counts. */
export interface SettingChange {
  readonly scope: string;
  readonly key: string;
  readonly value: SettingValue | null;
}

export interface Difference {
  /** `file` for what the configuration says. */
  readonly scope: string;
  readonly key: string;
  readonly from?: SettingValue;
  readonly to?: SettingValue;
}

/** What counts for a camera, bit/s. */
export interface CameraTerms {
  readonly group?: string;
  readonly maxBps: number;
  readonly minBps: number;
  readonly startBps: number;
  /** While nobody watches. */
  readonly idleBps?: number;
  /** The same, of cameras that take no messages. */
  readonly foreignIdleBps?: number;
  /** Its sound's part; 0 leaves it to the camera. */
  readonly audioBps?: number;
  /** What its simulcast layers may take; 0 leaves it to the camera. */
  readonly layers?: LayerRates;
  readonly weight: number;
  /** How long a picture's packets wait for each other. */
  readonly coalesceMs?: number;
  /** How long packets are kept for repair. */
  readonly historyMs?: number;
  /** Least time between two requests for a key frame. */
  readonly keyFrameMs?: number;
  /** What it may send; only while it is connected. */
  readonly targetBps?: number;
}

/** Of the smallest layer, those between, and the largest. */
export interface LayerRates {
  readonly lowBps: number;
  readonly midBps: number;
  readonly highBps: number;
}

/** What counts for a viewer. */
export interface ViewerTerms {
  /** What is given at most, bit/s; left out if there is no bound. */
  readonly maxBps?: number;
  /** Whether a budget says so, not a cap. */
  readonly byBudget: boolean;
  readonly probing: string;
  readonly repairPercent: number;
  readonly stretchPercent: number;
}

export interface ViewerChange {
  readonly session: string;
  readonly camera: string;
  readonly name: string;
  readonly from: ViewerTerms;
  readonly to: ViewerTerms;
}

export interface CameraChange {
  readonly id: string;
  readonly from: CameraTerms;
  readonly to: CameraTerms;
}

/** A change that was made, or would be. */
export interface Outcome {
  readonly dryRun: boolean;
  readonly version: number;
  readonly changes: readonly Difference[];
  readonly cameras: readonly CameraChange[];
  readonly viewers: readonly ViewerChange[];
  /** Values that stand and have no effect any more, because another bound is nearer. */
  readonly withoutEffect?: readonly WithoutEffect[];
}

export interface WithoutEffect {
  readonly scope: string;
  readonly key: string;
  readonly value: number;
}

export interface SettingsVersion {
  readonly version: number;
  /** ISO 8601. */
  readonly at: string;
  readonly by: string;
  readonly reason: string;
  readonly rollbackTo?: number;
  readonly changes: readonly Difference[];
}

/** What is to be done to the settings. */
export type Plan =
  | { readonly kind: 'changes'; readonly changes: readonly SettingChange[] }
  | { readonly kind: 'rollback'; readonly version: number };

/** The relay's live settings below `base` (the mount point, with a trailing slash). */
export class SettingsApi {
  constructor(
    private readonly http: Http,
    private readonly base: URL,
  ) {}

  async read(): Promise<LiveSettings> {
    const response = await this.http.request(this.#url(''));
    const body = (await response.json()) as Omit<LiveSettings, 'etag'>;
    return { ...body, etag: response.headers.get('ETag') ?? '*' };
  }

  async versions(): Promise<readonly SettingsVersion[]> {
    const body = (await this.http.json(this.#url('/versions'))) as {
      versions?: SettingsVersion[];
    };
    return body.versions ?? [];
  }

  /** What would change for whom. */
  preview(plan: Plan, etag: string): Promise<Outcome> {
    return this.#send(plan, etag, 'dry run', '?dry-run=true');
  }

  /** Refused with 412 if the settings are no longer those of `etag`. */
  apply(plan: Plan, etag: string, reason: string): Promise<Outcome> {
    return this.#send(plan, etag, reason, '');
  }

  async #send(plan: Plan, etag: string, reason: string, query: string): Promise<Outcome> {
    const back = plan.kind === 'rollback';
    const body = back ? { reason, version: plan.version } : { reason, changes: plan.changes };
    return (await this.http.json(this.#url((back ? '/rollback' : '') + query), {
      method: back ? 'POST' : 'PATCH',
      headers: { 'Content-Type': 'application/json', 'If-Match': etag },
      body: JSON.stringify(body),
    })) as Outcome;
  }

  #url(rest: string): URL {
    return new URL(`api/v1/settings${rest}`, this.base);
  }
}

/** A value and where it comes from: a scope, or `file` for the configuration. */
export interface Origin {
  readonly value?: SettingValue;
  readonly from: string;
}

/** What counts in a scope when nothing is set in it; for a camera its group comes first. */
export function inherited(settings: LiveSettings, key: SettingKey, scope: string): Origin {
  for (const wider of widerScopes(settings, scope)) {
    const value = valueAt(settings, wider, key.key);
    if (value !== undefined) return { value, from: wider };
  }
  // A group's own budget is none, whatever the relay's is.
  if (key.key.startsWith('budget.') && scope !== 'relay') return { from: 'file' };
  return { ...(key.configured !== undefined && { value: key.configured }), from: 'file' };
}

export function valueAt(
  settings: LiveSettings,
  scope: string,
  key: string,
): SettingValue | undefined {
  return settings.values.find((one) => one.scope === scope && one.key === key)?.value;
}

function widerScopes(settings: LiveSettings, scope: string): string[] {
  if (scope === 'relay') return [];
  if (!scope.startsWith('camera:')) return ['relay'];
  const group = valueAt(settings, scope, 'camera.group');
  return group === undefined ? ['relay'] : [`group:${group}`, 'relay'];
}

export function scopeKind(scope: string): ScopeKind {
  const kind = scope.split(':')[0];
  return kind === 'group' || kind === 'camera' || kind === 'role' ? kind : 'relay';
}

/** The groups that there are: whoever is named by a camera, or has a value. */
export function groupNames(settings: LiveSettings): string[] {
  const named = settings.values.filter((one) => one.key === 'camera.group');
  const scoped = settings.values.filter((one) => one.scope.startsWith('group:'));
  const names = [
    ...named.map((one) => String(one.value)),
    ...scoped.map((one) => one.scope.slice('group:'.length)),
  ];
  return [...new Set(names)].sort((one, other) => one.localeCompare(other));
}

/** What two states of the settings differ in, and the configuration beneath them. */
export function differences(before: LiveSettings, after: LiveSettings): Difference[] {
  const name = (one: SetValue): string => `${one.scope} ${one.key}`;
  const from = new Map(valuesOf(before).map((one) => [name(one), one]));
  const to = new Map(valuesOf(after).map((one) => [name(one), one]));
  return [...new Set([...from.keys(), ...to.keys()])]
    .filter((each) => from.get(each)?.value !== to.get(each)?.value)
    .flatMap((each) => {
      const [was, is] = [from.get(each), to.get(each)];
      const either = was ?? is;
      if (either === undefined) return [];
      return [
        {
          scope: either.scope,
          key: either.key,
          ...(was !== undefined && { from: was.value }),
          ...(is !== undefined && { to: is.value }),
        },
      ];
    });
}

/** All that is set, and all that is configured. */
function valuesOf({ keys, values }: LiveSettings): SetValue[] {
  const configured = keys.flatMap(({ key, configured: value }) =>
    value === undefined ? [] : [{ scope: 'file', key, value }],
  );
  return [...values, ...configured];
}

/** Whether a value may be set, before the relay is asked. */
export function isTaken(key: SettingKey, value: SettingValue): boolean {
  if (key.unit === 'on/off') return value === 'on' || value === 'off';
  if (key.unit === 'name') {
    return typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(value);
  }
  return (
    typeof value === 'number' && Number.isInteger(value) && value >= key.least && value <= key.most
  );
}

/** Steps of a slider. */
export const SLIDER_STEPS = 1_000;

/** Where a slider stands; rates span five powers of ten, so that its steps are ratios. */
export function sliderStep(key: SettingKey, value: number): number {
  const low = Math.max(key.least, lowest(key));
  if (value < low) return 0;
  const part = Math.log(value / low) / Math.log(key.most / low);
  return Math.round(Math.min(1, part) * (SLIDER_STEPS - 1)) + 1;
}

/** What a slider means, rounded to two digits; step 0 is the least value. */
export function sliderValue(key: SettingKey, step: number): number {
  if (step <= 0) return key.least;
  const low = Math.max(key.least, lowest(key));
  const exact = low * (key.most / low) ** ((step - 1) / (SLIDER_STEPS - 1));
  return Math.min(key.most, Math.max(key.least, Number(exact.toPrecision(2))));
}

function lowest(key: SettingKey): number {
  return key.unit === 'bit/s' ? 10_000 : 1;
}

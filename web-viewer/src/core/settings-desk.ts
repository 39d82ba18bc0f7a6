import { Alarm, type Clock } from './clock.js';
import {
  type Difference,
  differences,
  type LiveSettings,
  type Outcome,
  type Plan,
  type SettingChange,
  type SettingsApi,
  type SettingsVersion,
  valueAt,
} from './live-settings.js';
import { type Problem, ProblemError } from './problem.js';

/**
 * What stands in the way: a refusal of the relay, that it was not reached, or that it does not know
 * the ETag that it gave, because something on the way alters it.
 */
export type Trouble =
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'altered' };

/** What others changed while this operator had a plan. */
export interface Conflict {
  readonly changes: readonly Difference[];
  /** Who and why, newest first, as far as the relay remembers. */
  readonly versions: readonly SettingsVersion[];
}

/** A change that was sent, as its dry run had told it. */
interface Attempt {
  readonly plan: Plan;
  readonly reason: string;
  readonly changes: readonly Difference[];
}

/** From the last stroke of a key to the dry run, ms. */
const PAUSE_MS = 350;

/**
 * Where one operator prepares a change: edits or a roll-back are tried by a dry run first, and
 * applied only against the settings that the dry run saw. `changed` is called after every step.
 */
export class SettingsDesk {
  settings: LiveSettings | undefined;
  versions: readonly SettingsVersion[] = [];
  /** Of the plan as it is now; undefined while there is none, or it is being asked for. */
  outcome: Outcome | undefined;
  conflict: Conflict | undefined;
  trouble: Trouble | undefined;
  /** A change is on its way. */
  busy = false;
  /** The version that the last change became. */
  applied: number | undefined;
  rollbackTo: number | undefined;
  /** How often a plan was given up. */
  discards = 0;

  readonly #edits = new Map<string, SettingChange>();
  readonly #pause: Alarm;
  /** Counts plans: the answer to an earlier one is old news. */
  #generation = 0;
  /** Steps that wait for the relay. */
  #waiting = 0;
  /** The last one; it may have been taken though no answer came. */
  #attempt: Attempt | undefined;
  /** The tag that a change was refused for, until one is taken. */
  #refused: string | undefined;
  /** The last tag that was told beside the settings, and looked into. */
  #told: string | undefined;

  constructor(
    private readonly api: SettingsApi,
    clock: Clock,
    private readonly changed: () => void,
  ) {
    this.#pause = new Alarm(clock);
  }

  /** Reads the settings and who changed them. */
  async load(): Promise<void> {
    await this.#guarded(() => this.#readAnew());
  }

  stop(): void {
    this.#generation += 1;
    this.#pause.stop();
  }

  get edits(): readonly SettingChange[] {
    return [...this.#edits.values()];
  }

  edited(scope: string, key: string): SettingChange | undefined {
    return this.#edits.get(`${scope} ${key}`);
  }

  get plan(): Plan | undefined {
    if (this.rollbackTo !== undefined) return { kind: 'rollback', version: this.rollbackTo };
    return this.#edits.size === 0 ? undefined : { kind: 'changes', changes: this.edits };
  }

  /** A value that is what counts already is no edit. */
  edit(change: SettingChange): void {
    this.rollbackTo = undefined;
    const name = `${change.scope} ${change.key}`;
    const set = this.settings && valueAt(this.settings, change.scope, change.key);
    if ((set ?? null) === change.value) this.#edits.delete(name);
    else this.#edits.set(name, change);
    this.#planned(PAUSE_MS);
  }

  /** Takes one edit out of the plan. */
  withdraw(scope: string, key: string): void {
    if (this.#edits.delete(`${scope} ${key}`)) this.#planned(PAUSE_MS);
  }

  /** Plans to make every value what it was at a version. */
  rollBack(version: number): void {
    this.#edits.clear();
    this.rollbackTo = version;
    this.#planned(0);
  }

  discard(): void {
    this.#edits.clear();
    this.rollbackTo = undefined;
    this.conflict = undefined;
    this.discards += 1;
    this.#planned(0);
  }

  /** Only what a dry run has shown is applied. */
  get ready(): boolean {
    return this.outcome !== undefined && this.outcome.changes.length > 0 && !this.busy;
  }

  /** What is planned while it is on its way stays, and is tried behind it. */
  async apply(reason: string): Promise<void> {
    const { plan, settings, outcome: shown } = this;
    if (!this.ready || !plan || !settings || !shown) return;
    const attempt = { plan, reason, changes: shown.changes };
    this.#attempt = attempt;
    this.busy = true;
    this.changed();
    await this.#guarded(async () => {
      const outcome = await this.api.apply(plan, settings.etag, reason);
      this.conflict = undefined;
      this.#taken(attempt, outcome.version);
      await this.#read();
    });
    this.busy = false;
    if (this.plan !== undefined && this.outcome === undefined && this.trouble === undefined) {
      this.#pause.set(0, () => void this.#preview());
    }
    this.changed();
  }

  /** It became a version: it is no plan any more. */
  #taken({ plan }: Attempt, version: number): void {
    if (plan.kind === 'rollback') {
      if (this.rollbackTo === plan.version) this.rollbackTo = undefined;
    } else {
      for (const change of plan.changes) {
        const name = `${change.scope} ${change.key}`;
        if (this.#edits.get(name) === change) this.#edits.delete(name);
      }
    }
    this.outcome = undefined;
    this.applied = version;
  }

  /**
   * The relay answers, and its settings have this version and this tag: catches up on what is amiss
   * here.
   */
  async noticed(version: number, etag?: string): Promise<void> {
    if (this.#waiting > 0) return;
    if (this.#isNews(version, etag)) {
      await this.#guarded(async () => {
        await this.#readAnew();
        this.#told = etag;
      });
    } else if (this.outcome === undefined && passes(this.trouble)) {
      await this.#preview();
    }
  }

  /** A tag that came through a proxy may never be that of the relay: nothing is read for it twice. */
  #isNews(version: number, etag: string | undefined): boolean {
    if (version !== this.settings?.version) return true;
    return etag !== undefined && etag !== this.#told && etag !== strong(this.settings.etag);
  }

  #planned(pauseMs: number): void {
    this.#generation += 1;
    this.outcome = undefined;
    this.trouble = undefined;
    this.applied = undefined;
    this.#pause.stop();
    if (this.plan !== undefined) this.#pause.set(pauseMs, () => void this.#preview());
    this.changed();
  }

  async #preview(): Promise<void> {
    const { plan, settings } = this;
    if (plan === undefined || settings === undefined || this.busy) return;
    const generation = this.#generation;
    await this.#guarded(async () => {
      const outcome = await this.api.preview(plan, settings.etag);
      this.#refused = undefined;
      if (generation === this.#generation) this.outcome = outcome;
    });
  }

  async #guarded(step: () => Promise<void>): Promise<void> {
    const generation = this.#generation;
    this.#waiting += 1;
    try {
      await step();
      if (generation === this.#generation) this.trouble = undefined;
    } catch (error) {
      const stale = error instanceof ProblemError && error.problem.status === 412;
      if (generation === this.#generation) await this.#failed(error, stale);
    }
    this.#waiting -= 1;
    this.changed();
  }

  async #failed(error: unknown, stale: boolean): Promise<void> {
    if (stale && this.#refused === this.settings?.etag) {
      this.trouble = { kind: 'altered' };
      return;
    }
    if (stale) {
      this.#refused = this.settings?.etag;
      try {
        await this.#readAnew();
        return;
      } catch (later) {
        error = later;
      }
    }
    if (error instanceof ProblemError) {
      this.trouble = { kind: 'problem', problem: error.problem };
      return;
    }
    // Of a change that was sent nobody knows whether it was made: only another look tells.
    this.outcome = undefined;
    this.trouble = { kind: 'unreachable' };
  }

  /** Somebody else was faster: shows what he changed, and tries the plan on that. */
  async #readAnew(): Promise<void> {
    const before = this.settings;
    await this.#read();
    const after = this.settings;
    if (this.plan === undefined || before === undefined || after === undefined) return;
    const news = this.versions.filter((one) => one.version > before.version);
    const attempt = this.#attempt;
    const own = attempt && news.find((one) => isOf(attempt, one));
    if (attempt && own) this.#taken(attempt, own.version);
    const versions = news.filter((one) => one !== own);
    const changes = differences(before, after).filter((one) => !own?.changes.some(isSame(one)));
    if (changes.length + versions.length > 0) this.conflict = { changes, versions };
    this.#planned(0);
    this.applied = own?.version;
  }

  async #read(): Promise<void> {
    const settings = await this.api.read();
    this.versions = await this.api.versions();
    this.settings = settings;
  }
}

/** Whether a version is what was sent: nobody else gives the same reason for the same values. */
function isOf({ reason, changes }: Attempt, version: SettingsVersion): boolean {
  if (version.reason !== reason || version.changes.length !== changes.length) return false;
  return changes.every((one) => version.changes.some(isSame(one)));
}

const isSame =
  (one: Difference) =>
  (other: Difference): boolean =>
    one.scope === other.scope && one.key === other.key && one.to === other.to;

/** Whether the relay may answer otherwise when it is asked the same again. */
function passes(trouble: Trouble | undefined): boolean {
  if (trouble?.kind !== 'problem') return trouble?.kind === 'unreachable';
  return trouble.problem.status === 429 || trouble.problem.status >= 500;
}

/** What the relay called it, before a proxy that compresses made it weak (RFC 9110, section 8.8.3). */
function strong(etag: string): string {
  return etag.replace(/^W\//, '');
}

import type { Failure } from '../core/failure.js';
import type { PlayerState } from '../core/player.js';
import type { Problem } from '../core/problem.js';
import type { PublisherState } from '../core/publisher.js';
import { bitRate, duration, elapsed } from './format.js';
import { isMessageKey, type Language, type Translate } from './translate.js';

/** From this age on a single picture says how old it is, ms: the next comes sooner if all is well. */
const OLD_STILL_MS = 2_000;

/** How bad it is, for the colour of the dot. */
export type Tone = 'good' | 'busy' | 'warning' | 'bad' | 'quiet';

/** A state in words: what it is, why, and what to do about it. */
export interface Notice {
  readonly tone: Tone;
  readonly title: string;
  readonly text?: string;
  readonly remedy?: string;
  /** Whether a person can do something by trying again. */
  readonly retry?: boolean;
}

export function playerNotice(state: PlayerState, t: Translate): Notice {
  switch (state.kind) {
    case 'idle':
      return { tone: 'quiet', title: t('player.idle') };
    case 'connecting':
      return { tone: 'busy', title: t('player.connecting') };
    case 'waiting':
      return { tone: 'busy', title: t('player.waiting'), ...waitingText(state, t) };
    case 'live':
      return { tone: 'good', title: t('player.live') };
    case 'delayed':
      return { tone: 'warning', title: t('player.delayed', { time: duration(state.ageMs, t) }) };
    case 'stills':
      return stillsNotice(state, t);
    case 'paused':
      return { tone: 'warning', title: t('player.paused'), text: pausedText(state, t) };
    case 'frozen':
      return withAge('frozen', 'warning', state.forMs, t);
    case 'lost':
      return withAge(lostKey(state), 'bad', state.forMs, t);
    case 'reconnecting':
      return {
        tone: 'warning',
        title: t('player.reconnecting'),
        text: reconnectingText(state, t),
        retry: true,
      };
    case 'blocked':
      return { tone: 'bad', title: t('player.blocked'), ...blockedText(state, t), retry: true };
    case 'gone':
      return {
        tone: 'bad',
        title: t(goneTitle('player', state.reason)),
        text: goneText('player', state.reason, t),
        retry: true,
      };
    case 'refused':
      return {
        tone: 'bad',
        title: t('player.refused'),
        ...problemText(state.problem, t),
        retry: true,
      };
    case 'failed':
      return { tone: 'bad', title: t('player.failed'), text: state.detail, retry: true };
  }
}

export function publisherNotice(state: PublisherState, t: Translate, language: Language): Notice {
  switch (state.kind) {
    case 'ready':
      return { tone: 'quiet', title: t('publish.ready'), text: t('publish.ready.text') };
    case 'asking':
      return { tone: 'busy', title: t('publish.asking'), text: t('publish.asking.text') };
    case 'connecting':
      return { tone: 'busy', title: t('publish.connecting') };
    case 'live': {
      // The first second has no rate yet, and 0 would be a false alarm.
      const rate = state.bps === 0 ? [] : [bitRate(state.bps, language)];
      const text = [elapsed(state.forMs), ...rate].join(' · ');
      const remedy = state.saving && t(`publish.saving.${state.saving}`);
      return { tone: 'good', title: t('publish.live'), text, ...(remedy && { remedy }) };
    }
    case 'interrupted':
      return {
        tone: 'warning',
        title: t('publish.interrupted'),
        text: t('publish.interrupted.text'),
      };
    case 'reconnecting': {
      const time = duration(state.retryInMs + 999, t);
      const text = t(awayKey(state.cause) ?? 'publish.reconnecting.text', { time });
      return { tone: 'warning', title: t('publish.reconnecting'), text };
    }
    case 'blocked':
      return { tone: 'bad', title: t('player.blocked'), ...blockedText(state, t) };
    case 'taken-over':
      return { tone: 'bad', title: t('publish.taken-over'), text: t('publish.taken-over.text') };
    case 'gone':
      return {
        tone: 'bad',
        title: t(goneTitle('publish', state.reason)),
        text: goneText('publish', state.reason, t),
      };
    case 'refused':
      return { tone: 'bad', title: t('publish.refused'), ...problemText(state.problem, t) };
    case 'failed': {
      const text = t(`publish.failed.${state.fault}`, { detail: state.detail });
      const title = state.fault === 'unplugged' ? 'publish.unplugged' : 'publish.failed';
      return { tone: 'bad', title: t(title), text };
    }
  }
}

/** In the reader's language where we know the problem, with the relay's own words beneath. */
export function problemText(problem: Problem, t: Translate): { text: string; remedy?: string } {
  const key = `problem.${problem.code}`;
  const detail = problem.detail ?? problem.title;
  if (isMessageKey(key)) return { text: t(key), remedy: detail };
  return { text: detail, ...(problem.remedy !== undefined && { remedy: problem.remedy }) };
}

type StateOf<K extends PlayerState['kind']> = Extract<PlayerState, { kind: K }>;

function waitingText(state: StateOf<'waiting'>, t: Translate): { text?: string } {
  if (state.sound) return { text: t('player.waiting.sound') };
  return state.camera === undefined ? {} : { text: t(`player.waiting.${state.camera}`) };
}

function stillsNotice({ forMs, bounded }: StateOf<'stills'>, t: Translate): Notice {
  const key = forMs < OLD_STILL_MS ? 'player.stills' : 'player.stills.old';
  const text = t(bounded ? 'player.stills.bounded' : 'player.stills.text');
  return { tone: 'warning', title: t(key, { time: duration(forMs, t) }), text };
}

function pausedText({ forMs, bounded }: StateOf<'paused'>, t: Translate): string {
  const why = t(bounded ? 'player.paused.bounded' : 'player.paused.text');
  return forMs === undefined ? why : why + lastPicture(forMs, t);
}

function lastPicture(forMs: number, t: Translate): string {
  return ' ' + t('player.lastPicture', { time: duration(forMs, t) });
}

type WithAge = 'frozen' | 'lost' | 'lost.line' | 'lost.offline';

function lostKey(state: StateOf<'lost'>): WithAge {
  if (state.line) return 'lost.line';
  return state.camera === 'offline' ? 'lost.offline' : 'lost';
}

function withAge(kind: WithAge, tone: Tone, forMs: number, t: Translate): Notice {
  const text = t(`player.${kind}.text`, { time: duration(forMs, t) });
  return { tone, title: t(`player.${kind}`), text };
}

function reconnectingText(state: StateOf<'reconnecting'>, t: Translate): string {
  const time = duration(state.retryInMs + 999, t);
  const key = awayKey(state.cause) ?? 'player.reconnecting.text';
  return t(key, { time }) + (state.forMs === undefined ? '' : lastPicture(state.forMs, t));
}

/** Words for a relay that is away or busy; undefined where the line was to blame. */
function awayKey({ kind }: Failure) {
  if (kind !== 'unreachable' && kind !== 'busy') return undefined;
  return `player.reconnecting.${kind}` as const;
}

function blockedText(
  state: { readonly expectedAt: readonly string[] },
  t: Translate,
): { text: string; remedy: string } {
  const addresses = state.expectedAt.join(', ') || '?';
  return { text: t('player.blocked.text', { addresses }), remedy: t('player.blocked.remedy') };
}

/** What was never there has not ended. */
function goneTitle(who: 'player' | 'publish', reason: string) {
  return reason === 'unknown-camera' ? 'gone.unknown' : (`${who}.gone` as const);
}

function goneText(who: 'player' | 'publish', reason: string, t: Translate): string {
  const key = `${who}.gone.${reason}`;
  return isMessageKey(key) ? t(key) : t(`${who}.gone.other`, { reason });
}

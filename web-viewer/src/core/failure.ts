import { type Problem, ProblemError, UnreachableError } from './problem.js';

/** Why there is no session, or no longer one; {@link comesBack} says whether trying again may help. */
export type Failure =
  /** The relay will not have us: token, permission, or an offer it cannot serve. */
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** The camera does not exist (any more), or the session was ended on purpose. */
  | { readonly kind: 'gone'; readonly reason: string; readonly problem?: Problem }
  /** Another device publishes for this camera now. */
  | { readonly kind: 'taken-over'; readonly problem?: Problem }
  /** The relay asked to come later. */
  | { readonly kind: 'busy'; readonly problem: Problem }
  /** The relay was not reached over HTTP. */
  | { readonly kind: 'unreachable'; readonly detail: string }
  /** The media transport failed or ended. */
  | { readonly kind: 'transport'; readonly reason: string }
  /** The browser itself could not do it, e.g. it has no WebRTC. */
  | { readonly kind: 'local'; readonly detail: string };

/** Whether the client should come back by itself. */
export function comesBack(failure: Failure): boolean {
  return failure.kind === 'busy' || failure.kind === 'unreachable' || failure.kind === 'transport';
}

/** The server's wish for the least waiting time, ms. */
export function retryAfterOf(failure: Failure): number {
  return failure.kind === 'busy' ? (failure.problem.retryAfterMs ?? 0) : 0;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof ProblemError) return failureOfProblem(error.problem);
  if (error instanceof UnreachableError) return { kind: 'unreachable', detail: error.message };
  return { kind: 'local', detail: error instanceof Error ? error.message : String(error) };
}

export function failureOfProblem(problem: Problem): Failure {
  if (problem.code === 'taken-over') return { kind: 'taken-over', problem };
  if (problem.code === 'no-live-camera') return { kind: 'busy', problem };
  if (problem.code === 'unknown-session') return { kind: 'transport', reason: problem.code };
  if (problem.status === 404 || problem.status === 410) {
    return { kind: 'gone', reason: problem.code, problem };
  }
  if (problem.status === 429 || problem.status >= 500) return { kind: 'busy', problem };
  return { kind: 'refused', problem };
}

/** Reasons with which the relay ends a session for good: coming back would undo somebody's decision. */
const FOR_GOOD = new Set(['camera-removed', 'deleted']);

/** What a session that the relay calls `ended` with this reason means for its client. */
export function failureOfEnd(reason: string): Failure {
  if (reason === 'taken-over') return { kind: 'taken-over' };
  return FOR_GOOD.has(reason) ? { kind: 'gone', reason } : { kind: 'transport', reason };
}

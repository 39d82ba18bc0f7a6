/** An error as the relay tells it (RFC 9457): the stable `code`, what happened, and what helps. */
export interface Problem {
  /** Last segment of `type`, e.g. `taken-over`; `http-404` when the server sent no problem document. */
  readonly code: string;
  /** HTTP status; 0 when the server was not reached. */
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
  readonly remedy?: string;
  readonly retryAfterMs?: number;
}

export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
  }
}

/** The server was not reached at all: no network, wrong address, or it is restarting. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

/** Never fails: a body that is no problem document gives one made of the status line. */
export async function readProblem(response: Response): Promise<Problem> {
  const body = await jsonBody(response);
  const retryAfterMs = parseRetryAfter(response.headers.get('Retry-After'));
  const detail = text(body['detail']);
  const remedy = text(body['remedy']);
  return {
    code: codeOf(text(body['type'])) ?? `http-${response.status}`,
    status: response.status,
    title: text(body['title']) ?? (response.statusText || `HTTP ${response.status}`),
    ...(detail !== undefined && { detail }),
    ...(remedy !== undefined && { remedy }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

/** Seconds only: our server sends no dates, and a clock that is off would make one dangerous. */
export function parseRetryAfter(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header.trim()) ? Number(header) * 1000 : undefined;
}

async function jsonBody(response: Response): Promise<Record<string, unknown>> {
  if (!/\bjson\b/.test(response.headers.get('Content-Type') ?? '')) return {};
  try {
    const body: unknown = await response.json();
    return isRecord(body) ? body : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function codeOf(type: string | undefined): string | undefined {
  const segment = type?.split(/[/#]/).filter(Boolean).at(-1);
  return segment === 'about:blank' ? undefined : segment;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

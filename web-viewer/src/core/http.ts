import type { Fetch } from './platform.js';
import { ProblemError, readProblem, UnreachableError } from './problem.js';

export interface HttpRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Lets the request outlive the page, for the DELETE on leaving. */
  readonly keepalive?: boolean;
  /** Ends the wait for an answer. */
  readonly signal?: AbortSignal;
}

/**
 * Requests with the bearer token of the moment. An answer that is no success throws a
 * {@link ProblemError}, a server that was not reached an {@link UnreachableError}. `limit` makes what
 * ends the wait for a request's answer and its body, where the request has no signal of its own.
 */
export class Http {
  constructor(
    private readonly fetch: Fetch,
    private readonly token: () => string | null,
    private readonly limit?: () => AbortSignal,
  ) {}

  async request(url: URL, request: HttpRequest = {}): Promise<Response> {
    const response = await this.#send(url, request);
    if (!response.ok) throw new ProblemError(await readProblem(response));
    return response;
  }

  async json(url: URL, request: HttpRequest = {}): Promise<unknown> {
    const response = await this.request(url, request);
    try {
      return await response.json();
    } catch {
      throw new UnreachableError(`${url.pathname} did not answer with JSON`);
    }
  }

  async #send(url: URL, request: HttpRequest): Promise<Response> {
    const token = this.token();
    const headers = {
      ...request.headers,
      ...(token !== null && { Authorization: `Bearer ${token}` }),
    };
    const signal = request.signal ?? this.limit?.();
    try {
      return await this.fetch(url.href, {
        ...request,
        ...(signal && { signal }),
        headers,
        cache: 'no-store',
        credentials: 'omit',
      });
    } catch (error) {
      throw new UnreachableError(error instanceof Error ? error.message : String(error));
    }
  }
}

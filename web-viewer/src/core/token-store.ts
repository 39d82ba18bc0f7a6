/** Where a token is kept between pages: `sessionStorage` in a browser, a map in tests. */
export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const KEY = 'vigie.token';

/** The token of this browser tab. A shelf that throws (blocked storage) only costs the memory of it. */
export class TokenStore {
  #token: string | null;

  constructor(private readonly shelf: Shelf) {
    this.#token = attempt(() => shelf.getItem(KEY)) ?? null;
  }

  get token(): string | null {
    return this.#token;
  }

  keep(token: string): void {
    this.#token = token;
    attempt(() => this.shelf.setItem(KEY, token));
  }

  forget(): void {
    this.#token = null;
    attempt(() => this.shelf.removeItem(KEY));
  }
}

/** The token in a URL's fragment (`#token=…`), and the URL without it; undefined if there is none. */
export function tokenInUrl(href: string): { token: string; rest: string } | undefined {
  const url = new URL(href);
  const fragment = new URLSearchParams(url.hash.slice(1));
  const token = fragment.get('token')?.trim();
  if (!token) return undefined;
  fragment.delete('token');
  url.hash = fragment.toString();
  return { token, rest: url.href };
}

/** What may stand in an Authorization header (RFC 6750 section 2.1): all else would make fetch throw. */
export function isToken(text: string): boolean {
  return /^[A-Za-z0-9\-._~+/]+=*$/.test(text);
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

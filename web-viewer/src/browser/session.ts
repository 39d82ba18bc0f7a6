import { Http } from '../core/http.js';
import { SettingsApi } from '../core/live-settings.js';
import { RelayApi } from '../core/relay-api.js';
import { type Shelf, tokenInUrl, TokenStore } from '../core/token-store.js';
import { browserPlatform } from './platform.js';

/** The mount point: the server writes it into the page's `<base>`. */
export const base = new URL('.', document.baseURI);

export const tokens = new TokenStore(shelf());

/** All that the pages ask is answered at once; a server that takes longer is not there, ms. */
const PATIENCE_MS = 10_000;

const http = new Http(
  browserPlatform.fetch,
  () => tokens.token,
  () => AbortSignal.timeout(PATIENCE_MS),
);

export const api = new RelayApi(http, base);

export const settingsApi = new SettingsApi(http, base);

/** Takes a token out of the address bar, where it would be seen, bookmarked and passed on. */
export function takeTokenFromAddress(): void {
  const found = tokenInUrl(location.href);
  if (found === undefined) return;
  tokens.keep(found.token);
  history.replaceState(history.state, '', found.rest);
}

/** Reading `sessionStorage` itself throws where the browser blocks it. */
function shelf(): Shelf {
  try {
    return sessionStorage;
  } catch {
    return { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
  }
}

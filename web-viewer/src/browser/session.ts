import { Http } from '../core/http.js';
import { SettingsApi } from '../core/live-settings.js';
import { RelayApi } from '../core/relay-api.js';
import { type Shelf, tokenInUrl, TokenStore } from '../core/token-store.js';
import { browserPlatform } from './platform.js';

/** The mount point: the server writes it into the page's `<base>`. */
export const base = new URL('.', document.baseURI);

export const tokens = new TokenStore(shelf());

const http = new Http(browserPlatform.fetch, () => tokens.token);

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

import { describe, expect, it } from 'vitest';
import { isToken, type Shelf, tokenInUrl, TokenStore } from './token-store.js';

function shelf(): Shelf & { items: Map<string, string> } {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

describe('TokenStore', () => {
  it('keeps a token for the next page of the tab', () => {
    const place = shelf();
    new TokenStore(place).keep('secret');
    expect(new TokenStore(place).token).toBe('secret');
  });

  it('forgets it, and leaves nothing behind', () => {
    const place = shelf();
    const store = new TokenStore(place);
    store.keep('secret');
    store.forget();
    expect(store.token).toBeNull();
    expect(place.items.size).toBe(0);
  });

  it('works for this page where the browser blocks storage', () => {
    const blocked = (): never => {
      throw new Error('blocked');
    };
    const store = new TokenStore({ getItem: blocked, setItem: blocked, removeItem: blocked });
    expect(store.token).toBeNull();
    store.keep('secret');
    expect(store.token).toBe('secret');
    store.forget();
    expect(store.token).toBeNull();
  });
});

describe('tokenInUrl', () => {
  it('takes the token out and leaves the rest of the address', () => {
    expect(tokenInUrl('https://relay.example/camera?id=cam-1#token=a-b_c')).toEqual({
      token: 'a-b_c',
      rest: 'https://relay.example/camera?id=cam-1',
    });
  });

  it('leaves other parts of the fragment', () => {
    expect(tokenInUrl('https://relay.example/#x=1&token=t')?.rest).toBe(
      'https://relay.example/#x=1',
    );
  });

  it.each([
    'https://relay.example/',
    'https://relay.example/#token=',
    'https://relay.example/?token=t',
  ])('finds none in %s', (href) => {
    expect(tokenInUrl(href)).toBeUndefined();
  });
});

describe('isToken', () => {
  it.each(['abc', 'a-b._~+/9==', 'x'.repeat(500)])('accepts %s', (text) => {
    expect(isToken(text)).toBe(true);
  });

  it.each(['', 'a b', 'é', 'a\nb', '=', 'a=b', '“abc”'])('refuses %j', (text) => {
    expect(isToken(text)).toBe(false);
  });
});

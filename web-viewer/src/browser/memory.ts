/** What was remembered under a key at an earlier visit; null for nothing, also where storage is blocked. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Remembers a value for the next visit, or forgets it (null). Where storage is blocked it holds for this page. */
export function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Blocked storage.
  }
}

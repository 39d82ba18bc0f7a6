const KEY = 'vigie.layers';

/** Whether the wearer chose to send several sizes at once the last time. */
export function recallLayered(): boolean {
  try {
    return localStorage.getItem(KEY) === 'yes';
  } catch {
    return false;
  }
}

/** Remembers it for the next visit. */
export function rememberLayered(layered: boolean): void {
  try {
    if (layered) localStorage.setItem(KEY, 'yes');
    else localStorage.removeItem(KEY);
  } catch {
    // Blocked storage: the choice holds for this page.
  }
}

import { recall, remember } from './memory.js';

const KEY = 'vigie.layers';

/** Whether the wearer chose to send several sizes at once the last time. */
export function recallLayered(): boolean {
  return recall(KEY) === 'yes';
}

/** Remembers it for the next visit. */
export function rememberLayered(layered: boolean): void {
  remember(KEY, layered ? 'yes' : null);
}

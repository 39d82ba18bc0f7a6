import { systemClock } from '../core/clock.js';
import type { Platform } from '../core/platform.js';

/** The core's surroundings in a browser. */
export const browserPlatform: Platform = {
  clock: systemClock,
  fetch: (url, init) => fetch(url, init),
  createPeer: (configuration) => new RTCPeerConnection(configuration),
  random: () => Math.random(),
};

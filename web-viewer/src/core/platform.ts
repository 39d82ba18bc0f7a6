import type { Clock } from './clock.js';

/** What the core uses of an `RTCPeerConnection`; a test hands in a fake one. */
export type Peer = Pick<
  RTCPeerConnection,
  | 'addEventListener'
  | 'addTransceiver'
  | 'close'
  | 'connectionState'
  | 'createOffer'
  | 'getStats'
  | 'getTransceivers'
  | 'iceConnectionState'
  | 'localDescription'
  | 'remoteDescription'
  | 'setLocalDescription'
  | 'setRemoteDescription'
>;

/** `fetch` with the arguments the core really passes. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Everything the core takes from its surroundings: network, peers, time and chance. */
export interface Platform {
  readonly clock: Clock;
  readonly fetch: Fetch;
  createPeer(configuration: RTCConfiguration): Peer;
  /** Uniform in [0, 1). */
  random(): number;
}

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

/** A WebSocket, as far as the core uses one. */
export interface Socket {
  /** Does nothing unless it is open. */
  send(text: string): void;
  close(): void;
}

export interface SocketEvents {
  opened(): void;
  said(text: string): void;
  /** With the code of RFC 6455, section 7.4; also if it never opened. */
  closed(code: number): void;
}

/** Everything the core takes from its surroundings: network, peers, time and chance. */
export interface Platform {
  readonly clock: Clock;
  readonly fetch: Fetch;
  createPeer(configuration: RTCConfiguration): Peer;
  openSocket(url: string, events: SocketEvents): Socket;
  /** Uniform in [0, 1). */
  random(): number;
}

import { systemClock } from '../core/clock.js';
import type { Platform, Socket, SocketEvents } from '../core/platform.js';

/** The core's surroundings in a browser. */
export const browserPlatform: Platform = {
  clock: systemClock,
  fetch: (url, init) => fetch(url, init),
  createPeer: (configuration) => new RTCPeerConnection(configuration),
  openSocket,
  random: () => Math.random(),
};

function openSocket(url: string, events: SocketEvents): Socket {
  const socket = new WebSocket(url);
  socket.addEventListener('open', () => events.opened());
  socket.addEventListener('close', ({ code }) => events.closed(code));
  socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'string') events.said(data);
  });
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(),
  };
}

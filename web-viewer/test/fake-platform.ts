import type { Platform, Socket, SocketEvents } from '../src/core/platform.js';
import { FAKE_ANSWER, FakePeer } from './fake-peer.js';
import { ManualClock } from './manual-clock.js';

export interface Sent {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
  readonly keepalive: boolean;
  readonly signal?: AbortSignal;
}

export type Reply = (request: Sent) => Response | Promise<Response> | undefined;

/** A socket that a test plays the relay's end of. */
export class FakeSocket implements Socket {
  readonly sent: unknown[] = [];
  /** Whether this end has closed it. */
  over = false;

  constructor(
    readonly url: string,
    readonly events: SocketEvents,
  ) {}

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.over = true;
  }

  /** The relay says something. */
  say(message: unknown): void {
    this.events.said(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** It opens, and the relay takes the hello. */
  welcome(): void {
    this.events.opened();
    this.say({ type: 'welcome', version: 1 });
  }
}

/** A platform in virtual time: requests go to the replies that a test has set, peers are fakes. */
export class FakePlatform implements Platform {
  readonly clock = new ManualClock();
  readonly sent: Sent[] = [];
  readonly peers: FakePeer[] = [];
  readonly sockets: FakeSocket[] = [];
  /** Replies, the newest asked first; what none of them answers is 404. */
  readonly #replies: Reply[] = [];
  chance = 1;

  readonly fetch = async (address: string, init: RequestInit): Promise<Response> => {
    const url = new URL(address);
    const request: Sent = {
      method: init.method ?? 'GET',
      path: url.pathname + url.search,
      headers: new Headers(init.headers),
      body: typeof init.body === 'string' ? init.body : '',
      keepalive: init.keepalive ?? false,
      ...(init.signal && { signal: init.signal }),
    };
    this.sent.push(request);
    for (const reply of this.#replies) {
      const response = reply(request);
      if (response !== undefined) return unlessAborted(response, request.signal);
    }
    return problem(404, 'unknown');
  };

  createPeer(configuration: RTCConfiguration) {
    const peer = new FakePeer(configuration);
    this.peers.push(peer);
    return peer.asPeer();
  }

  openSocket(url: string, events: SocketEvents): Socket {
    const socket = new FakeSocket(url, events);
    this.sockets.push(socket);
    return socket;
  }

  random(): number {
    return this.chance;
  }

  /** The newest socket. */
  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error('no socket was opened');
    return socket;
  }

  /** The newest peer. */
  get peer(): FakePeer {
    const peer = this.peers.at(-1);
    if (peer === undefined) throw new Error('no peer was made');
    return peer;
  }

  reply(reply: Reply): void {
    this.#replies.unshift(reply);
  }

  /** Replies to requests of this method whose path begins so. */
  on(method: string, path: string, response: () => Response | Promise<Response>): void {
    this.reply((request) =>
      request.method === method && request.path.startsWith(path) ? response() : undefined,
    );
  }

  /** A relay that takes every offer and names sessions s1, s2, …. */
  acceptOffers(): void {
    let count = 0;
    for (const role of ['whip', 'whep']) {
      this.on('POST', `/${role}/`, () => created(`/${role}/cam-1/s${++count}`));
      for (const method of ['GET', 'DELETE']) {
        this.on(method, `/${role}/cam-1/s`, () => new Response(null, { status: 200 }));
      }
      this.on('PATCH', `/${role}/cam-1/s`, () => new Response(null, { status: 204 }));
    }
  }

  requests(method: string, path = ''): Sent[] {
    return this.sent.filter((one) => one.method === method && one.path.startsWith(path));
  }
}

/** As a browser does: the request ends with its signal, whatever the server does. */
function unlessAborted(
  response: Response | Promise<Response>,
  signal: AbortSignal | undefined,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
    Promise.resolve(response).then(resolve, reject);
  });
}

export function created(location: string, headers: Record<string, string> = {}): Response {
  return new Response(FAKE_ANSWER, {
    status: 201,
    headers: {
      'Content-Type': 'application/sdp',
      Location: location,
      ETag: '"generation-1"',
      ...headers,
    },
  });
}

export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json' },
  });
}

export function problem(
  status: number,
  code: string,
  extra: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Response {
  return new Response(
    JSON.stringify({ type: `/problems/${code}`, title: code, status, ...extra }),
    { status, headers: { 'Content-Type': 'application/problem+json', ...headers } },
  );
}

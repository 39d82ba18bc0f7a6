import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { CameraInfo, Me, SessionInfo } from '../src/core/relay-api.js';

/** As the real server sends it: a page that needs more than this is broken. */
export const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
  "media-src 'self' blob: mediastream:; connect-src 'self'; font-src 'self'; base-uri 'self'; " +
  "form-action 'none'; frame-ancestors 'none'";

const DIST = join(import.meta.dirname, '..', 'dist');
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
};

/** What a request is answered with; `body` is sent as JSON unless it is a string. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a request brings beside method and path. */
export interface FakeRequest {
  /** With its question mark, or empty. */
  readonly query: string;
  readonly ifMatch: string | undefined;
  readonly token: string;
  readonly body: string;
}

/** A session that a page has posted. */
interface FakeSession {
  readonly id: string;
  readonly role: 'whip' | 'whep';
  readonly camera: string;
}

/**
 * Serves dist/ and plays the relay's HTTP side from memory. It has no media: what answers an offer
 * is handed in, so that a test can let another browser page answer it, or nobody.
 */
export class FakeRelay {
  readonly #server: Server;
  /** Token → what it may do. */
  readonly tokens = new Map<string, Me>();
  readonly cameras = new Map<string, CameraInfo>();
  /** What `GET /api/v1/sessions/{id}` says beyond the defaults. */
  sessionInfo: Partial<SessionInfo> = {};
  /** Requests as `METHOD path`, in order. */
  readonly log: string[] = [];
  readonly sessions = new Map<string, FakeSession>();
  /** Makes the SDP answer to an offer; by default none comes. */
  answer: (offer: string, session: FakeSession) => Promise<string> = () =>
    Promise.reject(new Error('nobody answers'));
  /** Answers in place of everything below /api, /whip and /whep, if it returns something. */
  instead: (method: string, path: string, request: FakeRequest) => Answer | undefined = () =>
    undefined;

  private constructor(readonly mount: string) {
    this.#server = createServer((request, response) => {
      // A page that a test leaves may still be asking when what answers is closed.
      this.#serve(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  /** `mount` is a path with a trailing slash. */
  static async start(mount = '/'): Promise<FakeRelay> {
    const relay = new FakeRelay(mount);
    await new Promise<void>((resolve) => relay.#server.listen(0, '127.0.0.1', resolve));
    return relay;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${this.mount}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const path = decodeURIComponent(url.pathname.slice(this.mount.length));
    const answer = /^(api|whip|whep)\//.test(path)
      ? await this.#resource(request, path, url.search)
      : await this.#file(path);
    const text = typeof answer.body === 'string' || Buffer.isBuffer(answer.body);
    const body = text || answer.body === undefined ? answer.body : JSON.stringify(answer.body);
    response.writeHead(answer.status, {
      ...(!text && { 'Content-Type': 'application/json' }),
      ...answer.headers,
    });
    response.end(body);
  }

  async #file(path: string): Promise<Answer> {
    const name = path === '' ? 'index.html' : /^(watch|camera|ops)(\/|$)/.exec(path)?.[1];
    const file = name === undefined || name.endsWith('.html') ? (name ?? path) : `${name}.html`;
    const type = TYPES[file.split('.').at(-1) ?? ''];
    if (type === undefined || file.includes('..')) return { status: 404 };
    const headers = { 'Content-Type': type, 'Content-Security-Policy': CONTENT_SECURITY_POLICY };
    const bytes = await readFile(join(DIST, file)).catch(() => undefined);
    if (bytes === undefined) return { status: 404 };
    if (!file.endsWith('.html')) return { status: 200, body: bytes, headers };
    const page = bytes.toString().replace('<base href="/" />', `<base href="${this.mount}" />`);
    return { status: 200, body: page, headers };
  }

  async #resource(request: IncomingMessage, path: string, query: string): Promise<Answer> {
    const method = request.method ?? 'GET';
    this.log.push(`${method} ${path}`);
    const body = await text(request);
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const ifMatch = request.headers['if-match'];
    const instead = this.instead(method, path, { query, ifMatch, token, body });
    if (instead !== undefined) return instead;
    const me = this.tokens.get(token);
    if (me === undefined) return problem(401, 'bad-token', 'The token is not known.');
    const [area, ...rest] = path.split('/');
    if (area === 'api') return this.#api(method, rest.slice(1), me, body);
    return this.#session(method, area as 'whip' | 'whep', rest, body);
  }

  #api(method: string, [what, id]: string[], me: Me, body: string): Answer {
    if (what === 'me') return { status: 200, body: me };
    if (what === 'sessions') return this.#sessionAnswer(id ?? '');
    if (what !== 'cameras') return { status: 404 };
    if (id !== undefined) return this.#camera(method, id);
    if (method === 'POST') return this.#enrol(JSON.parse(body) as CameraInfo);
    return { status: 200, body: { cameras: [...this.cameras.values()] } };
  }

  #camera(method: string, id: string): Answer {
    const camera = this.cameras.get(id);
    if (camera === undefined) return problem(404, 'unknown-camera', `There is no camera ${id}.`);
    if (method !== 'DELETE') return { status: 200, body: camera };
    this.cameras.delete(id);
    return { status: 204 };
  }

  #enrol({ id, name }: CameraInfo): Answer {
    if (this.cameras.has(id)) {
      return problem(409, 'camera-exists', `A camera ${id} is enrolled.`, 'Choose another one.');
    }
    this.cameras.set(id, { id, ...(name && { name }), state: 'offline' });
    return { status: 201, body: { id, name, token: 'cam_3v8KcXh2TqYw9bR5nLzJ7pMsE1dGfA' } };
  }

  #sessionAnswer(id: string): Answer {
    if (!this.sessions.has(id)) return problem(404, 'unknown-session', 'No such session.');
    return { status: 200, body: { id, state: 'connected', ...this.sessionInfo } };
  }

  async #session(
    method: string,
    role: 'whip' | 'whep',
    [camera = '', id]: string[],
    body: string,
  ): Promise<Answer> {
    if (method === 'POST') return this.#open(role, camera, body);
    if (!this.sessions.has(id ?? '')) return problem(404, 'unknown-session', 'No such session.');
    if (method === 'DELETE') this.sessions.delete(id ?? '');
    return { status: method === 'PATCH' ? 204 : 200 };
  }

  async #open(role: 'whip' | 'whep', camera: string, offer: string): Promise<Answer> {
    if (!this.cameras.has(camera)) return problem(404, 'unknown-camera', 'No such camera.');
    const session = { id: randomUUID(), role, camera };
    const answer = await this.answer(offer, session);
    this.sessions.set(session.id, session);
    const headers = {
      'Content-Type': 'application/sdp',
      Location: `${this.mount}${role}/${camera}/${session.id}`,
      ETag: '"1"',
    };
    return { status: 201, body: answer, headers };
  }
}

export function problem(status: number, code: string, detail: string, remedy?: string): Answer {
  return {
    status,
    body: { type: `/problems/${code}`, title: code, status, detail, remedy },
    headers: { 'Content-Type': 'application/problem+json' },
  };
}

async function text(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

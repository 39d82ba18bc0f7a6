import type { Http } from './http.js';
import { extensionOf, iceServersOf } from './link-header.js';
import { ProblemError } from './problem.js';

const SDP = 'application/sdp';
const FRAGMENT = 'application/trickle-ice-sdpfrag';
const LAYER = 'urn:ietf:params:whep:ext:core:layer';

/** Pixels of the screen. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface CreatedSession {
  readonly resource: SessionResource;
  readonly answerSdp: string;
  /** From the `Link` header; the next attempt uses them from its start. */
  readonly iceServers: readonly RTCIceServer[];
}

/** A WHIP or WHEP session URL and what may be done with it: PATCH, GET, DELETE. */
export class SessionResource {
  #etag: string | null;

  private constructor(
    private readonly http: Http,
    readonly url: URL,
    etag: string | null,
    private readonly layer: URL | undefined,
  ) {
    this.#etag = etag;
  }

  /** POSTs the offer (RFC 9725 section 4.2, draft-ietf-wish-whep section 4.3.1). */
  static async create(
    http: Http,
    endpoint: URL,
    offerSdp: string,
    signal?: AbortSignal,
  ): Promise<CreatedSession> {
    const response = await http.request(endpoint, {
      method: 'POST',
      headers: { 'Content-Type': SDP, Accept: SDP },
      body: offerSdp,
      ...(signal && { signal }),
    });
    const url = sessionUrl(response, endpoint);
    const link = response.headers.get('Link');
    return {
      resource: new SessionResource(http, url, response.headers.get('ETag'), layerUrl(link, url)),
      answerSdp: await response.text(),
      iceServers: iceServersOf(link),
    };
  }

  /** The relay's name for the session: the last segment of its URL. */
  get id(): string {
    return decodeURIComponent(this.url.pathname.split('/').at(-1) ?? '');
  }

  /** Sends further candidates of the generation that the ETag stands for. */
  async trickle(fragment: string): Promise<void> {
    await this.#patch(fragment, this.#etag ?? '*');
  }

  /** Restarts ICE; resolves with the server's fragment. The session lives on if this fails. */
  async restart(fragment: string, signal: AbortSignal): Promise<string> {
    const response = await this.#patch(fragment, '*', signal);
    this.#etag = response.headers.get('ETag') ?? this.#etag;
    return response.text();
  }

  /** Succeeds while the relay knows the session; 404 or 409 `taken-over` come as ProblemError. */
  async probe(signal: AbortSignal): Promise<void> {
    await this.http.request(this.url, { method: 'GET', signal });
  }

  /** Whether the server wants to know how large the picture is shown. */
  get takesSize(): boolean {
    return this.layer !== undefined;
  }

  /** Tells how large the picture is shown, by WHEP's layer extension; nothing where there is none. */
  async size({ width, height }: Size): Promise<void> {
    if (this.layer === undefined) return;
    const headers = { 'Content-Type': 'application/json' };
    const body = JSON.stringify({ maxWidth: width, maxHeight: height });
    await this.http.request(this.layer, { method: 'POST', headers, body });
  }

  /** Ends the session; one that is gone already is no error. */
  async delete(): Promise<void> {
    try {
      await this.http.request(this.url, { method: 'DELETE', keepalive: true });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
    }
  }

  #patch(fragment: string, ifMatch: string, signal?: AbortSignal): Promise<Response> {
    const headers = { 'Content-Type': FRAGMENT, 'If-Match': ifMatch };
    return this.http.request(this.url, {
      method: 'PATCH',
      headers,
      body: fragment,
      ...(signal && { signal }),
    });
  }
}

/** The token goes with every request to the session URL, so that must stay with the server that was asked. */
function sessionUrl(response: Response, endpoint: URL): URL {
  const location = response.headers.get('Location');
  if (location === null) throw missing('The answer to the offer names no session (no Location).');
  const url = new URL(location, response.url || endpoint);
  if (url.origin !== endpoint.origin) {
    throw missing(`The session URL points to another server (${url.origin}).`);
  }
  return url;
}

/** The layer extension, if it is this server's: the token goes there too. */
function layerUrl(link: string | null, session: URL): URL | undefined {
  const address = extensionOf(link, LAYER);
  if (address === undefined || !URL.canParse(address, session)) return undefined;
  const url = new URL(address, session);
  return url.origin === session.origin ? url : undefined;
}

function missing(detail: string): ProblemError {
  return new ProblemError({ code: 'bad-answer', status: 201, title: 'Unusable answer', detail });
}

import { Backoff } from './backoff.js';
import { Alarm } from './clock.js';
import type { Platform, Socket } from './platform.js';

/** What the relay lets this camera send. */
export interface Target {
  /** Sound and picture together with all headers, bit/s; 0 asks for no picture. */
  readonly bps: number;
  /** Whether somebody watches, or may in a moment. */
  readonly watched: boolean;
  /** The largest size in which somebody shows the picture, width times height; missing for the whole. */
  readonly pixels?: number;
  /** What is said of single simulcast layers; one that is missing is left to the camera. */
  readonly layers?: readonly LayerTarget[];
}

/** What the relay lets one simulcast layer be. */
export interface LayerTarget {
  readonly rid: string;
  /** bps; missing for as much as the camera gives it. */
  readonly maxBps?: number;
  /** Missing for true. */
  readonly active?: boolean;
}

export interface LiveChannelOptions {
  readonly platform: Platform;
  /** The relay's mount point, with a trailing slash. */
  readonly base: URL;
  /** The relay's name for the session that the channel is for. */
  readonly session: string;
  token(): string | null;
  /** Undefined when nobody says any longer what may be sent: then the full picture. */
  told(target: Target | undefined): void;
}

/** Whether anybody is there is asked this often, ms. */
export const PING_MS = 5_000;
/** Within this time an answer comes, ms. */
export const PATIENCE_MS = 3_000;
/** A channel that is lost for longer cannot call the picture back, so it is sent whole, ms. */
export const LOST_MS = 3_000;

const VERSION = 1;
const BACKOFF = { firstMs: 500, maxMs: 30_000 };
/** Codes that the relay closes with when coming back would help: too slow, too much. */
const WORTH_COMING_BACK: readonly number[] = [4408, 4429];

/**
 * The control WebSocket of one session (`/api/v1/live`): says hello, hears targets, and comes back
 * when it breaks off. The token is in the first message, not in the address.
 */
export class LiveChannel {
  readonly #backoff: Backoff;
  /** The next attempt, or the next ping, or the end of the wait for an answer. */
  readonly #alarm: Alarm;
  readonly #lost: Alarm;
  #socket: Socket | undefined;
  #welcome = false;
  #over = false;

  constructor(private readonly options: LiveChannelOptions) {
    this.#backoff = new Backoff(() => options.platform.random(), BACKOFF);
    this.#alarm = new Alarm(options.platform.clock);
    this.#lost = new Alarm(options.platform.clock);
  }

  start(): void {
    if (this.#over || this.#socket !== undefined) return;
    const socket = this.options.platform.openSocket(this.#address(), {
      opened: () => this.#is(socket) && this.#sayHello(socket),
      said: (text) => this.#is(socket) && this.#said(text),
      closed: (code) => this.#is(socket) && this.#closed(code),
    });
    this.#socket = socket;
    this.#await(PATIENCE_MS);
  }

  /** Forgets the session; the relay is not heard any longer. */
  stop(): void {
    this.#over = true;
    this.#alarm.stop();
    this.#lost.stop();
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  /** The way to the relay may have changed: asks at once whether it is still heard. */
  check(): void {
    if (this.#over) return;
    if (this.#welcome) this.#ping();
    else if (this.#socket === undefined) this.start();
  }

  #is(socket: Socket): boolean {
    return this.#socket === socket;
  }

  #address(): string {
    const address = new URL('api/v1/live', this.options.base);
    address.protocol = address.protocol === 'http:' ? 'ws:' : 'wss:';
    return address.href;
  }

  #sayHello(socket: Socket): void {
    const { session } = this.options;
    const token = this.options.token() ?? '';
    socket.send(JSON.stringify({ type: 'hello', version: VERSION, token, session }));
  }

  #said(text: string): void {
    const message = read(text);
    if (message === undefined) return;
    const { type } = message;
    if (type === 'welcome') this.#welcomed();
    if (type === 'target') this.#targeted(message);
    if (this.#welcome) this.#alarm.set(PING_MS, () => this.#ping());
  }

  #targeted(message: Message): void {
    if (!isTarget(message)) return;
    const { bps, watched, pixels } = message;
    const layers = layersIn(message);
    this.options.told({
      bps,
      watched,
      ...(isSize(pixels) && { pixels }),
      ...(layers.length > 0 && { layers }),
    });
  }

  #welcomed(): void {
    this.#welcome = true;
    this.#backoff.reset();
    this.#lost.stop();
  }

  #ping(): void {
    this.#socket?.send(JSON.stringify({ type: 'ping' }));
    this.#await(PATIENCE_MS);
  }

  #await(patienceMs: number): void {
    this.#alarm.set(patienceMs, () => this.#broken());
  }

  #closed(code: number): void {
    if (code >= 4400 && code < 4500 && !WORTH_COMING_BACK.includes(code)) {
      this.stop();
      this.options.told(undefined);
      return;
    }
    this.#broken();
  }

  #broken(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
    if (this.#welcome) this.#lost.set(LOST_MS, () => this.options.told(undefined));
    this.#welcome = false;
    this.#alarm.set(this.#backoff.next(), () => this.start());
  }
}

type Message = Readonly<Record<string, unknown>>;

function read(text: string): Message | undefined {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === 'object' && message !== null ? (message as Message) : undefined;
  } catch {
    return undefined;
  }
}

function isSize(pixels: unknown): pixels is number {
  return typeof pixels === 'number' && pixels >= 1;
}

function isTarget(message: Message): message is Message & Pick<Target, 'bps' | 'watched'> {
  const { bps, watched } = message;
  return typeof bps === 'number' && bps >= 0 && typeof watched === 'boolean';
}

/** What a target says of layers; what is none is left out. */
function layersIn({ layers }: Message): LayerTarget[] {
  if (!Array.isArray(layers)) return [];
  return layers.flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null) return [];
    const { rid, maxBitrate, active } = one as Message;
    if (typeof rid !== 'string') return [];
    return [
      {
        rid,
        ...(typeof maxBitrate === 'number' && maxBitrate > 0 && { maxBps: maxBitrate }),
        ...(typeof active === 'boolean' && { active }),
      },
    ];
  });
}

// Bad lines between a browser and the relay: ./vigie impair, and pages led through it.
import { createSocket } from 'node:dgram';
import { eventually, startJava, stopJava } from './relay.mjs';

/** A UDP port that is free now on every address. */
export async function freeUdpPort() {
  const socket = createSocket('udp4');
  await new Promise((resolve) => socket.bind(0, resolve));
  const { port } = socket.address();
  await new Promise((resolve) => socket.close(resolve));
  return port;
}

/** A line to the relay's media port; unimpaired until changed. */
export async function openLine(mediaPort) {
  const target = ['--target', `127.0.0.1:${mediaPort}`];
  const process = startJava('org.vigie.simulator.Main', ['impair', ...target, '--exit-with-stdin']);
  const [, port, control] = await eventually('the line is open', () => {
    if (process.child.exitCode !== null) throw new Error(process.output());
    return /127\.0\.0\.1:(\d+) to [^]*control at (\S+)/.exec(process.output());
  });
  return new Line(process, Number(port), control);
}

class Line {
  constructor(process, port, control) {
    this.process = process;
    this.port = port;
    this.control = control;
  }

  /** Changes traits, such as { down: { loss: 0.05 } }. */
  async change(traits) {
    return this.#ask('PATCH', '', JSON.stringify(traits));
  }

  /** Changes both directions alike. */
  async both(traits) {
    return this.change({ up: traits, down: traits });
  }

  async state() {
    return this.#ask('GET', '');
  }

  /** Every peer goes on from another port. */
  async move() {
    return this.#ask('POST', 'move');
  }

  async #ask(method, path, body) {
    const response = await fetch(this.control + path, { method, body });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text}`);
    return JSON.parse(text);
  }

  /** Leads what a page negotiates from now on through this line: the relay's candidates become it. */
  async lead(page) {
    await page.route(/\/(whip|whep)\//, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: this.#led(await response.text()) });
    });
  }

  #led(sdp) {
    const led = [];
    for (const line of sdp.split('\r\n')) {
      if (!line.startsWith('a=candidate:')) led.push(line);
      else if (!led.at(-1).startsWith('a=candidate:')) led.push(this.#candidate());
    }
    return led.join('\r\n');
  }

  #candidate() {
    return `a=candidate:1 1 udp 2130706431 127.0.0.1 ${this.port} typ host`;
  }

  async close() {
    await stopJava(this.process);
  }
}

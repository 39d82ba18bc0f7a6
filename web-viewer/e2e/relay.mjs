// A relay of a test's own: built classes, free ports, a data folder that goes with it.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const home = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const READY_MILLIS = 60_000;
const STOP_MILLIS = 10_000;

function java() {
  const jdk = process.env.JAVA_HOME;
  return jdk ? join(jdk, 'bin', 'java') : 'java';
}

function classpath() {
  const file = join(home, '.build', 'classpath');
  if (!existsSync(file)) throw new Error(`${file} is missing: run ./vigie build first`);
  return readFileSync(file, 'utf8').trim();
}

/** Starts a Java program of the project's; its output is kept for the failure message. */
export function startJava(main, args) {
  const child = spawn(
    java(),
    ['--enable-native-access=ALL-UNNAMED', '-Xmx512m', '-cp', classpath(), main, ...args],
    { cwd: home, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  const output = [];
  child.stdout.on('data', (data) => output.push(String(data)));
  child.stderr.on('data', (data) => output.push(String(data)));
  return { child, output: () => output.join('') };
}

export async function stopJava({ child }) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MILLIS);
  await ended;
  clearTimeout(timer);
}

/** Waits until the condition gives something, with a bound. */
export async function eventually(what, condition, millis = 20_000) {
  const end = Date.now() + millis;
  for (;;) {
    const result = await condition();
    if (result) return result;
    if (Date.now() > end) throw new Error(`${what}: not within ${millis} ms`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A relay with these settings, and these options of serve. */
export async function startRelay(settings = {}, options = []) {
  const data = mkdtempSync(join(tmpdir(), 'vigie-e2e-'));
  const all = {
    'vigie.http.port': 0,
    'vigie.https.port': 0,
    'vigie.media.port': 0,
    'vigie.data-dir': data,
    ...settings,
  };
  return new Relay(all, await serve(all, options));
}

async function serve(all, options = []) {
  const sets = Object.entries(all).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
  const process = startJava('org.vigie.signaling.app.Main', ['serve', ...options, ...sets]);
  const link = await eventually(
    'the relay is ready',
    () => {
      if (process.child.exitCode !== null) throw new Error(process.output());
      return /Vigie is ready\S*\s+(\S+)/.exec(process.output())?.[1];
    },
    READY_MILLIS,
  );
  return { process, link: new URL(link) };
}

class Relay {
  constructor(settings, { process, link }) {
    this.settings = settings;
    this.process = process;
    this.link = link.href;
    this.origin = link.origin;
    this.token = new URLSearchParams(link.hash.slice(1)).get('token');
  }

  /** Stops it and starts it again at the same address, with what it had stored. */
  async restart() {
    await stopJava(this.process);
    const port = new URL(this.origin).port;
    ({ process: this.process } = await serve({ ...this.settings, 'vigie.http.port': port }));
  }

  async api(method, path, body, headers = {}) {
    const response = await fetch(`${this.origin}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${this.token}`,
        'Content-Type': 'application/json',
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  }

  /** Enrols a camera: its token. */
  async enrol(id) {
    const { status, body } = await this.api('POST', '/api/v1/cameras', {
      id,
      name: `Camera ${id}`,
    });
    if (status !== 201) throw new Error(`enrolling ${id}: ${status} ${JSON.stringify(body)}`);
    return body.token;
  }

  async camera(id) {
    return (await this.api('GET', `/api/v1/cameras/${id}`)).body;
  }

  whip(id) {
    return `${this.origin}/whip/${id}`;
  }

  whep(id) {
    return `${this.origin}/whep/${id}?wait=true`;
  }

  async stop() {
    await stopJava(this.process);
    rmSync(this.settings['vigie.data-dir'], { recursive: true, force: true });
  }
}

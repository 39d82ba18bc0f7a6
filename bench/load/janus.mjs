// Debian's Janus with nothing but its video room, and only the settings that the load test needs.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, run, start, stop } from './process.mjs';

const PROGRAM = '/usr/bin/janus';
const LIBRARIES = '/usr/lib/x86_64-linux-gnu/janus';
const OTHER_PLUGINS =
  'audiobridge duktape echotest lua nosip recordplay sip streaming textroom videocall voicemail';
const OTHER_TRANSPORTS = 'mqtt nanomsg pfunix rabbitmq websockets';

/** A kind of Janus to measure; eventLoops 0 is as shipped: a thread for each peer. */
export function janus({ eventLoops = 0 } = {}) {
  return { start: (cores) => startJanus({ eventLoops, cores }) };
}

const files = (names) =>
  names
    .split(' ')
    .map((name) => `libjanus_${name}.so`)
    .join(',');

function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function install() {
  if (existsSync(PROGRAM)) return;
  if (process.getuid() !== 0) {
    throw new Error('Janus is not installed. Install it with: sudo apt-get install janus');
  }
  console.error('Installing janus with apt-get, because it is missing.');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env });
  await run('apt-get', ['install', '-y', '--no-install-recommends', 'janus'], { env });
}

// ice_lite: the load test only controls. Debug level and all that is not named are Debian's.
function configure(folder, port, eventLoops) {
  const loops = eventLoops > 0 ? `event_loops = ${eventLoops}` : '';
  writeFileSync(
    join(folder, 'janus.jcfg'),
    `general: { configs_folder = "${folder}" debug_level = 4 ${loops} }
nat: { ice_lite = true }
media: { ipv6 = false }
plugins: { disable = "${files(OTHER_PLUGINS)}" }
transports: { disable = "${files(OTHER_TRANSPORTS)}" }
loggers: { disable = "libjanus_jsonlog.so" }
events: { broadcast = false }
`,
  );
  writeFileSync(
    join(folder, 'janus.transport.http.jcfg'),
    `general: { json = "compact" base_path = "/janus" http = true port = ${port} ip = "127.0.0.1" https = false }
admin: { admin_http = false admin_https = false }
`,
  );
  writeFileSync(join(folder, 'janus.plugin.videoroom.jcfg'), 'general: { }\n');
}

async function startJanus({ eventLoops, cores }) {
  await install();
  if (!existsSync(LIBRARIES)) throw new Error(`no Janus plug-ins in ${LIBRARIES}`);
  const folder = mkdtempSync(join(tmpdir(), 'vigie-janus-'));
  const port = await freePort();
  const base = `http://127.0.0.1:${port}/janus`;
  configure(folder, port, eventLoops);
  const process = start(PROGRAM, ['-F', folder], { cores });
  const info = () =>
    fetch(`${base}/info`).then(
      (r) => r.json(),
      () => null,
    );
  await eventually('Janus is ready', info, { process });
  return {
    pid: process.pid,
    loadArguments: ['--janus', base],
    async stop() {
      await stop(process);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// A network of its own for a scenario that needs devices and routes: the runner starts itself anew in
// an unnamed namespace, which goes with its last process and leaves the machine as it was.
import { spawnSync } from 'node:child_process';
import { run, sleep, start, stop } from './process.mjs';

const MARK = 'VIGIE_BENCH_NAMESPACE';
const NEAR = 'near';
const FAR = 'far';

/** The relay's address there. */
export const ADDRESS = '10.213.0.1';
const FAR_ADDRESS = '10.213.0.2';

/** Addresses of the load test's sessions there. */
export const BLOCK = '10.214.0.0/16';

/** Runs this very command again inside, and ends with its exit code; returns if it is inside. */
export async function enterNamespace() {
  if (process.env[MARK]) return;
  if (process.getuid() !== 0)
    throw new Error('this scenario makes a network namespace: run it as root');
  const env = { ...process.env, [MARK]: '1' };
  const command = ['--net', process.execPath, ...process.argv.slice(1)];
  const { status } = spawnSync('unshare', command, { env, stdio: 'inherit' });
  process.exit(status ?? 1);
}

async function openPair() {
  await run('ip', ['link', 'set', 'lo', 'up']);
  await run('ip', ['link', 'add', NEAR, 'type', 'veth', 'peer', 'name', FAR]);
  await run('ip', ['address', 'add', `${ADDRESS}/24`, 'dev', NEAR]);
}

/**
 * A device with an address, and the block as local addresses on it. libnice, on which Janus stands,
 * takes no loopback device, and ties what it sends to the device of its own address.
 */
export async function openDevice() {
  await openPair();
  for (const device of [FAR, NEAR]) await run('ip', ['link', 'set', device, 'up']);
  await run('ip', ['route', 'add', 'local', BLOCK, 'dev', NEAR]);
}

/** A second namespace, at the far end of a pair of devices, which has the block. */
export async function openFarEnd() {
  await openPair();
  const holder = start('sleep', ['infinity'], { prefix: ['unshare', '--net'] });
  await sleep(500); // until it has left ours
  const prefix = ['nsenter', '--target', String(holder.pid), '--net', '--'];
  const inside = (...command) => run(prefix[0], [...prefix.slice(1), ...command]);
  await run('ip', ['link', 'set', FAR, 'netns', String(holder.pid)]);
  await run('ip', ['link', 'set', NEAR, 'up']);
  await run('ip', ['route', 'add', BLOCK, 'via', FAR_ADDRESS, 'dev', NEAR, 'onlink']);
  await inside('ip', 'link', 'set', 'lo', 'up');
  await inside('ip', 'address', 'add', `${FAR_ADDRESS}/24`, 'dev', FAR);
  await inside('ip', 'link', 'set', FAR, 'up');
  await inside('ip', 'route', 'add', 'local', BLOCK, 'dev', 'lo');
  return { prefix, inside, device: FAR, close: () => stop(holder) };
}

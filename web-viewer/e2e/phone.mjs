// A browser in a network of its own, whose address changes: Wi-Fi to 4G, as far as the browser can tell.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowserAt } from './browser.mjs';

/** The relay's side of either network, and the phone's. */
const NETWORKS = [
  { relay: '10.213.71.1', phone: '10.213.71.2' },
  { relay: '10.213.72.1', phone: '10.213.72.2' },
];
const NAME = `vigie-${process.pid}`;
const HOST_SIDE = `vh${process.pid}`;
const PHONE_SIDE = `vp${process.pid}`;

const ip = (...words) => execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'pipe'] });
const inside = (...words) => ip('-n', NAME, ...words);

/** Whether this machine lets us make networks. */
export const possible = process.getuid?.() === 0 && spawnSync('ip', ['netns', 'list']).status === 0;

export class Phone {
  /** The relay's address as the phone knows it. */
  relay = NETWORKS[0].relay;
  #network = 0;
  #folder = mkdtempSync(join(tmpdir(), 'vigie-phone-'));

  static open() {
    ip('netns', 'add', NAME);
    ip('link', 'add', HOST_SIDE, 'type', 'veth', 'peer', 'name', PHONE_SIDE, 'netns', NAME);
    for (const { relay } of NETWORKS) ip('addr', 'add', `${relay}/24`, 'dev', HOST_SIDE);
    ip('link', 'set', HOST_SIDE, 'up');
    inside('link', 'set', 'lo', 'up');
    inside('link', 'set', PHONE_SIDE, 'up');
    const phone = new Phone();
    phone.#join(0);
    return phone;
  }

  #join(network) {
    inside('addr', 'add', `${NETWORKS[network].phone}/24`, 'dev', PHONE_SIDE);
    inside('route', 'add', 'default', 'via', NETWORKS[network].relay);
    this.#network = network;
  }

  /** From one network to the other; the old address is gone at once. */
  move() {
    inside('addr', 'flush', 'dev', PHONE_SIDE, 'scope', 'global');
    this.#join(1 - this.#network);
  }

  /** Neither network, until {@link move}. */
  leave() {
    inside('addr', 'flush', 'dev', PHONE_SIDE, 'scope', 'global');
  }

  async browser(...flags) {
    const wrapper = join(this.#folder, 'chromium');
    const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
    writeFileSync(wrapper, `#!/bin/sh\nexec ip netns exec ${NAME} ${chromium} "$@"\n`, {
      mode: 0o755,
    });
    return launchBrowserAt(wrapper, ...flags);
  }

  close() {
    rmSync(this.#folder, { recursive: true, force: true });
    ip('link', 'del', HOST_SIDE);
    ip('netns', 'del', NAME);
  }
}

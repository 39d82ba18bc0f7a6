// One Loop against two, with receivers that cost nothing: viewers sit in a network namespace at the
// far end of a veth pair, where nft drops the media as soon as it leaves the pair. Handshakes, checks
// and RTCP are small and pass, so sessions stay.
import { startLoad } from './loadtest.mjs';
import { coresUsed } from './proc.mjs';
import { ADDRESS, BLOCK, enterNamespace, openFarEnd } from './namespace.mjs';
import { isAlive, sleep, stop } from './process.mjs';
import { connected } from './idle.mjs';
import { counted, relay } from './relay.mjs';
import { figure, median } from './table.mjs';

const SMALLEST_MEDIA = 300; // bytes; STUN, DTLS and RTCP of ours are smaller
const LOAD = { cameras: 4, viewers: 300, bitrate: '2500k' };
const JOIN_MILLIS = 60_000;
const SETTLE_MILLIS = 3_000;
const SECONDS = 10;

/** On the device's ingress: before a packet is even routed. */
async function dropMedia(far) {
  const hook = `{ type filter hook ingress device "${far.device}" priority 0 ; }`;
  await far.inside('nft', 'add', 'table', 'netdev', 'bench');
  await far.inside('nft', `add chain netdev bench media ${hook}`);
  await far.inside('nft', `add rule netdev bench media udp length > ${SMALLEST_MEDIA} drop`);
}

const letMediaPass = (far) => far.inside('nft', 'delete', 'table', 'netdev', 'bench');

async function packetsOut(server, seconds) {
  const before = counted(await server.metrics(), 'udp.sent');
  const begun = process.hrtime.bigint();
  const cores = await coresUsed(server.pid, seconds);
  const sent = counted(await server.metrics(), 'udp.sent') - before;
  return { perSecond: sent / (Number(process.hrtime.bigint() - begun) / 1e9), cores };
}

async function allJoined(server, load) {
  const sessions = LOAD.cameras * (1 + LOAD.viewers);
  const end = Date.now() + JOIN_MILLIS;
  while ((await connected(server)) < sessions) {
    if (!isAlive(load.process) || Date.now() > end) {
      throw new Error(`not all of ${sessions} sessions joined\n${load.process.output}`);
    }
    await sleep(200);
  }
}

/** Both cores belong to relay and cameras together: cameras cost little, receivers nothing. */
async function one(loops, far) {
  const settings = {
    'vigie.http.host': ADDRESS,
    'vigie.media.announce': `["${ADDRESS}"]`,
    'vigie.media.loops': loops,
  };
  const server = await relay({ settings }).start();
  try {
    const plan = { ...LOAD, from: BLOCK, joinsAtOnce: 20, warmup: 60, seconds: 1 };
    const { pid: _, ...elsewhere } = server;
    const load = startLoad(elsewhere, plan, { prefix: far.prefix });
    await allJoined(server, load);
    await dropMedia(far);
    await sleep(SETTLE_MILLIS);
    const result = await packetsOut(server, SECONDS);
    await letMediaPass(far);
    await stop(load.process);
    return result;
  } finally {
    await server.stop();
  }
}

async function measure(options, far) {
  const results = { 1: [], 2: [] };
  for (let round = 0; round < options.rounds; round++) {
    for (const loops of round % 2 === 0 ? [1, 2] : [2, 1]) {
      const result = await one(loops, far);
      results[loops].push(result);
      console.error(
        `${loops} loops: ${figure(result.perSecond)} packets/s, ${figure(result.cores)} cores`,
      );
    }
  }
  return results;
}

export const loops = {
  title: 'One Loop and two',
  shows:
    `${LOAD.cameras} cameras of 2.5 Mbit/s, ${LOAD.viewers} viewers each: more than two Loops carry. ` +
    'Packets per second that left the relay, whose receivers cost nothing.',
  async run(options) {
    await enterNamespace();
    const far = await openFarEnd();
    try {
      const results = await measure(options, far);
      const rows = Object.entries(results).map(([count, list]) => [
        count,
        figure(median(list.map((r) => r.perSecond))),
        figure(median(list.map((r) => r.cores))),
        figure(median(list.map((r) => (r.cores / r.perSecond) * 1e6))),
      ]);
      const ratios = results[2].map((r, i) => r.perSecond / results[1][i].perSecond);
      return {
        head: ['loops', 'packets out/s', 'cores used', 'CPU µs/packet'],
        rows,
        notes: [`Two Loops forward ${figure(median(ratios))} times what one does (medians).`],
        raw: results,
      };
    } finally {
      await far.close();
    }
  },
};

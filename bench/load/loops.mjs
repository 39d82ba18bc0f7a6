// One Loop against two, with receivers that cost nothing: viewers sit in a network namespace at the
// far end of a veth pair. Once sessions are up and the relay has learnt from their feedback that their
// lines take bursts, nft drops the media as soon as it leaves the pair. Checks and RTCP still pass, so
// sessions stay.
import { chosen } from './compare.mjs';
import { startLoad } from './loadtest.mjs';
import { coresUsed } from './proc.mjs';
import { ADDRESS, BLOCK, enterNamespace, openFarEnd } from './namespace.mjs';
import { isAlive, sleep, stop } from './process.mjs';
import { connected } from './idle.mjs';
import { counted, relay } from './relay.mjs';
import { figure, spread } from './table.mjs';

const SMALLEST_MEDIA = 300; // bytes; RTCP of ours is smaller
const RTP = '@th,64,2 2'; // the first two bits behind the UDP header (RFC 7983)
const CAMERAS = 4;
const VIEWERS = [100, 200, 400, 600, 800, 1_000]; // of each camera
const BIT_RATE = 2_500_000;
const FRAMES = 30;
const PACKET_BYTES = 1_100; // as vigie load cuts them
const PACKETS_A_SECOND = Math.ceil(BIT_RATE / 8 / FRAMES / PACKET_BYTES) * FRAMES; // of a camera
const FOLLOWS = 0.9;
const JOIN_MILLIS = 180_000;
const SETTLE_MILLIS = 3_000;
const SECONDS = 8;

/** On the device's ingress: before a packet is even routed. */
async function dropMedia(far) {
  const hook = `{ type filter hook ingress device "${far.device}" priority 0 ; }`;
  await far.inside('nft', 'add', 'table', 'netdev', 'bench');
  await far.inside('nft', `add chain netdev bench media ${hook}`);
  await far.inside('nft', `add rule netdev bench media udp length > ${SMALLEST_MEDIA} ${RTP} drop`);
}

const passMedia = (far) => far.inside('nft', 'delete', 'table', 'netdev', 'bench');

async function packetsOut(server, seconds) {
  const before = counted(await server.metrics(), 'udp.sent');
  const begun = process.hrtime.bigint();
  const cores = await coresUsed(server.pid, seconds);
  const sent = counted(await server.metrics(), 'udp.sent') - before;
  return { perSecond: sent / (Number(process.hrtime.bigint() - begun) / 1e9), cores };
}

async function allJoined(server, load, viewers) {
  const sessions = CAMERAS * (1 + viewers);
  const end = Date.now() + JOIN_MILLIS;
  while ((await connected(server)) < sessions) {
    if (!isAlive(load.process) || Date.now() > end) {
      throw new Error(`not all of ${sessions} sessions joined\n${load.process.output}`);
    }
    await sleep(200);
  }
}

/** Both cores belong to relay and cameras together: cameras cost little, receivers nothing. */
function relayOf(loops) {
  const settings = {
    'vigie.http.host': ADDRESS,
    'vigie.media.announce': `["${ADDRESS}"]`,
    'vigie.media.loops': loops,
  };
  return relay({ settings }).start();
}

async function one(server, viewers, far) {
  const plan = { cameras: CAMERAS, viewers, fps: FRAMES, bitrate: BIT_RATE, from: BLOCK };
  const { pid: _, ...elsewhere } = server;
  const waiting = { joinsAtOnce: 4, warmup: 120, seconds: 1 };
  const load = startLoad(elsewhere, { ...plan, ...waiting }, { prefix: far.prefix });
  await allJoined(server, load, viewers);
  await sleep(SETTLE_MILLIS);
  await dropMedia(far);
  try {
    await sleep(SETTLE_MILLIS);
    return await packetsOut(server, SECONDS);
  } finally {
    await stop(load.process);
    await passMedia(far);
  }
}

async function step(servers, viewers, round, far, results) {
  const offered = PACKETS_A_SECOND * CAMERAS * viewers;
  for (const loops of round % 2 === 0 ? [1, 2] : [2, 1]) {
    const result = await one(servers[loops], viewers, far);
    results[loops].push({ viewers, round, offered, ...result });
    console.error(
      `${loops} loops, ${viewers} viewers each: ${figure(result.perSecond)} packets/s ` +
        `of ${offered}, ${figure(result.cores)} cores`,
    );
  }
}

/** More is asked of both until neither follows. */
async function measure(options, far, servers) {
  const results = { 1: [], 2: [] };
  for (let round = 0; round < options.rounds; round++) {
    for (const viewers of VIEWERS.filter((count) => chosen(options.points, `${count} viewers`))) {
      await step(servers, viewers, round, far, results);
      const last = [1, 2].map((loops) => results[loops].at(-1));
      if (last.every(({ perSecond, offered }) => perSecond < offered * FOLLOWS)) break;
    }
  }
  return results;
}

const most = (list, round) =>
  list.filter((r) => r.round === round).reduce((a, b) => (b.perSecond > a.perSecond ? b : a));

function summary(results, rounds) {
  const best = (loops) => Array.from({ length: rounds }, (_, round) => most(results[loops], round));
  const rows = [1, 2].map((loops) => [
    loops,
    spread(best(loops).map((r) => r.perSecond)),
    spread(best(loops).map((r) => r.cores)),
    spread(best(loops).map((r) => (r.cores / r.perSecond) * 1e6)),
  ]);
  const ratios = best(2).map((r, i) => r.perSecond / best(1)[i].perSecond);
  return {
    head: ['loops', 'most packets out/s', 'cores used', 'CPU µs/packet'],
    rows,
    notes: [`Two Loops forward ${spread(ratios)} times what one does.`],
    raw: results,
  };
}

export const loops = {
  title: 'One Loop and two',
  shows:
    `${CAMERAS} cameras of ${BIT_RATE / 1e6} Mbit/s with more and more viewers until neither follows: ` +
    'the most packets a second that left the relay. Its receivers cost nothing.',
  async run(options) {
    await enterNamespace();
    const far = await openFarEnd();
    const servers = { 1: await relayOf(1), 2: await relayOf(2) };
    try {
      return summary(await measure(options, far, servers), options.rounds);
    } finally {
      for (const server of Object.values(servers)) await server.stop();
      await far.close();
    }
  },
};

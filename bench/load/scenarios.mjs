// The scenarios that compare servers, or one server's settings, under the same load.
import * as show from './columns.mjs';
import { compare } from './compare.mjs';
import { janus } from './janus.mjs';
import { BLOCK, enterNamespace, openDevice } from './namespace.mjs';
import { relay } from './relay.mjs';

const ONE_CAMERA = { cameras: 1, bitrate: '2500k', fps: 30, spread: 0.4, joinsAtOnce: 20 };
const LOST_MARKEDLY = 0.001;

const viewersOf = (...counts) =>
  counts.map((viewers) => ({ name: `${viewers} viewers`, load: { viewers } }));

const lostMarkedly = (reports) => reports.every((r) => r.traffic.lossShare > LOST_MARKEDLY);

/** Legs that differ in one setting. */
const settings = (key, ...values) =>
  values.map((value) => ({
    name: `${key.replace(/^vigie\./, '')} = ${value}`,
    server: relay({ settings: { [key]: value } }),
  }));

const one = relay();

const viewers = {
  title: 'CPU per packet by number of viewers',
  shows:
    'One camera of 2.5 Mbit/s at 30 frames a second, a frame spread over 40 % of its interval.',
  load: ONE_CAMERA,
  legs: [
    { name: 'AES-GCM', server: one, load: { profile: 'gcm' } },
    { name: 'AES-CM-80', server: one, load: { profile: 'cm' } },
  ],
  points: viewersOf(10, 50, 100, 200, 400),
  compileWith: { viewers: 200 },
  columns: [...show.COST, show.LOST, ...show.DELAY, show.OWN],
  ratio: show.CPU,
};

const before = {
  title: 'Another build and this one in turns',
  shows:
    'The load of `viewers` on the build in the folder that VIGIE_BEFORE names, and on this one. ' +
    'Both are told of arrivals by transport-wide feedback.',
  load: { ...ONE_CAMERA, profile: 'gcm' },
  legs: [
    { name: 'before', server: relay({ launcher: `${process.env.VIGIE_BEFORE}/vigie` }) },
    { name: 'now', server: one },
  ],
  points: viewersOf(100, 400),
  columns: [...show.COST, show.LOST, ...show.DELAY, show.OWN],
  ratio: show.CPU,
};

const saturate = {
  title: 'Where one core saturates',
  shows: 'One camera as in `viewers`, and ever more viewers until packets are lost.',
  load: ONE_CAMERA,
  legs: [{ name: 'Vigie', server: one, load: { profile: 'gcm' } }],
  points: viewersOf(400, 600, 800, 1_000, 1_200, 1_500, 2_000),
  columns: [show.OUT, show.LOST, show.LOST_SHARE, show.CPU, show.SHARE, ...show.DELAY, show.GAP],
  enough: lostMarkedly,
};

const beside = {
  title: 'Vigie and Janus in turns',
  shows:
    'The load of `viewers` with 100 viewers against Vigie and against Janus 1.1.2 of Debian, with ' +
    'one event loop and as shipped. All use AEAD_AES_128_GCM, then all AES128_CM_HMAC_SHA1_80.',
  load: { ...ONE_CAMERA, joinsAtOnce: 5, from: BLOCK },
  prepare: () => enterNamespace().then(openDevice),
  legs: [
    { name: 'Vigie', server: one },
    { name: 'Janus event_loops = 1', server: janus({ eventLoops: 1 }) },
    { name: 'Janus as shipped', server: janus() },
  ],
  points: ['gcm', 'cm'].map((profile) => ({
    name: `100 viewers ${profile}`,
    load: { viewers: 100, profile },
  })),
  columns: [...show.COST, show.OUT, show.LOST, ...show.DELAY, show.RESIDENT, show.THREADS],
  ratio: show.CPU,
};

const cameras = {
  title: 'Many cameras with one viewer each',
  shows: '200 cameras of 1.5 Mbit/s, one viewer each.',
  load: { cameras: 200, viewers: 1, bitrate: '1500k', fps: 30, spread: 0.4, joinsAtOnce: 20 },
  legs: [{ name: 'Vigie', server: one }],
  points: [{ name: '200 × 1', load: {} }],
  columns: [show.BOTH_WAYS, ...show.COST, show.LOST, ...show.DELAY],
};

const wall = {
  title: 'A wall',
  shows: '9 cameras of 1.5 Mbit/s, each on 30 screens.',
  load: { cameras: 9, viewers: 30, bitrate: '1500k', fps: 30, spread: 0.4, joinsAtOnce: 20 },
  legs: [{ name: 'Vigie', server: one }],
  points: [{ name: '9 × 30', load: {} }],
  columns: [show.BOTH_WAYS, ...show.COST, show.LOST, ...show.DELAY],
};

const delay = {
  title: 'Delay of whole frames, with the hold and without',
  shows:
    'From a frame’s last packet sent to its last packet received; *% of a core* says how near a ' +
    'load is to all that one core carries.',
  load: ONE_CAMERA,
  legs: settings('vigie.media.coalesce', '15 ms', '0'),
  points: viewersOf(100, 400),
  columns: [...show.DELAY, show.CPU, show.SHARE, show.LOST, show.GAP],
};

const socket = {
  title: 'Sockets: Linux and JDK, segmentation offload on and off',
  shows: 'The load of `viewers` over each of the three ways to send.',
  load: ONE_CAMERA,
  legs: [
    { name: 'linux gso on', server: relay({ settings: { 'vigie.media.socket': 'linux' } }) },
    {
      name: 'linux gso off',
      server: relay({ settings: { 'vigie.media.socket': 'linux', 'vigie.media.gso': 'off' } }),
    },
    { name: 'jdk', server: relay({ settings: { 'vigie.media.socket': 'jdk' } }) },
  ],
  points: viewersOf(100),
  columns: [...show.COST, show.LOST, ...show.DELAY],
  ratio: show.CPU,
};

const ciphers = {
  title: 'Ciphers',
  shows: 'The load of `viewers` with each implementation of the cipher forced.',
  load: ONE_CAMERA,
  legs: settings('vigie.srtp.cipher', 'auto', 'sunjce', 'openssl', 'libcrypto'),
  points: ['gcm', 'cm'].map((profile) => ({
    name: `100 viewers ${profile}`,
    load: { viewers: 100, profile },
  })),
  columns: [...show.COST, show.LOST, ...show.DELAY],
  ratio: show.CPU,
};

const HUGE = '-XX:+UseTransparentHugePages';
const COMPACT = '-XX:+UseCompactObjectHeaders';
const JVM = {
  Serial: '-XX:+UseSerialGC -Xms256m -Xmx256m',
  'Serial huge pages': `-XX:+UseSerialGC -Xms256m -Xmx256m ${HUGE}`,
  G1: '-XX:+UseG1GC -Xms256m -Xmx256m',
  'G1 huge pages': `-XX:+UseG1GC -Xms256m -Xmx256m ${HUGE}`,
  Parallel: '-XX:+UseParallelGC -Xms256m -Xmx256m',
  'Parallel large young': '-XX:+UseParallelGC -Xms512m -Xmn384m',
  'Parallel huge pages': `-XX:+UseParallelGC -Xms256m -Xmx256m ${HUGE}`,
  'Parallel huge compact': `-XX:+UseParallelGC -Xms256m -Xmx256m ${HUGE} ${COMPACT}`,
  ZGC: '-XX:+UseZGC -Xms512m -Xmx512m',
  'ZGC huge pages': `-XX:+UseZGC -Xms512m -Xmx512m ${HUGE}`,
};

const collector = {
  title: 'Collectors and huge pages',
  shows: 'Delay’s 99.9th percentile and CPU with 200 viewers.',
  load: { ...ONE_CAMERA, viewers: 200 },
  legs: Object.entries(JVM).map(([name, javaOptions]) => ({
    name,
    server: relay({ javaOptions }),
  })),
  points: [{ name: '200 viewers', load: {} }],
  columns: [...show.DELAY, ...show.COST, show.LOST, show.RESIDENT],
};

const all = {
  viewers,
  before,
  saturate,
  janus: beside,
  cameras,
  wall,
  delay,
  socket,
  ciphers,
  collector,
};

export const comparisons = Object.fromEntries(
  Object.entries(all).map(([name, scenario]) => [
    name,
    {
      ...scenario,
      async run(options) {
        await scenario.prepare?.();
        return compare(scenario, options);
      },
    },
  ]),
);

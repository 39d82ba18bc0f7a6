// The relay beside a bare C loop that does only what cannot be left out, in turns.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chosen } from './compare.mjs';
import * as show from './columns.mjs';
import { load } from './loadtest.mjs';
import { home, run } from './process.mjs';
import { relay } from './relay.mjs';
import { figure, median, spread } from './table.mjs';

const LOAD = { cameras: 1, bitrate: '2500k', fps: 30, spread: 0.4, joinsAtOnce: 20 };
const AUDIENCES = [10, 50, 100, 200, 400];
const COMPILING = 200; // viewers
const SOURCE = join(home, 'bench', 'load', 'floor.c');

async function compile(folder) {
  if (!existsSync('/usr/include/openssl/evp.h') || !existsSync('/usr/bin/gcc')) {
    if (process.getuid() !== 0) {
      throw new Error('It needs gcc and OpenSSL: sudo apt-get install gcc libc6-dev libssl-dev');
    }
    console.error('Installing gcc and OpenSSL’s headers with apt-get, because they are missing.');
    await run('apt-get', [
      'install',
      '-y',
      '--no-install-recommends',
      'gcc',
      'libc6-dev',
      'libssl-dev',
    ]);
  }
  const program = join(folder, 'floor');
  await run('gcc', ['-O2', '-Wall', '-Wextra', '-o', program, SOURCE, '-lcrypto', '-lpthread']);
  return program;
}

async function measure(program, server, viewers, { times, serverCore, loadCore }) {
  const report = await load(server, { ...LOAD, viewers, ...times }, { cores: loadCore });
  const bare = JSON.parse(
    await run(program, [viewers, times.seconds, serverCore, loadCore].map(String)),
  );
  console.error(
    `${viewers} viewers: relay ${figure(show.CPU.of(report))}, its Loop ` +
      `${figure(show.LOOPS.of(report))}, C ${figure(bare.nanosPerForwarded / 1e3)}`,
  );
  return { report, bare };
}

function row(viewers, rounds) {
  const loops = rounds.map(({ report }) => show.LOOPS.of(report));
  const bare = rounds.map((round) => round.bare.nanosPerForwarded / 1e3);
  return [
    viewers,
    spread(rounds.map(({ report }) => show.CPU.of(report))),
    spread(loops),
    spread(bare),
    spread(loops.map((value, i) => value / bare[i])),
    figure(median(rounds.map((round) => round.bare.wakesPerSecond))),
    figure(median(rounds.map((round) => round.bare.nanosPerWake)) / 1e3),
  ];
}

export const floor = {
  title: 'The relay and a bare C loop in turns',
  shows:
    'The load of `viewers`, AES-GCM; CPU in µs per packet out. The C loop (`bench/load/floor.c`) wakes, opens, ' +
    'protects and sends as the relay does, and nothing else: what it takes is what this machine and its kernel take.',
  async run(options) {
    const folder = mkdtempSync(join(tmpdir(), 'vigie-floor-'));
    const server = await relay().start(options.serverCore);
    try {
      const program = await compile(folder);
      const times = { warmup: 2, seconds: options.compile };
      await load(server, { ...LOAD, viewers: COMPILING, ...times }, { cores: options.loadCore });
      const measured = new Map();
      for (const viewers of AUDIENCES.filter((n) => chosen(options.points, `${n} viewers`))) {
        const rounds = [];
        for (let round = 0; round < options.rounds; round++) {
          rounds.push(await measure(program, server, viewers, options));
        }
        measured.set(viewers, rounds);
      }
      return {
        head: ['viewers', 'relay', 'of it in Loops', 'C', 'Loops / C', 'C: wake-ups/s', 'µs each'],
        rows: [...measured].map(([viewers, rounds]) => row(viewers, rounds)),
        notes: [],
        raw: Object.fromEntries(measured),
      };
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

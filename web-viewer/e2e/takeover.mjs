// Kills a simulated camera and starts it again, and looks at the pages of its viewers meanwhile.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AUTOPLAY, launchBrowser, quantile, sleep } from './browser.mjs';
import { eventually, startJava, startRelay } from './relay.mjs';
import { openViewer } from './viewer.mjs';

/** What must hold. */
export const limits = { pictureMs: 1_000, soundMs: 1_000 };
const LOST_AFTER = 2_500;

/** Footage by turns: the first is played before the first kill. Sizes, profiles and frame rates differ. */
const FOOTAGE = [
  { name: 'baseline-540', size: '960x540', rate: 25, profile: 'baseline' },
  { name: 'baseline-360', size: '640x360', rate: 25, profile: 'baseline' },
  { name: 'baseline-540-again', size: '960x540', rate: 25, profile: 'baseline' },
  { name: 'main-540', size: '960x540', rate: 30, profile: 'main' },
];

function film(folder, { name, size, rate, profile }) {
  const file = join(folder, `${name}.mp4`);
  execFileSync('ffmpeg', [
    ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-y'],
    ...['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=${rate}:d=12`],
    ...['-f', 'lavfi', '-i', 'sine=frequency=440:beep_factor=4:sample_rate=48000:duration=12'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', profile, '-pix_fmt', 'yuv420p'],
    ...['-bf', '0', '-g', String(rate * 2), '-b:v', '800k'],
    ...['-c:a', 'libopus', '-b:a', '32k', '-shortest', file],
  ]);
  return file;
}

/** Milliseconds from `start` to the first of these moments at or after it; Infinity if there is none. */
const waited = (start, moments) => Math.min(...moments.filter((at) => at >= start)) - start;

/** Starts a camera; `live` is when it began to send, which is just before its first key frame leaves. */
function startCamera(relay, token, footage) {
  const camera = startJava('org.vigie.simulator.Main', [
    ...['camera', '--url', relay.whip('officer'), '--token', token],
    ...['--footage', footage],
  ]);
  camera.child.stdout.on('data', (data) => {
    if (/live at/.test(String(data))) camera.liveAt ??= Date.now();
  });
  return camera;
}

export async function killAndRestart({ restarts, viewers: count, say = () => undefined }) {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-footage-'));
  const files = FOOTAGE.map((footage) => film(folder, footage));
  const relay = await startRelay();
  const browser = await launchBrowser(AUTOPLAY);
  const token = await relay.enrol('officer');
  const start = (turn) => startCamera(relay, token, files[turn % files.length]);
  let camera = start(0);
  const rounds = [];
  try {
    const viewers = [];
    for (let i = 0; i < count; i++) viewers.push(await openViewer(browser, relay, 'officer'));
    for (const viewer of viewers) {
      await eventually('it plays', async () => (await viewer.shown()).length > 20, 40_000);
    }
    for (let turn = 1; turn <= restarts; turn++) {
      camera.child.kill('SIGKILL');
      await once(camera.child, 'exit');
      const killedAt = Date.now();
      const away = viewers.map((viewer) => lookWhileAway(viewer));
      camera = start(turn);
      const notes = await Promise.all(away);
      await eventually('the camera is back', () => camera.liveAt, 40_000);
      await sleep(2_500);
      for (const [i, viewer] of viewers.entries()) {
        rounds.push({
          turn,
          viewer: i,
          footage: FOOTAGE[turn % FOOTAGE.length].name,
          ...notes[i],
          ...(await look(viewer, killedAt, camera.liveAt)),
        });
        say(JSON.stringify(rounds.at(-1)));
      }
    }
    await Promise.all(viewers.map((viewer) => viewer.close()));
  } catch (error) {
    throw new Error(`${error.message}; the camera says ${camera.output()}`, { cause: error });
  } finally {
    camera.child.kill('SIGKILL');
    await browser.close();
    await relay.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return { rounds, table: table(rounds) };
}

/** What the page says until the camera may be back: a JVM takes longer than this to start. */
async function lookWhileAway(viewer) {
  const saidLost = await eventually(
    'the page says that the camera is lost',
    async () => (await viewer.state()) === 'lost',
    LOST_AFTER,
  ).catch(() => false);
  return { saidLost, dimmed: await viewer.dimmed() };
}

async function look(viewer, killedAt, liveAt) {
  const later = (await viewer.shown()).filter(({ at }) => at > killedAt + 500);
  const moments = later.map(({ at }) => at);
  return {
    pictureMs: waited(liveAt, moments),
    soundMs: waited(liveAt, await viewer.heard()),
    awayMs: moments[0] - killedAt,
    height: later.at(-1)?.height,
    frames: later.length,
    state: await viewer.state(),
    negotiations: viewer.posts.length,
    samePage: await viewer.samePage(),
  };
}

function table(rounds) {
  const line = (name, key) => {
    const all = rounds.map((round) => round[key]);
    return `| ${name} | ${quantile(all, 0)} | ${quantile(all, 0.5)} | ${quantile(all, 0.95)} | ${Math.max(...all)} |`;
  };
  return [
    '| ms | least | median | p95 | most |',
    '|---|---|---|---|---|',
    line('first key frame of the new session to its picture on the page', 'pictureMs'),
    line('first key frame of the new session to sound', 'soundMs'),
    line('SIGKILL to moving picture (the start of a JVM included)', 'awayMs'),
  ].join('\n');
}

// Footage with the lab's readable clock in it, drawn by ffmpeg: the time since its beginning, in each frame.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const BITS = 24;
const CHECK_BITS = 8;
const CELLS = BITS + CHECK_BITS;

function cells(tenths) {
  const check = (tenths & 0xff) ^ ((tenths >> 8) & 0xff) ^ ((tenths >> 16) & 0xff) ^ 0xa5;
  const bit = (value, at) => ((value >> at) & 1 ? 255 : 0);
  return Buffer.from(
    Array.from({ length: CELLS }, (_, i) =>
      i < BITS ? bit(tenths, BITS - 1 - i) : bit(check & 0xff, CELLS - 1 - i),
    ),
  );
}

/** Makes an MP4 of 720p30 in H.264 with a key frame every so many seconds; its path. */
export function clockFootage(folder, { seconds, keySeconds, kbps = 1450, fps = 30 }) {
  const path = join(folder, `clock-${seconds}-${keySeconds}-${kbps}.mp4`);
  const strip = Buffer.concat(
    Array.from({ length: seconds * fps }, (_, n) => cells(Math.round((n * 10_000) / fps))),
  );
  const high = 2 * (1280 / CELLS);
  const { status, stderr } = spawnSync(
    'ffmpeg',
    [
      ...['-hide_banner', '-loglevel', 'error', '-y'],
      ...['-f', 'lavfi', '-i', `testsrc2=s=1280x720:r=${fps}:d=${seconds}`],
      ...['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', `${CELLS}x1`, '-r', `${fps}`, '-i', '-'],
      '-filter_complex',
      `[1]scale=1280:${high}:flags=neighbor,format=yuv420p[c];[0][c]overlay=0:H-h,format=yuv420p[v]`,
      ...['-map', '[v]', '-r', `${fps}`, '-c:v', 'libx264', '-profile:v', 'baseline'],
      ...['-preset', 'veryfast', '-tune', 'zerolatency', '-bf', '0', '-sc_threshold', '0'],
      ...['-g', `${keySeconds * fps}`, '-keyint_min', `${keySeconds * fps}`],
      ...['-b:v', `${kbps}k`, '-maxrate', `${kbps}k`, '-bufsize', `${kbps}k`],
      ...['-movflags', '+faststart', path],
    ],
    { input: strip, maxBuffer: 1 << 26 },
  );
  if (status !== 0) throw new Error(`ffmpeg: ${stderr}`);
  return path;
}

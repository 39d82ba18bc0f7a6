// A clock that a machine can read from a picture: a row of black and white cells, the time in tenths of a millisecond.
const BITS = 24;
const CHECK_BITS = 8;
const CELLS = BITS + CHECK_BITS;
const WRAP = 2 ** BITS;

export function nowTenths() {
  return Math.floor((performance.timeOrigin + performance.now()) * 10) % WRAP;
}

/** Milliseconds from a drawn time to now, whatever wrapped in between. */
export function ageMillis(drawnTenths) {
  return ((nowTenths() - drawnTenths + WRAP) % WRAP) / 10;
}

function checksum(value) {
  return ((value & 0xff) ^ ((value >> 8) & 0xff) ^ ((value >> 16) & 0xff) ^ 0xa5) & 0xff;
}

export function drawClock(context, width, height) {
  const value = nowTenths();
  const cell = width / CELLS;
  const top = height - 2 * cell;
  context.fillStyle = '#808080';
  context.fillRect(0, top - cell / 2, width, height);
  let bits = [];
  for (let i = BITS - 1; i >= 0; i--) bits.push((value >> i) & 1);
  for (let i = CHECK_BITS - 1; i >= 0; i--) bits.push((checksum(value) >> i) & 1);
  bits.forEach((bit, i) => {
    context.fillStyle = bit ? '#ffffff' : '#000000';
    context.fillRect(i * cell, top, cell, 2 * cell);
  });
}

/** Reads the clock out of a video element's current frame: tenths of a millisecond, or null if it is not legible. */
export function readClock(video, scratch) {
  const { videoWidth: width, videoHeight: height } = video;
  const cell = width / CELLS;
  scratch.width = CELLS;
  scratch.height = 1;
  const context = scratch.getContext('2d', { willReadFrequently: true });
  context.imageSmoothingEnabled = false;
  context.drawImage(video, 0, height - cell - 1, width, 2, 0, 0, CELLS, 1);
  const pixels = context.getImageData(0, 0, CELLS, 1).data;
  const bit = (i) => (pixels[i * 4] > 127 ? 1 : 0);
  let value = 0;
  for (let i = 0; i < BITS; i++) value = (value << 1) | bit(i);
  let check = 0;
  for (let i = BITS; i < CELLS; i++) check = (check << 1) | bit(i);
  return check === checksum(value) ? value : null;
}

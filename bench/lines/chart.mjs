// Charts as SVG, one below the other over one time axis; they follow the reader's light or dark theme.
const WIDTH = 860;
const LEFT = 56;
const RIGHT = 16;
const PANEL = 150;
const GAP = 44;
const TOP = 40;
const STYLE = `
  svg { background: #fff; font: 12px system-ui, sans-serif; }
  text { fill: #222; } .title { font-size: 15px; } .grid { stroke: #ddd; } .axis { stroke: #888; }
  .a { stroke: #888; } .b { stroke: #0b62c4; } .dot { fill: #0b62c4; }
  @media (prefers-color-scheme: dark) {
    svg { background: #14171a; } text { fill: #ddd; } .grid { stroke: #333; } .axis { stroke: #888; }
    .a { stroke: #999; } .b { stroke: #6db1ff; } .dot { fill: #6db1ff; }
  }`;

/** 1, 2 or 5 times a power of ten, so that four or so lines cross the panel. */
function step(most) {
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough);
}

const points = ({ lines = [], dots = [] }) => [...lines.flatMap((line) => line.points), ...dots];

function panel(described, index, seconds) {
  const y0 = TOP + index * (PANEL + GAP) + GAP;
  const highest = Math.max(described.least ?? 0, ...points(described).map(([, value]) => value)) || 1;
  const each = step(highest);
  const most = Math.ceil(highest / each) * each;
  const x = (at) => (LEFT + (at / seconds) * (WIDTH - LEFT - RIGHT)).toFixed(1);
  const y = (value) => (y0 + PANEL - (value / most) * PANEL).toFixed(1);
  const parts = [`<text x="${LEFT}" y="${y0 - 10}">${described.title}</text>`];
  for (let value = 0; value <= most; value += each) {
    parts.push(`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value)}" y2="${y(value)}"/>`);
    parts.push(`<text x="${LEFT - 6}" y="${Number(y(value)) + 4}" text-anchor="end">${value}</text>`);
  }
  for (let at = 0; at <= seconds; at += 5) {
    parts.push(`<text x="${x(at)}" y="${y0 + PANEL + 15}" text-anchor="middle">${at} s</text>`);
  }
  (described.lines ?? []).forEach((line, i) => {
    const way = line.points.map(([at, value]) => `${x(at)},${y(value)}`).join(' ');
    parts.push(`<polyline class="${'ab'[i]}" fill="none" stroke-width="1.5" points="${way}"/>`);
  });
  for (const [at, value] of described.dots ?? []) {
    parts.push(`<circle class="dot" cx="${x(at)}" cy="${y(value)}" r="1.3"/>`);
  }
  return parts.join('\n');
}

/** Panels of { title, lines: [{ points }], dots, least } over so many seconds; a point is [second, value]. */
export function chart(title, seconds, panels) {
  const height = TOP + panels.length * (PANEL + GAP) + 30;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    `<title>${title}</title><style>${STYLE}</style>`,
    `<text class="title" x="${LEFT}" y="26">${title}</text>`,
    ...panels.map((described, index) => panel(described, index, seconds)),
    '</svg>',
    '',
  ].join('\n');
}

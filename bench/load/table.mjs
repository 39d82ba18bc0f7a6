// Numbers of several rounds as medians with their range, and Markdown tables of them.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Three or so digits that count, without an exponent. */
export function figure(value) {
  if (!Number.isFinite(value)) return '–';
  if (Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3);
}

/** The median, and how far the rounds lie apart. */
export function spread(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const middle = figure(median(values));
  return figure(low) === figure(high) ? middle : `${middle} (${figure(low)}–${figure(high)})`;
}

export function markdown(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

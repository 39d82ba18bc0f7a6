import type { Language, Translate } from './translate.js';

/** `4 s`, `2 min 05 s`, `3 h 12 min`, `2 d 4 h`. */
export function duration(ms: number, t: Translate): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (minutes === 0) return t('unit.seconds', { n: seconds });
  if (hours === 0) return t('unit.minutes', { m: minutes, s: twoDigits(seconds % 60) });
  if (hours < 24) return t('unit.hours', { h: hours, m: twoDigits(minutes % 60) });
  return t('unit.days', { d: Math.floor(hours / 24), h: hours % 24 });
}

/** A running clock, `00:04:59`. */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map(twoDigits)
    .join(':');
}

/** `850 kbit/s`, `1.48 Mbit/s`; the decimal sign is the language's. */
export function bitRate(bps: number, language: Language): string {
  if (bps < 1_000_000) return `${number(Math.round(bps / 1000), language)} kbit/s`;
  return `${number(bps / 1_000_000, language, 2)} Mbit/s`;
}

export function number(value: number, language: Language, digits = 1): string {
  return numbers(language, digits).format(value);
}

/** `0.4 %`, `12 %`; the sign and the space are the language's. */
export function percent(part: number, language: Language): string {
  return `${number(part * 100, language, part < 0.1 ? 1 : 0)} %`;
}

/** `14:05:09` of the reader's own time. */
export function timeOfDay(epochMs: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { timeStyle: 'medium', hourCycle: 'h23' }).format(
    epochMs,
  );
}

/** A time on an axis: `14:05`, or `14:05:10` where the steps are less than a minute. */
export function axisTime(epochMs: number, stepMs: number): string {
  const at = new Date(epochMs);
  const parts = [at.getHours(), at.getMinutes(), ...(stepMs < 60_000 ? [at.getSeconds()] : [])];
  return parts.map(twoDigits).join(':');
}

/** Day and time of the reader's own zone. */
export function dateTime(epochMs: number, language: Language): string {
  const style = { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat(language, style).format(epochMs);
}

const made = new Map<string, Intl.NumberFormat>();

/** Making one costs more than using it a hundred times, and tables use many. */
function numbers(language: Language, digits: number): Intl.NumberFormat {
  const name = `${language}${digits}`;
  const known = made.get(name);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat(language, { maximumFractionDigits: digits });
  made.set(name, format);
  return format;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

const NAME = 'x-google-start-bitrate';

/**
 * The same answer with another start rate for the picture, kbit/s. Chromium takes a start rate that
 * has changed for a reason to believe in it at once, in the middle of a session too.
 */
export function withStartRate(answer: string, kbps: number): string {
  const sections = answer.split(/(?=^m=)/m);
  return sections.map((one) => (one.startsWith('m=video') ? changed(one, kbps) : one)).join('');
}

/** The start rate that an answer names, kbit/s. */
export function startRateOf(answer: string): number | undefined {
  const found = new RegExp(`${NAME}=(\\d+)`).exec(answer)?.[1];
  return found === undefined ? undefined : Number(found);
}

function changed(section: string, kbps: number): string {
  if (section.includes(NAME)) {
    return section.replace(new RegExp(`${NAME}=\\d+`, 'g'), `${NAME}=${kbps}`);
  }
  const format = /^m=video \S+ \S+ (\d+)/.exec(section)?.[1];
  if (format === undefined) return section;
  const fmtp = new RegExp(`^a=fmtp:${format} [^\\r\\n]*`, 'm');
  if (fmtp.test(section)) return section.replace(fmtp, (line) => `${line};${NAME}=${kbps}`);
  return `${section.replace(/\r?\n$/, '')}\r\na=fmtp:${format} ${NAME}=${kbps}\r\n`;
}

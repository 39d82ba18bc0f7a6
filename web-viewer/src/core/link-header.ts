/**
 * ICE servers out of a `Link` header as WHIP and WHEP send them (RFC 9725 section 4.6):
 * `<turn:…>; rel="ice-server"; username="…"; credential="…"; credential-type="password"`.
 * Links of another relation, and what cannot be parsed, are passed over.
 */
export function iceServersOf(header: string | null): RTCIceServer[] {
  return splitLinks(header ?? '').flatMap((link) => {
    const server = iceServerOf(link);
    return server === undefined ? [] : [server];
  });
}

/** Where a `Link` header says that something beyond the protocol is (RFC 9725 section 4.9). */
export function extensionOf(header: string | null, relation: string): string | undefined {
  return splitLinks(header ?? '')
    .filter((link) => parameter(link, 'rel') === relation)
    .map((link) => /^\s*<([^>]+)>/.exec(link)?.[1])
    .at(0);
}

/** A comma parts links only where the next one's `<` follows: a URL or a quoted value may hold commas. */
function splitLinks(header: string): string[] {
  return header.split(/,\s*(?=<)/);
}

function iceServerOf(link: string): RTCIceServer | undefined {
  const url = /^\s*<((?:stun|stuns|turn|turns):[^>]+)>/i.exec(link)?.[1];
  if (url === undefined || parameter(link, 'rel') !== 'ice-server') return undefined;
  const username = parameter(link, 'username');
  const credential = parameter(link, 'credential');
  return {
    urls: url,
    ...(username !== undefined && { username }),
    ...(credential !== undefined && { credential }),
  };
}

function parameter(link: string, name: string): string | undefined {
  const match = new RegExp(
    `;\\s*${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^;,\\s]+))`,
    'i',
  ).exec(link);
  return match?.[1]?.replace(/\\(.)/g, '$1') ?? match?.[2];
}

/** The camera of a watch page `{base}watch/{camera}`, or of `?camera=`; undefined if there is none. */
export function watchedCamera(page: URL, base: URL): string | undefined {
  const prefix = `${base.pathname}watch/`;
  const segment = page.pathname.startsWith(prefix)
    ? page.pathname.slice(prefix.length).replace(/\/$/, '')
    : (page.searchParams.get('camera') ?? '');
  return segment === '' ? undefined : decoded(segment);
}

/** Address of the page that shows this camera. */
export function watchAddress(camera: string, base: URL): string {
  return new URL(`watch/${encodeURIComponent(camera)}`, base).href;
}

/** A link that makes whoever opens it this camera; it holds the token, so it is as secret. */
export function publishAddress(camera: string, token: string, base: URL): string {
  const url = new URL('camera', base);
  url.searchParams.set('id', camera);
  url.hash = new URLSearchParams({ token }).toString();
  return url.href;
}

/** Whether this host name reaches only the machine it is used on. */
export function isLoopback(host: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/i.test(host);
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

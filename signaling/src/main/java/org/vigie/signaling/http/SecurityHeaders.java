package org.vigie.signaling.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** The headers that every answer carries, and those for callers from other origins. */
final class SecurityHeaders {
  private static final String CSP =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
          + " media-src 'self' blob: mediastream:; connect-src 'self'; font-src 'self'; base-uri"
          + " 'self'; form-action 'none'; frame-ancestors 'none'";

  private SecurityHeaders() {}

  /** Nothing of another origin runs in our pages, and nobody frames, sniffs or caches them. */
  static void put(HttpFields.Mutable headers) {
    headers.put("Content-Security-Policy", CSP);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Permissions-Policy", "camera=(self), microphone=(self), geolocation=()");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
  }

  /**
   * Lets pages of other origins call: a token has to be in their hands already, because nothing
   * that a browser adds by itself (cookies) authenticates here.
   */
  static void putCors(HttpFields.Mutable headers) {
    headers.put("Access-Control-Allow-Origin", "*");
    headers.put(
        "Access-Control-Expose-Headers",
        "Location, ETag, Link, Accept-Patch, Accept-Post, Retry-After, WWW-Authenticate");
  }

  /** What a preflight asks about. */
  static void putPreflight(HttpFields.Mutable headers, String methods) {
    headers.put("Access-Control-Allow-Methods", methods);
    headers.put("Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match, Accept");
    headers.put("Access-Control-Max-Age", "7200");
  }
}

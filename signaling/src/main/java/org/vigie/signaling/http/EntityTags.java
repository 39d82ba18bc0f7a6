package org.vigie.signaling.http;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * What If-Match and If-None-Match say (RFC 9110, section 13.1). Our own tags hold no comma, so a
 * foreign one that does is torn apart and matches nothing, as it should.
 *
 * @param tags as they came, quotes and {@code W/} included
 */
public record EntityTags(List<String> tags) {
  private static final String WEAK = "W/";

  public EntityTags {
    tags = List.copyOf(tags);
  }

  /** Those of a header. */
  public static EntityTags of(HttpFields headers, HttpHeader name) {
    List<String> tags = new ArrayList<>();
    for (String value : headers.getValuesList(name)) {
      for (String tag : value.split(",", -1)) {
        tags.add(tag.strip());
      }
    }
    return new EntityTags(tags);
  }

  /** Whether the header is missing. */
  public boolean isEmpty() {
    return tags.isEmpty();
  }

  /** Whether they are any tag; some clients put the star in quotes. */
  public boolean isAny() {
    return tags.contains("*") || tags.contains("\"*\"");
  }

  /** Strong comparison, as If-Match wants it. */
  public boolean match(String etag) {
    return isAny() || tags.contains(etag);
  }

  /**
   * Weak comparison, as If-None-Match wants it; also for what has one form only, whose tag is as
   * good after a proxy that compresses has weakened it.
   */
  public boolean matchWeakly(String etag) {
    return match(etag) || tags.contains(WEAK + etag);
  }
}

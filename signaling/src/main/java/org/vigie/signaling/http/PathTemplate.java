package org.vigie.signaling.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A path with parameters, such as {@code /whip/{camera}/{session}}. A parameter stands for one
 * segment that is not empty; a last one written {@code {name*}} stands for all that follow.
 *
 * @param text as OpenAPI writes it
 */
public record PathTemplate(String text) {
  /** The values of the parameters, if the path fits. */
  public Optional<Map<String, String>> match(String path) {
    String[] pattern = text.split("/", -1);
    String[] segments = path.split("/", -1);
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < pattern.length; i++) {
      if (isRest(pattern[i]) && i < segments.length) {
        values.put(restName(pattern[i]), path.substring(offset(segments, i)));
        return Optional.of(values);
      }
      if (i >= segments.length || !take(pattern[i], segments[i], values)) {
        return Optional.empty();
      }
    }
    return segments.length == pattern.length ? Optional.of(values) : Optional.empty();
  }

  private static boolean take(String pattern, String segment, Map<String, String> values) {
    if (!pattern.startsWith("{")) {
      return pattern.equals(segment);
    }
    values.put(pattern.substring(1, pattern.length() - 1), segment);
    return !segment.isEmpty();
  }

  private static boolean isRest(String pattern) {
    return pattern.endsWith("*}");
  }

  private static String restName(String pattern) {
    return pattern.substring(1, pattern.length() - 2);
  }

  private static int offset(String[] segments, int index) {
    int offset = 0;
    for (int i = 0; i < index; i++) {
      offset += segments[i].length() + 1;
    }
    return offset;
  }
}

package org.vigie.simulator.signal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the relay says went wrong ({@code application/problem+json}, RFC 9457); empty where it said
 * nothing.
 *
 * @param status HTTP status, or 0 if it did not come to one
 * @param code last segment of its {@code type}, such as {@code taken-over}
 * @param detail the cause
 * @param remedy what to do
 */
public record Problem(int status, String code, String detail, String remedy) {
  private static final Pattern ESCAPE = Pattern.compile("\\\\(u([0-9a-fA-F]{4})|.)");

  /** Reads the members it knows; any text will do. */
  static Problem parse(int status, String body) {
    String type = member(body, "type");
    return new Problem(
        status,
        type.substring(type.lastIndexOf('/') + 1),
        member(body, "detail"),
        member(body, "remedy"));
  }

  /** One line for a person. */
  public String line() {
    String cause = detail.isEmpty() ? "the relay answered " + status : detail;
    return remedy.isEmpty() ? cause : cause + " " + remedy;
  }

  /** The value of a string member; the simulator has no other use for JSON. */
  private static String member(String json, String name) {
    Matcher member =
        Pattern.compile("\"" + name + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(json);
    return member.find() ? unescape(member.group(1)) : "";
  }

  private static String unescape(String text) {
    return ESCAPE.matcher(text).replaceAll(m -> Matcher.quoteReplacement(character(m.group(1))));
  }

  private static String character(String escape) {
    return switch (escape.charAt(0)) {
      case 'n', 'r', 't', 'b', 'f' -> " ";
      case 'u' -> String.valueOf((char) Integer.parseInt(escape.substring(1), 16));
      default -> escape;
    };
  }
}

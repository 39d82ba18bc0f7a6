package org.vigie.signaling.sdp;

/** The small rules that SDP values are made of (RFC 8866, section 9). */
final class Grammar {
  private static final int QUOTE_CHARS = 60;

  private Grammar() {}

  /** Splits at blanks into exactly {@code count} fields, the last of which may hold blanks. */
  static String[] fields(String value, int count, String rule) {
    String[] fields = value.strip().split(" +", count);
    if (fields.length < count || fields[count - 1].isEmpty()) {
      throw fault(rule + ", but is " + quote(value));
    }
    return fields;
  }

  /** Splits at blanks into at least {@code least} fields. */
  static String[] words(String value, int least, String rule) {
    String[] words = value.strip().split(" +");
    if (words.length < least || words[0].isEmpty()) {
      throw fault(rule + ", but is " + quote(value));
    }
    return words;
  }

  /** A decimal number from 0 to {@code max}. */
  static long number(String text, long max, String what) {
    digits(text, what);
    if (text.length() <= 18) {
      long number = Long.parseLong(text);
      if (number <= max) {
        return number;
      }
    }
    throw fault(what + " must be at most " + max + ", but is " + quote(text));
  }

  static void digits(String text, String what) {
    if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw fault(what + " must be a number, but is " + quote(text));
    }
  }

  /** A token: printable ASCII without separators. */
  static String token(String text, String what) {
    if (text.isEmpty() || !text.chars().allMatch(Grammar::isTokenChar)) {
      throw fault(what + " must be a token, but is " + quote(text));
    }
    return text;
  }

  static String quote(String text) {
    return '"' + (text.length() <= QUOTE_CHARS ? text : text.substring(0, QUOTE_CHARS) + "…") + '"';
  }

  static SdpException fault(String detail) {
    return new SdpException(0, detail, "Send the SDP as the WebRTC library made it, unchanged.");
  }

  private static boolean isTokenChar(int c) {
    return c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]".indexOf(c) < 0;
  }
}

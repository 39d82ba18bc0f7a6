package org.vigie.signaling.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one text, line by line; used once. */
final class SdpReader {
  private static final String KNOWN_TYPES = "vosiuepcbtrzkam";

  private final String text;
  private int position;
  private int lineNumber;

  private @Nullable Origin origin;
  private final List<Attribute> sessionAttributes = new ArrayList<>();
  private final List<SdpMedia> media = new ArrayList<>();
  private @Nullable SdpMedia openMedia;
  private List<Attribute> openAttributes = sessionAttributes;

  SdpReader(String text) {
    this.text = text;
  }

  Sdp description() {
    readLines(true);
    if (origin == null) {
      throw new SdpException(0, "the SDP has no o= line", "Send a whole session description.");
    }
    return new Sdp(origin, new Attributes(sessionAttributes), media);
  }

  SdpFragment fragment() {
    readLines(false);
    return new SdpFragment(new Attributes(sessionAttributes), media);
  }

  private void readLines(boolean wantsVersion) {
    if (text.length() > SdpLimits.MAX_CHARS) {
      throw tooMuch("characters", SdpLimits.MAX_CHARS);
    }
    boolean started = !wantsVersion;
    while (position < text.length()) {
      String line = nextLine();
      if (line.isBlank()) {
        continue;
      }
      if (!started && !line.stripTrailing().equals("v=0")) {
        throw new SdpException(
            lineNumber,
            "an SDP begins with v=0, but this begins with " + Grammar.quote(line),
            "Send the SDP offer itself as the body, not wrapped in JSON or quotes.");
      }
      started = true;
      readLine(line);
    }
    closeMedia();
    if (!started) {
      throw new SdpException(0, "the body is empty", "Send the SDP offer as the body.");
    }
  }

  private void readLine(String line) {
    try {
      checkShape(line);
      take(line.charAt(0), line.substring(2));
    } catch (SdpException fault) {
      throw fault.atLine(lineNumber);
    }
  }

  private void take(char type, String value) {
    switch (type) {
      case 'o' -> origin = Origin.parse(value);
      case 'm' -> openMedia(value);
      case 'c' -> takeConnection(value);
      case 'a' -> takeAttribute(value);
      default -> {
        // Of no use to WebRTC.
      }
    }
  }

  private void openMedia(String value) {
    closeMedia();
    if (media.size() == SdpLimits.MAX_MEDIA) {
      throw tooMuch("m-lines", SdpLimits.MAX_MEDIA);
    }
    String[] words = Grammar.words(value, 4, "m= needs a medium, port, protocol and formats");
    String port = words[1].split("/", 2)[0];
    openMedia =
        new SdpMedia(
            Grammar.token(words[0], "medium of m="),
            (int) Grammar.number(port, 65535, "port of m="),
            words[2],
            Arrays.asList(words).subList(3, words.length),
            "",
            Attributes.NONE);
    openAttributes = new ArrayList<>();
  }

  private void closeMedia() {
    if (openMedia != null) {
      SdpMedia open = openMedia;
      media.add(
          new SdpMedia(
              open.type(),
              open.port(),
              open.protocol(),
              open.formats(),
              open.connection(),
              new Attributes(openAttributes)));
      openMedia = null;
    }
  }

  private void takeConnection(String value) {
    if (openMedia != null) {
      SdpMedia open = openMedia;
      openMedia =
          new SdpMedia(
              open.type(), open.port(), open.protocol(), open.formats(), value, Attributes.NONE);
    }
  }

  private void takeAttribute(String value) {
    if (openAttributes.size() == SdpLimits.MAX_ATTRIBUTES) {
      throw tooMuch("attributes in one section", SdpLimits.MAX_ATTRIBUTES);
    }
    openAttributes.add(Attribute.parse(value));
  }

  private String nextLine() {
    lineNumber++;
    if (lineNumber > SdpLimits.MAX_LINES) {
      throw tooMuch("lines", SdpLimits.MAX_LINES);
    }
    int end = text.indexOf('\n', position);
    int next = end < 0 ? text.length() : end + 1;
    int last = end < 0 ? text.length() : end;
    if (last > position && text.charAt(last - 1) == '\r') {
      last--;
    }
    if (last - position > SdpLimits.MAX_LINE_CHARS) {
      throw tooMuch("characters in one line", SdpLimits.MAX_LINE_CHARS).atLine(lineNumber);
    }
    String line = text.substring(position, last);
    position = next;
    return line;
  }

  private static void checkShape(String line) {
    if (line.length() < 2 || line.charAt(1) != '=' || KNOWN_TYPES.indexOf(line.charAt(0)) < 0) {
      throw Grammar.fault(
          "a line is a letter, '=' and a value, but this is " + Grammar.quote(line));
    }
    if (line.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
      throw Grammar.fault("the line holds a control character");
    }
  }

  private static SdpException tooMuch(String what, int limit) {
    return new SdpException(
        0, "more than " + limit + ' ' + what, "Offer one picture and one sound track.");
  }
}

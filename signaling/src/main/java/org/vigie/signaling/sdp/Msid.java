package org.vigie.signaling.sdp;

/**
 * {@code a=msid} (RFC 8830, section 2).
 *
 * @param stream names the MediaStream; {@code -} for none
 * @param track names the MediaStreamTrack, may be empty
 */
public record Msid(String stream, String track) implements Attribute {
  static Msid parse(String value) {
    String[] words = Grammar.words(value, 1, "a=msid needs a stream");
    return new Msid(words[0], words.length < 2 ? "" : words[1]);
  }

  @Override
  public String attributeName() {
    return "msid";
  }

  @Override
  public String attributeValue() {
    return track.isEmpty() ? stream : stream + ' ' + track;
  }
}

package org.vigie.signaling.sdp;

import java.util.Optional;

/**
 * {@code a=candidate} (RFC 8839, section 5.1).
 *
 * @param foundation 1 to 32 ice-chars
 * @param component 1 for RTP, 2 for RTCP
 * @param transport such as {@code udp}, as written
 * @param priority 0 to 2^32 - 1
 * @param address IP address or host name, not resolved
 * @param port 0 to 65535
 * @param type {@code host}, {@code srflx}, {@code prflx}, {@code relay} or another token
 * @param extensions what follows the type, empty if nothing
 */
public record CandidateAttribute(
    String foundation,
    int component,
    String transport,
    long priority,
    String address,
    int port,
    String type,
    String extensions)
    implements Attribute {
  /**
   * Empty for one that cannot be read: those are to be ignored, not refused (RFC 8839, section
   * 5.1).
   */
  static Optional<CandidateAttribute> parse(String value) {
    String[] words = value.strip().split(" +", 9);
    if (words.length < 8 || !words[6].equals("typ")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new CandidateAttribute(
              words[0],
              (int) Grammar.number(words[1], 256, "component"),
              Grammar.token(words[2], "transport"),
              Grammar.number(words[3], 0xffff_ffffL, "priority"),
              words[4],
              (int) Grammar.number(words[5], 65535, "port"),
              Grammar.token(words[7], "type"),
              words.length < 9 ? "" : words[8]));
    } catch (SdpException unreadable) {
      return Optional.empty();
    }
  }

  @Override
  public String attributeName() {
    return "candidate";
  }

  @Override
  public String attributeValue() {
    String head =
        foundation
            + ' '
            + component
            + ' '
            + transport
            + ' '
            + priority
            + ' '
            + address
            + ' '
            + port;
    return head + " typ " + type + (extensions.isEmpty() ? "" : " " + extensions);
  }
}

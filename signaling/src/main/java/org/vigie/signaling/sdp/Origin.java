package org.vigie.signaling.sdp;

/**
 * The {@code o=} line (RFC 8866, section 5.2); its user name is always {@code -} on output.
 *
 * @param sessionId numeric, at least 1 digit
 * @param version numeric, at least 1 digit
 * @param address unicast address with its network and address type, such as {@code IN IP4
 *     127.0.0.1}
 */
public record Origin(String sessionId, String version, String address) {
  static Origin parse(String value) {
    String[] fields =
        Grammar.fields(
            value, 6, "o= needs user, session id, version, network, address type, address");
    Grammar.digits(fields[1], "session id of o=");
    Grammar.digits(fields[2], "version of o=");
    return new Origin(fields[1], fields[2], fields[3] + ' ' + fields[4] + ' ' + fields[5]);
  }

  String write() {
    return "- " + sessionId + ' ' + version + ' ' + address;
  }
}

package org.vigie.signaling.session;

/**
 * A TURN server that clients are told of (RFC 9725, section 4.6).
 *
 * @param url such as {@code turn:turn.example.net?transport=udp}
 * @param username of the client
 * @param credential its password
 */
public record IceServer(String url, String username, String credential) {
  /** Leaves the password out. */
  @Override
  public String toString() {
    return "IceServer[" + url + "]";
  }

  String link() {
    return "<"
        + url
        + ">; rel=\"ice-server\"; username=\""
        + quoted(username)
        + "\"; credential=\""
        + quoted(credential)
        + "\"; credential-type=\"password\"";
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}

package org.vigie.bridge.ice;

import java.net.InetSocketAddress;
import java.util.List;
import org.vigie.bridge.api.Candidate;

/** Makes the host candidates that an answer announces. */
@SuppressWarnings("DoNotCallSuggester")
public final class Candidates {
  private Candidates() {}

  /**
   * One host candidate per address, preferred in the order given (RFC 8445, sections 5.1.1.3 and
   * 5.1.2).
   */
  public static List<Candidate> host(List<InetSocketAddress> addresses) {
    throw new UnsupportedOperationException();
  }
}

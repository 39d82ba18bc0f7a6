package org.vigie.bridge.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.vigie.bridge.api.Candidate;

/** Makes the host candidates that an answer announces. */
public final class Candidates {
  private static final long HOST_TYPE_PREFERENCE = 126;
  private static final int HIGHEST_LOCAL_PREFERENCE = 65_535;
  private static final int COMPONENT_RTP = 1;

  private Candidates() {}

  /**
   * One host candidate per address, preferred in the order given (RFC 8445, sections 5.1.1.3 and
   * 5.1.2).
   */
  public static List<Candidate> host(List<InetSocketAddress> addresses) {
    List<Candidate> candidates = new ArrayList<>();
    for (InetSocketAddress address : addresses) {
      int index = candidates.size();
      candidates.add(new Candidate(Integer.toString(index + 1), priority(index), address));
    }
    return candidates;
  }

  private static long priority(int index) {
    return (HOST_TYPE_PREFERENCE << 24)
        | ((long) (HIGHEST_LOCAL_PREFERENCE - index) << 8)
        | (256 - COMPONENT_RTP);
  }
}

package org.vigie.bridge.api;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * What the bridge found out about itself at start.
 *
 * @param addresses the addresses that candidates announce
 * @param srtpCipher the implementation that was chosen for SRTP, in words
 * @param warnings what slows it down or will fail, each with its remedy
 */
public record SelfTest(
    List<InetSocketAddress> addresses, String srtpCipher, List<String> warnings) {
  public SelfTest {
    addresses = List.copyOf(addresses);
    warnings = List.copyOf(warnings);
  }
}

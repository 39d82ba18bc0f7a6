package org.vigie.bridge.srtp;

import java.util.List;
import java.util.Map;
import org.vigie.bridge.api.SrtpProfile;

/**
 * Which cipher implementation is fastest on this machine.
 *
 * @param chosen its name
 * @param nanosPerPacket time to protect a packet of 1,100 bytes with it, ns
 * @param warnings what makes it slow, each with its remedy
 */
@SuppressWarnings("DoNotCallSuggester")
public record SrtpSelfTest(
    String chosen, Map<SrtpProfile, Long> nanosPerPacket, List<String> warnings) {
  public SrtpSelfTest {
    nanosPerPacket = Map.copyOf(nanosPerPacket);
    warnings = List.copyOf(warnings);
  }

  /**
   * Measures the implementations once, pins the fastest for the whole process, and says what it
   * found; takes up to a second the first time, and returns the same afterwards.
   */
  public static SrtpSelfTest run() {
    throw new UnsupportedOperationException();
  }
}

package org.vigie.bridge.srtp;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.vigie.bridge.api.CipherChoice;
import org.vigie.bridge.api.CipherUnavailableException;
import org.vigie.bridge.api.SrtpProfile;

/**
 * Which cipher implementations this process uses for SRTP.
 *
 * @param chosen which, with the time that each candidate took
 * @param nanosPerPacket time to protect a packet of 1,100 bytes with what was chosen, ns, for the
 *     profiles that were measured
 * @param warnings what makes it slow, each with its remedy
 */
public record SrtpSelfTest(
    String chosen, Map<SrtpProfile, Long> nanosPerPacket, List<String> warnings) {
  private static final List<String> INTRINSICS =
      List.of("UseAES", "UseAESIntrinsics", "UseAESCTRIntrinsics", "UseGHASHIntrinsics");

  public SrtpSelfTest {
    nanosPerPacket = Map.copyOf(nanosPerPacket);
    warnings = List.copyOf(warnings);
  }

  /**
   * Chooses for the whole process; takes about a second the first time, and none afterwards.
   *
   * @throws CipherUnavailableException if this machine does not have it, or another was chosen
   *     before
   */
  public static SrtpSelfTest run(CipherChoice wanted) throws CipherUnavailableException {
    PinnedCiphers pinned = PinnedCiphers.pin(wanted);
    Map<SrtpProfile, Long> nanos = new EnumMap<>(SrtpProfile.class);
    for (SrtpProfile profile : CipherRace.PROFILES) {
      nanos.put(profile, pinned.nanosPerPacket(profile));
    }
    return new SrtpSelfTest(pinned.description(), nanos, missingIntrinsics(SrtpSelfTest::vmOption));
  }

  /** Looks at the flags of the virtual machine. */
  static List<String> missingIntrinsics(VmOptions options) {
    return INTRINSICS.stream()
        .filter(option -> "false".equals(options.value(option)))
        .map(option ->
            option
                + " is off, so that SRTP costs several times more: run on a processor (or a"
                + " type of virtual machine) with AES instructions and without -XX:-"
                + option)
        .toList();
  }

  /** Reads a flag; anything but "false" passes. */
  @FunctionalInterface
  interface VmOptions {
    String value(String name);
  }

  private static String vmOption(String name) {
    HotSpotDiagnosticMXBean hotSpot =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    try {
      return hotSpot == null ? "unknown" : hotSpot.getVMOption(name).getValue();
    } catch (IllegalArgumentException _) {
      return "unknown"; // not on this processor
    }
  }
}

package org.vigie.bridge.srtp;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.vigie.bridge.api.SrtpProfile;
import org.vigie.bridge.dtls.SrtpKeys;

/**
 * Which cipher implementation is fastest on this machine.
 *
 * @param chosen its name
 * @param nanosPerPacket time to protect a packet of 1,100 bytes with it, ns
 * @param warnings what makes it slow, each with its remedy
 */
public record SrtpSelfTest(
    String chosen, Map<SrtpProfile, Long> nanosPerPacket, List<String> warnings) {
  private static final List<String> INTRINSICS =
      List.of("UseAES", "UseAESIntrinsics", "UseAESCTRIntrinsics", "UseGHASHIntrinsics");
  private static final long PATIENCE_NANOS = 100_000_000;
  private static final int LEAST_ROUNDS = 3;
  private static final int PACKETS_PER_ROUND = 1_000;

  public SrtpSelfTest {
    nanosPerPacket = Map.copyOf(nanosPerPacket);
    warnings = List.copyOf(warnings);
  }

  /**
   * Measures the implementations once, pins the fastest for the whole process, and says what it
   * found; takes up to a second the first time, and returns the same afterwards.
   */
  public static SrtpSelfTest run() {
    return Once.RESULT;
  }

  private static final class Once {
    static final SrtpSelfTest RESULT = measure();
  }

  private static SrtpSelfTest measure() {
    String chosen = CipherSource.pinned().name();
    Map<SrtpProfile, Long> nanos = new EnumMap<>(SrtpProfile.class);
    for (SrtpProfile profile : SrtpProfile.values()) {
      nanos.put(profile, nanosPerPacket(profile));
    }
    return new SrtpSelfTest(chosen, nanos, missingIntrinsics(SrtpSelfTest::vmOption));
  }

  /** The whole way through jitsi-srtp; the best round of a tenth of a second. */
  private static long nanosPerPacket(SrtpProfile profile) {
    byte[] packet = new byte[CipherRace.PACKET_BYTES + SrtpTransform.MAX_OVERHEAD];
    long best = Long.MAX_VALUE;
    long end = System.nanoTime() + PATIENCE_NANOS;
    try (SrtpTransform transform = new SrtpTransform(anyKeys(profile))) {
      int sequence = 0;
      for (int round = 0; round < LEAST_ROUNDS || System.nanoTime() - end < 0; round++) {
        long start = CpuClock.nanos();
        for (int i = 0; i < PACKETS_PER_ROUND; i++) {
          sequence++;
          packet[0] = (byte) 0x80;
          packet[2] = (byte) (sequence >> 8);
          packet[3] = (byte) sequence;
          transform.protectRtp(packet, 0, CipherRace.PACKET_BYTES);
        }
        best = Math.min(best, (CpuClock.nanos() - start) / PACKETS_PER_ROUND);
      }
    }
    return best;
  }

  private static SrtpKeys anyKeys(SrtpProfile profile) {
    byte[] key = new byte[profile.keyLength()];
    byte[] salt = new byte[profile.saltLength()];
    return new SrtpKeys(profile, key, salt, key, salt);
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

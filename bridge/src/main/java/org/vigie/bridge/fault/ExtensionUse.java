package org.vigie.bridge.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.rtp.RtpPacket;

/**
 * Which of the header extensions that a healthy camera puts into its packets it really sends.
 * Others are for some packets only: {@code mid} until it is acknowledged, the orientation when it
 * changes.
 */
final class ExtensionUse {
  private static final int ENOUGH_PACKETS = 100;
  private static final long ENOUGH_NANOS = 10_000_000_000L;

  private final List<HeaderExtension> expected;
  private final int[] ids;
  private int unseen;
  private long packets;
  private long firstNanos;

  /** None seen yet of what was negotiated. */
  ExtensionUse(Map<HeaderExtension, Integer> negotiated) {
    expected = expected(negotiated);
    ids = expected.stream().mapToInt(negotiated::get).toArray();
    unseen = (1 << ids.length) - 1;
  }

  private static List<HeaderExtension> expected(Map<HeaderExtension, Integer> negotiated) {
    List<HeaderExtension> expected = new ArrayList<>();
    for (HeaderExtension extension : HeaderExtension.values()) {
      if (negotiated.containsKey(extension) && isExpected(extension, negotiated)) {
        expected.add(extension);
      }
    }
    return expected;
  }

  private static boolean isExpected(
      HeaderExtension extension, Map<HeaderExtension, Integer> negotiated) {
    return switch (extension) {
      case TRANSPORT_CC, AUDIO_LEVEL, ABS_CAPTURE_TIME -> true;
      // Browsers send only the better of the two.
      case ABS_SEND_TIME -> !negotiated.containsKey(HeaderExtension.TRANSPORT_CC);
      case MID, RID, REPAIRED_RID, VIDEO_ORIENTATION, PLAYOUT_DELAY, DEPENDENCY_DESCRIPTOR -> false;
    };
  }

  void packet(long nowNanos, RtpPacket packet) {
    if (packets++ == 0) {
      firstNanos = nowNanos;
    }
    for (int i = 0; unseen >> i != 0; i++) {
      if ((unseen >> i & 1) != 0 && packet.extension(ids[i]) >= 0) {
        unseen &= ~(1 << i);
      }
    }
  }

  /** Those that can be told on. */
  List<HeaderExtension> expected() {
    return expected;
  }

  /** Whether there was time enough for the one at this index of {@link #expected()}, and none. */
  boolean unused(long nowNanos, int index) {
    return (unseen >> index & 1) != 0
        && packets >= ENOUGH_PACKETS
        && nowNanos - firstNanos >= ENOUGH_NANOS;
  }

  boolean seen(int index) {
    return (unseen >> index & 1) == 0;
  }
}

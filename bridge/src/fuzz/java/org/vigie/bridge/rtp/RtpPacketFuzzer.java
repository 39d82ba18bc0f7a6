package org.vigie.bridge.rtp;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes may come as RTP: reading, repairing and undoing the repair never throw. */
class RtpPacketFuzzer {
  private final RtpPacket packet = new RtpPacket();
  private final byte[] repaired = new byte[8192];

  @FuzzTest(maxDuration = "60s")
  void anyBytes(byte[] input) {
    if (!packet.wrap(input, 0, input.length)) {
      return;
    }
    for (int i = 0; i < packet.extensionCount(); i++) {
      int end = packet.extensionOffsetAt(i) + packet.extensionLengthAt(i);
      if (end > packet.payloadOffset()) {
        throw new IllegalStateException("an extension element that reaches into the payload");
      }
    }
    int length = Rtx.encapsulate(packet, 97, 1, 2, repaired, 0, repaired.length);
    if (!packet.wrap(repaired, 0, length) || !Rtx.decapsulate(packet, 96, 3)) {
      throw new IllegalStateException("a repair packet that cannot be undone");
    }
  }
}

package org.vigie.bridge.rtp;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes may come as RTCP: reading never throws, and feedback tells what it announced. */
class RtcpReaderFuzzer {
  private final RtcpReader reader = new RtcpReader();
  private final RtcpVisitor visitor =
      new RtcpVisitor() {
        @Override
        public void transportFeedback(TransportFeedback feedback) {
          int told = 0;
          while (feedback.next()) {
            told++;
          }
          if (told != feedback.packetCount()) {
            throw new IllegalStateException(told + " of " + feedback.packetCount());
          }
        }
      };

  @FuzzTest(maxDuration = "60s")
  void anyBytes(byte[] input) {
    reader.read(input, 0, input.length, visitor);
  }
}

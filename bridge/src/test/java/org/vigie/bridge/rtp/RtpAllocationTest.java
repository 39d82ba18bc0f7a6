package org.vigie.bridge.rtp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RtpAllocationTest {
  private final byte[] media = hex("906000010000000100000002bede000310aa00320102030051beef0099");
  private final byte[] report =
      hex(
          "80c900010000000181ca00030000000101036162630000008fcd000800000001000000"
              + "02fffe0016000004092003a001e1000004080c01ffff100000");
  private final RtpPacket packet = new RtpPacket();
  private final byte[] target = new byte[1500];

  private long sum;

  @Test
  void readingAPacketAndItsExtensions() {
    Allocations.assertNone(() -> {
      packet.wrap(media, 0, media.length);
      sum += packet.extension(5) + packet.extensionLength(3) + packet.ssrc();
    });
    assertTrue(sum != 0);
  }

  @Test
  void writingAHeaderWithExtensions() {
    RtpHeaderWriter writer = new RtpHeaderWriter();
    Allocations.assertNone(() -> {
      packet.wrap(media, 0, media.length);
      writer.begin(96, packet.marker(), 1, packet.timestamp(), 2);
      writer.extension(7, media, packet.extension(3), packet.extensionLength(3));
      writer.reserve(4, 2);
      sum += writer.write(target, 0, target.length);
      RtpHeaderWriter.patchTransportSequence(target, writer.extensionOffset(4), 77);
    });
    assertTrue(sum > 0);
  }

  @Test
  void repairingAPacket() {
    Allocations.assertNone(() -> {
      packet.wrap(media, 0, media.length);
      int length = Rtx.encapsulate(packet, 97, 1, 2, target, 0, target.length);
      packet.wrap(target, 0, length);
      Rtx.decapsulate(packet, 96, 3);
      sum += packet.length();
    });
    assertTrue(sum > 0);
  }

  @Test
  void readingReportsAndFeedback() {
    RtcpReader reader = new RtcpReader();
    RtcpVisitor visitor =
        new RtcpVisitor() {
          @Override
          public void transportFeedback(TransportFeedback feedback) {
            while (feedback.next()) {
              sum += feedback.arrivalMicros();
            }
          }
        };
    Allocations.assertNone(() -> assertTrue(reader.read(report, 0, report.length, visitor)));
    assertTrue(sum > 0);
  }

  @Test
  void writingReportsAndFeedback() {
    RtcpWriter writer = new RtcpWriter();
    int[] lost = {1, 2, 5, 100};
    long[] sequences = {10, 11, 12, 15};
    long[] arrivals = {1000, 2000, 3000, 90_000};
    byte[] cname = new byte[16];
    Allocations.assertNone(() -> {
      writer.begin(target, 0, target.length);
      writer.senderReport(1, 2, 3, 4, 5);
      writer.reportBlock(1, 2, 3, 4, 5, 6, 7);
      writer.sourceDescription(1, cname);
      writer.nack(1, 2, lost, 0, lost.length);
      writer.transportFeedback(1, 2, 3, 10, sequences, arrivals, 0, 4);
      writer.remb(1, 1_000_000, lost, 4);
      sum += writer.length();
    });
    assertTrue(sum > 0);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}

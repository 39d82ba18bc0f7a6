package org.vigie.bridge.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hostile input of a fixed seed: nothing throws, reads beyond its bytes or contradicts itself. */
class RtpFuzzTest {
  private static final int INPUTS = 100_000;
  private static final int MARGIN = 64;

  private static final List<byte[]> RTP =
      samples(
          "80e0ffff89abcdefdeadbeef010203",
          "926000010000000100000002000000030000000401020304",
          "906000010000000100000002bede000310aa00320102030051beef0099",
          "90600001000000010000000210000003010000150301020300ff01ee0099",
          "a06000010000000100000002aabb000003",
          "b06000010000000100000002bede000110aa000012340102030003");

  private static final List<byte[]> RTCP =
      samples(
          "81c8000cdeadbeefe12345678000000089abcdefffffffff80000000cafebabe40fffffe0001ffff"
              + "ffffffff4567800000018000",
          "80c900010000000181ca00030000000101036162630000008fcd000800000001000000"
              + "02fffe0016000004092003a001e1000004080c01ffff100000",
          "81cd00040000000100000002fffe80010010000081ce00020000000100000002",
          "84ce000600000001000000000000000a070000000000000bff000000",
          "8fce0006000000010000000052454d42020bd0900000000a0000000b",
          "82cb00040000000a0000000b05676f6e65210000",
          "afcd000600000001000000020001000400000000d880000190ffff01");

  private final RtpPacket packet = new RtpPacket();
  private final RtpPacket other = new RtpPacket();
  private final RtcpReader reader = new RtcpReader();

  @Test
  void rtpPacketsKeepToTheirBounds() {
    Mutations mutations = new Mutations(1, RTP);
    int accepted = 0;
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = mutations.next();
      if (packet.wrap(input, 0, input.length)) {
        accepted++;
        assertConsistent(input);
      }
      assertSameWithin(input, 0x00);
      assertSameWithin(input, 0xff);
    }
    assertTrue(accepted > INPUTS / 10, "the mutations leave too little intact: " + accepted);
  }

  @Test
  void repairedPacketsAreWellFormed() {
    Mutations mutations = new Mutations(2, RTP);
    byte[] target = new byte[2000];
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = mutations.next();
      if (packet.wrap(input, 0, input.length)) {
        int length = Rtx.encapsulate(packet, 97, 1, 2, target, 5, target.length);
        assertTrue(other.wrap(target, 5, length));
        assertEquals(packet.payloadLength() + 2, other.payloadLength());
        assertTrue(Rtx.decapsulate(other, packet.payloadType(), packet.ssrc()));
        assertEquals(packet.sequenceNumber(), other.sequenceNumber());
        Rtx.decapsulate(packet, 96, 3);
      }
    }
  }

  @Test
  void rtcpPacketsKeepToTheirBounds() {
    Mutations mutations = new Mutations(3, RTCP);
    int accepted = 0;
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = mutations.next();
      CountingVisitor alone = new CountingVisitor();
      boolean wellFormed = reader.read(input, 0, input.length, alone);
      accepted += wellFormed ? 1 : 0;
      byte[] framed = Mutations.within(input, MARGIN, 0x81);
      CountingVisitor within = new CountingVisitor();
      assertEquals(wellFormed, reader.read(framed, MARGIN, input.length, within));
      assertEquals(alone.digest, within.digest);
      // The worst that one byte may cost: feedback on 4,096 packets takes at least 22 bytes.
      assertTrue(alone.facts <= 200L * Math.max(1, input.length), () -> alone.facts + " facts");
    }
    assertTrue(accepted > INPUTS / 10, "the mutations leave too little intact: " + accepted);
  }

  @Test
  void demultiplexingAcceptsAnything() {
    Mutations mutations = new Mutations(4, RTP);
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = mutations.next();
      PacketKind kind = PacketKind.of(input, 0, input.length);
      assertTrue(kind != PacketKind.RTP || input.length >= RtpPacket.FIXED_HEADER_LENGTH);
    }
  }

  private void assertConsistent(byte[] input) {
    assertEquals(
        input.length, packet.headerLength() + packet.payloadLength() + packet.paddingLength());
    assertTrue(packet.payloadLength() >= 0);
    int previousEnd = RtpPacket.FIXED_HEADER_LENGTH;
    for (int i = 0; i < packet.extensionCount(); i++) {
      int at = packet.extensionOffsetAt(i);
      assertTrue(at > previousEnd);
      previousEnd = at + packet.extensionLengthAt(i);
      assertTrue(previousEnd <= packet.payloadOffset());
      assertTrue(packet.extension(packet.extensionIdAt(i)) <= at);
    }
  }

  private void assertSameWithin(byte[] input, int margin) {
    boolean accepted = packet.wrap(input, 0, input.length);
    byte[] framed = Mutations.within(input, MARGIN, margin);
    assertEquals(accepted, other.wrap(framed, MARGIN, input.length));
    if (accepted) {
      assertEquals(packet.headerLength(), other.headerLength());
      assertEquals(packet.payloadLength(), other.payloadLength());
      assertEquals(packet.extensionCount(), other.extensionCount());
    }
  }

  private static List<byte[]> samples(String... hex) {
    List<byte[]> samples = new ArrayList<>();
    for (String sample : hex) {
      samples.add(HexFormat.of().parseHex(sample));
    }
    return samples;
  }

  /** Sums up what it is told, and counts how much that was. */
  private static final class CountingVisitor implements RtcpVisitor {
    private long digest = 1;
    private long facts;

    @Override
    public void senderReport(int sender, long ntp, int timestamp, long packets, long octets) {
      add(sender ^ ntp ^ timestamp ^ packets << 20 ^ octets << 30);
    }

    @Override
    public void receiverReport(int sender) {
      add(sender);
    }

    @Override
    public void reportBlock(
        int sender,
        int media,
        int fraction,
        int lost,
        long highest,
        long jitter,
        int lastReport,
        int delay) {
      assertTrue(fraction >= 0 && fraction <= 255);
      assertTrue(lost >= -(1 << 23) && lost < 1 << 23);
      add(sender ^ (long) media << 8 ^ highest << 16 ^ jitter ^ lastReport ^ delay);
    }

    @Override
    public void nack(int sender, int media, int packetId, int bitmask) {
      add(sender ^ (long) media << 8 ^ packetId ^ bitmask << 16);
    }

    @Override
    public void pli(int sender, int media) {
      add(sender ^ media);
    }

    @Override
    public void fir(int sender, int media, int command) {
      add(sender ^ media ^ command);
    }

    @Override
    public void remb(int sender, long bps) {
      assertTrue(bps >= 0);
      add(sender ^ bps);
    }

    @Override
    public void rembSource(int media) {
      add(media);
    }

    @Override
    public void transportFeedback(TransportFeedback feedback) {
      int told = 0;
      while (feedback.next()) {
        told++;
        add(feedback.received() ? feedback.arrivalMicros() : feedback.sequenceNumber());
      }
      assertEquals(feedback.packetCount(), told);
    }

    @Override
    public void bye(int ssrc) {
      add(ssrc);
    }

    private void add(long fact) {
      facts++;
      digest = digest * 31 + fact;
    }
  }
}

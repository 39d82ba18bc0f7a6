package org.vigie.simulator.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RtpStreamTest {
  private static final ExtensionIds IDS = new ExtensionIds(1, 2, 3);
  private static final byte[] PAYLOAD = {10, 20, 30, 40, 50};

  private final List<byte[]> sent = new ArrayList<>();
  private final List<byte[]> sentAgain = new ArrayList<>();

  private final RtpStream.Outlet outlet =
      new RtpStream.Outlet() {
        private int sequence;

        @Override
        public int nextTransportSequence() {
          return sequence++;
        }

        @Override
        public int protectAndSend(byte[] array, int length) {
          sent.add(Arrays.copyOf(array, length));
          return length;
        }

        @Override
        public void sendAgain(byte[] datagram) {
          sentAgain.add(datagram);
        }
      };

  @Test
  void sequenceNumbersGrowByOneAndTimestampsFollowTheMedium() {
    RtpStream stream = stream(-1);
    stream.send(PAYLOAD, 5, false, 0, 0);
    stream.send(PAYLOAD, 5, true, 1_000_000_000L, 0);
    ByteBuffer first = ByteBuffer.wrap(sent.get(0));
    ByteBuffer second = ByteBuffer.wrap(sent.get(1));
    assertEquals(1, second.getShort(2) - first.getShort(2));
    assertEquals(90_000, second.getInt(4) - first.getInt(4));
    assertEquals(0x66, first.get(1));
    assertEquals((byte) 0xe6, second.get(1));
  }

  @Test
  void extensionsStandInFrontOfThePayloadPaddedToWords() {
    stream(-1).send(PAYLOAD, 5, true, 0, 1_500_000_000L);
    byte[] packet = sent.getFirst();
    byte[] extensions = {
      (byte) 0xbe, (byte) 0xde, 0, 3, 0x10, '0', 0x21, 0, 0, 0x32, 0x06, 0, 0, 0, 0, 0
    };
    assertArrayEquals(extensions, Arrays.copyOfRange(packet, 12, 28));
    assertArrayEquals(PAYLOAD, Arrays.copyOfRange(packet, 28, 33));
  }

  @Test
  void withRtxALostPacketGoesOnTheOtherSsrcWithItsOldSequenceNumber() {
    RtpStream stream = stream(97);
    stream.send(PAYLOAD, 5, true, 0, 0);
    int lost = ByteBuffer.wrap(sent.getFirst()).getShort(2);
    assertTrue(stream.repair(lost, 0));
    ByteBuffer repair = ByteBuffer.wrap(sent.get(1));
    assertEquals((byte) (0x80 | 97), repair.get(1));
    assertEquals(2, repair.getInt(8));
    assertEquals(ByteBuffer.wrap(sent.getFirst()).getInt(4), repair.getInt(4));
    assertEquals(lost, repair.getShort(28));
    assertArrayEquals(PAYLOAD, Arrays.copyOfRange(sent.get(1), 30, 35));
  }

  @Test
  void withoutRtxTheVeryBytesThatWereProtectedGoAgain() {
    RtpStream stream = stream(-1);
    stream.send(PAYLOAD, 5, true, 0, 0);
    assertTrue(stream.repair(ByteBuffer.wrap(sent.getFirst()).getShort(2), 0));
    assertEquals(1, sent.size());
    assertArrayEquals(sent.getFirst(), sentAgain.getFirst());
  }

  @Test
  void whatIsTooOldIsNotSentAgain() {
    RtpStream stream = stream(-1);
    for (int i = 0; i < 17; i++) {
      stream.send(PAYLOAD, 5, true, 0, 0);
    }
    int first = ByteBuffer.wrap(sent.getFirst()).getShort(2);
    assertFalse(stream.repair(first, 0));
    assertTrue(stream.repair(first + 1, 0));
    assertEquals(1, stream.retransmitted());
  }

  @Test
  void aSenderReportIsReadBack() {
    RtpStream stream = stream(-1);
    byte[] out = new byte[200];
    int length = Rtcp.senderReport(out, stream, 0, 77, "camera");
    List<Object> heard = new ArrayList<>();
    Rtcp.read(out, 0, length, listener(heard));
    assertEquals(List.of(1, 2_208_988_800L << 32, 77), heard);
    assertEquals(0, length % 4);
  }

  @Test
  void nacksNameEachLostPacketAcrossTheWrap() {
    byte[] out = new byte[200];
    int length = Rtcp.nack(out, 5, 1, 0xffff);
    ByteBuffer.wrap(out).putShort(length - 2, (short) 0b101);
    List<Object> heard = new ArrayList<>();
    Rtcp.read(out, 0, length, listener(heard));
    assertEquals(List.of(0xffff, 0, 2), heard);
  }

  @Test
  void keyFrameRequestsAndGoodbyesAreReadBack() {
    byte[] out = new byte[200];
    List<Object> heard = new ArrayList<>();
    Rtcp.read(out, 0, Rtcp.pli(out, 5, 1), listener(heard));
    Rtcp.read(out, 0, Rtcp.bye(out, 5, "c"), listener(heard));
    assertEquals(List.of("key frame", "bye"), heard);
  }

  @Test
  void rtcpCutShortIsLeftOut() {
    byte[] out = new byte[200];
    int length = Rtcp.nack(out, 5, 1, 9);
    List<Object> heard = new ArrayList<>();
    for (int cut = 0; cut < length; cut++) {
      Rtcp.read(out, 0, cut, listener(heard));
    }
    assertSame(0, heard.size());
  }

  private RtpStream stream(int rtxPayloadType) {
    return new RtpStream(
        new RtpStream.Parameters(1, 102, 90_000, 2, rtxPayloadType, "0", IDS, 16),
        new SplittableRandom(3),
        outlet);
  }

  private static Rtcp.Listener listener(List<Object> heard) {
    return new Rtcp.Listener() {
      @Override
      public void nack(int mediaSsrc, int sequence) {
        heard.add(sequence);
      }

      @Override
      public void keyFrameRequest(int mediaSsrc) {
        heard.add("key frame");
      }

      @Override
      public void bye(int ssrc) {
        heard.add("bye");
      }

      @Override
      public void senderReport(int ssrc, long ntp, int rtpTimestamp) {
        heard.addAll(List.of(ssrc, ntp, rtpTimestamp));
      }
    };
  }
}

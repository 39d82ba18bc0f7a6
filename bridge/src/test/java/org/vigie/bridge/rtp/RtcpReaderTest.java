package org.vigie.bridge.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class RtcpReaderTest {
  private static final String RECEIVER_REPORT = "80 c9 0001 00000001";
  private static final String PLI = "81 ce 0002 00000001 00000002";

  private final RtcpReader reader = new RtcpReader();
  private final RecordingVisitor visitor = new RecordingVisitor();

  @Test
  void readsASenderReportWithABlock() {
    assertTrue(
        read(
            "81 c8 000c deadbeef e1234567 80000000 89abcdef ffffffff 80000000"
                + "cafebabe 40 fffffe 0001ffff ffffffff 45678000 00018000"));
    assertSeen(
        "SR deadbeef ntp=e123456780000000 ts=89abcdef packets=4294967295 octets=2147483648",
        "block deadbeef->cafebabe fraction=64 lost=-2 highest=131071 jitter=4294967295"
            + " lsr=45678000 dlsr=18000");
  }

  @Test
  void readsAReceiverReportWithTwoBlocks() {
    String block = "00 000001 00000002 00000003 00000004 00000005";
    assertTrue(read("82 c9 000d 00000001 0000000a" + block + "0000000b" + block));
    assertSeen(
        "RR 1",
        "block 1->a fraction=0 lost=1 highest=2 jitter=3 lsr=4 dlsr=5",
        "block 1->b fraction=0 lost=1 highest=2 jitter=3 lsr=4 dlsr=5");
  }

  @Test
  void readsGenericNacks() {
    assertTrue(read("81 cd 0004 00000001 00000002 fffe 8001 0010 0000"));
    assertSeen("NACK 1->2 pid=65534 blp=8001", "NACK 1->2 pid=16 blp=0");
  }

  @Test
  void readsAnswersToReferenceTimesAmongOtherBlocks() {
    assertTrue(
        read(
            "80 cf 000b 00000001 2a 00 0001 11223344"
                + "05 00 0006 0000000a 45678000 00018000 0000000b 00000000 00000000"
                + "07 00 0000"));
    assertSeen("DLRR 1->a lrr=45678000 dlrr=18000", "DLRR 1->b lrr=0 dlrr=0");
  }

  @Test
  void anExtendedReportWhoseBlocksDoNotFitIsMalformed() {
    assertFalse(read("80 cf 0002 00000001 05 00 0003"));
    assertFalse(read("80 cf 0000"));
    assertSeen();
  }

  @Test
  void readsPictureLoss() {
    assertTrue(read(PLI));
    assertSeen("PLI 1->2");
  }

  @Test
  void readsFullIntraRequestsByTheirEntries() {
    assertTrue(read("84 ce 0006 00000001 00000000 0000000a 07000000 0000000b ff000000"));
    assertSeen("FIR 1->a 7", "FIR 1->b 255");
  }

  @Test
  void readsEstimatesOfTheBitRate() {
    assertTrue(read("8f ce 0006 00000001 00000000 52454d42 02 0bd090 0000000a 0000000b"));
    assertSeen("REMB 1 " + (0x3d090L << 2), "REMB for a", "REMB for b");
  }

  @Test
  void anEstimateBeyondLongIsTheLargestLong() {
    assertTrue(read("8f ce 0004 00000001 00000000 52454d42 00 ffffff"));
    assertTrue(read("8f ce 0004 00000001 00000000 52454d42 00 b60001"));
    assertTrue(read("8f ce 0004 00000001 00000000 52454d42 00 b7ffff"));
    assertTrue(read("8f ce 0004 00000001 00000000 52454d42 00 fc0000"));
    assertSeen(
        "REMB 1 " + Long.MAX_VALUE,
        "REMB 1 " + (0x20001L << 45),
        "REMB 1 " + (0x3ffffL << 45),
        "REMB 1 0");
  }

  @Test
  void otherApplicationFeedbackIsPassedOver() {
    assertTrue(read("8f ce 0003 00000001 00000000 12345678"));
    assertTrue(read("8f ce 0002 00000001 00000000"));
    assertSeen();
  }

  @Test
  void readsByeWithAReason() {
    assertTrue(read("82 cb 0004 0000000a 0000000b 05 676f6e65 21 0000"));
    assertSeen("BYE a", "BYE b");
  }

  @Test
  void readsTransportWideFeedback() {
    // A run of three, fourteen in a one-bit vector, five in a two-bit vector.
    assertTrue(
        read(
            "8f cd 0008 00000001 00000002 fffe 0016 000004 09 2003 a001 e100"
                + "00 04 08 0c 01 ffff 10 0000"));
    assertSeen(
        "TWCC 1->2 #9 ref=256000 65534@256000 65535@257000 0@259000 1@262000"
            + " 2- 3- 4- 5- 6- 7- 8- 9- 10- 11- 12- 13- 14@262250"
            + " 15@262000 16- 17@266000 18- 19-");
  }

  /** Each of these is 24 bytes long and would make the visitor walk over 4,000 packets. */
  @Test
  void feedbackOfManyPacketsIsReadOncePerDatagram() {
    String many = "8f cd 0005 00000001 00000002 0000 0fa0 000000 00 0fa0 0000";
    String few = "8f cd 0005 00000001 00000002 0000 0002 000000 01 0002 0000";
    for (int datagram = 1; datagram <= 2; datagram++) {
      assertFalse(read(many.repeat(59) + few + PLI));
      assertEquals(3 * datagram, visitor.calls.size());
    }
    assertTrue(read(few.repeat(60)));
  }

  @Test
  void aDatagramMayAskForAThousandPacketsAndForNoMore() {
    assertTrue(read("81 cd 003e 00000001 00000002" + "0000 ffff".repeat(60)));
    assertEquals(60, visitor.calls.size());
    visitor.calls.clear();
    assertFalse(read(("81 cd 00f2 00000001 00000002" + "0000 ffff".repeat(240)).repeat(2) + PLI));
    assertEquals(60 + 1, visitor.calls.size(), "60 times 17 packets");
  }

  @Test
  void readsACompoundPacketInOrder() {
    assertTrue(
        read(
            RECEIVER_REPORT
                + "81 ca 0003 00000001 01 03 616263 000000"
                + PLI
                + "80 cc 0001 00000001"));
    assertSeen("RR 1", "PLI 1->2");
  }

  @Test
  void readsPacketsOfReducedSize() {
    assertTrue(read(PLI + PLI));
    assertSeen("PLI 1->2", "PLI 1->2");
  }

  @Test
  void unknownTypesAndFormatsArePassedOver() {
    assertTrue(read("80 cf 0001 00000001" + "9e cd 0002 00000001 00000002" + PLI));
    assertTrue(read("80 ff 0000" + "82 ce 0002 00000001 00000002"));
    assertSeen("PLI 1->2");
  }

  @Test
  void nothingIsDeliveredIfThePartsDoNotAddUp() {
    assertFalse(read(PLI + "81 ce 0003 00000001 00000002"));
    assertFalse(read(PLI + "81 ce"));
    assertFalse(read(PLI + "41 ce 0002 00000001 00000002"));
    assertFalse(read(PLI + "00"));
    assertSeen();
  }

  @Test
  void aPartWithAWrongInsideIsPassedOverAndTold() {
    assertFalse(read("9f c8 0006 00000001 00000000 00000000 00000000 00000000 00000000" + PLI));
    assertFalse(read("81 c9 0001 00000001" + PLI));
    assertFalse(read("80 c9 0000" + PLI));
    assertFalse(read("9f cb 0001 00000001" + PLI));
    assertFalse(read("81 cd 0002 00000001 00000002" + PLI));
    assertFalse(read("81 ce 0001 00000001" + PLI));
    assertFalse(read("84 ce 0003 00000001 00000000 0000000a" + PLI));
    assertFalse(read("84 ce 0002 00000001 00000000" + PLI));
    assertFalse(read("8f ce 0003 00000001 00000000 52454d42" + PLI));
    assertFalse(read("8f ce 0004 00000001 00000000 52454d42 01 0bd090" + PLI));
    assertEquals(10, visitor.calls.size());
    assertEquals(List.of("PLI 1->2"), visitor.calls.stream().distinct().toList());
  }

  @Test
  void paddingIsTakenOffEachPart() {
    assertTrue(read("a1 cd 0004 00000001 00000002 0010 0000 00000004"));
    assertSeen("NACK 1->2 pid=16 blp=0");
    assertFalse(read("a1 cd 0003 00000001 00000002 0010 0000"));
    assertFalse(read("a1 cd 0003 00000001 00000002 0010 000d"));
    assertFalse(read("a0 c9 0000"));
    assertSeen("NACK 1->2 pid=16 blp=0");
  }

  @Test
  void aRangeOutsideTheArrayIsRefused() {
    byte[] bytes = hex(PLI);
    assertFalse(reader.read(bytes, 0, bytes.length + 1, visitor));
    assertFalse(reader.read(bytes, -4, bytes.length, visitor));
    assertFalse(reader.read(bytes, 8, Integer.MAX_VALUE, visitor));
    assertFalse(reader.read(bytes, 0, 0, visitor));
    assertSeen();
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] whole = hex("81 cd 0004 00000001 00000002 fffe 8001 0010 0000");
    for (int length = 0; length < whole.length; length++) {
      assertFalse(reader.read(Arrays.copyOf(whole, length), 0, length, visitor));
    }
    assertSeen();
  }

  private boolean read(String text) {
    byte[] framed = Mutations.within(hex(text), 3, 0x81);
    return reader.read(framed, 3, framed.length - 6, visitor);
  }

  private void assertSeen(String... expected) {
    assertEquals(List.of(expected), visitor.calls);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}

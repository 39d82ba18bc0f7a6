package org.vigie.bridge.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RtcpWriterTest {
  private static final int OFFSET = 3;

  private final RtcpWriter writer = new RtcpWriter();
  private final byte[] array = new byte[2000];

  @BeforeEach
  void begin() {
    Arrays.fill(array, (byte) 0xee);
    writer.begin(array, OFFSET, array.length);
  }

  @Test
  void writesASenderReportWithABlock() {
    assertTrue(
        writer.senderReport(
            0xdeadbeef, 0xe1234567_80000000L, 0x89abcdef, 0xffff_ffffL, 0x1_8000_0000L));
    assertTrue(writer.reportBlock(0xcafebabe, 64, -2, 131_071, 5, 0x45678000, 0x18000));
    assertWritten(
        "81 c8 000c deadbeef e1234567 80000000 89abcdef ffffffff 80000000"
            + "cafebabe 40 fffffe 0001ffff 00000005 45678000 00018000");
  }

  @Test
  void writesAReceiverReportAndItsDescription() {
    assertTrue(writer.receiverReport(1));
    assertTrue(writer.sourceDescription(1, "abc".getBytes(StandardCharsets.UTF_8)));
    assertTrue(writer.bye(1));
    assertWritten(
        "80 c9 0001 00000001 81 ca 0003 00000001 01 03 616263 000000 81 cb 0001 00000001");
  }

  @Test
  void writesAReceiversReferenceTime() {
    assertTrue(writer.receiverReferenceTime(0xdeadbeef, 0xe1234567_80000000L));
    assertWritten("80 cf 0004 deadbeef 04 00 0002 e1234567 80000000");
  }

  @Test
  void aNameIsAlwaysEndedByAtLeastOneZero() {
    for (int length = 0; length <= 255; length++) {
      writer.begin(array, 0, array.length);
      assertTrue(writer.sourceDescription(1, new byte[length]));
      assertEquals(0, writer.length() % 4);
      assertTrue(writer.length() > 4 + 4 + 2 + length);
      assertTrue(writer.length() <= 4 + 4 + 2 + length + 4);
    }
    assertFalse(writer.sourceDescription(1, new byte[256]));
  }

  @Test
  void valuesOutOfRangeBecomeTheNearestEnd() {
    writer.receiverReport(1);
    writer.reportBlock(2, 300, 1 << 24, 1, -1, 0, 0);
    writer.reportBlock(2, -1, -(1 << 24), 1, 1L << 40, 0, 0);
    assertRead(
        "RR 1",
        "block 1->2 fraction=255 lost=8388607 highest=1 jitter=0 lsr=0 dlsr=0",
        "block 1->2 fraction=0 lost=-8388608 highest=1 jitter=4294967295 lsr=0 dlsr=0");
  }

  @Test
  void aReportTakesThirtyOneBlocks() {
    writer.receiverReport(1);
    for (int i = 0; i < 31; i++) {
      assertTrue(writer.reportBlock(i, 0, 0, 0, 0, 0, 0));
    }
    assertFalse(writer.reportBlock(31, 0, 0, 0, 0, 0, 0));
    assertEquals(32, read().size());
  }

  @Test
  void aBlockNeedsAReportRightBeforeIt() {
    assertFalse(writer.reportBlock(1, 0, 0, 0, 0, 0, 0));
    writer.receiverReport(1);
    writer.bye(1);
    assertFalse(writer.reportBlock(1, 0, 0, 0, 0, 0, 0));
    writer.begin(array, OFFSET, array.length);
    assertFalse(writer.reportBlock(1, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void packsLostPacketsIntoEntriesOfSeventeen() {
    int[] lost = {0, 65_533, 65_534, 0, 13, 14, 30, 99};
    assertTrue(writer.nack(1, 2, lost, 1, 7));
    // 65533 + 1, + 3, + 16; then 14 + 16.
    assertWritten("81 cd 0004 00000001 00000002 fffd 8005 000e 8000");
  }

  @Test
  void lostPacketsOutOfOrderOrDoubledStillGoOut() {
    assertTrue(writer.nack(1, 2, new int[] {5, 5, 4}, 0, 3));
    assertRead("NACK 1->2 pid=5 blp=0", "NACK 1->2 pid=5 blp=0", "NACK 1->2 pid=4 blp=0");
  }

  @Test
  void nothingLostIsNothingWritten() {
    assertTrue(writer.nack(1, 2, new int[4], 2, 2));
    assertEquals(0, writer.length());
  }

  @Test
  void writesRequestsForKeyFrames() {
    assertTrue(writer.pli(1, 2));
    assertTrue(writer.fir(1, 2, 0x1ff));
    assertWritten("81 ce 0002 00000001 00000002 84 ce 0004 00000001 00000000 00000002 ff000000");
  }

  @Test
  void writesEstimatesInEighteenBits() {
    for (long bps : new long[] {0, 1, 0x3ffff, 0x40000, 1_500_001, Long.MAX_VALUE}) {
      writer.begin(array, OFFSET, array.length);
      assertTrue(writer.remb(1, bps, new int[] {0xa, 0xb}, 2));
      int exponent = Math.max(0, 46 - Long.numberOfLeadingZeros(bps));
      assertRead("REMB 1 " + (bps >> exponent << exponent), "REMB for a", "REMB for b");
    }
    assertFalse(writer.remb(1, -1, new int[0], 0));
    assertFalse(writer.remb(1, 1, new int[256], 256));
  }

  @Test
  void aPartThatDoesNotFitLeavesEverythingAsItWas() {
    int[] lost = {1, 100, 200};
    byte[] cname = new byte[10];
    assertOverflow(28, () -> writer.senderReport(1, 2, 3, 4, 5));
    assertOverflow(8, () -> writer.receiverReport(1));
    assertOverflow(24, () -> writer.sourceDescription(1, cname));
    assertOverflow(8, () -> writer.bye(1));
    assertOverflow(24, () -> writer.nack(1, 2, lost, 0, 3));
    assertOverflow(12, () -> writer.pli(1, 2));
    assertOverflow(20, () -> writer.fir(1, 2, 3));
    assertOverflow(28, () -> writer.remb(1, 2, lost, 2));
    long[] one = {1};
    assertOverflow(24, () -> writer.transportFeedback(1, 2, 3, 1, one, one, 0, 1) == 1);
  }

  @Test
  void aBlockThatDoesNotFitLeavesTheReportAsItWas() {
    writer.begin(array, OFFSET, OFFSET + 8 + 24 + 23);
    writer.receiverReport(1);
    assertTrue(writer.reportBlock(2, 0, 0, 0, 0, 0, 0));
    assertFalse(writer.reportBlock(3, 0, 0, 0, 0, 0, 0));
    assertEquals(32, writer.length());
    assertEquals(2, read().size());
  }

  @Test
  void aRangeOutsideTheArrayIsAnError() {
    assertThrows(IndexOutOfBoundsException.class, () -> writer.begin(array, -1, 10));
    assertThrows(IndexOutOfBoundsException.class, () -> writer.begin(array, 0, 2001));
    assertThrows(IndexOutOfBoundsException.class, () -> writer.begin(array, 11, 10));
  }

  private interface Part {
    boolean write();
  }

  private void assertOverflow(int length, Part part) {
    byte[] before = array.clone();
    writer.begin(array, OFFSET, OFFSET + length - 1);
    assertFalse(part.write());
    assertEquals(0, writer.length());
    assertArrayEquals(before, array);
    writer.begin(array, OFFSET, OFFSET + length);
    assertTrue(part.write());
    assertEquals(length, writer.length());
    Arrays.fill(array, (byte) 0xee);
  }

  private void assertWritten(String hex) {
    byte[] expected = HexFormat.of().parseHex(hex.replace(" ", ""));
    byte[] written = Arrays.copyOfRange(array, OFFSET, OFFSET + writer.length());
    assertEquals(HexFormat.of().formatHex(expected), HexFormat.of().formatHex(written));
    assertEquals((byte) 0xee, array[OFFSET + writer.length()]);
  }

  private void assertRead(String... expected) {
    assertEquals(List.of(expected), read());
  }

  private List<String> read() {
    RecordingVisitor visitor = new RecordingVisitor();
    assertTrue(new RtcpReader().read(array, OFFSET, writer.length(), visitor));
    return visitor.calls;
  }
}

package org.vigie.bridge.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.Codec;

class Vp8Test {
  /** The start of a 640x360 key frame and of an inter frame as libvpx wrote them. */
  private static final String KEY_FRAME = "909c009d012a800268010047088585888584";

  private static final String INTER_FRAME = "1111000910ac00182ec24a81";

  private final Vp8Descriptor descriptor = new Vp8Descriptor();

  @Test
  void readsTheShortestDescriptor() {
    assertTrue(wrap("10 aa"));
    assertEquals(1, descriptor.length());
    assertTrue(descriptor.startsFrame());
    assertFalse(descriptor.nonReference());
    assertEquals(0, descriptor.pictureIdBits());
    assertEquals(Vp8Descriptor.ABSENT, descriptor.pictureId());
    assertEquals(Vp8Descriptor.ABSENT, descriptor.levelZeroIndex());
    assertEquals(Vp8Descriptor.ABSENT, descriptor.keyIndex());
    assertEquals(0, descriptor.temporalLayer());
    assertFalse(descriptor.layerSync());
  }

  @Test
  void readsTheLongestDescriptor() {
    assertTrue(wrap("b0 f0 ffee 7f b5 aa"));
    assertEquals(6, descriptor.length());
    assertTrue(descriptor.nonReference());
    assertEquals(15, descriptor.pictureIdBits());
    assertEquals(0x7fee, descriptor.pictureId());
    assertEquals(0x7f, descriptor.levelZeroIndex());
    assertEquals(2, descriptor.temporalLayer());
    assertTrue(descriptor.layerSync());
    assertEquals(0x15, descriptor.keyIndex());
  }

  @Test
  void readsAShortPictureId() {
    assertTrue(wrap("80 80 7f aa"));
    assertEquals(7, descriptor.pictureIdBits());
    assertEquals(127, descriptor.pictureId());
    assertEquals(3, descriptor.length());
    assertFalse(descriptor.startsFrame());
  }

  @Test
  void layerAndKeyIndexShareAByteThatEachMayLeaveUnused() {
    assertTrue(wrap("80 20 ff aa"));
    assertEquals(3, descriptor.temporalLayer());
    assertEquals(Vp8Descriptor.ABSENT, descriptor.keyIndex());
    assertTrue(wrap("80 10 ff aa"));
    assertEquals(0, descriptor.temporalLayer());
    assertFalse(descriptor.layerSync());
    assertEquals(31, descriptor.keyIndex());
  }

  @Test
  void aLaterPartitionDoesNotStartAFrame() {
    assertTrue(wrap("11 aa"));
    assertFalse(descriptor.startsFrame());
    assertTrue(wrap("00 aa"));
    assertFalse(descriptor.startsFrame());
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] whole = hex("b0 f0 ffee 7f b5");
    for (int length = 0; length <= whole.length; length++) {
      assertFalse(descriptor.wrap(Arrays.copyOf(whole, length), 0, length), "length " + length);
    }
    assertFalse(wrap("80 80"));
    assertFalse(wrap("80 80 80"));
    assertFalse(wrap("10"));
  }

  @Test
  void rewritingKeepsTheWidthOfEachField() {
    assertRewritten("b0 f0 9234 ab b5 aa", "b0 f0 ffee 7f b5 aa", 0x11234, 0x1ab);
    assertRewritten("80 c0 34 ab aa", "80 c0 7f 01 aa", 0x1234, 0xab);
    assertRewritten("80 80 8005 aa", "80 80 ffff aa", 5, 9);
    assertRewritten("80 40 09 aa", "80 40 01 aa", 5, 9);
    assertRewritten("10 aa", "10 aa", 5, 9);
  }

  @Test
  void aKeyFrameTellsItsSize() {
    PayloadInspector seen = Inspected.of(Codec.VP8, "90 80 8001" + KEY_FRAME);
    assertTrue(seen.startsFrame());
    assertTrue(seen.keyFrame());
    assertEquals(640, seen.width());
    assertEquals(360, seen.height());
  }

  @Test
  void theScaleIsNoPartOfTheSize() {
    PayloadInspector seen = Inspected.of(Codec.VP8, "10 909c00 9d012a 8042 6881");
    assertEquals(640, seen.width());
    assertEquals(360, seen.height());
  }

  @Test
  void anInterFrameIsNoKeyFrame() {
    PayloadInspector seen = Inspected.of(Codec.VP8, "b0 e0 8002 05 60" + INTER_FRAME);
    assertTrue(seen.startsFrame());
    assertFalse(seen.keyFrame());
    assertTrue(seen.discardable());
    assertTrue(seen.switchingPoint());
    assertEquals(1, seen.temporalLayer());
    assertEquals(0, seen.width());
  }

  @Test
  void aContinuationIsNoFrameStart() {
    PayloadInspector seen = Inspected.of(Codec.VP8, "80 80 8001" + KEY_FRAME);
    assertFalse(seen.startsFrame());
    assertFalse(seen.keyFrame());
  }

  @Test
  void aKeyFrameWithoutItsStartCodeIsMalformed() {
    Inspected.assertMalformed(Codec.VP8, "10 909c00 9d012b 8002 6801");
    Inspected.assertMalformed(Codec.VP8, "10 909c00 9d012a 8002 68");
    Inspected.assertMalformed(Codec.VP8, "10");
  }

  private void assertRewritten(String expected, String before, int pictureId, int levelZeroIndex) {
    byte[] payload = hex(before);
    byte[] target = new byte[payload.length + 3];
    System.arraycopy(payload, 0, target, 3, payload.length);
    assertTrue(descriptor.wrap(payload, 0, payload.length));
    descriptor.rewrite(target, 3, pictureId, levelZeroIndex);
    assertArrayEquals(hex(expected), Arrays.copyOfRange(target, 3, target.length));
    assertArrayEquals(hex(before), payload);
  }

  private boolean wrap(String text) {
    byte[] bytes = hex(text);
    return descriptor.wrap(bytes, 0, bytes.length);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}

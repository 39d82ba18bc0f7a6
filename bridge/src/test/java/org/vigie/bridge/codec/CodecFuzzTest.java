package org.vigie.bridge.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.rtp.Mutations;

/** Hostile input of a fixed seed: nothing throws, reads beyond its bytes or says the absurd. */
class CodecFuzzTest {
  private static final int INPUTS = 100_000;
  private static final int MARGIN = 64;

  @ParameterizedTest
  @EnumSource
  void inspectorsKeepToTheirBounds(Codec codec) {
    PayloadInspector alone = PayloadInspector.of(codec);
    PayloadInspector within = PayloadInspector.of(codec);
    Mutations mutations = new Mutations(codec.ordinal(), payloads(codec));
    int accepted = 0;
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = mutations.next();
      boolean wellFormed = alone.inspect(input, 0, input.length);
      accepted += wellFormed ? 1 : 0;
      assertPlausible(alone);
      byte[] framed = Mutations.within(input, MARGIN, i % 2 == 0 ? 0 : 0xff);
      assertEquals(wellFormed, within.inspect(framed, MARGIN, input.length));
      assertEquals(told(alone), told(within));
    }
    assertTrue(accepted > INPUTS / 10, "the mutations leave too little intact: " + accepted);
  }

  @Test
  void vp8DescriptorsAreRewrittenWithinTheirLength() {
    Vp8Descriptor descriptor = new Vp8Descriptor();
    Vp8Descriptor rewritten = new Vp8Descriptor();
    Mutations mutations = new Mutations(11, payloads(Codec.VP8));
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = mutations.next();
      if (descriptor.wrap(input, 0, input.length)) {
        byte[] copy = input.clone();
        descriptor.rewrite(copy, 0, 0x2b5a, 0x99);
        assertTrue(rewritten.wrap(copy, 0, copy.length));
        assertEquals(descriptor.length(), rewritten.length());
        assertEquals(descriptor.keyIndex(), rewritten.keyIndex());
        boolean numbered = descriptor.pictureIdBits() == 15;
        assertEquals(numbered ? 0x2b5a : rewritten.pictureId(), rewritten.pictureId());
      }
    }
  }

  @Test
  void parameterSetsKeepToTheirBounds() {
    H264Sps sps = new H264Sps();
    Mutations mutations =
        new Mutations(
            12,
            samples(
                "6742c01fda014016ec0440000003004000000503c60ca8",
                "67640016acb405217f1126022000000300200000030281e2c5d4"));
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = mutations.next();
      if (sps.read(input, 0, input.length)) {
        assertTrue(sps.width() > 0 && sps.width() <= 1 << 16);
        assertTrue(sps.height() > 0 && sps.height() <= 1 << 17);
      }
    }
  }

  @Test
  void dependencyDescriptorsKeepToTheirBounds() {
    DependencyDescriptor descriptor = new DependencyDescriptor();
    List<byte[]> samples =
        samples("be0007", "be000787e0db4b45d800", "c00001", "800387e00ae0000009f5014009f0b4");
    Mutations mutations = new Mutations(13, samples);
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = mutations.next();
      descriptor.read(input, 0, input.length);
      assertTrue(descriptor.temporalLayer() <= 7 && descriptor.spatialLayer() <= 3);
      assertTrue(descriptor.width() <= 1 << 16 && descriptor.height() <= 1 << 16);
    }
  }

  private static void assertPlausible(PayloadInspector seen) {
    assertTrue(seen.temporalLayer() >= 0 && seen.temporalLayer() <= 7);
    assertTrue(seen.spatialLayer() >= 0 && seen.spatialLayer() <= 7);
    assertTrue(seen.width() >= 0 && seen.width() <= 1 << 16);
    assertTrue(seen.height() >= 0 && seen.height() <= 1 << 17);
    assertTrue(!seen.keyFrame() || seen.startsFrame());
  }

  private static long told(PayloadInspector seen) {
    long flags =
        (seen.startsFrame() ? 1 : 0)
            | (seen.keyFrame() ? 2 : 0)
            | (seen.parameterSets() ? 4 : 0)
            | (seen.awaitsSlice() ? 8 : 0)
            | (seen.discardable() ? 16 : 0)
            | (seen.switchingPoint() ? 32 : 0);
    long layers = flags << 6 | seen.temporalLayer() << 3 | seen.spatialLayer();
    return (layers << 20 | seen.width()) << 20 | seen.height();
  }

  private static List<byte[]> payloads(Codec codec) {
    return switch (codec) {
      case H264 ->
          samples(
              "6742c01fda014016ec0440000003004000000503c60ca8",
              "7800176742c01fda014016ec0440000003004000000503c60ca8000468ce0fc80003658880",
              "658880400010",
              "419a000102",
              "7c8588800001",
              "7c058880");
      case VP8 ->
          samples(
              "90808001909c009d012a800268010047088585888584",
              "b0e08002056011110009",
              "b0f0ffee7fb5aa",
              "10909c009d012a80026801");
      case VP9 ->
          samples(
              "8805824983420027f016760a38241c18",
              "8a800538014000b40280016802040118" + "0102824983420027f016760a38",
              "e8055207860040929c24",
              "f88005200305068600");
      case AV1 ->
          samples(
              "280c080000000cc5036936be401030aabbcc",
              "080210000c080000000cc5036936be40100430aabbcc",
              "103450aabbcc",
              "58080000000cc5");
      default -> samples("f8ff", "78aabbcc");
    };
  }

  private static List<byte[]> samples(String... hex) {
    List<byte[]> samples = new ArrayList<>();
    for (String sample : hex) {
      samples.add(HexFormat.of().parseHex(sample));
    }
    return samples;
  }
}

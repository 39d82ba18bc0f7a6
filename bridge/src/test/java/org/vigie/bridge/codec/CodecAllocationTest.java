package org.vigie.bridge.codec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.rtp.Allocations;

class CodecAllocationTest {
  private long sum;

  @ParameterizedTest
  @CsvSource({
    "H264, 7800176742c01fda014016ec0440000003004000000503c60ca8000468ce0fc80003658880",
    "VP8, 90808001909c009d012a800268010047088585888584",
    "VP9, 8805824983420027f016760a38241c18",
    "AV1, 280c080000000cc5036936be401030aabbcc",
    "OPUS, f8ff",
  })
  void inspectingAPayload(Codec codec, String hex) {
    PayloadInspector inspector = PayloadInspector.of(codec);
    byte[] payload = HexFormat.of().parseHex(hex);
    Allocations.assertNone(() -> {
      assertTrue(inspector.inspect(payload, 0, payload.length));
      sum += inspector.keyFrame() ? 1 : 0;
    });
    assertTrue(sum > 0);
  }

  @Test
  void rewritingAVp8Descriptor() {
    Vp8Descriptor descriptor = new Vp8Descriptor();
    byte[] payload = HexFormat.of().parseHex("b0f0ffee7fb5aa");
    byte[] target = payload.clone();
    Allocations.assertNone(() -> {
      descriptor.wrap(payload, 0, payload.length);
      descriptor.rewrite(target, 0, (int) sum++, 5);
    });
    assertTrue(sum > 0);
  }

  @Test
  void readingADependencyDescriptorWithItsStructure() {
    DependencyDescriptor descriptor = new DependencyDescriptor();
    byte[] element =
        new Bits()
            .raw("1 1 000000")
            .number(1, 16)
            .raw("1 0 0 0 0")
            .number(0, 6)
            .number(0, 5)
            .raw("11 10 0 0 0")
            .bytes();
    Allocations.assertNone(() -> {
      assertTrue(descriptor.read(element, 0, element.length));
      sum += descriptor.keyFrame() ? 1 : 0;
    });
    assertTrue(sum > 0);
  }
}

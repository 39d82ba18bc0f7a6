package org.vigie.bridge.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.vigie.bridge.api.Codec;

/** Any bytes may come as a payload of any codec; the first byte chooses the codec. */
class PayloadInspectorFuzzer {
  private static final Codec[] CODECS = Codec.values();

  private final PayloadInspector[] inspectors = new PayloadInspector[CODECS.length];

  PayloadInspectorFuzzer() {
    for (int i = 0; i < CODECS.length; i++) {
      inspectors[i] = PayloadInspector.of(CODECS[i]);
    }
  }

  @FuzzTest(maxDuration = "60s")
  void anyBytes(byte[] input) {
    if (input.length == 0) {
      return;
    }
    PayloadInspector inspector = inspectors[(input[0] & 0xff) % inspectors.length];
    inspector.inspect(input, 1, input.length - 1);
    if (inspector.keyFrame() && !inspector.startsFrame()) {
      throw new IllegalStateException("a key frame that begins within a frame");
    }
  }
}

package org.vigie.bridge.codec;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import org.vigie.bridge.api.Codec;

/** One payload as hexadecimal text, looked at amid other bytes. */
final class Inspected {
  private static final int MARGIN = 5;

  private Inspected() {}

  /** What the inspector says of a well-formed payload. */
  static PayloadInspector of(Codec codec, String hex) {
    PayloadInspector inspector = PayloadInspector.of(codec);
    assertTrue(inspect(inspector, hex), hex);
    return inspector;
  }

  static void assertMalformed(Codec codec, String hex) {
    PayloadInspector inspector = PayloadInspector.of(codec);
    assertFalse(inspect(inspector, hex), hex);
    assertFalse(inspector.startsFrame());
    assertFalse(inspector.keyFrame());
  }

  private static boolean inspect(PayloadInspector inspector, String hex) {
    byte[] payload = HexFormat.of().parseHex(hex.replace(" ", ""));
    byte[] framed = new byte[payload.length + 2 * MARGIN];
    Arrays.fill(framed, (byte) 0xff);
    System.arraycopy(payload, 0, framed, MARGIN, payload.length);
    return inspector.inspect(framed, MARGIN, payload.length);
  }
}

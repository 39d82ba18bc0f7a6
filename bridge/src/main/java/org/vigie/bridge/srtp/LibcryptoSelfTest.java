package org.vigie.bridge.srtp;

import java.util.Arrays;
import java.util.HexFormat;

/** Whether the libcrypto that was found computes what it should. */
final class LibcryptoSelfTest {
  private LibcryptoSelfTest() {}

  static boolean passes() {
    // RFC 2202, test case 2, cut so that the last four bytes come apart.
    byte[] text = "what do ya want for noth".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    byte[] last = "ing?".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    Sha1Hmac hmac = new Sha1Hmac("Jefe".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    return Arrays.equals(
        HexFormat.of().parseHex("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
        hmac.tag(text, 0, text.length, last));
  }
}

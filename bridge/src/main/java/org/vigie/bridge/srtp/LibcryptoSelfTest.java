package org.vigie.bridge.srtp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Whether the libcrypto that was found has what is needed, and computes what it should. */
final class LibcryptoSelfTest {
  private LibcryptoSelfTest() {}

  static boolean passes() {
    try (EvpContexts contexts = new EvpContexts()) {
      return hmacIsRight() && gcmIsRight(contexts);
    }
  }

  /** RFC 2202, test case 2, cut so that the last four bytes come apart. */
  private static boolean hmacIsRight() {
    byte[] text = "what do ya want for noth".getBytes(US_ASCII);
    Sha1Hmac hmac = new Sha1Hmac("Jefe".getBytes(US_ASCII));
    return Arrays.equals(
        HexFormat.of().parseHex("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
        hmac.tag(text, 0, text.length, "ing?".getBytes(US_ASCII)));
  }

  /** Test case 2 of the specification of GCM: all zero; there and back. */
  private static boolean gcmIsRight(EvpContexts contexts) {
    byte[] expected =
        HexFormat.of().parseHex("0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf");
    byte[] packet = new byte[32];
    try {
      LibcryptoGcm gcm = new LibcryptoGcm(contexts);
      SecretKeySpec key = new SecretKeySpec(new byte[16], "AES");
      GCMParameterSpec iv = new GCMParameterSpec(128, new byte[12]);
      gcm.start(Cipher.ENCRYPT_MODE, key, iv);
      boolean encrypted = gcm.engineDoFinal(packet, 0, 16, packet, 0) == 32;
      boolean right = encrypted && Arrays.equals(expected, packet);
      gcm.start(Cipher.DECRYPT_MODE, key, iv);
      return right && gcm.engineDoFinal(packet, 0, 32, packet, 0) == 16;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}

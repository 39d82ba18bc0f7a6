package org.vigie.bridge.srtp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** SRTP in counter mode written down from RFC 3711 on the JDK alone, to compare with. */
final class JdkSrtp {
  /** RFC 3711, appendix B.3: what its master key and salt derive to. */
  private static final byte[] CIPHER_KEY = hex("C61E7A93744F39EE10734AFE3FF7A087");

  private static final byte[] CIPHER_SALT = hex("30CBBC08863D8C85D49DB34A9AE1");
  private static final byte[] AUTH_KEY = hex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4");

  private JdkSrtp() {}

  /** Protects a packet without CSRCs and extension; the rollover counter is 0. */
  static byte[] protectWithRfc3711Keys(byte[] packet, int sequence, int ssrc) {
    try {
      byte[] sealed = Arrays.copyOf(packet, packet.length + 10);
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(CIPHER_KEY, "AES"),
          new IvParameterSpec(iv(sequence, ssrc)));
      cipher.doFinal(packet, 12, packet.length - 12, sealed, 12);
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(AUTH_KEY, "HmacSHA1"));
      mac.update(sealed, 0, packet.length);
      System.arraycopy(mac.doFinal(new byte[4]), 0, sealed, packet.length, 10);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** RFC 3711, section 4.1.1. */
  private static byte[] iv(int sequence, int ssrc) {
    byte[] iv = ByteBuffer.allocate(16).putInt(0).putInt(ssrc).putInt(0).array();
    iv[12] = (byte) (sequence >> 8);
    iv[13] = (byte) sequence;
    for (int i = 0; i < 14; i++) {
      iv[i] ^= CIPHER_SALT[i];
    }
    return iv;
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}

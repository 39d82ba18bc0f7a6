package org.vigie.bridge.ice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Writes STUN messages for tests, on the JDK alone so that it shares no mistake with the code. */
public final class StunBytes {
  private final int type;
  private final byte[] transactionId = "transaction!".getBytes(UTF_8);
  private final ByteArrayOutputStream attributes = new ByteArrayOutputStream();

  private StunBytes(int type) {
    this.type = type;
  }

  public static StunBytes of(int type) {
    return new StunBytes(type);
  }

  public static StunBytes request() {
    return new StunBytes(0x0001);
  }

  public StunBytes attribute(int attributeType, byte... value) {
    attributes.writeBytes(
        ByteBuffer.allocate(4)
            .putShort((short) attributeType)
            .putShort((short) value.length)
            .array());
    attributes.writeBytes(value);
    attributes.writeBytes(new byte[(4 - value.length % 4) % 4]);
    return this;
  }

  public StunBytes username(String username) {
    return attribute(0x0006, username.getBytes(UTF_8));
  }

  public StunBytes priority() {
    return attribute(0x0024, (byte) 1, (byte) 2, (byte) 3, (byte) 4);
  }

  public StunBytes useCandidate() {
    return attribute(0x0025);
  }

  public StunBytes integrity(String password) {
    return attribute(0x0008, hmac(password, bytes(24)));
  }

  public StunBytes fingerprint() {
    CRC32 crc = new CRC32();
    crc.update(bytes(8));
    return attribute(
        0x8028, ByteBuffer.allocate(4).putInt((int) crc.getValue() ^ 0x5354554e).array());
  }

  public byte[] bytes() {
    return bytes(0);
  }

  /** With a length field that counts bytes still to come. */
  private byte[] bytes(int toCome) {
    return ByteBuffer.allocate(20 + attributes.size())
        .putShort((short) type)
        .putShort((short) (attributes.size() + toCome))
        .putInt(0x2112A442)
        .put(transactionId)
        .put(attributes.toByteArray())
        .array();
  }

  static byte[] hmac(String password, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(password.getBytes(UTF_8), "HmacSHA1"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

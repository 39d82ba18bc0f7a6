package org.vigie.simulator.transport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Random;
import java.util.zip.CRC32;
import org.ice4j.attribute.MessageIntegrityAttribute;
import org.jspecify.annotations.Nullable;

/**
 * The two STUN messages of a controlling agent: it writes requests and reads success responses, and
 * answers peers that check although they are lite (RFC 8489, RFC 8445 section 7). ice4j's {@code
 * Message} signs only with keys that are registered with a stack of its own, so the bytes are laid
 * out here and ice4j computes the HMAC.
 */
final class StunMessage {
  private static final int BINDING_REQUEST = 0x0001;
  private static final int BINDING_SUCCESS = 0x0101;
  private static final int MAGIC_COOKIE = 0x2112a442;
  private static final int HEADER = 20;
  private static final int USERNAME = 0x0006;
  private static final int MESSAGE_INTEGRITY = 0x0008;
  private static final int PRIORITY = 0x0024;
  private static final int USE_CANDIDATE = 0x0025;
  private static final int XOR_MAPPED_ADDRESS = 0x0020;
  private static final int FINGERPRINT = 0x8028;
  private static final int ICE_CONTROLLING = 0x802a;
  private static final int FINGERPRINT_MASK = 0x5354554e;
  private static final int INTEGRITY_BYTES = 24;

  private StunMessage() {}

  /** 96 bits that join a response to its request. */
  record TransactionId(long high, int low) {
    static TransactionId random(Random random) {
      return new TransactionId(random.nextLong(), random.nextInt());
    }
  }

  static byte[] bindingRequest(
      TransactionId id,
      String username,
      String password,
      int priority,
      long tieBreaker,
      boolean nominate) {
    byte[] name = username.getBytes(StandardCharsets.UTF_8);
    int padded = (name.length + 3) & ~3;
    int length = HEADER + 4 + padded + 8 + 12 + (nominate ? 4 : 0) + INTEGRITY_BYTES + 8;
    byte[] bytes = new byte[length];
    ByteBuffer message = ByteBuffer.wrap(bytes);
    message.putShort((short) BINDING_REQUEST).putShort((short) 0).putInt(MAGIC_COOKIE);
    message.putLong(id.high()).putInt(id.low());
    attribute(message, USERNAME, name.length).put(name).put(new byte[padded - name.length]);
    attribute(message, PRIORITY, 4).putInt(priority);
    attribute(message, ICE_CONTROLLING, 8).putLong(tieBreaker);
    if (nominate) {
      attribute(message, USE_CANDIDATE, 0);
    }
    sign(bytes, message, password);
    return bytes;
  }

  /**
   * The success response to a request that was signed with our password; null for all else.
   *
   * @param from where the request came from, which the response tells (RFC 8489, section 14.2)
   */
  static byte @Nullable [] answer(
      byte[] array, int length, String password, InetSocketAddress from) {
    ByteBuffer request = ByteBuffer.wrap(array, 0, length);
    if (!isGenuine(request, array, BINDING_REQUEST, password)) {
      return null;
    }
    byte[] address = from.getAddress().getAddress();
    byte[] bytes = new byte[HEADER + 8 + address.length + INTEGRITY_BYTES + 8];
    ByteBuffer message = ByteBuffer.wrap(bytes);
    message.putShort((short) BINDING_SUCCESS).putShort((short) 0);
    message.put(array, 4, HEADER - 4);
    attribute(message, XOR_MAPPED_ADDRESS, 4 + address.length);
    message.putShort((short) (address.length == 4 ? 1 : 2));
    message.putShort((short) (from.getPort() ^ (MAGIC_COOKIE >>> 16)));
    for (int i = 0; i < address.length; i++) {
      message.put((byte) (address[i] ^ array[4 + i])); // the cookie, then the transaction's id
    }
    sign(bytes, message, password);
    return bytes;
  }

  private static ByteBuffer attribute(ByteBuffer message, int type, int length) {
    return message.putShort((short) type).putShort((short) length);
  }

  private static void sign(byte[] bytes, ByteBuffer message, String password) {
    int signed = message.position();
    message.putShort(2, (short) (signed - HEADER + INTEGRITY_BYTES));
    byte[] hmac = hmac(bytes, signed, password);
    attribute(message, MESSAGE_INTEGRITY, hmac.length).put(hmac);
    message.putShort(2, (short) (bytes.length - HEADER));
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, message.position());
    attribute(message, FINGERPRINT, 4).putInt((int) crc.getValue() ^ FINGERPRINT_MASK);
  }

  /** The id in a success response that the owner of the password wrote; null for all else. */
  static @Nullable TransactionId successId(byte[] array, int length, String password) {
    ByteBuffer message = ByteBuffer.wrap(array, 0, length);
    if (!isGenuine(message, array, BINDING_SUCCESS, password)) {
      return null;
    }
    return new TransactionId(message.getLong(8), message.getInt(16));
  }

  private static boolean isGenuine(ByteBuffer message, byte[] array, int type, String password) {
    if (message.limit() < HEADER
        || message.getShort(0) != type
        || message.getInt(4) != MAGIC_COOKIE) {
      return false;
    }
    int integrity = find(message, MESSAGE_INTEGRITY, message.limit());
    return integrity >= 0 && isSigned(array, integrity, password);
  }

  private static int find(ByteBuffer message, int type, int length) {
    int at = HEADER;
    while (at + 4 <= length) {
      int size = Short.toUnsignedInt(message.getShort(at + 2));
      if (at + 4 + size > length) {
        return -1;
      }
      if (Short.toUnsignedInt(message.getShort(at)) == type) {
        return at;
      }
      at += 4 + ((size + 3) & ~3);
    }
    return -1;
  }

  /** The HMAC covers a header whose length ends with the HMAC itself (RFC 8489, section 14.5). */
  private static boolean isSigned(byte[] array, int integrity, String password) {
    ByteBuffer covered = ByteBuffer.allocate(integrity).put(array, 0, integrity);
    covered.putShort(2, (short) (integrity - HEADER + INTEGRITY_BYTES));
    byte[] received = new byte[20];
    if (integrity + INTEGRITY_BYTES > array.length) {
      return false;
    }
    System.arraycopy(array, integrity + 4, received, 0, received.length);
    return MessageDigest.isEqual(received, hmac(covered.array(), integrity, password));
  }

  private static byte[] hmac(byte[] array, int length, String password) {
    byte[] key = password.getBytes(StandardCharsets.UTF_8);
    return MessageIntegrityAttribute.calculateHmacSha1(array, 0, length, key);
  }
}

package org.vigie.bridge.dtls;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class DtlsDatagramsTest {
  @Test
  void wholeRecordsAreSane() {
    assertTrue(isSane(record(23, 1, new byte[30])));
    byte[] two =
        ByteBuffer.allocate(13 + 40 + 13)
            .put(record(22, 1, new byte[40]))
            .put(record(20, 0, new byte[0]))
            .array();
    assertTrue(isSane(two));
  }

  @Test
  void truncatedAndForeignBytesAreNot() {
    byte[] record = record(23, 1, new byte[30]);
    for (int length = 0; length < record.length; length++) {
      assertFalse(DtlsDatagrams.isSane(record, 0, length));
    }
    assertFalse(isSane(record(19, 0, new byte[4])));
    assertFalse(isSane(record(64, 0, new byte[4])));
    assertFalse(isSane(record(128, 0, new byte[4])));
  }

  @Test
  void aRecordTooShortForNonceAndTagCannotBeEncrypted() {
    assertFalse(isSane(record(23, 1, new byte[0])));
    assertFalse(isSane(record(23, 1, new byte[23])));
    assertTrue(isSane(record(23, 1, new byte[24])));
    assertTrue(isSane(record(23, 0, new byte[23])));
  }

  @Test
  void aHandshakeMessageOfMegabytesIsRefusedBeforeRoomIsMadeForIt() {
    assertTrue(isSane(record(22, 0, handshake(16_384))));
    assertFalse(isSane(record(22, 0, handshake(16_385))));
    assertFalse(isSane(record(22, 0, handshake(0xFFFFFF))));
    byte[] second = new byte[40];
    System.arraycopy(handshake(20), 0, second, 0, 20);
    System.arraycopy(handshake(0xFFFFFF), 0, second, 20, 20);
    assertFalse(isSane(record(22, 0, second)));
  }

  /** A fragment of 8 bytes of a ClientHello of this length. */
  private static byte[] handshake(int length) {
    return ByteBuffer.allocate(20)
        .putInt((1 << 24) | length)
        .putShort((short) 0)
        .put(new byte[5])
        .put((byte) 8)
        .array();
  }

  private static byte[] record(int type, int epoch, byte[] body) {
    return ByteBuffer.allocate(13 + body.length)
        .put((byte) type)
        .putShort((short) 0xFEFD)
        .putShort((short) epoch)
        .put(new byte[6])
        .putShort((short) body.length)
        .put(body)
        .array();
  }

  private static boolean isSane(byte[] datagram) {
    return DtlsDatagrams.isSane(datagram, 0, datagram.length);
  }
}

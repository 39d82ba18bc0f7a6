package org.vigie.simulator.load.media;

/**
 * A camera's latest datagrams as they were protected, for servers without RTX: to protect one SRTP
 * index twice would give a GCM key away.
 */
final class SentDatagrams {
  private static final int KEPT = 512;

  private final byte[][] datagrams;
  private final int[] lengths;
  private final long[] indexes;

  /** Keeps nothing unless asked to. */
  SentDatagrams(boolean keep) {
    datagrams = keep ? new byte[KEPT][SecurePort.ROOM] : new byte[0][];
    lengths = new int[datagrams.length];
    indexes = new long[datagrams.length];
  }

  void put(long index, byte[] array, int length) {
    if (datagrams.length > 0 && length > 0) {
      int slot = (int) index & (KEPT - 1);
      System.arraycopy(array, 0, datagrams[slot], 0, length);
      lengths[slot] = length;
      indexes[slot] = index;
    }
  }

  void sendAgain(long index, SecurePort port) {
    int slot = (int) index & (KEPT - 1);
    if (datagrams.length > 0 && indexes[slot] == index) {
      port.outbox().add(port.path(), datagrams[slot], 0, lengths[slot]);
    }
  }
}

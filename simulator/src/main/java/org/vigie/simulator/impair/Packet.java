package org.vigie.simulator.impair;

import java.util.Arrays;

/**
 * A packet on its way.
 *
 * @param bytes the whole of it; the packet's own
 * @param overhead how many more bytes it takes on the line
 * @param exit where it leaves
 */
record Packet(byte[] bytes, int overhead, Exit exit) {
  /** Where packets leave a line; does not block. */
  @FunctionalInterface
  interface Exit {
    /** Sends these bytes on, or loses them. */
    void send(byte[] bytes);
  }

  long bits() {
    return (bytes.length + overhead) * 8L;
  }

  Packet withBitTurned(int bit) {
    byte[] turned = Arrays.copyOf(bytes, bytes.length);
    turned[bit / 8] ^= (byte) (1 << bit % 8);
    return new Packet(turned, overhead, exit);
  }
}

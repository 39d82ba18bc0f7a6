package org.vigie.simulator.impair;

import java.util.Arrays;

/** A packet on its way. */
final class Packet {
  private final byte[] bytes;
  private final int overhead;
  private final Exit exit;

  /** Where packets leave a line; does not block. */
  @FunctionalInterface
  interface Exit {
    /** Sends these bytes on, or loses them. */
    void send(byte[] bytes);
  }

  /**
   * A packet whose bytes nobody else changes.
   *
   * @param overhead how many more bytes it takes on the line
   */
  Packet(byte[] bytes, int overhead, Exit exit) {
    this.bytes = bytes;
    this.overhead = overhead;
    this.exit = exit;
  }

  int length() {
    return bytes.length;
  }

  /** What it takes on the line. */
  long bits() {
    return (bytes.length + overhead) * 8L;
  }

  void leave() {
    exit.send(bytes);
  }

  Packet withBitTurned(int bit) {
    byte[] turned = Arrays.copyOf(bytes, bytes.length);
    turned[bit / 8] ^= (byte) (1 << bit % 8);
    return new Packet(turned, overhead, exit);
  }
}

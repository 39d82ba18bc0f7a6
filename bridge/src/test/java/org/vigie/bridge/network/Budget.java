package org.vigie.bridge.network;

/** What retransmissions to one viewer may take of what he is sent, in bytes. */
final class Budget {
  private static final long START = 128 * 1024;
  private static final long MOST = 512 * 1024;
  private static final int SHARE = 4;

  /** Packets that wait for the rest of their picture have earned already what they leave later. */
  private static final long WAITING = 20_000;

  private long bytes = START;

  void earn(int length) {
    bytes = Math.min(MOST, bytes + length / SHARE);
  }

  /** False if nothing was left for it: the last one may overdraw. */
  boolean spend(int length) {
    boolean allowed = bytes > -WAITING;
    bytes -= length;
    return allowed;
  }
}

package org.vigie.bridge.session;

/**
 * The numbers of a source into which packets of ours are put: those behind move up. Late packets
 * still find their place, as far as the newest insertions go back.
 */
final class Insertions {
  private static final int REMEMBERED = 16;

  private final long[] from = new long[REMEMBERED];
  private final int[] before = new int[REMEMBERED];
  private int next;
  private int moved;

  /** Puts so many packets before this one, behind which nothing has been numbered yet. */
  void insert(long sequence, int packets) {
    from[next % REMEMBERED] = sequence;
    before[next % REMEMBERED] = moved;
    next++;
    moved += packets;
  }

  /** The number of a packet of the source. */
  long number(long sequence) {
    int offset = moved;
    for (int i = next - 1; i >= Math.max(0, next - REMEMBERED); i--) {
      if (sequence >= from[i % REMEMBERED]) {
        break;
      }
      offset = before[i % REMEMBERED];
    }
    return sequence + offset;
  }
}

package org.vigie.bridge.bandwidth;

/**
 * What was sent last, by transport-wide sequence number: when, how large, and together with what.
 * Two neighbouring words a packet, so that noting one touches one line of the cache. Each packet's
 * fate is taken once, whatever the viewer says how often.
 */
public final class SentPackets {
  /** Packets remembered: at 10 Mbit/s those of a second. */
  public static final int SIZE = 1024;

  /** Says that a packet is not part of a burst. */
  public static final int NO_BURST = 0;

  private static final int LONGEST = 0xffff;
  private static final int MASK = 0xffff;
  private static final int LENGTH_SHIFT = 16;
  private static final int BURST_SHIFT = 32;

  /** Times are kept in steps of 1,024 ns, above ten bits of which these are used. */
  private static final long TIME_MASK = -1L << 10;

  private static final long NANOS_PER_MICRO = 1_000;
  private static final long KNOWN = 1;
  private static final long LOST = 2;
  private static final long ARRIVED = 4;
  private static final int CLUSTER_SHIFT = 3;
  private static final int CLUSTER_MASK = 0x7f;

  private final long[] words = new long[2 * SIZE];

  /**
   * Notes a packet that leaves now.
   *
   * @param sequence 0 to 65,535
   * @param bytes of the whole packet, 0 to 65,535
   * @param burst the same for all that leave at once, or {@link #NO_BURST}
   * @param cluster of which probe it is part, 0 (none) to 127
   */
  public void sent(long nowNanos, int sequence, int bytes, int burst, int cluster) {
    int at = at(sequence);
    words[at] =
        ((long) burst << BURST_SHIFT)
            | ((long) Math.min(bytes, LONGEST) << LENGTH_SHIFT)
            | sequence;
    words[at + 1] = (nowNanos & TIME_MASK) | ((long) cluster << CLUSTER_SHIFT) | KNOWN;
  }

  private static int at(int sequence) {
    return 2 * (sequence & (SIZE - 1));
  }

  /** Whether a packet with this number is remembered whose arrival was not told before. */
  boolean isOpen(int sequence) {
    int at = at(sequence);
    return (words[at] & MASK) == sequence && (words[at + 1] & (KNOWN | ARRIVED)) == KNOWN;
  }

  /** Notes that it arrived; whether it had been told lost before. */
  boolean arrived(int sequence) {
    int at = at(sequence);
    boolean lost = (words[at + 1] & LOST) != 0;
    words[at + 1] |= ARRIVED;
    return lost;
  }

  /** Notes that it was told lost; whether that is news. */
  boolean lost(int sequence) {
    int at = at(sequence);
    boolean news = (words[at + 1] & LOST) == 0;
    words[at + 1] |= LOST;
    return news;
  }

  int bytes(int sequence) {
    return (int) (words[at(sequence)] >> LENGTH_SHIFT) & LONGEST;
  }

  int burst(int sequence) {
    return (int) (words[at(sequence)] >> BURST_SHIFT);
  }

  int cluster(int sequence) {
    return (int) (words[at(sequence) + 1] >> CLUSTER_SHIFT) & CLUSTER_MASK;
  }

  long sentMicros(int sequence) {
    return (words[at(sequence) + 1] & TIME_MASK) / NANOS_PER_MICRO;
  }
}

package org.vigie.simulator.impair;

import java.util.Optional;

/**
 * One property of a line, by the name under which the command line and the control know it. Shares
 * are of 1.
 */
public enum Trait {
  /** Loss at random; with a bad state, the loss while the line is good. */
  LOSS("loss", 0, 1, "share of packets lost, each for itself; while the line is good"),
  /** Gilbert-Elliott: from good to bad. */
  BAD_ENTER("badEnter", 0, 1, "chance, at each packet, that a good line turns bad"),
  /** Gilbert-Elliott: from bad to good. */
  BAD_LEAVE("badLeave", 0, 1, "chance, at each packet, that a bad line turns good"),
  /** Gilbert-Elliott: loss in the bad state. */
  BAD_LOSS("badLoss", 0, 1, "share of packets lost while the line is bad"),
  /** Propagation time. */
  DELAY("delayMs", 0, 10_000, "time that each packet takes, ms"),
  /** What comes on top of it. */
  JITTER("jitterMs", 0, 10_000, "a packet takes up to so much longer, ms; the order stays"),
  /** Which packets others overtake. */
  REORDER("reorder", 0, 1, "share of packets that are held back, so that others overtake them"),
  /** By how much. */
  REORDER_BY("reorderMs", 0, 10_000, "how long these are held back, ms"),
  /** Packets sent twice. */
  DUPLICATE("duplicate", 0, 1, "share of packets that come twice"),
  /** Packets damaged. */
  CORRUPT("corrupt", 0, 1, "share of packets of which one bit is turned"),
  /** Bottleneck. */
  RATE("rateKbps", 0, 10_000_000, "bottleneck, kbit/s with headers of IP and UDP; 0 for none"),
  /** Bottleneck's queue in time. */
  QUEUE("queueMs", 0, 60_000, "a packet that would wait longer at the bottleneck is lost, ms"),
  /** Bottleneck's queue in bytes. */
  QUEUE_BYTES("queueBytes", 0, 100_000_000, "so many bytes wait there at most; 0 for no bound"),
  /** Nothing passes. */
  BLACKOUT("blackout", 0, 1, "1: nothing passes, and what is on the way is lost");

  private final String key;
  private final double least;
  private final double most;
  private final String meaning;

  Trait(String key, double least, double most, String meaning) {
    this.key = key;
    this.least = least;
    this.most = most;
    this.meaning = meaning;
  }

  /** The trait of this name. */
  public static Optional<Trait> named(String key) {
    for (Trait trait : values()) {
      if (trait.key.equals(key)) {
        return Optional.of(trait);
      }
    }
    return Optional.empty();
  }

  /** Its name. */
  public String key() {
    return key;
  }

  /** What it does, in a line of text. */
  public String meaning() {
    return meaning;
  }

  /** What an unimpaired line has. */
  public double usual() {
    return this == QUEUE ? Traits.USUAL_QUEUE_MILLIS : 0;
  }

  /**
   * This value, if the trait can have it.
   *
   * @throws BadTraitException if not
   */
  double checked(double value) throws BadTraitException {
    if (value >= least && value <= most) {
      return value;
    }
    throw new BadTraitException(
        "%s is between %s and %s, not %s".formatted(key, plain(least), plain(most), plain(value)));
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}

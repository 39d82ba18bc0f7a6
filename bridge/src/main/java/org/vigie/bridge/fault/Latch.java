package org.vigie.bridge.fault;

/** Stands once something is bad, and until it has been good for a while. */
final class Latch {
  private final long calmNanos;
  private boolean stands;
  private long sinceNanos;
  private long badNanos;

  /** One that falls once things have been good for so long. */
  Latch(long calmNanos) {
    this.calmNanos = calmNanos;
  }

  /** Says how things are; true if that changes whether it stands. */
  boolean update(long nowNanos, boolean bad) {
    if (bad) {
      badNanos = nowNanos;
    }
    boolean before = stands;
    stands = bad || (stands && nowNanos - badNanos < calmNanos);
    if (stands && !before) {
      sinceNanos = nowNanos;
    }
    return stands != before;
  }

  boolean stands() {
    return stands;
  }

  /** Since when; meaningful while it stands. */
  long sinceNanos() {
    return sinceNanos;
  }
}

package org.vigie.bridge.session;

import org.jspecify.annotations.Nullable;
import org.vigie.bridge.udp.Burst;
import org.vigie.bridge.udp.Path;

/**
 * Protected packets of one Session that leave in the order of their coming and in as few system
 * calls as possible. They stay until they are released.
 */
final class Lane {
  private static final long HELD = -1;

  /**
   * The first packet of a burst is padded to a multiple of this, because the packets of one frame
   * differ by a byte or two and a longer one could not follow.
   */
  private static final int STEP_BYTES = 16;

  /** More padding than this costs the line more than it spares the processor. */
  private static final int MAX_PADDING = 32;

  private final Outbox outbox;
  private @Nullable Burst burst;
  private long leftAt = HELD;

  Lane(Outbox outbox) {
    this.outbox = outbox;
  }

  /** Bytes to add to a packet of this many, so that it and those around it share a burst. */
  int paddingFor(int length) {
    Burst open = open();
    if (open == null || open.count() == 0 || length > open.segmentBytes()) {
      return -length & (STEP_BYTES - 1);
    }
    int padding = open.segmentBytes() - length;
    return padding <= MAX_PADDING ? padding : 0;
  }

  /** Bytes that wait to be released. */
  int heldBytes() {
    Burst open = open();
    return open == null || leftAt != HELD ? 0 : open.totalBytes();
  }

  /** Copies a packet; false if there was no room for it. */
  boolean add(byte[] array, int offset, int length, Path path) {
    Burst open = open();
    if (open != null && (!open.path().equals(path) || !open.fits(length))) {
      release();
      open = null;
    }
    if (open == null) {
      open = outbox.open(path);
      burst = open;
      leftAt = HELD;
    }
    if (open == null) {
      return false;
    }
    open.append(array, offset, length);
    return true;
  }

  /** What was added leaves at the end of the turn. */
  void release() {
    Burst open = open();
    if (open != null && leftAt == HELD) {
      outbox.leave(open);
      leftAt = outbox.flushes();
    }
  }

  /** What was added and not released never leaves. */
  void drop() {
    Burst open = open();
    if (open != null && leftAt == HELD) {
      outbox.drop(open);
      burst = null;
    }
  }

  /** The burst that can still be appended to; one that has left is no longer ours. */
  private @Nullable Burst open() {
    if (leftAt != HELD && leftAt != outbox.flushes()) {
      burst = null;
      leftAt = HELD;
    }
    return burst;
  }
}

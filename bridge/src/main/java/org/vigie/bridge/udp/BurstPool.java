package org.vigie.bridge.udp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Lends {@link Burst}s to one thread. The one given back last is lent first, because its memory is
 * still in the processor's cache. Memory is taken as it is needed, and goes with the pool.
 */
public final class BurstPool {
  private static final int BURSTS_PER_SLAB = 64;
  private static final long ALIGNMENT = 64;

  private final Arena arena = Arena.ofAuto();
  private final Burst[] free;
  private int freeCount;
  private int made;

  /** A pool of this many bursts at most; rounded up to whole slabs of 64. */
  public BurstPool(int capacity) {
    int slabs = (capacity + BURSTS_PER_SLAB - 1) / BURSTS_PER_SLAB;
    free = new Burst[Math.max(1, slabs) * BURSTS_PER_SLAB];
  }

  /** A burst to be opened, or null if all are lent. */
  public @Nullable Burst take() {
    if (freeCount == 0 && made < free.length) {
      addSlab();
    }
    return freeCount == 0 ? null : free[--freeCount];
  }

  /** Takes back what was lent; it must not be used afterwards. */
  public void give(Burst burst) {
    if (freeCount == made) {
      throw new IllegalStateException("more bursts given back than lent");
    }
    free[freeCount++] = burst;
  }

  /** How many are lent. */
  public int lent() {
    return made - freeCount;
  }

  private void addSlab() {
    MemorySegment slab = arena.allocate((long) BURSTS_PER_SLAB * Burst.CAPACITY, ALIGNMENT);
    for (int i = 0; i < BURSTS_PER_SLAB; i++) {
      free[freeCount++] = new Burst(slab.asSlice((long) i * Burst.CAPACITY, Burst.CAPACITY));
    }
    made += BURSTS_PER_SLAB;
  }
}

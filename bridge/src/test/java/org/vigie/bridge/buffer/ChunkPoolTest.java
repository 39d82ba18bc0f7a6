package org.vigie.bridge.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ChunkPoolTest {
  private final ChunkPool pool = new ChunkPool(1024, 2);

  @Test
  void lendsChunksOfOneSizeUpToItsBound() {
    Chunk first = pool.take();
    Chunk second = pool.take();
    assertNotNull(first);
    assertNotNull(second);
    assertNotSame(first, second);
    assertEquals(1024, first.size());
    assertEquals(1024, second.bytes().length);
    assertEquals(2, pool.lent());
  }

  @Test
  void refusesAndCountsBeyondItsBoundAndNeverGrows() {
    pool.take();
    pool.take();
    assertNull(pool.take());
    assertNull(pool.take());
    assertEquals(2, pool.refusals());
    assertEquals(2, pool.allocated());
  }

  @Test
  void allocatesOnlyWhatWasEverNeededAtOnce() {
    assertEquals(0, pool.allocated());
    for (int i = 0; i < 10; i++) {
      pool.give(pool.take());
    }
    assertEquals(1, pool.allocated());
    assertEquals(1, pool.peakLent());
    assertEquals(0, pool.lent());
  }

  @Test
  void lendsAgainWhatCameBack() {
    Chunk chunk = pool.take();
    pool.take();
    pool.give(chunk);
    assertSame(chunk, pool.take());
  }

  @Test
  void aChunkGivenBackTwiceIsAnErrorAndLeavesThePoolIntact() {
    Chunk chunk = pool.take();
    pool.give(chunk);
    assertThrows(IllegalStateException.class, () -> pool.give(chunk));
    assertEquals(0, pool.lent());
    assertNotSame(pool.take(), pool.take());
  }

  @Test
  void aChunkOfAnotherPoolIsAnError() {
    Chunk foreign = new ChunkPool(1024, 1).take();
    assertThrows(IllegalArgumentException.class, () -> pool.give(foreign));
  }

  @Test
  void aPoolWithoutSizeOrBoundIsAnError() {
    assertThrows(IllegalArgumentException.class, () -> new ChunkPool(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new ChunkPool(1, 0));
  }
}

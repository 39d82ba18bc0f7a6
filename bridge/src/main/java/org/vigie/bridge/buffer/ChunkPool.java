package org.vigie.bridge.buffer;

import org.jspecify.annotations.Nullable;

/**
 * A Loop's bounded store of equal memory chunks. Chunks are made when first needed, kept for ever
 * and lent again; the pool never holds more than its bound, whatever the load.
 *
 * <p>Owned by one thread; nothing here is synchronized.
 */
public final class ChunkPool {
  /** The size of a chunk that suits packet history: some fifty full packets. */
  public static final int DEFAULT_CHUNK_SIZE = 64 * 1024;

  private final int chunkSize;
  private final @Nullable Chunk[] idle;
  private int idleCount;
  private int allocated;
  private int peakLent;
  private long refusals;

  /**
   * A pool that is still empty.
   *
   * @param chunkSize bytes of each chunk, at least 1
   * @param maxChunks the most chunks that will ever exist, at least 1
   * @throws IllegalArgumentException if either is less than 1
   */
  public ChunkPool(int chunkSize, int maxChunks) {
    if (chunkSize < 1 || maxChunks < 1) {
      throw new IllegalArgumentException(
          "A pool needs a positive size and bound, not " + chunkSize + " and " + maxChunks);
    }
    this.chunkSize = chunkSize;
    this.idle = new Chunk[maxChunks];
  }

  /** Lends a chunk, or returns null and counts a refusal if the bound is reached. */
  public @Nullable Chunk take() {
    Chunk chunk = idleCount > 0 ? popIdle() : allocate();
    if (chunk == null) {
      refusals++;
      return null;
    }
    chunk.lend();
    peakLent = Math.max(peakLent, lent());
    return chunk;
  }

  /**
   * Takes a chunk back.
   *
   * @throws IllegalStateException if the chunk was given back before: two users would write into
   *     the same memory
   * @throws IllegalArgumentException if the chunk comes from another pool
   */
  public void give(Chunk chunk) {
    if (!chunk.belongsTo(this)) {
      throw new IllegalArgumentException("The chunk belongs to another pool");
    }
    if (!chunk.isLent()) {
      throw new IllegalStateException("The chunk was given back twice");
    }
    chunk.takeBack();
    idle[idleCount++] = chunk;
  }

  /** Bytes of each chunk. */
  public int chunkSize() {
    return chunkSize;
  }

  /** The most chunks that this pool may hold. */
  public int maxChunks() {
    return idle.length;
  }

  /** Chunks that exist, lent or idle. */
  public int allocated() {
    return allocated;
  }

  /** Chunks that are out now. */
  public int lent() {
    return allocated - idleCount;
  }

  /** The most chunks that were ever out at once. */
  public int peakLent() {
    return peakLent;
  }

  /** How often {@link #take()} had nothing to give. */
  public long refusals() {
    return refusals;
  }

  private @Nullable Chunk popIdle() {
    Chunk chunk = idle[--idleCount];
    idle[idleCount] = null;
    return chunk;
  }

  private @Nullable Chunk allocate() {
    if (allocated == idle.length) {
      return null;
    }
    allocated++;
    return new Chunk(this, chunkSize);
  }
}

package org.vigie.bridge.buffer;

/**
 * A block of memory lent by a {@link ChunkPool}. Whoever took it may use {@link #bytes()} until it
 * gives the chunk back, and never after.
 */
public final class Chunk {
  private final byte[] bytes;
  private final ChunkPool owner;
  private boolean lent;

  Chunk(ChunkPool owner, int size) {
    this.owner = owner;
    this.bytes = new byte[size];
  }

  /** The memory itself; its content is whatever the last user left. */
  public byte[] bytes() {
    return bytes;
  }

  /** Size in bytes, the same for all chunks of a pool. */
  public int size() {
    return bytes.length;
  }

  boolean belongsTo(ChunkPool pool) {
    return owner == pool;
  }

  boolean isLent() {
    return lent;
  }

  void lend() {
    lent = true;
  }

  void takeBack() {
    lent = false;
  }
}

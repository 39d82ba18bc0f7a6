package org.vigie.bridge.forward;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.buffer.Chunk;
import org.vigie.bridge.buffer.ChunkPool;
import org.vigie.bridge.rtp.BigEndian;

/**
 * The newest packets of one Layer, kept once for all viewers: records of any length in chunks of
 * the Loop's pool, found by extended sequence number. Bounded in time and bytes; the oldest chunk
 * goes first.
 *
 * <p>A record is never split, so a reader gets one array: after {@link #find} returned true, {@link
 * #array()}, {@link #offset()} and {@link #length()} stand until the next call of {@link #store},
 * {@link #expire} or {@link #release}.
 */
public final class PacketHistory {
  /** How long packets are kept by default. */
  public static final Duration DEFAULT_AGE = Duration.ofMillis(1_500);

  /** Bytes per Layer by default: a second and a half at 20 Mbit/s. */
  public static final int DEFAULT_BYTES = 4 * 1024 * 1024;

  private static final int SEQUENCE_AT = 0;
  private static final int ARRIVAL_AT = 8;
  private static final int LENGTH_AT = 16;
  private static final int RECORD_HEADER = 20;
  private static final int MIN_INDEX = 256;
  private static final int MAX_INDEX = 8_192;
  private static final byte[] NOTHING = new byte[0];

  private final ChunkPool pool;
  private final long maxAgeNanos;
  private final @Nullable Chunk[] chunks;
  private final long[] chunkEndNanos;

  /**
   * Position + 1 of the record per sequence number, 0 for none. A position counts bytes since the
   * beginning.
   */
  private long[] index = new long[MIN_INDEX];

  private long firstChunk;
  private long nextChunk;
  private int used;
  private boolean started;
  private long highest;

  private byte[] array = NOTHING;
  private int offset;
  private int length;
  private long arrivalNanos;

  private long duplicates;
  private long tooOld;
  private long refused;
  private long displaced;

  /**
   * An empty history that holds no chunk.
   *
   * @param maxAge packets are found for so long, more than 0
   * @param maxBytes bound of its chunks together, rounded up to a whole one
   */
  public PacketHistory(ChunkPool pool, Duration maxAge, int maxBytes) {
    this.pool = pool;
    this.maxAgeNanos = maxAge.toNanos();
    int bound = Math.max(1, (int) ((maxBytes + (long) pool.chunkSize() - 1) / pool.chunkSize()));
    this.chunks = new Chunk[bound];
    this.chunkEndNanos = new long[bound];
  }

  /**
   * Keeps a copy of a packet.
   *
   * @param sequence extended
   * @return false if it is there already, too old, larger than a chunk, or the pool is exhausted
   */
  public boolean store(
      long nowNanos, long sequence, byte[] source, int sourceOffset, int sourceLength) {
    expire(nowNanos);
    if (!isNew(nowNanos, sequence)) {
      return false;
    }
    if (!makeRoom(RECORD_HEADER + sourceLength)) {
      refused++;
      return false;
    }
    Chunk chunk = chunkAt(nextChunk - 1);
    byte[] bytes = chunk.bytes();
    BigEndian.put64(bytes, used + SEQUENCE_AT, sequence);
    BigEndian.put64(bytes, used + ARRIVAL_AT, nowNanos);
    BigEndian.put32(bytes, used + LENGTH_AT, sourceLength);
    System.arraycopy(source, sourceOffset, bytes, used + RECORD_HEADER, sourceLength);
    index[slot(sequence)] = (nextChunk - 1) * pool.chunkSize() + used + 1;
    chunkEndNanos[ring(nextChunk - 1)] = nowNanos;
    used += RECORD_HEADER + sourceLength;
    highest = started ? Math.max(highest, sequence) : sequence;
    started = true;
    return true;
  }

  private boolean isNew(long nowNanos, long sequence) {
    long occupant = index[slot(sequence)];
    if (!isHeld(occupant)) {
      return isRecent(sequence);
    }
    long held = sequenceAt(occupant);
    if (held == sequence) {
      duplicates++;
      return false;
    }
    if (held > sequence) {
      tooOld++;
      return false;
    }
    if (nowNanos - arrivalAt(occupant) > maxAgeNanos) {
      return true;
    }
    if (index.length < MAX_INDEX) {
      grow();
      return isNew(nowNanos, sequence);
    }
    displaced++;
    return true;
  }

  private boolean isRecent(long sequence) {
    if (started && sequence <= highest - MAX_INDEX) {
      tooOld++;
      return false;
    }
    return true;
  }

  private void grow() {
    long[] old = index;
    index = new long[old.length * 2];
    for (long entry : old) {
      if (isHeld(entry)) {
        index[slot(sequenceAt(entry))] = entry;
      }
    }
  }

  private boolean makeRoom(int needed) {
    if (needed > pool.chunkSize()) {
      return false;
    }
    if (nextChunk > firstChunk && pool.chunkSize() - used >= needed) {
      return true;
    }
    if (nextChunk - firstChunk == chunks.length) {
      dropFirstChunk();
    }
    Chunk fresh = pool.take();
    if (fresh == null && nextChunk > firstChunk) {
      dropFirstChunk();
      fresh = pool.take();
    }
    if (fresh == null) {
      return false;
    }
    chunks[ring(nextChunk)] = fresh;
    nextChunk++;
    used = 0;
    return true;
  }

  private void dropFirstChunk() {
    pool.give(chunkAt(firstChunk));
    chunks[ring(firstChunk)] = null;
    firstChunk++;
  }

  /** Gives back the chunks whose packets are all too old. */
  public void expire(long nowNanos) {
    while (firstChunk < nextChunk && nowNanos - chunkEndNanos[ring(firstChunk)] > maxAgeNanos) {
      dropFirstChunk();
    }
  }

  /** Finds a packet; false if it never came, or is too old. */
  public boolean find(long nowNanos, long sequence) {
    long entry = index[slot(sequence)];
    if (!isHeld(entry)
        || sequenceAt(entry) != sequence
        || nowNanos - arrivalAt(entry) > maxAgeNanos) {
      return false;
    }
    int at = offsetOf(entry);
    array = bytesOf(entry);
    offset = at + RECORD_HEADER;
    length = BigEndian.i32(array, at + LENGTH_AT);
    arrivalNanos = BigEndian.i64(array, at + ARRIVAL_AT);
    return true;
  }

  /** The array that holds the packet found. */
  public byte[] array() {
    return array;
  }

  /** Where it begins. */
  public int offset() {
    return offset;
  }

  /** Its bytes. */
  public int length() {
    return length;
  }

  /** When it was stored. */
  public long arrivalNanos() {
    return arrivalNanos;
  }

  /** The highest sequence number stored; 0 before the first. */
  public long highest() {
    return highest;
  }

  /** Gives everything back; what is stored afterwards starts a new history. */
  public void release() {
    while (firstChunk < nextChunk) {
      dropFirstChunk();
    }
    index = new long[MIN_INDEX];
    array = NOTHING;
    started = false;
    highest = 0;
  }

  /** Chunks held. */
  public int heldChunks() {
    return (int) (nextChunk - firstChunk);
  }

  /** Packets that were there already. */
  public long duplicates() {
    return duplicates;
  }

  /** Packets that came too late to be kept. */
  public long tooOld() {
    return tooOld;
  }

  /** Packets for which there was no memory, or that were larger than a chunk. */
  public long refused() {
    return refused;
  }

  /** Packets forgotten before their time because newer ones were too many. */
  public long displaced() {
    return displaced;
  }

  private int slot(long sequence) {
    return (int) sequence & (index.length - 1);
  }

  private int ring(long chunkNumber) {
    return (int) (chunkNumber % chunks.length);
  }

  private boolean isHeld(long entry) {
    return entry > firstChunk * pool.chunkSize();
  }

  private Chunk chunkAt(long chunkNumber) {
    Chunk chunk = chunks[ring(chunkNumber)];
    if (chunk == null) {
      throw new IllegalStateException("chunk " + chunkNumber + " is not held");
    }
    return chunk;
  }

  private byte[] bytesOf(long entry) {
    return chunkAt((entry - 1) / pool.chunkSize()).bytes();
  }

  private int offsetOf(long entry) {
    return (int) ((entry - 1) % pool.chunkSize());
  }

  private long sequenceAt(long entry) {
    return BigEndian.i64(bytesOf(entry), offsetOf(entry) + SEQUENCE_AT);
  }

  private long arrivalAt(long entry) {
    return BigEndian.i64(bytesOf(entry), offsetOf(entry) + ARRIVAL_AT);
  }
}

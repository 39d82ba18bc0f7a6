package org.vigie.bridge.relay;

import java.util.List;
import org.vigie.bridge.api.HistoryConfig;
import org.vigie.bridge.buffer.ChunkPool;
import org.vigie.bridge.forward.PacketHistory;

/**
 * How much of the heap what is remembered of Streams may take. It is bounded by the heap, so that
 * more cameras than it has room for cost key frames and not the process.
 *
 * @param loops that share it evenly, 1 or more
 * @param chunks of {@link ChunkPool#DEFAULT_CHUNK_SIZE} bytes for each of them at most, 32 to
 *     16,384
 */
public record HistoryMemory(int loops, int chunks) {
  /** The rest is for Sessions, for what is not collected yet, and for the web. */
  private static final double PART_OF_HEAP = 0.4;

  /** With these three cameras are repaired; 64 Loops of them take 128 MiB. */
  private static final int LEAST_CHUNKS = 32;

  private static final int MOST_CHUNKS = 16_384;
  private static final long USUAL_CAMERA_BPS = 2_500_000;
  private static final int FEW_CAMERAS = 20;

  /** A Layer's first and last chunk are used in part, and the camera's sound takes one. */
  private static final int CHUNKS_BESIDES = 3;

  private static final long MILLIS_BITS = 8_000;

  /**
   * Shares out a part of the heap.
   *
   * @param heapBytes how large it may become
   * @param loops that share it, 1 or more
   */
  public static HistoryMemory of(long heapBytes, int loops) {
    long chunks = (long) (PART_OF_HEAP * heapBytes / loops / ChunkPool.DEFAULT_CHUNK_SIZE);
    return new HistoryMemory(loops, Math.clamp(chunks, LEAST_CHUNKS, MOST_CHUNKS));
  }

  /** Of all Loops together. */
  public long bytes() {
    return (long) loops * chunks * ChunkPool.DEFAULT_CHUNK_SIZE;
  }

  /**
   * How many cameras have room with all that {@code history} lets each keep, if they are spread
   * evenly over the Loops and watched on their own; of more, key frames are forgotten.
   *
   * @param bps what each sends, bps
   */
  public int cameras(HistoryConfig history, long bps) {
    long repair = Math.min(history.bytes(), bps * history.age().toMillis() / MILLIS_BITS);
    long group = Math.min(history.groupBytes(), bps * history.groupAge().toMillis() / MILLIS_BITS);
    long each = Math.max(repair, group) / ChunkPool.DEFAULT_CHUNK_SIZE + CHUNKS_BESIDES;
    return loops * (int) (PacketHistory.ROOMY * chunks / each);
  }

  /** What it has room for, in words. */
  public String words(HistoryConfig history) {
    return "%d MB of the heap, room for about %d cameras of 2.5 Mbit/s"
        .formatted(bytes() / 1_000_000, cameras(history, USUAL_CAMERA_BPS));
  }

  /** What to do where that is little. */
  public List<String> warnings(HistoryConfig history) {
    if (cameras(history, USUAL_CAMERA_BPS) >= FEW_CAMERAS) {
      return List.of();
    }
    return List.of(
        "What is remembered may take only "
            + words(history)
            + "; of more, viewers who come wait for a new key frame. Give the JVM a larger heap,"
            + " such as VIGIE_JAVA_OPTS=-Xmx2g");
  }
}

package org.vigie.simulator.load.media;

/**
 * When each of a camera's recent packets left, and which frame it belongs to. Packets are counted
 * from 0 in the order in which they are sent; frames likewise.
 */
final class SentPackets {
  private static final int PACKETS = 1 << 14;
  private static final int FRAMES = 1 << 12;

  private final long[] sentAt = new long[PACKETS];
  private final long[] frames = new long[PACKETS];
  private final long[] firstPackets = new long[FRAMES];
  private final int[] counts = new int[FRAMES];
  private final boolean[] keys = new boolean[FRAMES];
  private final int[] timestamps = new int[FRAMES];
  private long packets;
  private long frameCount;

  /** The next frame begins, with this many packets, at most 1,024. */
  void begin(int count, boolean key, int timestamp) {
    int slot = (int) frameCount & (FRAMES - 1);
    firstPackets[slot] = packets;
    counts[slot] = count;
    keys[slot] = key;
    timestamps[slot] = timestamp;
    frameCount++;
  }

  /** The next packet of the frame begun last leaves now; returns its index. */
  long add(long nowNanos) {
    int slot = (int) packets & (PACKETS - 1);
    sentAt[slot] = nowNanos;
    frames[slot] = frameCount - 1;
    return packets++;
  }

  /** Packets sent so far: the next one's index. */
  long packets() {
    return packets;
  }

  /** Frames begun so far: the next one's number. */
  long frames() {
    return frameCount;
  }

  /** Whether a packet was sent, so lately that all about it is still known. */
  boolean knows(long index) {
    return index >= 0 && index < packets && index >= packets - PACKETS + 1024;
  }

  /** When a packet left that this knows. */
  long sentAt(long index) {
    return sentAt[(int) index & (PACKETS - 1)];
  }

  /** The frame of a packet that this knows. */
  long frame(long index) {
    return frames[(int) index & (PACKETS - 1)];
  }

  /** The first packet of a frame whose packets this knows. */
  long firstPacket(long frame) {
    return firstPackets[(int) frame & (FRAMES - 1)];
  }

  /** How many packets a frame has whose packets this knows. */
  int count(long frame) {
    return counts[(int) frame & (FRAMES - 1)];
  }

  /** Whether a frame is a key frame, whose packets this knows. */
  boolean isKey(long frame) {
    return keys[(int) frame & (FRAMES - 1)];
  }

  /** RTP time of a frame whose packets this knows. */
  int timestamp(long frame) {
    return timestamps[(int) frame & (FRAMES - 1)];
  }

  /** The last packet of a frame whose packets this knows. */
  long lastPacket(long frame) {
    return firstPacket(frame) + count(frame) - 1;
  }
}

package org.vigie.simulator;

import java.nio.ByteBuffer;

/** What has come on one SSRC. Any thread may ask. */
public final class ReceivedStream {
  private long packets;
  private long bytes;
  private long frames;
  private long reordered;
  private int firstSequence = -1;
  private int highestSequence;
  private long cycles;
  private int lastTimestamp;
  private int lastPayloadType;

  /**
   * A snapshot.
   *
   * @param bytes whole RTP packets without protection
   * @param frames packets with the marker bit
   * @param missing sequence numbers between the first and the highest that have not come
   * @param reordered packets that came behind a higher number
   */
  public record Counts(
      long packets,
      long bytes,
      long frames,
      long missing,
      long reordered,
      int highestSequence,
      int lastTimestamp,
      int lastPayloadType) {}

  synchronized void add(byte[] array, int offset, int length) {
    int sequence = ((array[offset + 2] & 0xff) << 8) | (array[offset + 3] & 0xff);
    track(sequence);
    packets++;
    bytes += length;
    frames += (array[offset + 1] & 0x80) != 0 ? 1 : 0;
    lastPayloadType = array[offset + 1] & 0x7f;
    lastTimestamp = ByteBuffer.wrap(array).getInt(offset + 4);
  }

  private void track(int sequence) {
    if (firstSequence < 0) {
      firstSequence = sequence;
      highestSequence = sequence;
      return;
    }
    int step = (short) (sequence - highestSequence);
    if (step <= 0) {
      reordered++;
      return;
    }
    cycles += sequence < highestSequence ? 1 : 0;
    highestSequence = sequence;
  }

  /** The counts now. */
  public synchronized Counts counts() {
    long expected = (cycles << 16) + highestSequence - firstSequence + 1;
    long missing = firstSequence < 0 ? 0 : Math.max(0, expected - packets);
    return new Counts(
        packets,
        bytes,
        frames,
        missing,
        reordered,
        highestSequence,
        lastTimestamp,
        lastPayloadType);
  }
}

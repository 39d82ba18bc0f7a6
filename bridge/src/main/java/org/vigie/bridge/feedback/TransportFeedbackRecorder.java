package org.vigie.bridge.feedback;

import org.vigie.bridge.rtp.RtcpReader;
import org.vigie.bridge.rtp.RtcpWriter;
import org.vigie.bridge.rtp.SequenceUnwrapper;

/**
 * Notes when each packet of a transport arrived, by its transport-wide sequence number, and reports
 * it (draft-holmer-rmcat-transport-wide-cc-extensions-01). A packet that comes after its loss was
 * reported is reported again, with those after it.
 */
public final class TransportFeedbackRecorder {
  /** Least time between two reports, ns. */
  public static final long INTERVAL_NANOS = 50_000_000L;

  /** This many unreported packets make a report due at once. */
  public static final int MAX_UNREPORTED = 200;

  /** Arrivals remembered. */
  static final int CAPACITY = 1_024;

  private static final int DROPPED_WHEN_FULL = CAPACITY / 4;
  private static final long NEVER = Long.MAX_VALUE;

  private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
  private final long[] sequences = new long[CAPACITY];
  private final long[] arrivalMicros = new long[CAPACITY];
  private int size;
  private int reported;
  private long firstUnreported;
  private boolean reportedBefore;
  private long lastReportNanos;
  private long oldestUnreportedNanos;
  private int feedbackCount;
  private long duplicates;
  private long tooOld;

  /** A packet arrived with this transport-wide sequence number, 0..65535. */
  public void received(long nowNanos, int transportSequence) {
    long sequence = unwrapper.unwrap(transportSequence);
    if (size == CAPACITY) {
      dropOldest();
    }
    int index = insertionIndex(sequence);
    if (index > 0 && sequences[index - 1] == sequence) {
      duplicates++;
    } else if (index == 0 && reportedBefore) {
      tooOld++;
    } else {
      insert(nowNanos, index, sequence);
    }
  }

  private void dropOldest() {
    int kept = CAPACITY - DROPPED_WHEN_FULL;
    System.arraycopy(sequences, DROPPED_WHEN_FULL, sequences, 0, kept);
    System.arraycopy(arrivalMicros, DROPPED_WHEN_FULL, arrivalMicros, 0, kept);
    size = kept;
    reported = Math.max(0, reported - DROPPED_WHEN_FULL);
  }

  /**
   * The index behind the last entry that is not above; packets mostly come in order, so it is near
   * the end.
   */
  private int insertionIndex(long sequence) {
    int index = size;
    while (index > 0 && sequences[index - 1] > sequence) {
      index--;
    }
    return index;
  }

  private void insert(long nowNanos, int index, long sequence) {
    System.arraycopy(sequences, index, sequences, index + 1, size - index);
    System.arraycopy(arrivalMicros, index, arrivalMicros, index + 1, size - index);
    sequences[index] = sequence;
    arrivalMicros[index] = nowNanos / 1_000;
    if (reported == size) {
      oldestUnreportedNanos = nowNanos;
    }
    size++;
    if (index < reported) {
      reported = index;
      firstUnreported = sequence;
    }
  }

  /** Whether a report is due. */
  public boolean due(long nowNanos) {
    return unreported() >= MAX_UNREPORTED || nowNanos >= nextDeadline();
  }

  /**
   * When a report is due at the latest; {@link Long#MAX_VALUE} while there is nothing to report.
   */
  public long nextDeadline() {
    if (unreported() == 0) {
      return NEVER;
    }
    return reportedBefore
        ? lastReportNanos + INTERVAL_NANOS
        : oldestUnreportedNanos + INTERVAL_NANOS;
  }

  private int unreported() {
    return size - reported;
  }

  /**
   * Writes as much of the report as fits into one feedback; a second one in the same datagram might
   * ask more work of its reader than {@link RtcpReader} itself accepts.
   *
   * @return whether everything is told; if not, call again with an empty packet
   */
  public boolean write(long nowNanos, RtcpWriter writer, int senderSsrc, int mediaSsrc) {
    if (reported < size) {
      writeOne(writer, senderSsrc, mediaSsrc);
    }
    if (reported < size) {
      return false;
    }
    lastReportNanos = nowNanos;
    return true;
  }

  private void writeOne(RtcpWriter writer, int senderSsrc, int mediaSsrc) {
    long first =
        reportedBefore ? Math.min(firstUnreported, sequences[reported]) : sequences[reported];
    int next =
        writer.transportFeedback(
            senderSsrc, mediaSsrc, feedbackCount, first, sequences, arrivalMicros, reported, size);
    if (next > reported) {
      feedbackCount = (feedbackCount + 1) & 0xff;
      reported = next;
      firstUnreported = sequences[next - 1] + 1;
      reportedBefore = true;
    }
  }

  /** Arrivals under a number that had arrived. */
  public long duplicates() {
    return duplicates;
  }

  /** Arrivals from before what is remembered. */
  public long tooOld() {
    return tooOld;
  }
}

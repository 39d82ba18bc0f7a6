package org.vigie.bridge.bandwidth;

/**
 * A cluster of packets sent faster than the estimate for some tens of milliseconds, to see whether
 * they arrive as fast. One at a time; whoever sends asks {@link #dueBytes} how many more bytes are
 * to leave now, and counts what else leaves meanwhile into it.
 */
final class Probe {
  private static final int LEAST_ARRIVALS = 4;
  private static final int LEAST_BYTES = 12_000;

  /** On a narrow line that would be a queue of its own. */
  private static final int LEAST_BYTES_NARROW = 6_000;

  private static final long NARROW_BPS = 1_000_000;
  private static final int PACKET_BYTES = 1_200;
  private static final long LEAST_NANOS = 40_000_000L;
  private static final long LONGEST_NANOS = 300_000_000L;
  private static final long ANSWER_NANOS = 2_000_000_000L;
  private static final long NANOS_PER_MICRO = 1_000;
  private static final double NANOS_BITS = 8e9;
  private static final double MICROS_BITS = 8e6;
  private static final int CLUSTERS = 126;
  private static final double LEAST_ARRIVED = 0.5;

  /** Arriving at this part of the rate at which they left, the packets met no queue. */
  private static final double AS_FAST = 0.97;

  private static final double SHARE = 0.95;

  private int cluster;
  private boolean sending;
  private boolean open;
  private long rateBps;
  private long lasts;
  private long startedNanos;
  private long endedMicros;
  private long sentBytes;
  private int sentPackets;

  private int arrivedPackets;
  private double arrivedBytes;
  private long firstSent;
  private long firstArrival;
  private double bytesSum;
  private double squareSum;
  private double sentSum;
  private double sentBytesSum;
  private double arrivalSum;
  private double arrivalBytesSum;

  void start(long nowNanos, long bps, int times) {
    cluster = cluster % CLUSTERS + 1;
    sending = true;
    open = true;
    rateBps = bps;
    int bytes = bps < NARROW_BPS ? LEAST_BYTES_NARROW : times * LEAST_BYTES;
    lasts = Math.clamp((long) (bytes * NANOS_BITS / bps), LEAST_NANOS, LONGEST_NANOS);
    startedNanos = nowNanos;
    sentBytes = 0;
    sentPackets = 0;
    arrivedPackets = 0;
    arrivedBytes = 0;
    bytesSum = 0;
    squareSum = 0;
    sentSum = 0;
    sentBytesSum = 0;
    arrivalSum = 0;
    arrivalBytesSum = 0;
  }

  /** The cluster of what is sent now, 0 while none is. */
  int cluster() {
    return sending ? cluster : 0;
  }

  void sent(int bytes) {
    if (sending) {
      sentBytes += bytes;
      sentPackets++;
    }
  }

  /** Bytes that are to leave now so that the rate is kept; 0 if none. */
  long dueBytes(long nowNanos) {
    if (!sending) {
      return 0;
    }
    long passed = nowNanos - startedNanos;
    if (passed > lasts) {
      sending = false;
      endedMicros = nowNanos / NANOS_PER_MICRO;
      return 0;
    }
    long due = PACKET_BYTES + (long) (passed * (double) rateBps / NANOS_BITS);
    return Math.max(0, due - sentBytes);
  }

  /** Whether it is still being sent. */
  boolean isSending(long nowNanos) {
    dueBytes(nowNanos);
    return sending;
  }

  /** A packet of a cluster arrived. */
  void arrived(int ofCluster, int bytes, long sentMicros, long arrivalMicros) {
    if (!open || ofCluster != cluster) {
      return;
    }
    if (arrivedPackets == 0) {
      firstSent = sentMicros;
      firstArrival = arrivalMicros;
    }
    arrivedPackets++;
    arrivedBytes += bytes;
    double sent = (double) (sentMicros - firstSent);
    double arrival = (double) (arrivalMicros - firstArrival);
    bytesSum += arrivedBytes;
    squareSum += arrivedBytes * arrivedBytes;
    sentSum += sent;
    sentBytesSum += sent * arrivedBytes;
    arrivalSum += arrival;
    arrivalBytesSum += arrival * arrivedBytes;
  }

  /** Whether the cluster is being sent or its arrivals are awaited. */
  boolean isOpen(long nowNanos) {
    if (open && nowNanos - startedNanos > lasts + ANSWER_NANOS) {
      open = false;
      sending = false;
    }
    return open;
  }

  /**
   * What the line took once what was sent after the cluster has arrived, bps; 0 before, and if it
   * tells nothing.
   */
  long takeResult(long newestSentMicros) {
    boolean over = arrivedPackets == sentPackets || newestSentMicros > endedMicros;
    if (!open || sending || !over) {
      return 0;
    }
    open = false;
    boolean enough =
        arrivedPackets >= LEAST_ARRIVALS && arrivedPackets >= sentPackets * LEAST_ARRIVED;
    double out = slope(sentSum, sentBytesSum);
    double in = slope(arrivalSum, arrivalBytesSum);
    if (!enough || !(out > 0 && in > 0)) {
      return 0;
    }
    double sentAt = MICROS_BITS / out;
    double arrivedAt = MICROS_BITS / in;
    return (long) (arrivedAt < AS_FAST * sentAt ? SHARE * arrivedAt : Math.min(sentAt, arrivedAt));
  }

  /** Of times over bytes, microseconds each: by all packets, because each alone may be late. */
  private double slope(double timeSum, double timeBytesSum) {
    double spread = squareSum - bytesSum * bytesSum / arrivedPackets;
    return (timeBytesSum - timeSum * bytesSum / arrivedPackets) / spread;
  }
}

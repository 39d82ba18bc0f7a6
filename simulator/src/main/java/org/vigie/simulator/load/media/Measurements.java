package org.vigie.simulator.load.media;

/** Everything that the media thread counts; one object, written by it alone. */
final class Measurements {
  final DelayHistogram packetDelay = new DelayHistogram();
  final DelayHistogram frameDelay = new DelayHistogram();
  final DelayHistogram turnGap = new DelayHistogram();
  final DelayHistogram late = new DelayHistogram();
  final DelayHistogram firstPacket = new DelayHistogram();

  /** Whether the measured window is open; what is below counts only then. */
  boolean recording;

  long sentBytes;
  long received;
  long receivedBytes;
  long inOrder;
  long duplicates;
  long repaired;
  long datagrams;
  long longestBacklog;
  long receiverReports;
  long transportFeedbacks;
  long droppedByViewers;
  long nacked;
  long rtx;
  long rtcpReceived;
  long droppedByCameras;
  long nackedByServer;
  long sentAgain;
  long keyFramesAsked;

  // Faults count always: a run with one is to be read with care.
  long undecryptable;
  long strange;
  long byes;

  private long cpuAtBegin;
  private long refusedAtBegin;

  void begin(long cpuNanos, long refused) {
    recording = true;
    cpuAtBegin = cpuNanos;
    refusedAtBegin = refused;
  }

  long cpuSince(long cpuNanos) {
    return cpuNanos - cpuAtBegin;
  }

  long refusedSince(long refused) {
    return refused - refusedAtBegin;
  }
}

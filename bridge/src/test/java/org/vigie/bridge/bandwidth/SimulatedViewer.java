package org.vigie.bridge.bandwidth;

import java.util.random.RandomGenerator;
import org.vigie.bridge.feedback.TransportFeedbackRecorder;
import org.vigie.bridge.rtp.RtcpReader;
import org.vigie.bridge.rtp.RtcpVisitor;
import org.vigie.bridge.rtp.RtcpWriter;
import org.vigie.bridge.rtp.TransportFeedback;

/**
 * A sender of pictures and the viewer at the other end of a {@link SimulatedLine}: 30 pictures a
 * second, either as large as may be sent or of the highest layer that fits, through a pacer.
 */
final class SimulatedViewer implements RtcpVisitor {
  static final long TICK_NANOS = 5_000_000L;
  private static final long FRAME_NANOS = 33_000_000L;
  private static final int PACKET = 1_200;
  private static final int PENDING = 8_192;
  private static final double NANOS_BITS = 8e9;
  private static final double PACE = 1.5;
  private static final int KEY_FRAMES_APART = 300;
  private static final double KEY_FRAME = 5;

  private final SimulatedLine line;
  private final LineEstimator estimator;
  private final RandomGenerator random;
  private final long[] layers;
  private final long wantedBps;
  private final long reportNanos;
  private final long returnNanos;
  private final TransportFeedbackRecorder recorder = new TransportFeedbackRecorder();
  private final RtcpWriter writer = new RtcpWriter();
  private final RtcpReader reader = new RtcpReader();
  private final byte[] report = new byte[1_200];
  private final long[] arrivals = new long[PENDING];
  private final int[] numbers = new int[PENDING];
  private final LayerFit fit = new LayerFit();
  private int head;
  private int tail;
  private int sequence;
  private long now;
  private long nextFrame;
  private long nextReport;
  private long reportAt = Long.MAX_VALUE;
  private double backlog;
  private double allowance;
  private int frames;
  private int layer;
  long sentBytes;

  /**
   * A viewer.
   *
   * @param layers what each takes, bps, ascending; empty if pictures are as large as may be
   * @param wantedBps more is never needed
   */
  SimulatedViewer(
      SimulatedLine line,
      long startBps,
      long wantedBps,
      long returnNanos,
      RandomGenerator random,
      long... layers) {
    this.line = line;
    this.estimator = new LineEstimator(startBps, 100_000_000L);
    this.random = random;
    this.layers = layers;
    this.wantedBps = wantedBps;
    this.returnNanos = returnNanos;
    this.reportNanos = 50_000_000L + random.nextLong(50_000_000L);
    this.nextFrame = random.nextLong(FRAME_NANOS);
  }

  LineEstimator estimator() {
    return estimator;
  }

  /** The layer that is shown. */
  int layer() {
    return layer;
  }

  void tick(long nowNanos) {
    now = nowNanos;
    arrive();
    if (now >= nextFrame) {
      nextFrame += FRAME_NANOS;
      frame();
    }
    estimator.probe(now, wantedBps, 0);
    allowance = Math.min(PACKET, allowance) + estimator.paceBps() * PACE * TICK_NANOS / NANOS_BITS;
    while (backlog > 0 && allowance > 0) {
      int bytes = (int) Math.min(PACKET, Math.max(100, backlog));
      backlog -= bytes;
      allowance -= bytes;
      send(bytes);
    }
    for (long due = estimator.probeBytes(now); due > 0; due = estimator.probeBytes(now)) {
      send(Math.clamp(due, 200, PACKET));
    }
  }

  private void frame() {
    frames++;
    boolean key = frames % KEY_FRAMES_APART == 1;
    double bps = layers.length == 0 ? Math.min(wantedBps, estimator.paceBps()) : layered();
    double size = bps * FRAME_NANOS / NANOS_BITS * (0.7 + 0.6 * random.nextDouble());
    backlog += size * (key && layers.length > 0 ? KEY_FRAME : 1);
    if (backlog * NANOS_BITS / estimator.paceBps() > 400_000_000L) {
      backlog = 0; // what cannot leave in time is dropped; the next key frame goes on
    }
  }

  private double layered() {
    layer = fit.choose(now, layers, layers.length, layer, estimator.bps());
    return layers[layer];
  }

  private void send(int bytes) {
    estimator.sent(now, sequence, bytes, SentPackets.NO_BURST);
    sentBytes += bytes;
    long at = line.offer(now, bytes);
    if (at != SimulatedLine.LOST) {
      arrivals[tail % PENDING] = at;
      numbers[tail % PENDING] = sequence;
      tail++;
    }
    sequence = (sequence + 1) & 0xffff;
  }

  private void arrive() {
    while (head < tail && arrivals[head % PENDING] <= now) {
      recorder.received(arrivals[head % PENDING], numbers[head % PENDING]);
      head++;
    }
    if (now >= reportAt) {
      reportAt = Long.MAX_VALUE;
      reader.read(report, 0, writer.length(), this);
    }
    if (now >= nextReport && reportAt == Long.MAX_VALUE) {
      nextReport = now + reportNanos;
      writer.begin(report, 0, report.length);
      recorder.write(now, writer, 1, 2);
      reportAt = writer.length() > 0 ? now + returnNanos : Long.MAX_VALUE;
    }
  }

  @Override
  public void transportFeedback(TransportFeedback feedback) {
    estimator.feedback(now, feedback);
  }
}

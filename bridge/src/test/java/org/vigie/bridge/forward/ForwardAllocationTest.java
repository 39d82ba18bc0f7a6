package org.vigie.bridge.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.feedback.NackGenerator;
import org.vigie.bridge.feedback.NtpClock;
import org.vigie.bridge.feedback.RateMeter;
import org.vigie.bridge.feedback.ReceptionStatistics;
import org.vigie.bridge.feedback.TransportFeedbackRecorder;
import org.vigie.bridge.rtp.BigEndian;
import org.vigie.bridge.rtp.RtpPacket;

/** The path of a packet allocates nothing. */
class ForwardAllocationTest {
  private static final long MS = 1_000_000L;
  private static final int WARM_UP = 20_000;
  private static final int MEASURED = 20_000;

  private final TestCamera camera = new TestCamera(1, 0, TestCamera.VP8, 1, new Random(1));
  private final TestPacket template = camera.one(0, true);
  private final RtpPacket rtp = new RtpPacket();
  private final IncomingPacket packet = new IncomingPacket(camera.layer, rtp);
  private final Decision decision = new Decision();
  private final Forwarder forwarder =
      new Forwarder(MediaKind.VIDEO, TestCamera.viewerFormats(), new Random(2));
  private final PacketRewriter rewriter =
      new PacketRewriter(
          1,
          2,
          "0",
          Map.of(
              HeaderExtension.MID, 1,
              HeaderExtension.TRANSPORT_CC, 2,
              HeaderExtension.VIDEO_ORIENTATION, 3,
              HeaderExtension.ABS_CAPTURE_TIME, 4),
          new NtpClock(0));
  private final Retransmitter retransmitter =
      new Retransmitter(forwarder, rewriter, new RepairBudget(), 0);
  private final NackGenerator nack = new NackGenerator();
  private final ReceptionStatistics reception = new ReceptionStatistics(90_000);
  private final RateMeter rate = new RateMeter(java.time.Duration.ofSeconds(1));
  private final TransportFeedbackRecorder recorder = new TransportFeedbackRecorder();
  private final NackGenerator.Sink sink = missing -> countAsked();
  private final byte[] target = new byte[1_600];
  private long sequence = template.sequence();
  private long asked;
  private long skipped;

  @Test
  void storingDecidingWritingRepeatingAndReportingAllocateNothing() {
    run(WARM_UP);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    threads.getCurrentThreadAllocatedBytes();
    long before = threads.getCurrentThreadAllocatedBytes();
    run(MEASURED);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    // The measurement itself and the compiler may leave a little; one object per packet would be
    // hundreds of kilobytes.
    assertTrue(allocated < MEASURED, allocated + " bytes for " + MEASURED + " packets");
    assertEquals(WARM_UP + MEASURED, forwarder.count(DropCause.NONE) + skipped);
    assertTrue(retransmitter.retransmitted() > 0);
    assertTrue(asked > 0);
  }

  private void run(int packets) {
    for (int i = 0; i < packets; i++) {
      sequence++;
      if (sequence % 50 == 0) {
        skipped++;
      } else {
        forward(sequence * MS);
      }
    }
  }

  private void forward(long nowNanos) {
    byte[] bytes = template.bytes();
    BigEndian.put16(bytes, 2, (int) sequence);
    assertTrue(rtp.wrap(bytes, 0, bytes.length));
    packet.set(camera.layer, TestCamera.VP8, rtp, sequence, nowNanos, nowNanos);
    packet.startsKeyFrame(1);
    camera.layer.history().store(nowNanos, sequence, bytes, 0, bytes.length);
    nack.received(nowNanos, sequence);
    nack.poll(nowNanos, MS, sink);
    reception.received(nowNanos, sequence, rtp.timestamp(), true);
    rate.addBytes(nowNanos, bytes.length);
    recorder.received(nowNanos, (int) sequence & 0xffff);
    assertTrue(forwarder.decide(nowNanos, packet, decision));
    assertTrue(rewriter.write(packet, decision, target, 0, target.length) > 0);
    if (sequence % 20 == 0) {
      retransmitter.retransmit(nowNanos, (int) decision.sequence() - 3, MS, target, 0, 1_600);
    }
  }

  private void countAsked() {
    asked++;
  }
}

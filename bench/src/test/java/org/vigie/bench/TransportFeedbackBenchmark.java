package org.vigie.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.vigie.bridge.feedback.TransportFeedbackRecorder;
import org.vigie.bridge.rtp.RtcpReader;
import org.vigie.bridge.rtp.RtcpVisitor;
import org.vigie.bridge.rtp.RtcpWriter;
import org.vigie.bridge.rtp.TransportFeedback;

/** Transport-wide feedback on 15 packets, which is what 50 ms of 2.5 Mbit/s bring; per packet. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TransportFeedbackBenchmark {
  private static final int PACKETS = 15;
  private static final long SPACING_NANOS = 3_333_333;

  private final TransportFeedbackRecorder recorder = new TransportFeedbackRecorder();
  private final RtcpWriter writer = new RtcpWriter();
  private final RtcpReader reader = new RtcpReader();
  private final byte[] array = new byte[1_200];
  private final Counting counting = new Counting();
  private long nowNanos;
  private int sequence;
  private int length;

  /** Writes the report that is read. */
  @Setup
  public void write() {
    length = recordAndWrite();
  }

  /** Notes the packets and writes the report. */
  @Benchmark
  @OperationsPerInvocation(PACKETS)
  public int recordAndWrite() {
    for (int i = 0; i < PACKETS; i++) {
      nowNanos += SPACING_NANOS;
      recorder.received(nowNanos, sequence++ & 0xFFFF);
    }
    writer.begin(array, 0, array.length);
    if (!recorder.write(nowNanos, writer, 1, 2)) {
      throw new IllegalStateException("the report does not fit");
    }
    return writer.length();
  }

  /** Reads such a report packet by packet. */
  @Benchmark
  @OperationsPerInvocation(PACKETS)
  public long read() {
    if (!reader.read(array, 0, length, counting)) {
      throw new IllegalStateException("cannot be read");
    }
    return counting.micros;
  }

  private static final class Counting implements RtcpVisitor {
    long micros;

    @Override
    public void transportFeedback(TransportFeedback feedback) {
      while (feedback.next()) {
        if (feedback.received()) {
          micros += feedback.arrivalMicros();
        }
      }
    }
  }
}

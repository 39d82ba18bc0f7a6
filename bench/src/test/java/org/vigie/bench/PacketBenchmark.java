package org.vigie.bench;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.buffer.ChunkPool;
import org.vigie.bridge.feedback.NtpClock;
import org.vigie.bridge.forward.Decision;
import org.vigie.bridge.forward.ExtensionIds;
import org.vigie.bridge.forward.Forwarder;
import org.vigie.bridge.forward.IncomingPacket;
import org.vigie.bridge.forward.Layer;
import org.vigie.bridge.forward.PacketHistory;
import org.vigie.bridge.forward.PacketRewriter;
import org.vigie.bridge.rtp.RtpPacket;

/** What happens to a packet of 1,100 bytes between the two ciphers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PacketBenchmark {
  private static final int PACKET_BYTES = 1_100;
  private static final int REMEMBERED = 450; // a second and a half of 2.5 Mbit/s
  private static final long INTERVAL_NANOS = 3_333_333;
  private static final PayloadFormat VP8 =
      new PayloadFormat(96, Codec.VP8, 1, Map.of(), OptionalInt.of(97));
  private static final Map<HeaderExtension, Integer> EXTENSIONS =
      Map.of(
          HeaderExtension.MID, 1,
          HeaderExtension.TRANSPORT_CC, 3,
          HeaderExtension.ABS_SEND_TIME, 2);

  private final PacketHistory history =
      new PacketHistory(
          new ChunkPool(ChunkPool.DEFAULT_CHUNK_SIZE, 64),
          PacketHistory.DEFAULT_AGE,
          PacketHistory.DEFAULT_BYTES);
  private final Layer layer = new Layer(1, 0, new ExtensionIds(EXTENSIONS), history);
  private final RtpPacket rtp = new RtpPacket();
  private final IncomingPacket incoming = new IncomingPacket(layer, rtp);
  private final Forwarder forwarder = new Forwarder(MediaKind.VIDEO, List.of(VP8), new Random(1));
  private final PacketRewriter rewriter =
      new PacketRewriter(7, 8, "0", EXTENSIONS, new NtpClock(0));
  private final Decision decision = new Decision();
  private final byte[] source = packet();
  private final byte[] target = new byte[1_500];
  private long sequence = 1;
  private long nowNanos;
  private long stored;
  private long looked;

  /** Starts the picture and fills the history. */
  @Setup
  public void start() {
    take(0);
    incoming.startsKeyFrame(640 * 480);
    if (!forwarder.decide(0, incoming, decision)) {
      throw new IllegalStateException("not forwarded: " + decision.cause());
    }
    for (stored = 0; stored < REMEMBERED; stored++) {
      history.store(stored * INTERVAL_NANOS, stored, source, 0, PACKET_BYTES);
    }
  }

  private void take(long newSequence) {
    source[2] = (byte) (newSequence >> 8);
    source[3] = (byte) newSequence;
    if (!rtp.wrap(source, 0, PACKET_BYTES)) {
      throw new IllegalStateException("not RTP");
    }
    incoming.set(layer, VP8, rtp, newSequence, nowNanos, nowNanos);
  }

  /** Reads header and extensions. */
  @Benchmark
  public boolean parse() {
    return rtp.wrap(source, 0, PACKET_BYTES);
  }

  /** Decides for one viewer, and writes header and payload for it. */
  @Benchmark
  public int decideAndRewrite() {
    nowNanos += INTERVAL_NANOS;
    take(sequence++);
    return forwarder.decide(nowNanos, incoming, decision)
        ? rewriter.write(incoming, decision, target, 0, target.length)
        : -1;
  }

  /** The writing alone. */
  @Benchmark
  public int rewrite() {
    return rewriter.write(incoming, decision, target, 0, target.length);
  }

  /** Remembers one packet, and forgets the oldest. */
  @Benchmark
  public boolean store() {
    long number = stored++;
    return history.store(number * INTERVAL_NANOS, number, source, 0, PACKET_BYTES);
  }

  /** Answers a NACK: finds one of those that are remembered. */
  @Benchmark
  public boolean lookUp() {
    looked = (looked + 7) % (REMEMBERED / 2);
    return history.find(stored * INTERVAL_NANOS, history.highest() - looked);
  }

  private static byte[] packet() {
    byte[] packet = new byte[PACKET_BYTES];
    new Random(2).nextBytes(packet);
    byte[] head = {
      (byte) 0x90,
      96,
      0,
      0,
      0,
      0,
      0,
      1,
      0,
      0,
      0,
      9, // fixed header with extensions
      (byte) 0xBE,
      (byte) 0xDE,
      0,
      3, // three words of the one-byte form
      0x10,
      '0',
      0x22,
      1,
      2,
      3,
      0x31,
      0,
      1,
      0,
      0,
      0, // mid, abs-send-time, transport-cc
      (byte) 0x90,
      (byte) 0x80,
      (byte) 0x81,
      2 // VP8: start of a partition, picture id of 15 bits
    };
    System.arraycopy(head, 0, packet, 0, head.length);
    return packet;
  }
}

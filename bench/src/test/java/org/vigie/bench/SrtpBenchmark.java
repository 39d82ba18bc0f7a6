package org.vigie.bench;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.vigie.bridge.api.CipherChoice;
import org.vigie.bridge.api.SrtpProfile;
import org.vigie.bridge.dtls.SrtpKeys;
import org.vigie.bridge.srtp.SrtpSelfTest;
import org.vigie.bridge.srtp.SrtpTransform;

/**
 * A packet of 1,100 bytes through SRTP. The cipher belongs to the process: JMH forks one for each.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SrtpBenchmark {
  private static final int PACKETS = 64;
  private static final int PACKET_BYTES = 1_100;

  /** What does the work. */
  @Param({"SUNJCE", "OPENSSL", "LIBCRYPTO"})
  public CipherChoice cipher = CipherChoice.AUTO;

  /** How the media is protected. */
  @Param({"AEAD_AES_128_GCM", "AEAD_AES_256_GCM", "AES128_CM_HMAC_SHA1_80"})
  public SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;

  private SrtpTransform here;
  private SrtpTransform there;
  private final byte[][] packets = new byte[PACKETS][PACKET_BYTES + SrtpTransform.MAX_OVERHEAD];
  private int sequence;

  /** Chooses the cipher and makes both ends. */
  @Setup
  public void open() throws Exception {
    SrtpSelfTest.run(cipher);
    SrtpKeys keys =
        new SrtpKeys(
            profile,
            random(1, profile.keyLength()),
            random(2, profile.saltLength()),
            random(3, profile.keyLength()),
            random(4, profile.saltLength()));
    here = new SrtpTransform(keys);
    there = new SrtpTransform(keys.mirrored());
  }

  /** Frees native memory. */
  @TearDown(Level.Trial)
  public void close() {
    here.close();
    there.close();
  }

  /** What is done for each viewer. */
  @Benchmark
  @OperationsPerInvocation(PACKETS)
  public int protect() {
    int bytes = 0;
    for (byte[] packet : packets) {
      bytes += here.protectRtp(next(packet), 0, PACKET_BYTES);
    }
    return bytes;
  }

  /** What is done at the viewer and, the second half of it, for the camera. */
  @Benchmark
  @OperationsPerInvocation(PACKETS)
  public int protectAndOpen() {
    int bytes = 0;
    for (byte[] packet : packets) {
      int length = here.protectRtp(next(packet), 0, PACKET_BYTES);
      bytes += there.unprotectRtp(packet, 0, length);
    }
    return bytes;
  }

  private byte[] next(byte[] packet) {
    sequence++;
    packet[0] = (byte) 0x80;
    packet[1] = 96;
    packet[2] = (byte) (sequence >> 8);
    packet[3] = (byte) sequence;
    return packet;
  }

  private static byte[] random(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}

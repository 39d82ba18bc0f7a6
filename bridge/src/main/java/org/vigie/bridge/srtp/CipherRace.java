package org.vigie.bridge.srtp;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Cipher;
import org.jitsi.srtp.crypto.SrtpCipher;
import org.jitsi.srtp.crypto.SrtpCipherGcm;

/**
 * Times AES implementations on what AEAD_AES_128_GCM does with each packet, in turns, until all are
 * compiled and get no faster, for half a second at most.
 */
final class CipherRace {
  static final int PACKET_BYTES = 1_100;

  private static final int HEADER_BYTES = 12;
  private static final long PATIENCE_NANOS = 500_000_000;
  private static final int STEADY_ROUNDS = 5;
  private static final double STEADY = 0.95;
  private static final long ROUND_NANOS = 10_000_000;
  private static final int PACKETS_BETWEEN_LOOKS = 16;
  private static final double CLEARLY_FASTER = 0.85;

  private CipherRace() {}

  /** The first of these unless another is clearly faster. */
  static CipherSource winner(List<CipherSource> sources) {
    List<Runner> runners = new ArrayList<>();
    for (CipherSource source : sources) {
      runners.add(new Runner(source));
    }
    long end = System.nanoTime() + PATIENCE_NANOS;
    boolean steady = false;
    while (!steady && System.nanoTime() - end < 0) {
      steady = true;
      for (Runner runner : runners) {
        runner.runRound();
        steady &= runner.steadyRounds >= STEADY_ROUNDS;
      }
    }
    Runner first = runners.getFirst();
    Runner best = best(runners);
    return best.nanosPerPacket < CLEARLY_FASTER * first.nanosPerPacket ? best.source : first.source;
  }

  private static Runner best(List<Runner> runners) {
    Runner best = runners.getFirst();
    for (Runner runner : runners) {
      best = runner.nanosPerPacket < best.nanosPerPacket ? runner : best;
    }
    return best;
  }

  private static final class Runner {
    final CipherSource source;
    double nanosPerPacket = Double.MAX_VALUE;
    int steadyRounds;

    private final byte[] packet = new byte[PACKET_BYTES + SrtpTransform.MAX_OVERHEAD];
    private final byte[] iv = new byte[12];
    private int sequence;

    Runner(CipherSource source) {
      this.source = source;
    }

    /** Keeps the best round; one that fails does not count. */
    void runRound() {
      try {
        SrtpCipher cipher = new SrtpCipherGcm(source.factory().createCipher("AES/GCM/NoPadding"));
        cipher.init(new byte[16], new byte[12]);
        note(time(cipher));
      } catch (Exception _) {
        note(Double.MAX_VALUE);
      }
    }

    private void note(double nanos) {
      steadyRounds = nanos < STEADY * nanosPerPacket ? 0 : steadyRounds + 1;
      nanosPerPacket = Math.min(nanosPerPacket, nanos);
    }

    private double time(SrtpCipher cipher) throws GeneralSecurityException {
      long start = CpuClock.nanos();
      long packets = 0;
      long elapsed;
      do {
        for (int i = 0; i < PACKETS_BETWEEN_LOOKS; i++) {
          encrypt(cipher);
        }
        packets += PACKETS_BETWEEN_LOOKS;
        elapsed = CpuClock.nanos() - start;
      } while (elapsed < ROUND_NANOS);
      return (double) elapsed / packets;
    }

    private void encrypt(SrtpCipher cipher) throws GeneralSecurityException {
      sequence++;
      iv[8] = (byte) (sequence >> 24);
      iv[9] = (byte) (sequence >> 16);
      iv[10] = (byte) (sequence >> 8);
      iv[11] = (byte) sequence;
      cipher.setIV(iv, Cipher.ENCRYPT_MODE);
      cipher.processAAD(packet, 0, HEADER_BYTES);
      cipher.process(packet, HEADER_BYTES, PACKET_BYTES - HEADER_BYTES);
    }
  }
}

package org.vigie.bridge.srtp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vigie.bridge.api.SrtpProfile;
import org.vigie.bridge.dtls.SrtpKeys;

/**
 * Times implementations on what the relay does with each packet it sends, the whole way through
 * jitsi-srtp. They take turns, so that whatever else the machine does hits all alike, until all are
 * compiled and get no faster; the best turn of each counts.
 */
final class CipherRace {
  static final int PACKET_BYTES = 1_100;

  /** GCM with the longer key takes the choice of the shorter. */
  static final List<SrtpProfile> PROFILES =
      List.of(SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.AES128_CM_HMAC_SHA1_80);

  private static final long PATIENCE_NANOS = 2_000_000_000;
  private static final int PACKETS_PER_ROUND = 250;

  // The JVM compiles for good what has run some 5,000 times, and swaps it in a little later.
  private static final int LEAST_ROUNDS = 36;
  private static final long STEADY_NANOS = 250_000_000;
  private static final double STEADY = 0.97;

  // What a packet of garbage costs shows up later, in the collector's threads and pauses, and not
  // in these turns. So the one without may be slower by this much. More would cost more than it
  // spares: bench/results/2026-11-23-ciphers.md and -floor.md.
  private static final double WORTH_OF_NO_GARBAGE = 0.95;

  private final List<Runner> runners = new ArrayList<>();
  private boolean steady;

  private CipherRace(List<CipherSource> sources) {
    for (SrtpProfile profile : PROFILES) {
      for (CipherSource source : sources) {
        runners.add(new Runner(source, profile));
      }
    }
  }

  /** Takes under a second on an idle machine, and 2 s at most. */
  static CipherRace run(List<CipherSource> sources) {
    CipherRace race = new CipherRace(sources);
    race.run();
    race.runners.forEach(Runner::close);
    return race;
  }

  private void run() {
    long end = System.nanoTime() + PATIENCE_NANOS;
    boolean patient = true;
    for (int round = 0; !steady && patient; round++) {
      boolean noneFaster = round >= LEAST_ROUNDS;
      for (Runner runner : runners) {
        long now = System.nanoTime();
        patient &= now - end < 0;
        if (patient || round == 0) {
          runner.runRound(now);
        }
        noneFaster &= patient && now - runner.fasterNanos > STEADY_NANOS;
      }
      steady = noneFaster;
    }
  }

  /** Which to use. */
  Map<SrtpProfile, CipherSource> winners() {
    Map<SrtpProfile, CipherSource> winners = new EnumMap<>(SrtpProfile.class);
    PROFILES.forEach(profile -> winners.put(profile, winner(profile)));
    winners.put(SrtpProfile.AEAD_AES_256_GCM, winner(SrtpProfile.AEAD_AES_128_GCM));
    return winners;
  }

  private CipherSource winner(SrtpProfile profile) {
    return runners.stream()
        .filter(runner -> runner.profile == profile)
        .min(Comparator.comparingDouble(this::score))
        .orElseThrow()
        .source;
  }

  /** A machine too busy for a measurement gives the choice to the one without garbage. */
  private double score(Runner runner) {
    if (!runner.source.withoutGarbage() || runner.nanosPerPacket == Double.MAX_VALUE) {
      return runner.nanosPerPacket;
    }
    return steady ? WORTH_OF_NO_GARBAGE * runner.nanosPerPacket : 0;
  }

  /** What a packet costs with each, ns, in the order in which they were given. */
  Map<CipherSource, Long> nanosPerPacket(SrtpProfile profile) {
    Map<CipherSource, Long> nanos = new LinkedHashMap<>();
    for (Runner runner : runners) {
      if (runner.profile == profile) {
        nanos.put(runner.source, Math.round(runner.nanosPerPacket));
      }
    }
    return nanos;
  }

  private static final class Runner {
    final CipherSource source;
    final SrtpProfile profile;
    double nanosPerPacket = Double.MAX_VALUE;
    long fasterNanos = System.nanoTime();

    private final byte[] packet = new byte[PACKET_BYTES + SrtpTransform.MAX_OVERHEAD];
    private final SrtpTransform transform;
    private int sequence;

    Runner(CipherSource source, SrtpProfile profile) {
      this.source = source;
      this.profile = profile;
      this.transform = new SrtpTransform(anyKeys(profile), source);
      boolean _ = protect(); // loads classes and providers
    }

    /** Keeps the best round; one that fails does not count. */
    void runRound(long now) {
      double nanos = time();
      if (nanos < STEADY * nanosPerPacket) {
        fasterNanos = now;
      }
      nanosPerPacket = Math.min(nanosPerPacket, nanos);
    }

    private double time() {
      long start = CpuClock.nanos();
      for (int i = 0; i < PACKETS_PER_ROUND; i++) {
        if (!protect()) {
          return Double.MAX_VALUE;
        }
      }
      return (double) (CpuClock.nanos() - start) / PACKETS_PER_ROUND;
    }

    private boolean protect() {
      sequence++;
      packet[0] = (byte) 0x80;
      packet[2] = (byte) (sequence >> 8);
      packet[3] = (byte) sequence;
      return transform.protectRtp(packet, 0, PACKET_BYTES) > 0;
    }

    void close() {
      transform.close();
    }
  }

  private static SrtpKeys anyKeys(SrtpProfile profile) {
    byte[] key = new byte[profile.keyLength()];
    byte[] salt = new byte[profile.saltLength()];
    return new SrtpKeys(profile, key, salt, key, salt);
  }
}

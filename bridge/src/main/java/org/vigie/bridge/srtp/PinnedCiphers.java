package org.vigie.bridge.srtp;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.SrtpCipher;
import org.vigie.bridge.api.SrtpCipherException;
import org.vigie.bridge.api.SrtpProfile;

/**
 * What this process uses, once it has been chosen. It is one choice for all: a measurement is only
 * worth something when nothing else runs.
 *
 * @param wanted what was asked for
 * @param sources the implementation for each profile
 * @param race how they were measured
 */
record PinnedCiphers(
    SrtpCipher wanted, Map<SrtpProfile, CipherSource> sources, CipherRace race) {
  private static final Object LOCK = new Object();
  private static volatile @Nullable PinnedCiphers pinned;

  /** The implementation for this profile; the fastest if nobody has chosen yet. */
  static CipherSource source(SrtpProfile profile) {
    PinnedCiphers known = pinned;
    PinnedCiphers ciphers = known == null ? pin(SrtpCipher.AUTO) : known;
    CipherSource source = ciphers.sources.get(profile);
    return source == null ? CipherSource.SUNJCE : source;
  }

  /**
   * Chooses for the whole process, which takes about a second the first time.
   *
   * @throws SrtpCipherException if there is no such implementation here, or another one was chosen
   *     before
   */
  static PinnedCiphers pin(SrtpCipher wanted) {
    synchronized (LOCK) {
      PinnedCiphers known = pinned;
      if (known == null) {
        known = choose(wanted, CipherSource.available());
        pinned = known;
      }
      known.requireNothingElse(wanted);
      return known;
    }
  }

  static PinnedCiphers choose(SrtpCipher wanted, List<CipherSource> available) {
    List<CipherSource> candidates =
        available.stream().filter(source -> mayRun(source, wanted, available)).toList();
    if (candidates.isEmpty()) {
      throw new SrtpCipherException(missing(wanted));
    }
    CipherRace race = CipherRace.run(candidates);
    return new PinnedCiphers(wanted, race.winners(), race);
  }

  /** jitsi-srtp's way to OpenSSL is the longer one: where libcrypto is, it costs time to see so. */
  private static boolean mayRun(
      CipherSource source, SrtpCipher wanted, List<CipherSource> available) {
    boolean shorterWay =
        available.stream().anyMatch(other -> other.cipher() == SrtpCipher.LIBCRYPTO);
    return wanted == SrtpCipher.AUTO
        ? source.cipher() != SrtpCipher.OPENSSL || !shorterWay
        : source.cipher() == wanted;
  }

  private static String missing(SrtpCipher wanted) {
    String remedy =
        switch (wanted) {
          case LIBCRYPTO ->
              "it needs OpenSSL 3 (Debian and Ubuntu: apt-get install libssl3) and a JVM with"
                  + " --enable-native-access=ALL-UNNAMED";
          case OPENSSL -> "it needs OpenSSL 3 or 1.1 on Linux (x86-64 or arm64) or macOS";
          case AUTO, SUNJCE -> "it needs a JDK with the provider SunJCE";
        };
    return "The SRTP cipher "
        + wanted.settingName()
        + " is not available here: "
        + remedy
        + "; or choose auto.";
  }

  /** What is forced later must be what is used already. */
  void requireNothingElse(SrtpCipher other) {
    if (other != SrtpCipher.AUTO
        && !sources.values().stream().allMatch(source -> source.cipher() == other)) {
      throw new SrtpCipherException(
          "This process protects SRTP with "
              + inWords()
              + " already, and another bridge wants "
              + other.settingName()
              + ": give all bridges of a process one cipher, or run them in processes of their"
              + " own.");
    }
  }

  /** One name, or which for what. */
  private String inWords() {
    List<String> names = sources.values().stream().map(CipherSource::name).distinct().toList();
    return names.size() == 1
        ? names.getFirst()
        : CipherRace.PROFILES.stream()
            .map(profile -> source(profile, sources) + " for " + profile)
            .collect(Collectors.joining(" and "));
  }

  private static String source(SrtpProfile profile, Map<SrtpProfile, CipherSource> sources) {
    CipherSource source = sources.get(profile);
    return source == null ? "nothing" : source.name();
  }

  /** What a packet of this profile costs with what was chosen, ns. */
  long nanosPerPacket(SrtpProfile profile) {
    return race.nanosPerPacket(profile).getOrDefault(sources.get(profile), 0L);
  }

  /** The choice and what each candidate takes, in one line. */
  String description() {
    return inWords()
        + CipherRace.PROFILES.stream()
            .map(profile -> profile + ": " + timings(profile))
            .collect(Collectors.joining("; ", " (ns per packet, ", ")"));
  }

  private String timings(SrtpProfile profile) {
    return race.nanosPerPacket(profile).entrySet().stream()
        .map(timing -> timing.getKey().name() + " " + timing.getValue())
        .collect(Collectors.joining(", "));
  }
}

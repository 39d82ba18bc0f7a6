package org.vigie.bridge.srtp;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.CipherChoice;
import org.vigie.bridge.api.CipherUnavailableException;
import org.vigie.bridge.api.SrtpProfile;

/**
 * What this process uses, once it has been chosen. It is one choice for all: a measurement is only
 * worth something when nothing else runs.
 *
 * @param wanted what was asked for
 * @param sources the implementation for each profile
 * @param race how they were measured
 */
record PinnedCiphers(CipherChoice wanted, Map<SrtpProfile, CipherSource> sources, CipherRace race) {
  private static final Object LOCK = new Object();
  private static volatile @Nullable PinnedCiphers pinned;

  /** The implementation for this profile; the fastest if nobody has chosen yet. */
  static CipherSource source(SrtpProfile profile) {
    PinnedCiphers known = pinned;
    PinnedCiphers ciphers = known == null ? pinFastest() : known;
    CipherSource source = ciphers.sources.get(profile);
    return source == null ? CipherSource.SUNJCE : source;
  }

  private static PinnedCiphers pinFastest() {
    try {
      return pin(CipherChoice.AUTO);
    } catch (CipherUnavailableException e) {
      throw new IllegalStateException(e); // there is always the JDK's
    }
  }

  /**
   * Chooses for the whole process, which takes about a second the first time.
   *
   * @throws CipherUnavailableException if there is no such implementation here, or another one was
   *     chosen before
   */
  static PinnedCiphers pin(CipherChoice wanted) throws CipherUnavailableException {
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

  static PinnedCiphers choose(CipherChoice wanted, List<CipherSource> available)
      throws CipherUnavailableException {
    List<CipherSource> candidates =
        available.stream().filter(source -> mayRun(source, wanted, available)).toList();
    if (candidates.isEmpty()) {
      throw new CipherUnavailableException(
          "The SRTP cipher " + wanted.settingName() + " is not available here.", remedy(wanted));
    }
    CipherRace race = CipherRace.run(candidates);
    return new PinnedCiphers(wanted, race.winners(), race);
  }

  /** jitsi-srtp's way to OpenSSL is the longer one: where libcrypto is, it costs time to see so. */
  private static boolean mayRun(
      CipherSource source, CipherChoice wanted, List<CipherSource> available) {
    boolean shorterWay =
        available.stream().anyMatch(other -> other.cipher() == CipherChoice.LIBCRYPTO);
    return wanted == CipherChoice.AUTO
        ? source.cipher() != CipherChoice.OPENSSL || !shorterWay
        : source.cipher() == wanted;
  }

  private static String remedy(CipherChoice wanted) {
    return switch (wanted) {
          case LIBCRYPTO ->
              "Install OpenSSL 3 (Debian and Ubuntu: apt-get install libssl3) and run Java with"
                  + " --enable-native-access=ALL-UNNAMED";
          case OPENSSL ->
              "Run on Linux or macOS with OpenSSL 3 or 1.1, and Java with"
                  + " --enable-native-access=ALL-UNNAMED";
          case AUTO, SUNJCE -> "Use a JDK that has the provider SunJCE";
        }
        + ", or let the fastest be chosen with --set vigie.srtp.cipher=auto.";
  }

  /** What is forced later must be what is used already. */
  void requireNothingElse(CipherChoice other) throws CipherUnavailableException {
    if (other != CipherChoice.AUTO
        && !sources.values().stream().allMatch(source -> source.cipher() == other)) {
      throw new CipherUnavailableException(
          "This process protects SRTP with "
              + inWords()
              + " already, and another bridge in it wants "
              + other.settingName()
              + ".",
          "Give all bridges of a process one cipher, or each a process of its own.");
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

package org.vigie.bridge.srtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.crypto.Cipher;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.srtp.crypto.CipherFactory;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.CipherChoice;
import org.vigie.bridge.api.CipherUnavailableException;
import org.vigie.bridge.api.SrtpProfile;

class SrtpSelfTestTest {
  @Test
  void namesItsChoiceAndTheCostOfEveryCandidate() throws Exception {
    SrtpSelfTest result = SrtpSelfTest.run(CipherChoice.AUTO);
    for (SrtpProfile profile : CipherRace.PROFILES) {
      long nanos = result.nanosPerPacket().get(profile);
      assertTrue(nanos > 50 && nanos < 1_000_000, profile + " takes " + nanos + " ns");
      assertTrue(result.chosen().contains(profile + ": sunjce "), result.chosen());
    }
    assertEquals(result, SrtpSelfTest.run(CipherChoice.AUTO));
  }

  @Test
  void jitsiSrtpUsesWhatTheSessionHasChosen() throws Exception {
    for (CipherSource source : CipherSource.available()) {
      try (EvpContexts contexts = new EvpContexts()) {
        CipherScope scope = new CipherScope(source, contexts);
        for (String transformation : List.of("AES/GCM/NoPadding", "AES/CTR/NoPadding")) {
          assertEquals(
              scope.derive(() -> created(source.factory(), transformation)),
              scope.derive(() -> Aes.createCipher(transformation)).getProvider().getName());
        }
      }
    }
    assertEquals("SunJCE", Aes.createCipher("AES/GCM/NoPadding").getProvider().getName());
  }

  private static String created(CipherFactory factory, String transformation)
      throws GeneralSecurityException {
    try {
      return factory.createCipher(transformation).getProvider().getName();
    } catch (Exception e) {
      throw new GeneralSecurityException(e);
    }
  }

  @Test
  void aBrokenImplementationDoesNotWin() {
    CipherSource broken =
        new CipherSource(
            CipherChoice.OPENSSL,
            new CipherFactory("SunJCE") {
              @Override
              public Cipher createCipher(String transformation) throws Exception {
                throw new NoSuchAlgorithmException("not today");
              }
            },
            true);
    for (List<CipherSource> field :
        List.of(List.of(broken, CipherSource.SUNJCE), List.of(CipherSource.SUNJCE, broken))) {
      assertEquals(
          Set.of(CipherSource.SUNJCE), Set.copyOf(CipherRace.run(field).winners().values()));
    }
  }

  @Test
  void theRaceEndsOnAVirtualThreadWhoseCpuTimeNobodyCounts() throws Exception {
    Thread thread = Thread.startVirtualThread(() -> CipherRace.run(CipherSource.available()));
    assertTrue(thread.join(Duration.ofSeconds(20)));
  }

  @Test
  void aForcedCipherWins() throws Exception {
    List<CipherSource> available = CipherSource.available();
    for (CipherSource source : available) {
      PinnedCiphers pinned = PinnedCiphers.choose(source.cipher(), available);
      assertEquals(Set.of(source), Set.copyOf(pinned.sources().values()));
      assertTrue(pinned.description().startsWith(source.name() + " (ns per packet, "));
    }
  }

  @Test
  void aForcedCipherThatIsNotThereIsRefusedWithTheRemedy() {
    CipherUnavailableException refusal =
        assertThrows(
            CipherUnavailableException.class,
            () -> PinnedCiphers.choose(CipherChoice.LIBCRYPTO, List.of(CipherSource.SUNJCE)));
    assertTrue(refusal.remedy().contains("apt-get install libssl3"), refusal.remedy());
  }

  @Test
  void aSecondBridgeOfTheProcessCannotForceAnotherCipher() throws Exception {
    PinnedCiphers jdk = PinnedCiphers.choose(CipherChoice.SUNJCE, List.of(CipherSource.SUNJCE));
    jdk.requireNothingElse(CipherChoice.AUTO);
    jdk.requireNothingElse(CipherChoice.SUNJCE);
    CipherUnavailableException refusal =
        assertThrows(
            CipherUnavailableException.class, () -> jdk.requireNothingElse(CipherChoice.LIBCRYPTO));
    assertTrue(refusal.getMessage().contains("with sunjce already"), refusal.getMessage());
  }

  @Test
  void warnsOfEveryIntrinsicThatIsOff() {
    List<String> warnings =
        SrtpSelfTest.missingIntrinsics(
            option -> option.equals("UseGHASHIntrinsics") ? "false" : "true");
    assertEquals(1, warnings.size());
    assertTrue(warnings.getFirst().contains("UseGHASHIntrinsics is off"), warnings.getFirst());
    assertEquals(List.of(), SrtpSelfTest.missingIntrinsics(option -> "unknown"));
  }
}

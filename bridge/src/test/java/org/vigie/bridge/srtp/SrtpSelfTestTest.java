package org.vigie.bridge.srtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import javax.crypto.Cipher;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.srtp.crypto.CipherFactory;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.SrtpProfile;

class SrtpSelfTestTest {
  @Test
  void namesItsChoiceAndTheCostOfEveryProfile() {
    SrtpSelfTest result = SrtpSelfTest.run();
    assertFalse(result.chosen().isEmpty());
    for (SrtpProfile profile : SrtpProfile.values()) {
      long nanos = result.nanosPerPacket().get(profile);
      assertTrue(nanos > 50 && nanos < 1_000_000, profile + " takes " + nanos + " ns");
    }
    assertSame(result, SrtpSelfTest.run());
  }

  @Test
  void jitsiSrtpUsesWhatWasPinned() throws Exception {
    CipherSource pinned = CipherSource.pinned();
    for (String transformation : List.of("AES/GCM/NoPadding", "AES/CTR/NoPadding")) {
      assertEquals(
          pinned.factory().createCipher(transformation).getProvider().getName(),
          Aes.createCipher(transformation).getProvider().getName());
    }
  }

  @Test
  void aBrokenImplementationDoesNotWin() {
    CipherSource jdk = CipherSource.available().getFirst();
    CipherSource broken =
        new CipherSource(
            "broken",
            new CipherFactory("SunJCE") {
              @Override
              public Cipher createCipher(String transformation) throws Exception {
                throw new NoSuchAlgorithmException("not today");
              }
            });
    assertEquals(jdk, CipherRace.winner(List.of(broken, jdk)));
    assertEquals(jdk, CipherRace.winner(List.of(jdk, broken)));
  }

  @Test
  void theRaceEndsOnAVirtualThreadWhoseCpuTimeNobodyCounts() throws Exception {
    Thread thread = Thread.startVirtualThread(() -> CipherRace.winner(CipherSource.available()));
    assertTrue(thread.join(Duration.ofSeconds(20)));
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

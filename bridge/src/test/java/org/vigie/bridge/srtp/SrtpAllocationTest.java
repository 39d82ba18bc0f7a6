package org.vigie.bridge.srtp;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.IntSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vigie.bridge.api.CipherChoice;
import org.vigie.bridge.api.SrtpProfile;
import org.vigie.bridge.dtls.SrtpKeys;

/**
 * A packet costs no garbage of ours. What is left with libcrypto is the JCE's way to hand over an
 * initialization vector: the parameters, their copy of it, and the copy that they give out; 88
 * bytes with GCM, 80 in counter mode.
 */
class SrtpAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int PACKETS = 5_000;
  private static final int PATIENCE_ROUNDS = 400;

  private int sequence;

  @ParameterizedTest
  @EnumSource
  void libcryptoCostsAnInitializationVectorPerPacketAndNothingOfOurs(SrtpProfile profile) {
    assumeTrue(Libcrypto.available(), "this machine has no libcrypto 3");
    int expected = profile == SrtpProfile.AES128_CM_HMAC_SHA1_80 ? 80 : 88;
    byte[] packet = new byte[1_100 + SrtpTransform.MAX_OVERHEAD];
    try (SrtpTransform here = new SrtpTransform(keys(profile), libcrypto())) {
      assertFalls(expected, () -> protect(here, packet));
    }
    sequence = 0;
    try (SrtpTransform here = new SrtpTransform(keys(profile), libcrypto());
        SrtpTransform there = new SrtpTransform(keys(profile), libcrypto())) {
      assertFalls(2 * expected, () -> there.unprotectRtp(packet, 0, protect(here, packet)));
    }
  }

  /** The compiler does away with what is left of wrappers; it may take its time. */
  private static void assertFalls(int expected, IntSupplier packet) {
    long bytes = Long.MAX_VALUE;
    for (int round = 0; round < PATIENCE_ROUNDS && bytes > expected; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < PACKETS; i++) {
        assertTrue(packet.getAsInt() > 0);
      }
      bytes = (THREADS.getCurrentThreadAllocatedBytes() - before) / PACKETS;
    }
    assertTrue(bytes <= expected, bytes + " bytes per packet");
  }

  private int protect(SrtpTransform transform, byte[] packet) {
    sequence++;
    packet[0] = (byte) 0x80;
    packet[2] = (byte) (sequence >> 8);
    packet[3] = (byte) sequence;
    return transform.protectRtp(packet, 0, 1_100);
  }

  private static CipherSource libcrypto() {
    return CipherSource.available().stream()
        .filter(one -> one.cipher() == CipherChoice.LIBCRYPTO)
        .findFirst()
        .orElseThrow();
  }

  private static SrtpKeys keys(SrtpProfile profile) {
    byte[] key = new byte[profile.keyLength()];
    byte[] salt = new byte[profile.saltLength()];
    return new SrtpKeys(profile, key, salt, key, salt);
  }
}

package org.vigie.bridge.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.srtp.crypto.SrtpCipher;
import org.jitsi.srtp.crypto.SrtpCipherCtr;
import org.jitsi.srtp.crypto.SrtpCipherGcm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vigie.bridge.api.CipherChoice;
import org.vigie.bridge.api.SrtpProfile;
import org.vigie.bridge.dtls.SrtpKeys;

/** Each implementation against the RFCs and against each other. */
class CiphersTest {
  private static final int SSRC = 0xCAFEBABE;
  private static final int OFFSET = 3;
  private static final List<CipherSource> SOURCES = CipherSource.available();

  static Stream<Arguments> sourcesAndProfiles() {
    return SOURCES.stream()
        .flatMap(source ->
            Arrays.stream(SrtpProfile.values()).map(profile -> Arguments.of(source, profile)));
  }

  static Stream<Arguments> pairsAndProfiles() {
    return SOURCES.stream()
        .flatMap(one ->
            SOURCES.stream()
                .flatMap(other ->
                    Arrays.stream(SrtpProfile.values())
                        .map(profile -> Arguments.of(one, other, profile))));
  }

  /** RFC 7714, sections 16.1.1 and 16.2.1. */
  @ParameterizedTest
  @FieldSource("SOURCES")
  void galoisCounterModeIsAsInRfc7714(CipherSource source) throws Exception {
    assertEquals(
        "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833"
            + "899d7f27beb16a9152cf765ee4390cce",
        gallia(source, "000102030405060708090a0b0c0d0e0f"));
    assertEquals(
        "32b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b"
            + "7aa3db36dfffd6b0f9bb7878d7a76c13",
        gallia(source, "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
  }

  private static String gallia(CipherSource source, String key) throws Exception {
    byte[] header = hex("8040f17b8041f8d35501a0b2");
    byte[] payload = "Gallia est omnis divisa in partes tres".getBytes(StandardCharsets.US_ASCII);
    byte[] packet = Arrays.copyOf(header, header.length + payload.length + 16);
    System.arraycopy(payload, 0, packet, header.length, payload.length);
    try (EvpContexts contexts = new EvpContexts()) {
      SrtpCipher cipher = new SrtpCipherGcm(cipher(source, contexts, "AES/GCM/NoPadding"));
      cipher.init(hex(key), new byte[0]);
      cipher.setIV(hex("51753c6580c2726f20718414"), Cipher.ENCRYPT_MODE);
      cipher.processAAD(packet, 0, header.length);
      assertEquals(payload.length + 16, cipher.process(packet, header.length, payload.length));
    }
    return HexFormat.of().formatHex(packet, header.length, packet.length);
  }

  /** RFC 3711, appendix B.2. */
  @ParameterizedTest
  @FieldSource("SOURCES")
  void counterModeIsAsInRfc3711(CipherSource source) throws Exception {
    byte[] stream = new byte[48];
    try (EvpContexts contexts = new EvpContexts()) {
      SrtpCipher cipher = new SrtpCipherCtr(cipher(source, contexts, "AES/CTR/NoPadding"));
      cipher.init(hex("2b7e151628aed2a6abf7158809cf4f3c"), new byte[0]);
      cipher.setIV(hex("f0f1f2f3f4f5f6f7f8f9fafbfcfd0000"), Cipher.ENCRYPT_MODE);
      cipher.process(stream, 0, stream.length);
    }
    assertEquals(
        "e03ead0935c95e80e166b16dd92b4eb4d23513162b02d0f72a43a2fe4a5f97ab"
            + "41e95b3bb0a2e8dd477901e4fca894c0",
        HexFormat.of().formatHex(stream));
  }

  private static Cipher cipher(CipherSource source, EvpContexts contexts, String transformation)
      throws GeneralSecurityException {
    return new CipherScope(source, contexts).derive(() -> Aes.createCipher(transformation));
  }

  @ParameterizedTest
  @MethodSource("pairsAndProfiles")
  void whatOneProtectsTheOtherOpens(CipherSource one, CipherSource other, SrtpProfile profile) {
    try (SrtpTransform here = new SrtpTransform(keys(profile, 1, 2), one);
        SrtpTransform there = new SrtpTransform(keys(profile, 2, 1), other)) {
      int sequence = 0;
      for (int payload : new int[] {0, 1, 15, 16, 17, 95, 96, 97, 1_100, 1_400, 65_000}) {
        sequence++;
        for (boolean rtcp : new boolean[] {false, true}) {
          assertGoesThrough(here, there, rtcp, packet(rtcp, sequence, payload));
        }
      }
    }
  }

  private static void assertGoesThrough(
      SrtpTransform here, SrtpTransform there, boolean rtcp, byte[] packet) {
    byte[] array = padded(packet);
    int sealed = protect(here, rtcp, array, packet.length);
    assertTrue(sealed > packet.length, "sealed " + sealed);
    int opened = open(there, rtcp, array, sealed);
    assertEquals(packet.length, opened);
    assertArrayEquals(packet, Arrays.copyOfRange(array, OFFSET, OFFSET + opened));
  }

  @ParameterizedTest
  @MethodSource("sourcesAndProfiles")
  void everyFlippedByteIsNoticed(CipherSource source, SrtpProfile profile) {
    try (SrtpTransform here = new SrtpTransform(keys(profile, 1, 2), source);
        SrtpTransform there = new SrtpTransform(keys(profile, 2, 1), source)) {
      for (boolean rtcp : new boolean[] {false, true}) {
        byte[] array = padded(packet(rtcp, 7, 40));
        int sealed = protect(here, rtcp, array, array.length - OFFSET - 20);
        for (int i = 0; i < sealed; i++) {
          byte[] tampered = array.clone();
          tampered[OFFSET + i] ^= 0x11;
          assertTrue(open(there, rtcp, tampered, sealed) < 0, "byte " + i);
        }
        assertTrue(open(there, rtcp, array.clone(), sealed) > 0);
        assertEquals(SrtpTransform.REPLAYED, open(there, rtcp, array, sealed));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sourcesAndProfiles")
  void anotherKeyIsRefusedAndLeavesNothingReadable(CipherSource source, SrtpProfile profile) {
    try (SrtpTransform here = new SrtpTransform(keys(profile, 1, 2), source);
        SrtpTransform there = new SrtpTransform(keys(profile, 2, 3), source)) {
      byte[] packet = packet(false, 1, 200);
      byte[] array = padded(packet);
      int sealed = protect(here, false, array, packet.length);
      assertEquals(SrtpTransform.UNAUTHENTICATED, open(there, false, array, sealed));
    }
  }

  @ParameterizedTest
  @MethodSource("sourcesAndProfiles")
  void thousandsOfPacketsAreTheSameAsTheJdkMakesThem(CipherSource source, SrtpProfile profile) {
    Random random = new Random(4);
    try (SrtpTransform ours = new SrtpTransform(keys(profile, 1, 2), source);
        SrtpTransform jdk = new SrtpTransform(keys(profile, 1, 2), CipherSource.SUNJCE)) {
      for (int i = 0; i < 3_000; i++) {
        byte[] packet = packet(false, i, random.nextInt(1_300));
        byte[] one = padded(packet);
        byte[] other = padded(packet);
        assertEquals(
            protect(jdk, false, other, packet.length), protect(ours, false, one, packet.length));
        assertArrayEquals(other, one);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("SOURCES")
  void counterModeKeysAreDerivedAsInRfc3711AppendixB3(CipherSource source) {
    byte[] key = hex("E1F97A0D3E018BE0D64FA32C06DE4139");
    byte[] salt = hex("0EC675AD498AFEEBB6960B3AABE6");
    SrtpKeys keys = new SrtpKeys(SrtpProfile.AES128_CM_HMAC_SHA1_80, key, salt, key, salt);
    try (SrtpTransform transform = new SrtpTransform(keys, source)) {
      byte[] packet = packet(false, 0x1234, 500);
      byte[] array = padded(packet);
      int sealed = protect(transform, false, array, packet.length);
      assertArrayEquals(
          JdkSrtp.protectWithRfc3711Keys(packet, 0x1234, SSRC),
          Arrays.copyOfRange(array, OFFSET, OFFSET + sealed));
    }
  }

  @Test
  void rangesOutsideOfTheArrayNeverReachLibcrypto() throws Exception {
    CipherSource source = libcrypto();
    try (EvpContexts contexts = new EvpContexts()) {
      SrtpCipher gcm = new SrtpCipherGcm(cipher(source, contexts, "AES/GCM/NoPadding"));
      gcm.init(new byte[16], new byte[0]);
      gcm.setIV(new byte[12], Cipher.ENCRYPT_MODE);
      byte[] array = new byte[100];
      assertThrows(Exception.class, () -> gcm.processAAD(array, 90, 20));
      assertThrows(Exception.class, () -> gcm.process(array, 0, 90)); // no room for the tag
      assertThrows(Exception.class, () -> gcm.process(array, -1, 10));
      assertThrows(Exception.class, () -> gcm.process(array, 50, Integer.MAX_VALUE));
      SrtpCipher ctr = new SrtpCipherCtr(cipher(source, contexts, "AES/CTR/NoPadding"));
      ctr.init(new byte[16], new byte[0]);
      ctr.setIV(new byte[16], Cipher.ENCRYPT_MODE);
      assertThrows(Exception.class, () -> ctr.process(array, 50, 51));
      assertThrows(Exception.class, () -> ctr.process(array, -1, 10));
    }
  }

  private static CipherSource libcrypto() {
    Optional<CipherSource> source =
        SOURCES.stream().filter(one -> one.cipher() == CipherChoice.LIBCRYPTO).findFirst();
    assumeTrue(source.isPresent(), "this machine has no libcrypto 3");
    return source.orElseThrow();
  }

  private static int protect(SrtpTransform transform, boolean rtcp, byte[] array, int length) {
    return rtcp
        ? transform.protectRtcp(array, OFFSET, length)
        : transform.protectRtp(array, OFFSET, length);
  }

  private static int open(SrtpTransform transform, boolean rtcp, byte[] array, int length) {
    return rtcp
        ? transform.unprotectRtcp(array, OFFSET, length)
        : transform.unprotectRtp(array, OFFSET, length);
  }

  private static SrtpKeys keys(SrtpProfile profile, int local, int remote) {
    return new SrtpKeys(
        profile,
        bytes(local, profile.keyLength()),
        bytes(local + 10, profile.saltLength()),
        bytes(remote, profile.keyLength()),
        bytes(remote + 10, profile.saltLength()));
  }

  /** A packet as it stands in a larger array, with room for protection. */
  private static byte[] padded(byte[] packet) {
    byte[] array = new byte[OFFSET + packet.length + SrtpTransform.MAX_OVERHEAD];
    System.arraycopy(packet, 0, array, OFFSET, packet.length);
    return array;
  }

  private static byte[] packet(boolean rtcp, int sequence, int payload) {
    int header = rtcp ? 8 : 12;
    byte[] packet = bytes(payload, header + payload);
    packet[0] = (byte) 0x80;
    packet[1] = (byte) (rtcp ? 200 : 96);
    packet[2] = (byte) (sequence >> 8);
    packet[3] = (byte) sequence;
    for (int i = 0; i < 4; i++) {
      packet[header - 4 + i] = (byte) (SSRC >> (24 - 8 * i));
    }
    return packet;
  }

  private static byte[] bytes(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}

package org.vigie.bridge.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vigie.bridge.api.SrtpProfile;
import org.vigie.bridge.dtls.SrtpKeys;

class SrtpTransformTest {
  private static final int OFFSET = 5;
  private static final int SSRC = 0xCAFEBABE;

  private final byte[] array = new byte[2048];

  @ParameterizedTest
  @EnumSource
  void rtpGoesBothWays(SrtpProfile profile) {
    Pair pair = new Pair(profile);
    byte[] packet = rtp(7, SSRC, 1100);
    byte[] sealed = protectRtp(pair.here, packet);
    assertEquals(packet.length + rtpOverhead(profile), sealed.length);
    assertArrayEquals(Arrays.copyOf(packet, 12), Arrays.copyOf(sealed, 12));
    assertFalse(contains(sealed, Arrays.copyOfRange(packet, 40, 60)));
    assertArrayEquals(packet, opened(pair.there.unprotectRtp(put(sealed), OFFSET, sealed.length)));

    byte[] back = protectRtp(pair.there, packet);
    assertArrayEquals(packet, opened(pair.here.unprotectRtp(put(back), OFFSET, back.length)));
  }

  @ParameterizedTest
  @EnumSource
  void rtcpGoesBothWays(SrtpProfile profile) {
    Pair pair = new Pair(profile);
    byte[] packet = rtcp(SSRC, 48);
    for (int i = 0; i < 3; i++) {
      byte[] sealed = protectRtcp(pair.here, packet);
      assertEquals(packet.length + rtpOverhead(profile) + 4, sealed.length);
      assertTrue(sealed.length - packet.length <= SrtpTransform.MAX_OVERHEAD);
      assertFalse(contains(sealed, Arrays.copyOfRange(packet, 12, 40)));
      assertArrayEquals(
          packet, opened(pair.there.unprotectRtcp(put(sealed), OFFSET, sealed.length)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void headerExtensionsAndCsrcsStayReadableAndAreAuthenticated(SrtpProfile profile) {
    Pair pair = new Pair(profile);
    byte[] packet = rtp(7, SSRC, 200);
    packet[0] = (byte) 0x92; // extension, two CSRCs
    packet[20] = (byte) 0xBE;
    packet[21] = (byte) 0xDE;
    packet[22] = 0;
    packet[23] = 2;
    byte[] sealed = protectRtp(pair.here, packet);
    assertArrayEquals(Arrays.copyOf(packet, 32), Arrays.copyOf(sealed, 32));
    byte[] tampered = sealed.clone();
    tampered[25]++;
    assertEquals(
        SrtpTransform.UNAUTHENTICATED,
        pair.there.unprotectRtp(put(tampered), OFFSET, tampered.length));
    assertArrayEquals(packet, opened(pair.there.unprotectRtp(put(sealed), OFFSET, sealed.length)));
  }

  @ParameterizedTest
  @EnumSource
  void everyFlippedByteOfRtpIsNoticed(SrtpProfile profile) {
    Pair pair = new Pair(profile);
    byte[] sealed = protectRtp(pair.here, rtp(7, SSRC, 60));
    for (int i = 0; i < sealed.length; i++) {
      byte[] tampered = sealed.clone();
      tampered[i] ^= 0x11;
      assertTrue(pair.there.unprotectRtp(put(tampered), OFFSET, tampered.length) < 0, "byte " + i);
    }
    assertEquals(0, pair.there.remoteContexts());
    assertEquals(60, pair.there.unprotectRtp(put(sealed), OFFSET, sealed.length));
  }

  @ParameterizedTest
  @EnumSource
  void everyFlippedByteOfRtcpIsNoticed(SrtpProfile profile) {
    Pair pair = new Pair(profile);
    byte[] sealed = protectRtcp(pair.here, rtcp(SSRC, 48));
    for (int i = 0; i < sealed.length; i++) {
      byte[] tampered = sealed.clone();
      tampered[i] ^= 0x11;
      assertTrue(pair.there.unprotectRtcp(put(tampered), OFFSET, tampered.length) < 0, "byte " + i);
    }
    assertEquals(0, pair.there.remoteContexts());
    assertEquals(48, pair.there.unprotectRtcp(put(sealed), OFFSET, sealed.length));
  }

  @ParameterizedTest
  @EnumSource
  void aReplayedPacketIsRefused(SrtpProfile profile) {
    Pair pair = new Pair(profile);
    byte[] media = protectRtp(pair.here, rtp(7, SSRC, 100));
    assertEquals(100, pair.there.unprotectRtp(put(media), OFFSET, media.length));
    assertEquals(SrtpTransform.REPLAYED, pair.there.unprotectRtp(put(media), OFFSET, media.length));
    byte[] control = protectRtcp(pair.here, rtcp(SSRC, 32));
    assertEquals(32, pair.there.unprotectRtcp(put(control), OFFSET, control.length));
    assertEquals(
        SrtpTransform.REPLAYED, pair.there.unprotectRtcp(put(control), OFFSET, control.length));
  }

  @ParameterizedTest
  @EnumSource
  void anotherKeyIsRefused(SrtpProfile profile) {
    byte[] sealed = protectRtp(new Pair(profile, 1).here, rtp(7, SSRC, 100));
    assertEquals(
        SrtpTransform.UNAUTHENTICATED,
        new Pair(profile, 2).there.unprotectRtp(put(sealed), OFFSET, sealed.length));
    byte[] control = protectRtcp(new Pair(profile, 1).here, rtcp(SSRC, 32));
    assertEquals(
        SrtpTransform.UNAUTHENTICATED,
        new Pair(profile, 2).there.unprotectRtcp(put(control), OFFSET, control.length));
  }

  @ParameterizedTest
  @EnumSource
  void truncatedPacketsAreRefused(SrtpProfile profile) {
    Pair pair = new Pair(profile);
    byte[] media = protectRtp(pair.here, rtp(7, SSRC, 40));
    for (int length = 0; length < media.length; length++) {
      assertTrue(pair.there.unprotectRtp(put(media), OFFSET, length) < 0);
    }
    byte[] control = protectRtcp(pair.here, rtcp(SSRC, 32));
    for (int length = 0; length < control.length; length++) {
      assertTrue(pair.there.unprotectRtcp(put(control), OFFSET, length) < 0);
    }
    assertEquals(0, pair.there.remoteContexts());
  }

  @ParameterizedTest
  @EnumSource
  void theRolloverCounterFollowsTheSequenceNumber(SrtpProfile profile) {
    Pair pair = new Pair(profile);
    for (int sequence = 65_000; sequence < 65_536 + 65_536 + 500; sequence += 50) {
      byte[] packet = rtp(sequence, SSRC, 50);
      byte[] sealed = protectRtp(pair.here, packet);
      assertArrayEquals(
          packet, opened(pair.there.unprotectRtp(put(sealed), OFFSET, sealed.length)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSourceWhoseNumbersWrapBeforeItsFirstPacketArrivesIsOpened(SrtpProfile profile) {
    Pair pair = new Pair(profile);
    byte[][] sealed = new byte[65_536 + 100][];
    for (int sequence = 65_500; sequence < sealed.length; sequence++) {
      sealed[sequence] = protectRtp(pair.here, rtp(sequence, SSRC, 50));
    }
    for (int sequence : new int[] {65_540, 65_541, 65_530, 65_539, 65_600}) {
      assertArrayEquals(
          rtp(sequence, SSRC, 50),
          opened(pair.there.unprotectRtp(put(sealed[sequence]), OFFSET, sealed[sequence].length)),
          "sequence " + sequence);
    }
    assertEquals(1, pair.there.remoteContexts());
  }

  @ParameterizedTest
  @EnumSource
  void aForgedSourceCostsOneMoreAttemptAtMostAndLeavesNothing(SrtpProfile profile) {
    Pair pair = new Pair(profile);
    for (int i = 0; i < 100; i++) {
      byte[] forged = rtp(i, SSRC + i, 100);
      assertEquals(
          SrtpTransform.UNAUTHENTICATED,
          pair.there.unprotectRtp(put(forged), OFFSET, forged.length));
    }
    int contexts = pair.there.nativeContexts();
    for (int i = 0; i < 100; i++) {
      byte[] forged = rtp(i, SSRC + i, 100);
      pair.there.unprotectRtp(put(forged), OFFSET, forged.length);
    }
    assertEquals(contexts, pair.there.nativeContexts());
    assertEquals(0, pair.there.remoteContexts());
    byte[] sealed = protectRtp(pair.here, rtp(7, SSRC, 60));
    assertEquals(60, pair.there.unprotectRtp(put(sealed), OFFSET, sealed.length));
  }

  @ParameterizedTest
  @EnumSource
  void packetsMayComeOutOfOrderAcrossTheWrap(SrtpProfile profile) {
    Pair pair = new Pair(profile);
    int[] sequences = {65_530, 65_533, 65_534, 65_535, 65_536, 65_537, 65_540};
    byte[][] sealed = new byte[sequences.length][];
    for (int i = 0; i < sequences.length; i++) {
      sealed[i] = protectRtp(pair.here, rtp(sequences[i], SSRC, 50));
    }
    for (int i : new int[] {0, 4, 2, 6, 1, 3, 5}) {
      assertArrayEquals(
          rtp(sequences[i], SSRC, 50),
          opened(pair.there.unprotectRtp(put(sealed[i]), OFFSET, sealed[i].length)),
          "sequence " + sequences[i]);
    }
  }

  @Test
  void aPacketMayBeUpToSixtyThreeBehindTheNewest() {
    Pair pair = new Pair(SrtpProfile.AEAD_AES_128_GCM);
    byte[] tooLate = protectRtp(pair.here, rtp(136, SSRC, 50));
    byte[] late = protectRtp(pair.here, rtp(137, SSRC, 50));
    byte[] newest = protectRtp(pair.here, rtp(200, SSRC, 50));
    assertEquals(50, pair.there.unprotectRtp(put(newest), OFFSET, newest.length));
    assertEquals(50, pair.there.unprotectRtp(put(late), OFFSET, late.length));
    assertEquals(
        SrtpTransform.REPLAYED, pair.there.unprotectRtp(put(tooLate), OFFSET, tooLate.length));
  }

  @Test
  void aPacketThatCannotBeProtectedIsWipedAndNeverPassedOn() {
    // jitsi-srtp refuses to use one index twice, but leaves such a packet in the clear.
    Pair pair = new Pair(SrtpProfile.AEAD_AES_128_GCM);
    protectRtp(pair.here, rtp(7, SSRC, 100));
    byte[] again = put(rtp(7, SSRC, 100));
    assertEquals(SrtpTransform.REPLAYED, pair.here.protectRtp(again, OFFSET, 100));
    assertArrayEquals(new byte[100], Arrays.copyOfRange(again, OFFSET, OFFSET + 100));
  }

  @Test
  void protectionNeedsRoomBehindThePacket() {
    for (SrtpProfile profile : SrtpProfile.values()) {
      Pair pair = new Pair(profile);
      byte[] tight = Arrays.copyOf(rtp(7, SSRC, 100), 100 + rtpOverhead(profile) - 1);
      assertEquals(SrtpTransform.NO_ROOM, pair.here.protectRtp(tight, 0, 100));
      byte[] exact = Arrays.copyOf(rtp(8, SSRC, 100), 100 + rtpOverhead(profile));
      assertEquals(exact.length, pair.here.protectRtp(exact, 0, 100));
      byte[] control = Arrays.copyOf(rtcp(SSRC, 32), 32 + rtpOverhead(profile) + 3);
      assertEquals(SrtpTransform.NO_ROOM, pair.here.protectRtcp(control, 0, 32));
    }
  }

  @Test
  void malformedPacketsAreNotProtected() {
    Pair pair = new Pair(SrtpProfile.AEAD_AES_128_GCM);
    byte[] wrongVersion = rtp(7, SSRC, 100);
    wrongVersion[0] = 0x40;
    assertEquals(SrtpTransform.MALFORMED, pair.here.protectRtp(put(wrongVersion), OFFSET, 100));
    byte[] longExtension = rtp(7, SSRC, 100);
    longExtension[0] = (byte) 0x90;
    longExtension[14] = 1;
    assertEquals(SrtpTransform.MALFORMED, pair.here.protectRtp(put(longExtension), OFFSET, 100));
    assertEquals(SrtpTransform.MALFORMED, pair.here.protectRtp(array, OFFSET, 11));
    assertEquals(SrtpTransform.MALFORMED, pair.here.protectRtcp(array, OFFSET, 7));
  }

  @Test
  void forgedSourcesFillNoTable() {
    Pair pair = new Pair(SrtpProfile.AES128_CM_HMAC_SHA1_80);
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      byte[] forged = rtp(i, random.nextInt(), 100);
      assertEquals(
          SrtpTransform.UNAUTHENTICATED, pair.there.unprotectRtp(put(forged), OFFSET, 100));
      byte[] control = rtcp(random.nextInt(), 100);
      assertEquals(
          SrtpTransform.UNAUTHENTICATED, pair.there.unprotectRtcp(put(control), OFFSET, 100));
    }
    assertEquals(0, pair.there.remoteContexts());
    byte[] genuine = protectRtp(pair.here, rtp(9, SSRC, 100));
    assertEquals(100, pair.there.unprotectRtp(put(genuine), OFFSET, genuine.length));
    assertEquals(1, pair.there.remoteContexts());
  }

  @Test
  void sourcesAreBounded() {
    Pair pair = new Pair(SrtpProfile.AEAD_AES_128_GCM);
    for (int i = 0; i < SrtpTransform.MAX_LOCAL_SSRCS; i++) {
      byte[] sealed = protectRtp(pair.here, rtp(1, i, 50));
      int expected = i < SrtpTransform.MAX_REMOTE_SSRCS ? 50 : SrtpTransform.TOO_MANY_SSRCS;
      assertEquals(expected, pair.there.unprotectRtp(put(sealed), OFFSET, sealed.length));
    }
    assertEquals(
        SrtpTransform.TOO_MANY_SSRCS, pair.here.protectRtp(put(rtp(1, -1, 50)), OFFSET, 50));
    assertEquals(SrtpTransform.MAX_REMOTE_SSRCS, pair.there.remoteContexts());
  }

  @Test
  void sourcesHaveSequencesOfTheirOwn() {
    Pair pair = new Pair(SrtpProfile.AEAD_AES_256_GCM);
    for (int sequence = 1; sequence < 50; sequence++) {
      for (int ssrc = 0; ssrc < 5; ssrc++) {
        byte[] packet = rtp(sequence + 1_000 * ssrc, ssrc, 80);
        byte[] sealed = protectRtp(pair.here, packet);
        assertArrayEquals(
            packet, opened(pair.there.unprotectRtp(put(sealed), OFFSET, sealed.length)));
      }
    }
  }

  @Test
  void nothingWorksAfterClosing() {
    Pair pair = new Pair(SrtpProfile.AEAD_AES_128_GCM);
    byte[] sealed = protectRtp(pair.here, rtp(7, SSRC, 100));
    pair.there.close();
    assertEquals(SrtpTransform.FAILED, pair.there.unprotectRtp(put(sealed), OFFSET, 116));
    assertEquals(SrtpTransform.FAILED, pair.there.protectRtcp(put(rtcp(SSRC, 32)), OFFSET, 32));
  }

  @Test
  void counterModeKeysAreDerivedAsInRfc3711AppendixB3() {
    byte[] master = HexFormat.of().parseHex("E1F97A0D3E018BE0D64FA32C06DE4139");
    byte[] salt = HexFormat.of().parseHex("0EC675AD498AFEEBB6960B3AABE6");
    SrtpKeys keys = new SrtpKeys(SrtpProfile.AES128_CM_HMAC_SHA1_80, master, salt, master, salt);
    byte[] packet = rtp(7, SSRC, 60);
    byte[] sealed;
    try (SrtpTransform transform = new SrtpTransform(keys)) {
      sealed = protectRtp(transform, packet);
    }
    assertArrayEquals(JdkSrtp.protectWithRfc3711Keys(packet, 7, SSRC), sealed);
  }

  @Test
  void randomAndMutatedPacketsNeverThrow() {
    Random random = new Random(20261122);
    for (SrtpProfile profile : SrtpProfile.values()) {
      Pair pair = new Pair(profile);
      byte[] seed = protectRtp(pair.here, rtp(7, SSRC, 200));
      for (int i = 0; i < 5_000; i++) {
        random.nextBytes(array);
        System.arraycopy(seed, 0, array, OFFSET, 12 + random.nextInt(seed.length - 12));
        array[OFFSET + random.nextInt(20)] = (byte) random.nextInt(256);
        int length = random.nextInt(400);
        assertTrue(pair.there.unprotectRtp(array, OFFSET, length) < 0);
        assertTrue(pair.there.unprotectRtcp(array, OFFSET, length) < 0);
      }
      assertEquals(0, pair.there.remoteContexts());
    }
  }

  private byte[] protectRtp(SrtpTransform transform, byte[] packet) {
    return opened(transform.protectRtp(put(packet), OFFSET, packet.length));
  }

  private byte[] protectRtcp(SrtpTransform transform, byte[] packet) {
    return opened(transform.protectRtcp(put(packet), OFFSET, packet.length));
  }

  private byte[] put(byte[] packet) {
    System.arraycopy(packet, 0, array, OFFSET, packet.length);
    return array;
  }

  private byte[] opened(int length) {
    assertTrue(length > 0, "error " + length);
    return Arrays.copyOfRange(array, OFFSET, OFFSET + length);
  }

  private static int rtpOverhead(SrtpProfile profile) {
    return profile == SrtpProfile.AES128_CM_HMAC_SHA1_80 ? 10 : 16;
  }

  static byte[] rtp(int sequence, int ssrc, int length) {
    byte[] packet = new byte[length];
    for (int i = 12; i < length; i++) {
      packet[i] = (byte) (i * 7);
    }
    ByteBuffer.wrap(packet)
        .put((byte) 0x80)
        .put((byte) 96)
        .putShort((short) sequence)
        .putInt(1_000)
        .putInt(ssrc);
    return packet;
  }

  private static byte[] rtcp(int ssrc, int length) {
    byte[] packet = new byte[length];
    for (int i = 8; i < length; i++) {
      packet[i] = (byte) (i * 5);
    }
    ByteBuffer.wrap(packet)
        .put((byte) 0x81)
        .put((byte) 201)
        .putShort((short) (length / 4 - 1))
        .putInt(ssrc);
    return packet;
  }

  private static boolean contains(byte[] bytes, byte[] part) {
    HexFormat hex = HexFormat.of();
    return hex.formatHex(bytes).contains(hex.formatHex(part));
  }

  private static final class Pair {
    final SrtpTransform here;
    final SrtpTransform there;

    Pair(SrtpProfile profile) {
      this(profile, 42);
    }

    Pair(SrtpProfile profile, long seed) {
      SrtpKeys keys = keys(profile, new Random(seed));
      here = new SrtpTransform(keys);
      there = new SrtpTransform(keys.mirrored());
    }

    private static SrtpKeys keys(SrtpProfile profile, Random random) {
      return new SrtpKeys(
          profile,
          bytes(random, profile.keyLength()),
          bytes(random, profile.saltLength()),
          bytes(random, profile.keyLength()),
          bytes(random, profile.saltLength()));
    }

    private static byte[] bytes(Random random, int count) {
      byte[] bytes = new byte[count];
      random.nextBytes(bytes);
      return bytes;
    }
  }
}

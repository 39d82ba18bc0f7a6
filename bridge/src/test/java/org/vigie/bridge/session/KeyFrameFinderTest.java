package org.vigie.bridge.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.codec.PayloadInspector;
import org.vigie.bridge.session.KeyFrameFinder.Finding;

class KeyFrameFinderTest {
  private static final String SPS = "6742c01fda014016ec0440000003004000000503c60ca8";
  private static final String PPS = "68ce0fc8";
  private static final String IDR = "65888040";
  private static final String SLICE = "419a00";

  private final KeyFrameFinder finder = new KeyFrameFinder();

  @Test
  void parameterSetsPromiseAndTheIdrSliceOfTheirPictureKeeps() {
    assertEquals(Finding.PROMISES, h264(SPS, 10));
    assertEquals(Finding.NOTHING, h264(PPS, 10));
    assertEquals(Finding.KEEPS, h264(IDR, 10));
    assertEquals(Finding.NOTHING, h264(SLICE, 20));
  }

  @Test
  void anOrdinarySliceOfTheSamePictureBreaksThePromiseOnce() {
    assertEquals(Finding.PROMISES, h264(SPS, 10));
    assertEquals(Finding.BREAKS, h264(SLICE, 10));
    assertEquals(Finding.NOTHING, h264(SLICE, 10));
    assertEquals(Finding.PROMISES, h264(SPS, 20));
  }

  @Test
  void parameterSetsAndAnOrdinarySliceInOnePacketPromiseNothing() {
    assertEquals(Finding.NOTHING, h264("780017" + SPS + "0003" + SLICE, 10));
    assertEquals(Finding.STARTS, h264("780017" + SPS + "0004" + IDR, 20));
  }

  @Test
  void anIdrSliceWithoutParameterSetsIsNoStartUnlessTheyAreKnownOtherwise() {
    assertEquals(Finding.NOTHING, h264(IDR, 10));
    assertEquals(Finding.STARTS, look(Codec.H264, IDR, 20, true));
  }

  @Test
  void parameterSetsThatWereOvertakenByTheirSliceAreJudgedByIt() {
    assertEquals(Finding.NOTHING, h264(IDR, 10));
    assertEquals(Finding.STARTS, h264(SPS, 10));
    assertEquals(Finding.NOTHING, h264(SLICE, 20));
    assertEquals(Finding.NOTHING, h264(SPS, 20));
  }

  @Test
  void parameterSetsWithATimestampOfTheirOwnServeTheIdrSliceThatFollows() {
    assertEquals(Finding.PROMISES, h264(SPS, 10));
    assertEquals(Finding.KEEPS, h264(IDR, 11));
  }

  @Test
  void theFirstPacketOfAKeyFrameCountsAndALateOneOfAnOlderDoesNot() {
    String vp8Key = "100000009d012a4001f000";
    assertEquals(Finding.STARTS, look(Codec.VP8, vp8Key, 20, true));
    assertEquals(Finding.NOTHING, look(Codec.VP8, vp8Key, 20, true));
    assertEquals(Finding.NOTHING, look(Codec.VP8, vp8Key, 10, true));
    assertEquals(Finding.STARTS, finder.starts(30));
    assertEquals(Finding.NOTHING, finder.starts(30));
  }

  private Finding h264(String hex, long timestamp) {
    return look(Codec.H264, hex, timestamp, false);
  }

  private Finding look(Codec codec, String hex, long timestamp, boolean setsKnown) {
    PayloadInspector inspector = PayloadInspector.of(codec);
    byte[] payload = HexFormat.of().parseHex(hex);
    assertTrue(inspector.inspect(payload, 0, payload.length));
    return finder.look(inspector, timestamp, setsKnown);
  }
}

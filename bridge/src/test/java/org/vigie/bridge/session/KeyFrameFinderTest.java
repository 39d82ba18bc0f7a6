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
  private long sequence;

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
    sequence -= 5;
    assertEquals(Finding.NOTHING, look(Codec.VP8, vp8Key, 10, true));
    sequence += 5;
    assertEquals(Finding.STARTS, finder.starts(sequence + 1, 30));
    assertEquals(Finding.NOTHING, finder.starts(sequence + 2, 30));
  }

  @Test
  void afterTheCameraSClockStepsBackKeyFramesBeginAsBefore() {
    assertEquals(Finding.PROMISES, h264(SPS, 1_000));
    assertEquals(Finding.KEEPS, h264(IDR, 1_000));
    assertEquals(Finding.NOTHING, h264(SLICE, 1_010));
    assertEquals(Finding.PROMISES, h264(SPS, 10));
    assertEquals(Finding.KEEPS, h264(IDR, 10));
    assertEquals(Finding.NOTHING, h264(SLICE, 20));
    assertEquals(Finding.PROMISES, h264(SPS, 30));
    assertEquals(Finding.BREAKS, h264(SLICE, 30));
    assertEquals(Finding.NOTHING, h264(SPS, 30), "overtaken by an ordinary slice");
    assertEquals(Finding.STARTS, finder.starts(sequence + 1, 40));
  }

  private Finding h264(String hex, long timestamp) {
    return look(Codec.H264, hex, timestamp, false);
  }

  private Finding look(Codec codec, String hex, long timestamp, boolean setsKnown) {
    PayloadInspector inspector = PayloadInspector.of(codec);
    byte[] payload = HexFormat.of().parseHex(hex);
    assertTrue(inspector.inspect(payload, 0, payload.length));
    return finder.look(inspector, ++sequence, timestamp, setsKnown);
  }
}

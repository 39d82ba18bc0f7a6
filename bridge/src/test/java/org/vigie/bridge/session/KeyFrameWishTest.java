package org.vigie.bridge.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.HistoryConfig;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.buffer.ChunkPool;
import org.vigie.bridge.forward.ExtensionIds;
import org.vigie.bridge.forward.IncomingPacket;
import org.vigie.bridge.forward.Layer;
import org.vigie.bridge.forward.PacketHistory;
import org.vigie.bridge.rtp.RtpPacket;

class KeyFrameWishTest {
  private static final long MILLI = 1_000_000;

  private final KeyFrameWish wish = new KeyFrameWish();
  private final PacketHistory history =
      new PacketHistory(new ChunkPool(65_536, 16), HistoryConfig.defaults());
  private final Layer layer = new Layer(0, 0, new ExtensionIds(Map.of()), history);
  private long sequence;
  private long askedMillis;

  /** The viewer asks; whether the camera hears of it, whose key frame then comes 50 ms later. */
  private boolean asks(long millis) {
    wish.lost(millis * MILLI);
    return camera(millis);
  }

  private boolean camera(long millis) {
    boolean due = isDue(millis);
    if (due) {
      wish.passedOn(millis * MILLI);
      wish.keyFrameCame((millis + 50) * MILLI);
    }
    return due;
  }

  /** Whether the camera is to hear of it, from which all that was sent arrives. */
  private boolean isDue(long millis) {
    picture(millis);
    return wish.isDue(millis * MILLI, layer);
  }

  private void picture(long millis) {
    byte[] bytes = new byte[40];
    bytes[0] = (byte) 0x80;
    RtpPacket rtp = new RtpPacket();
    assertTrue(rtp.wrap(bytes, 0, bytes.length));
    PayloadFormat format = new PayloadFormat(96, Codec.VP8, 1, Map.of(), OptionalInt.empty());
    IncomingPacket packet = new IncomingPacket(layer, rtp);
    packet.set(layer, format, rtp, sequence++, millis * MILLI, millis * MILLI);
    packet.startsKeyFrame(320 * 240);
    assertTrue(history.store(millis * MILLI, packet));
  }

  @Test
  void whoAsksAllTheTimeIsHeardMoreAndMoreRarely() {
    List<Long> pauses = new ArrayList<>();
    for (long millis = 0; millis < 5_000; millis += 100) {
      if (asks(millis)) {
        pauses.add(millis - askedMillis);
        askedMillis = millis;
      }
    }
    assertEquals(List.of(0L, 500L, 1_000L, 1_000L, 1_000L, 1_000L), pauses);
  }

  @Test
  void whoLosesAPictureNowAndThenIsHeardAtOnceEachTime() {
    for (long millis = 0; millis < 60_000; millis += 2_500) {
      assertTrue(asks(millis), "after " + millis + " ms");
    }
  }

  @Test
  void whoseKeyFrameWasLostIsHeardAgainAfterHalfASecondAlsoIfHeAskedOnlyOnce() {
    assertTrue(asks(0));
    assertFalse(asks(150));
    assertFalse(camera(490));
    assertTrue(camera(500));
    assertFalse(camera(2_000), "he has not asked since");
  }

  @Test
  void whoHasBeenGivenAKeyFrameMeanwhileIsNotHeard() {
    assertTrue(asks(0));
    assertFalse(asks(150));
    wish.keyFrameCame(300 * MILLI);
    assertFalse(camera(600));
    assertFalse(asks(700));
    wish.replayed(800 * MILLI);
    assertFalse(camera(3_000));
  }

  @Test
  void asLongAsNoKeyFrameComesNothingIsHeldBack() {
    for (long millis = 0; millis < 3_000; millis += 100) {
      wish.lost(millis * MILLI);
      assertTrue(isDue(millis));
      wish.passedOn(millis * MILLI);
    }
  }

  @Test
  void whatANackSaysOfThousandsOfPacketsIsLookedIntoOnce() {
    assertTrue(wish.lost(0));
    assertFalse(wish.lost(0));
    assertFalse(wish.lost(49 * MILLI));
    assertTrue(wish.lost(50 * MILLI));
  }

  @Test
  void whereNobodyCanStartNothingIsHeldBack() {
    assertTrue(asks(0));
    assertFalse(asks(100));
    assertFalse(wish.isDue(100 * MILLI, layer));
    assertTrue(wish.isDue(100 * MILLI, new Layer(1, 0, new ExtensionIds(Map.of()), empty())));
    assertTrue(wish.isDue(100 * MILLI, null));
  }

  private static PacketHistory empty() {
    return new PacketHistory(new ChunkPool(65_536, 16), HistoryConfig.defaults());
  }

  @Test
  void fiveSecondsOfPeaceAndAnotherTrackBeginAnew() {
    for (long millis = 0; millis < 8_000; millis += 100) {
      asks(millis);
    }
    assertFalse(asks(8_000));
    assertTrue(asks(13_000));
    for (long millis = 13_100; millis < 20_000; millis += 100) {
      asks(millis);
    }
    assertFalse(asks(20_000));
    wish.restart();
    assertTrue(asks(20_100));
  }
}

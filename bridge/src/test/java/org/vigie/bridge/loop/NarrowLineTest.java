package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.rtp.RtpPacket;

/** A viewer whose line takes a part of what the camera sends. */
class NarrowLineTest extends VirtualTime {
  private static final int TRANSPORT_CC = 5;
  private static final int PAYLOAD = 1_000;

  private final VirtualPeer camera = camera("cam-1");
  private final VirtualPeer viewer = viewerWithFeedback();
  private final VirtualPeer other = viewer("cam-1");
  private int sent;
  private int acknowledged;
  private int keyFramesAnswered;

  private VirtualPeer viewerWithFeedback() {
    VirtualPeer peer = new VirtualPeer();
    loop.offer(peer.openViewer(Map.of(HeaderExtension.TRANSPORT_CC, TRANSPORT_CC)));
    connect(peer, new LoopCommand.Show(peer.id, "0", new StreamId("cam-1")));
    return peer;
  }

  /** 90 packets a second, of which one in so many reaches the viewer. */
  private void seconds(int seconds, int oneOf) {
    for (int i = 0; i < 30 * seconds; i++) {
      boolean key = sent == 0 || camera.keyFramesWanted.size() > keyFramesAnswered;
      keyFramesAnswered = camera.keyFramesWanted.size();
      for (int part = 0; part < 3; part++) {
        int timestamp = 3_000 * (sent / 3);
        arrive(camera, camera.part(sent++, timestamp, key && part == 0, part == 2, PAYLOAD));
      }
      if (i % 5 == 4) {
        tellArrivals(oneOf);
      }
      advance(33 * MILLI);
    }
  }

  private void tellArrivals(int oneOf) {
    int all = viewer.media().size();
    int count = (all - acknowledged + oneOf - 1) / oneOf;
    if (count == 0) {
      return;
    }
    long[] sequences = new long[count];
    long[] micros = new long[count];
    for (int i = 0; i < count; i++) {
      sequences[i] = acknowledged + (long) i * oneOf;
      micros[i] = now / 1_000 + i * 1_000L;
    }
    acknowledged = all;
    arrive(viewer, viewer.arrivals(sequences, micros));
  }

  @Test
  void aGoodLineIsGivenEverything() {
    seconds(5, 1);
    assertEquals(sent, viewer.media().size());
  }

  @Test
  void aLineThatTakesAQuarterIsGivenKeyFramesAndLittleElseInOneSequence() {
    seconds(5, 1);
    int before = viewer.media().size();
    int others = other.media().size();
    int asked = camera.keyFramesWanted.size();
    seconds(10, 4);
    int given = viewer.media().size() - before;
    assertTrue(given > 50 && given < 500, given + " packets of 900");
    assertEquals(900, other.media().size() - others, "the other viewer misses nothing");
    int wanted = camera.keyFramesWanted.size() - asked;
    assertTrue(wanted >= 3 && wanted <= 13, wanted + " key frames asked for");
    for (int i = 1; i < viewer.media().size(); i++) {
      RtpPacket packet = viewer.media().get(i);
      int step = packet.sequenceNumber() - viewer.media().get(i - 1).sequenceNumber();
      assertEquals(1, step & 0xffff);
    }
  }

  @Test
  void aLineThatHasBecomeGoodIsGivenEverythingAgain() {
    seconds(5, 1);
    seconds(3, 4);
    seconds(12, 1);
    int before = viewer.media().size();
    seconds(2, 1);
    assertEquals(180, viewer.media().size() - before);
  }
}

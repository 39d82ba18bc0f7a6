package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.StreamTuning;
import org.vigie.bridge.rtp.RtpPacket;
import org.vigie.bridge.udp.FakeUdpSocket.Departure;

/** The packets of a picture leave together where that costs no time. */
class CoalesceTest extends VirtualTime {
  private static final int TRANSPORT_CC = 5;
  private static final int FAST_MICROS = 10;
  private static final int SLOW_MICROS = 2_000;

  private VirtualPeer camera = camera("cam-1");
  private final VirtualPeer viewer = viewerWithFeedback();
  private int sequence = 100;
  private int timestamp = 3_000;
  private long acknowledged;

  private VirtualPeer viewerWithFeedback() {
    VirtualPeer peer = new VirtualPeer();
    loop.offer(peer.openViewer(Map.of(HeaderExtension.TRANSPORT_CC, TRANSPORT_CC)));
    connect(peer, new LoopCommand.Show(peer.id, "0", new StreamId("cam-1")));
    return peer;
  }

  @Test
  void aPicturesPacketsLeaveInOneBurstWithItsLast() {
    lineIs(FAST_MICROS);
    assertEquals(List.of(), sendPart(true, false, 1_000));
    assertEquals(List.of(), sendPart(false, false, 1_000));
    List<Departure> left = sendPart(false, true, 1_000);
    assertEquals(1, left.size());
    assertEquals(3, left.getFirst().lengths().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 1_000})
  void picturesLeaveTogetherAfterATakeoverTooWhateverNumberTheNewSourceBeginsWith(int first) {
    lineIs(FAST_MICROS);
    camera = camera("cam-1");
    sequence = first;
    sendPart(true, true, 1_000);
    tellArrivals(FAST_MICROS);
    assertEquals(List.of(), sendPart(true, false, 1_000));
    assertEquals(2, sendPart(false, true, 1_000).getFirst().lengths().size());
  }

  @Test
  void howLongAPictureWaitsCanChangeWhileItRuns() {
    lineIs(FAST_MICROS);
    assertEquals(List.of(), sendPart(true, false, 1_000));
    tune(Duration.ZERO);
    turn();
    assertEquals(2, sendPart(false, false, 1_000).getFirst().lengths().size());
    assertEquals(1, sendPart(false, true, 1_000).size());
    tune(Duration.ofMillis(15));
    assertEquals(List.of(), sendPart(true, false, 1_000));
  }

  private void tune(Duration coalesce) {
    StreamTuning tuning =
        new StreamTuning(coalesce, Duration.ofMillis(1_500), Duration.ofMillis(300), 1);
    loop.offer(new LoopCommand.Tune(new StreamId("cam-1"), tuning));
  }

  @Test
  void packetsThatDifferByAFewBytesArePaddedToOneSize() {
    lineIs(FAST_MICROS);
    sendPart(true, false, 1_000);
    sendPart(false, false, 1_001);
    sendPart(false, false, 999);
    List<Departure> left = sendPart(false, true, 600);
    List<Integer> lengths = left.getFirst().lengths();
    assertEquals(1, left.size());
    assertEquals(List.of(lengths.get(0), lengths.get(0)), lengths.subList(1, 3));
    assertEquals(List.of(1_000, 1_001, 999, 600), lastPayloads(4));
  }

  @Test
  void aPictureWhoseLastPacketIsLateLeavesAtTheBound() {
    lineIs(FAST_MICROS);
    sendPart(true, false, 1_000);
    sendPart(false, false, 1_000);
    long began = now;
    assertEquals(1, untilSomethingLeaves().size());
    assertTrue(now - began <= 15 * MILLI, "after " + (now - began) / MILLI + " ms");
    assertEquals(1, sendPart(false, true, 1_000).size());
  }

  @Test
  void nothingWaitsInAPictureThatMissesAPacket() {
    lineIs(FAST_MICROS);
    assertEquals(List.of(), sendPart(true, false, 1_000));
    sequence++;
    assertEquals(2, sendPart(false, false, 1_000).getFirst().lengths().size());
    assertEquals(1, sendPart(false, false, 1_000).size());
    assertEquals(1, sendPart(false, true, 1_000).size());
    assertEquals(List.of(), sendPart(true, false, 1_000), "the next picture waits again");
  }

  @Test
  void aPictureThatNeverEndedLeavesWhenTheNextBegins() {
    lineIs(FAST_MICROS);
    sendPart(true, false, 1_000);
    sendPart(false, false, 1_000);
    timestamp += 3_000;
    List<Departure> left = sendPart(true, false, 1_000);
    assertEquals(1, left.size());
    assertEquals(2, left.getFirst().lengths().size());
  }

  @Test
  void whatALoopThatIsBehindFindsAtOnceLeavesTogetherEvenWhereNothingWaits() {
    lineIs(FAST_MICROS);
    sendPart(true, false, 1_000);
    sequence++; // lost
    for (int part = 0; part < 6; part++) {
      socket.arrive(camera.path, camera.part(sequence++, timestamp, false, false, 1_000));
    }
    now += MILLI;
    turn();
    List<Departure> left = media(socket.takeDepartures());
    assertEquals(1, left.size());
    assertEquals(7, left.getFirst().lengths().size());
  }

  @Test
  void aLineThatTakesNoBurstGetsPacketsInTwos() {
    lineIs(SLOW_MICROS);
    assertEquals(List.of(), sendPart(true, false, 1_000));
    assertEquals(2, sendPart(false, false, 1_000).getFirst().lengths().size());
    assertEquals(List.of(), sendPart(false, false, 1_000));
    assertEquals(2, sendPart(false, true, 1_000).getFirst().lengths().size());
    lineIs(FAST_MICROS);
    assertEquals(List.of(), sendPart(true, false, 1_000));
    assertEquals(List.of(), sendPart(false, false, 1_000), "the line has become fast");
  }

  @Test
  void aLineOfWhichNothingIsKnownGetsPacketsInTwos() {
    VirtualPeer silent = viewer("cam-1");
    int most = 0;
    for (int i = 0; i < 7; i++) {
      for (Departure left : sendPart(i == 0, i == 6, 1_000)) {
        most = left.path().equals(silent.path) ? Math.max(most, left.lengths().size()) : most;
      }
    }
    assertEquals(2, most);
  }

  @Test
  void aViewerThatLeavesInTheMiddleOfAPictureLeavesNothingBehind() {
    lineIs(FAST_MICROS);
    for (int part = 0; part < 14; part++) {
      sendPart(part == 0, false, 700);
    }
    assertEquals(1, stats().counters().get("outbox.bursts"));
    loop.offer(new LoopCommand.End(viewer.id, EndReason.DELETED));
    turn();
    assertEquals(0, stats().counters().get("outbox.bursts"));
  }

  @Test
  void viewersWhoComeAndGoInTheMiddleOfAPictureMakeNobodyMissAPacket() {
    lineIs(FAST_MICROS);
    int before = viewer.media().size();
    for (int part = 0; part < 12; part++) {
      sendPart(part == 0, part == 11, 1_000);
      if (part % 3 == 0) {
        VirtualPeer passing = viewer("cam-1");
        loop.offer(new LoopCommand.End(passing.id, EndReason.DELETED));
      }
    }
    assertEquals(before + 12, viewer.media().size());
    List<RtpPacket> packets = viewer.media();
    for (int i = before + 1; i < packets.size(); i++) {
      int step = packets.get(i).sequenceNumber() - packets.get(i - 1).sequenceNumber();
      assertEquals(1, step & 0xffff);
    }
  }

  @Test
  void aLineThatBecomesSlowOrFastInTheMiddleOfAPictureMissesNothing() {
    int before = viewer.media().size();
    for (int round = 0; round < 6; round++) {
      for (int part = 0; part < 11; part++) {
        sendPart(part == 0, part == 10, 1_000);
        if (part % 4 == 2) {
          tellArrivals(round % 2 == 0 ? FAST_MICROS : SLOW_MICROS);
        }
      }
    }
    assertEquals(before + 66, viewer.media().size());
  }

  @Test
  void whatWaitsForAPathThatSomebodyElseProvedNeverLeaves() {
    lineIs(FAST_MICROS);
    for (int part = 0; part < 14; part++) {
      sendPart(part == 0, false, 700);
    }
    VirtualPeer thief = new VirtualPeer();
    thief.path = viewer.path;
    connect(thief, thief.openViewer());
    sendPart(false, true, 1_000);
    assertEquals(0, thief.media().size());
    assertEquals(0, stats().counters().get("outbox.bursts"));
  }

  @Test
  void aCameraThatLeavesInTheMiddleOfAPictureSendsOnWhatCame() {
    lineIs(FAST_MICROS);
    sendPart(true, false, 1_000);
    int before = viewer.media().size();
    loop.offer(new LoopCommand.End(camera.id, EndReason.DELETED));
    turn();
    assertEquals(before + 1, viewer.media().size());
  }

  @Test
  void aSingleLostMarkerCostsNoPacket() {
    lineIs(FAST_MICROS);
    int before = viewer.media().size();
    for (int picture = 0; picture < 10; picture++) {
      sendPart(true, false, 1_000);
      sendPart(false, picture % 2 == 0, 1_000);
      timestamp += picture % 2 == 0 ? 0 : 3_000;
      advance(20 * MILLI);
    }
    assertEquals(before + 20, viewer.media().size());
  }

  @Test
  void aFaultWhilePacketsAreGivenOutEndsNoLoopAndIsNotRepeated() {
    for (int i = 0; i < 8; i++) {
      viewer("cam-1");
    }
    sendPart(true, true, 1_000);
    int before = viewer.media().size();
    socket.failOnce();
    sendPart(true, true, 1_000);
    assertEquals(1, stats().counters().get("dropped.internal-error"));
    for (int picture = 0; picture < 3; picture++) {
      sendPart(true, true, 1_000);
    }
    assertEquals(1, stats().counters().get("dropped.internal-error"));
    assertTrue(viewer.media().size() >= before + 3);
  }

  /** Pictures whose packets arrive so far apart, until the meter has learnt it. */
  private void lineIs(int micros) {
    for (int picture = 0; picture < 60; picture++) {
      for (int part = 0; part < 3; part++) {
        sendPart(part == 0, part == 2, 1_000);
      }
      tellArrivals(micros);
    }
    socket.takeDepartures();
  }

  private void tellArrivals(int micros) {
    int count = (int) (transportSequences() - acknowledged);
    if (count == 0) {
      return;
    }
    long[] sequences = IntStream.range(0, count).mapToLong(i -> acknowledged + i).toArray();
    long[] times = IntStream.range(0, count).mapToLong(i -> (long) i * micros).toArray();
    acknowledged += count;
    arrive(viewer, viewer.arrivals(sequences, times));
  }

  private long transportSequences() {
    return viewer.media().size();
  }

  private List<Departure> sendPart(boolean first, boolean last, int payloadBytes) {
    socket.takeDepartures();
    arrive(camera, camera.part(sequence++, timestamp, first, last, payloadBytes));
    if (last) {
      timestamp += 3_000;
    }
    return media(socket.takeDepartures());
  }

  private List<Departure> untilSomethingLeaves() {
    List<Departure> left = List.of();
    for (int i = 0; i < 40 && left.isEmpty(); i++) {
      now += MILLI;
      turn();
      left = media(socket.takeDepartures());
    }
    return left;
  }

  /** Without RTCP to the camera and the viewer's reports. */
  private static List<Departure> media(List<Departure> departures) {
    return departures.stream().filter(left -> left.lengths().getFirst() > 500).toList();
  }

  private List<Integer> lastPayloads(int count) {
    List<RtpPacket> packets = viewer.media();
    return packets.subList(packets.size() - count, packets.size()).stream()
        .map(RtpPacket::payloadLength)
        .toList();
  }
}

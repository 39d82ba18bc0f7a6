package org.vigie.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.BridgeStats;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.StreamState;
import org.vigie.bridge.api.StreamStats;
import org.vigie.bridge.api.UplinkStats;
import org.vigie.bridge.relay.Home;

class MergedStatsTest {
  private static final int LOOPS = 3;

  @Test
  void aStreamIsAsItsHomeHasItWithTheViewersOfAllLoops() {
    for (int i = 0; i < 10; i++) {
      StreamId stream = new StreamId("cam-" + i);
      BridgeStats all = MergedStats.of(looks(stream));
      assertEquals(1, all.streams().size());
      assertEquals(StreamState.LIVE, all.streams().getFirst().state());
      assertEquals(5 + 2 + 2, all.streams().getFirst().viewers());
      assertEquals(1 + 2 + 3, all.counters().get("udp.sent"));
      assertEquals(3, all.counters().get("loop.2.udp.sent"));
    }
  }

  @Test
  void theLargestSizeInWhichItIsShownOnAnyLoopCounts() {
    StreamId stream = new StreamId("cam-1");
    List<BridgeStats> looks = new ArrayList<>();
    for (long pixels : new long[] {57_600, 921_600, 0}) {
      looks.add(new BridgeStats(List.of(), List.of(shown(stream, pixels)), Map.of()));
    }
    assertEquals(921_600, MergedStats.of(looks).streams().getFirst().shownPixels());
  }

  private static StreamStats shown(StreamId stream, long pixels) {
    return new StreamStats(
        stream,
        StreamState.LIVE,
        1,
        Optional.empty(),
        List.of(),
        List.of(),
        UplinkStats.UNKNOWN,
        pixels);
  }

  private static List<BridgeStats> looks(StreamId stream) {
    List<BridgeStats> looks = new ArrayList<>();
    for (int loop = 0; loop < LOOPS; loop++) {
      boolean home = Home.of(stream, LOOPS) == loop;
      StreamStats stats = home ? live(stream) : mirror(stream);
      looks.add(new BridgeStats(List.of(), List.of(stats), Map.of("udp.sent", loop + 1L)));
    }
    return looks;
  }

  private static StreamStats live(StreamId stream) {
    return new StreamStats(
        stream, StreamState.LIVE, 5, Optional.of(Duration.ofMillis(3)), List.of());
  }

  private static StreamStats mirror(StreamId stream) {
    return new StreamStats(stream, StreamState.OFFLINE, 2, Optional.empty(), List.of());
  }
}

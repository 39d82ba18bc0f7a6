package org.vigie.signaling.bandwidth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.BridgeStats;
import org.vigie.bridge.api.LayerStats;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.SessionState;
import org.vigie.bridge.api.SessionStats;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.StreamState;
import org.vigie.bridge.api.StreamStats;
import org.vigie.bridge.api.TrackStats;
import org.vigie.bridge.api.ViewerLine;
import org.vigie.signaling.session.Session;
import org.vigie.signaling.session.TestSessions;

/** How much of a budget a viewer can use. */
class ViewerDemandTest {
  private static final List<LayerStats> LAYERS =
      List.of(new LayerStats("q", 320, 180, 200_000), new LayerStats("f", 1280, 720, 2_500_000));

  private static final Session VIEWER = TestSessions.viewer("a");

  private final ViewerDemand demand = new ViewerDemand();
  private long now;
  private long bytes;

  @Test
  void itIsWhatHisCameraSendsUntilMoreIsKnownOfHim() {
    assertEquals(2_700_000, wanted(OptionalLong.empty(), ViewerLine.Limit.LINE, LAYERS));
    assertEquals(2_700_000, wanted(OptionalLong.empty(), ViewerLine.Limit.CAMERA, List.of()));
  }

  @Test
  void itIsNotMuchMoreThanHisLineTakes() {
    assertEquals(800_000, wanted(OptionalLong.of(500_000), ViewerLine.Limit.LINE, List.of()));
    assertEquals(270_000, wanted(OptionalLong.of(50_000), ViewerLine.Limit.LINE, List.of()));
    assertEquals(
        2_700_000, wanted(OptionalLong.of(2_000_000), ViewerLine.Limit.VIEWER_CAP, List.of()));
  }

  @Test
  void whoHasTheBestLayerThatHeNeedsCanUseNotMuchMoreThanHeIsSent() {
    assertEquals(2_700_000, wanted(OptionalLong.empty(), ViewerLine.Limit.CAMERA, LAYERS));
    isSent(400_000);
    assertEquals(640_000, wanted(OptionalLong.empty(), ViewerLine.Limit.CAMERA, LAYERS));
  }

  @Test
  void whoIsHeldBackFromABetterLayerCanUseAll() {
    wanted(OptionalLong.empty(), ViewerLine.Limit.VIEWER_CAP, LAYERS);
    isSent(400_000);
    assertEquals(2_700_000, wanted(OptionalLong.empty(), ViewerLine.Limit.VIEWER_CAP, LAYERS));
  }

  @Test
  void whoIsSentTheOnlyPictureThatThereIsCanUseWhatTheCameraBeginsToSend() {
    wanted(OptionalLong.empty(), ViewerLine.Limit.CAMERA, List.of());
    isSent(400_000);
    assertEquals(2_700_000, wanted(OptionalLong.empty(), ViewerLine.Limit.CAMERA, List.of()));
  }

  private void isSent(long bps) {
    now += Duration.ofSeconds(1).toNanos();
    bytes += bps / Byte.SIZE;
  }

  private long wanted(OptionalLong estimate, ViewerLine.Limit limit, List<LayerStats> layers) {
    ViewerLine line = new ViewerLine(estimate, Duration.ZERO, 0, limit, ViewerLine.Pictures.ALL);
    SessionStats session =
        new SessionStats(
            VIEWER.id(), SessionState.CONNECTED, 0, 0, 0, bytes, 0, 0, Optional.of(line));
    BridgeStats stats = new BridgeStats(List.of(session), List.of(stream(layers)), Map.of());
    return demand.of(now, List.of(VIEWER), stats).getOrDefault(VIEWER.id(), -1L);
  }

  private static StreamStats stream(List<LayerStats> layers) {
    TrackStats video =
        new TrackStats(
            MediaKind.VIDEO,
            Optional.empty(),
            1,
            2_700_000,
            1280,
            720,
            30,
            Optional.empty(),
            1_000,
            0,
            0,
            0,
            1,
            layers);
    return new StreamStats(
        new StreamId("a"), StreamState.LIVE, 1, Optional.empty(), List.of(video));
  }
}

package org.vigie.signaling.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.bridge.api.StreamState;
import org.vigie.signaling.session.LatestStats;

/** What the many who ask cost the bridge. */
class LatestStatsTest {
  private final FakeMediaPlane media = new FakeMediaPlane();
  private long now = -3;

  @Test
  void however_many_ask_for_this_moment_the_streams_are_looked_at_20_times_a_second() {
    LatestStats stats = new LatestStats(media, () -> now);
    long asks = 1_000;
    for (long ask = 0; ask < asks; ask++) {
      var _ = stats.streamsNow();
      now += Duration.ofSeconds(1).toNanos() / asks;
    }
    assertEquals(20, media.looksAtStreams.get());
  }

  @Test
  void who_asks_for_this_moment_after_a_pause_hears_what_a_look_for_others_did_not_show() {
    LatestStats stats = new LatestStats(media, () -> now);
    assertEquals(0, stats.recentStreams().size());
    media.stream("cam-1", StreamState.LIVE);
    assertEquals(0, stats.recentStreams().size());
    assertEquals(1, stats.streamsNow().size());
  }

  @Test
  void viewers_of_a_camera_that_is_not_live_and_health_probes_have_no_session_looked_at(
      @TempDir Path folder) {
    try (TestRelay relay = new TestRelay(folder)) {
      relay.camera("cam-1");
      Caller viewer = relay.viewer("cam-1");
      relay.media.showsOnlyStreams = true;
      assertEquals(
          409,
          viewer
              .post("/whep/cam-1", Caller.SDP, TestRelay.offer("browser-viewer.sdp"))
              .statusCode());
      assertEquals(200, viewer.get("/health/ready").statusCode());
    }
  }
}

package org.vigie.signaling.bandwidth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.LayerStats;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.StreamState;
import org.vigie.bridge.api.StreamStats;
import org.vigie.bridge.api.TrackStats;
import org.vigie.signaling.bandwidth.CameraLayers.Need;
import org.vigie.signaling.settings.live.LayerRates;

/** Which layer is which, what each may take, and which may rest. */
class CameraLayersTest {
  private static final LayerStats Q = new LayerStats("q", 320, 180, 200_000);
  private static final LayerStats H = new LayerStats("h", 640, 360, 700_000);
  private static final LayerStats F = new LayerStats("f", 1280, 720, 2_000_000);
  private static final LayerRates RATES = new LayerRates(150_000, 500_000, 1_500_000);
  private static final long SOUND = 56_000;
  private static final Need ALL = shown(StreamStats.ANY_SIZE);

  private final CameraLayers layers = new CameraLayers();

  @Test
  void theSmallestIsLowTheLargestHighAndAllBetweenAreMidWhateverTheOffersOrder() {
    sends(F, H, new LayerStats("e", 960, 540, 1), Q);
    assertEquals("q 150000, h 500000, e 500000, f 1500000", asked(RATES, ALL));
  }

  @Test
  void twoLayersAreLowAndHigh() {
    sends(Q, F);
    assertEquals("q 150000, f 1500000", asked(RATES, ALL));
  }

  @Test
  void aCameraWithOneLayerIsAskedForNoneAndBoundedByNone() {
    sends();
    assertEquals("", asked(RATES, ALL));
    sends(F);
    assertEquals("", asked(RATES, ALL));
    assertEquals(Long.MAX_VALUE, layers.sumBps("cam-1", RATES, SOUND));
  }

  @Test
  void anUnknownCameraIsAskedForNothing() {
    assertEquals("", asked(RATES, ALL));
    assertEquals(921_600, layers.pixels("cam-1", shown(921_600)));
  }

  @Test
  void untilSizesAreKnownTheOfferHasTheSmallestFirst() {
    sends(silent("a"), silent("b"), silent("c"));
    assertEquals("a 150000, b 500000, c 1500000", asked(RATES, ALL));
  }

  @Test
  void sizesThatFallSayThatTheOfferHasTheLargestFirst() {
    sends(silent("f"), H, Q);
    assertEquals("q 150000, h 500000, f 1500000", asked(RATES, ALL));
  }

  @Test
  void whatIsNotBoundedIsLeftToTheCamera() {
    sends(Q, H, F);
    assertEquals("q -, h 500000, f -", asked(new LayerRates(0, 500_000, 0), ALL));
  }

  @Test
  void theSumIsBoundedOnceEveryLayerIs() {
    sends(Q, H, F);
    assertEquals(
        Long.MAX_VALUE, layers.sumBps("cam-1", new LayerRates(150_000, 0, 1_500_000), SOUND));
    assertEquals(56_000 + Math.round(2_150_000 / 0.93), layers.sumBps("cam-1", RATES, SOUND));
    sends(Q, F);
    assertEquals(
        56_000 + Math.round(1_650_000 / 0.93),
        layers.sumBps("cam-1", new LayerRates(150_000, 0, 1_500_000), SOUND));
  }

  @Test
  void layersAboveOneThatIsEnoughRest() {
    sends(Q, H, F);
    assertEquals("q -, h off, f off", asked(LayerRates.FREE, shown(57_600)));
    assertEquals("q -, h off, f off", asked(LayerRates.FREE, shown(82_000)));
    assertEquals("q -, h -, f off", asked(LayerRates.FREE, shown(84_000)));
    assertEquals("q -, h -, f -", asked(LayerRates.FREE, shown(921_600)));
    assertEquals("q -, h -, f -", asked(LayerRates.FREE, shown(8_294_400)));
  }

  @Test
  void aLayerOfUnknownSizeIsNotTakenForEnough() {
    sends(silent("q"), H, F);
    assertEquals("q -, h -, f off", asked(LayerRates.FREE, shown(57_600)));
    sends(silent("q"), silent("h"), silent("f"));
    assertEquals("q -, h -, f -", asked(LayerRates.FREE, shown(57_600)));
  }

  @Test
  void unwatchedOnlyTheSmallestGoesOnWithWhatIsLeftBesideTheSound() {
    sends(Q, H, F);
    assertEquals("q 87420, h off, f off", asked(LayerRates.FREE, new Need.Idle(150_000, SOUND)));
    assertEquals(
        "q 60000, h off, f off",
        asked(new LayerRates(60_000, 0, 0), new Need.Idle(150_000, SOUND)));
    assertEquals("q 30000, h off, f off", asked(LayerRates.FREE, new Need.Idle(50_000, SOUND)));
    assertEquals("q 30000, h off, f off", asked(LayerRates.FREE, new Need.Idle(150_000, 152_000)));
    assertEquals("q 137640, h off, f off", asked(LayerRates.FREE, new Need.Idle(300_000, 152_000)));
    assertEquals("q off, h off, f off", asked(LayerRates.FREE, new Need.Nothing()));
  }

  @Test
  void aSmallPictureCostsAllLayersUpToTheOneThatIsEnough() {
    sends(Q, H, F);
    assertEquals(57_600, layers.pixels("cam-1", shown(50_000)));
    assertEquals(57_600 + 230_400, layers.pixels("cam-1", shown(200_000)));
    assertEquals(StreamStats.ANY_SIZE, layers.pixels("cam-1", shown(StreamStats.ANY_SIZE)));
  }

  @Test
  void aCameraThatIsGoneIsForgotten() {
    sends(Q, H, F);
    layers.retain(List.of("cam-2"));
    assertEquals("", asked(RATES, ALL));
  }

  private String asked(LayerRates rates, Need need) {
    List<String> words =
        layers.targets("cam-1", rates, need).stream().map(CameraLayersTest::words).toList();
    return String.join(", ", words);
  }

  private static String words(LayerTarget layer) {
    if (!layer.active()) {
      return layer.rid() + " off";
    }
    return layer.rid() + " " + (layer.maxBps().isPresent() ? layer.maxBps().getAsLong() : "-");
  }

  private static Need.Shown shown(long pixels) {
    return new Need.Shown(pixels, 1.44);
  }

  private static LayerStats silent(String rid) {
    return new LayerStats(rid, 0, 0, 0);
  }

  private void sends(LayerStats... simulcast) {
    layers.observe(stream(simulcast));
  }

  private static StreamStats stream(LayerStats... simulcast) {
    List<TrackStats> tracks = List.of(track(MediaKind.AUDIO), track(MediaKind.VIDEO, simulcast));
    return new StreamStats(new StreamId("cam-1"), StreamState.LIVE, 1, Optional.empty(), tracks);
  }

  private static TrackStats track(MediaKind kind, LayerStats... simulcast) {
    return new TrackStats(
        kind,
        Optional.empty(),
        simulcast.length,
        1_000_000,
        1280,
        720,
        30,
        Optional.empty(),
        1_000,
        0,
        0,
        0,
        1,
        List.of(simulcast));
  }
}

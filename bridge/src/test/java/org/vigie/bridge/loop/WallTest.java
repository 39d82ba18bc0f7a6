package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.Feedback;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.api.SlotDescription;
import org.vigie.bridge.api.SlotSpec;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.StreamTuning;
import org.vigie.bridge.api.ViewerTuning;
import org.vigie.bridge.rtp.RtcpWriter;
import org.vigie.bridge.rtp.RtpPacket;

/** One large picture and nine tiles in one Session, each of a camera with three layers. */
class WallTest extends VirtualTime {
  private static final int PICTURES = 10;
  private static final int LARGE = 0;
  private static final long TILE_PIXELS = 320 * 180;
  private static final long LARGE_PIXELS = 1_280 * 720;
  private static final int FIRST_SSRC = 0x7000;
  private static final String[] RIDS = {"q", "h", "f"};
  private static final int[] WIDTHS = {320, 640, 1_280};

  /** Bytes and packets of each picture of a layer: about 100, 400 and 1,600 kbit/s. */
  private static final int[] PART_BYTES = {400, 830, 950};

  private static final int[] PARTS = {1, 2, 7};

  private final List<LayeredCamera> cameras = new ArrayList<>();
  private final int[][] sequences = new int[PICTURES][3];
  private final Map<Integer, Integer> answered = new HashMap<>();
  private final VirtualPeer first = new VirtualPeer();
  private VirtualPeer viewer = first;
  private int pictures;

  @BeforeEach
  void everyoneIsThere() {
    for (int i = 0; i < PICTURES; i++) {
      LayeredCamera camera = new LayeredCamera(Codec.VP8);
      cameras.add(camera);
      connect(camera.peer, camera.open("cam-" + i, true));
    }
    join();
  }

  private void join() {
    List<SlotSpec> specs = new ArrayList<>();
    List<SlotDescription> slots = new ArrayList<>();
    PayloadFormat format = new PayloadFormat(96, Codec.VP8, 1, Map.of(), OptionalInt.of(97));
    for (int i = 0; i < PICTURES; i++) {
      Set<Feedback> feedback = Set.of(Feedback.NACK, Feedback.PLI, Feedback.REMB);
      specs.add(new SlotSpec("" + i, MediaKind.VIDEO, List.of(format), Map.of(), feedback));
      slots.add(new SlotDescription("" + i, FIRST_SSRC + 2L * i, OptionalLong.empty()));
    }
    connect(viewer, viewer.openViewer(specs, slots));
    for (int i = 0; i < PICTURES; i++) {
      loop.offer(new LoopCommand.Show(viewer.id, "" + i, new StreamId("cam-" + i)));
    }
    turn();
  }

  private void sized() {
    for (int i = 0; i < PICTURES; i++) {
      long pixels = i == LARGE ? LARGE_PIXELS : TILE_PIXELS;
      loop.offer(new LoopCommand.Size(viewer.id, "" + i, pixels));
    }
  }

  private void seconds(int seconds, long estimateBps) {
    for (int i = 0; i < 30 * seconds; i++) {
      for (int camera = 0; camera < PICTURES; camera++) {
        for (int layer = 0; layer < RIDS.length; layer++) {
          picture(camera, layer);
        }
      }
      turn();
      pictures++;
      if (i % 30 == 0) {
        stayAlive();
      }
      if (estimateBps > 0 && i % 6 == 0) {
        arrive(viewer, remb(estimateBps));
      }
      advance(33 * MILLI);
    }
  }

  private void stayAlive() {
    arrive(first, first.check());
    arrive(viewer, viewer.check());
    for (LayeredCamera camera : cameras) {
      arrive(camera.peer, camera.peer.check());
    }
  }

  private void picture(int camera, int layer) {
    VirtualPeer peer = cameras.get(camera).peer;
    int ssrc = 0x10_000 * (camera + 1) + layer;
    int wanted = Collections.frequency(peer.keyFramesWanted, ssrc);
    boolean key = pictures == 0 || wanted > answered.getOrDefault(ssrc, 0);
    answered.put(ssrc, wanted);
    for (int part = 0; part < PARTS[layer]; part++) {
      byte[] start =
          part > 0
              ? LayeredCamera.continuation()
              : key ? LayeredCamera.keyFrame(WIDTHS[layer]) : LayeredCamera.picture();
      byte[] payload = Arrays.copyOf(start, PART_BYTES[layer]);
      if (key && part == 0) {
        payload[9] = (byte) (WIDTHS[layer] * 9 / 16);
        payload[10] = (byte) ((WIDTHS[layer] * 9 / 16) >> 8);
      }
      int number = sequences[camera][layer]++;
      LayeredCamera.Packet packet =
          cameras.get(camera).packet(ssrc, number, 3_000 * pictures, payload).rid(RIDS[layer]);
      boolean last = part == PARTS[layer] - 1;
      socket.arrive(peer.path, (last ? packet : packet.unfinished()).protect());
    }
  }

  private byte[] remb(long bps) {
    RtcpWriter writer = new RtcpWriter();
    byte[] bytes = new byte[1_000];
    writer.begin(bytes, 0, 900);
    writer.receiverReport(9);
    writer.remb(9, bps, new int[] {FIRST_SSRC}, 1);
    return viewer.protectRtcp(bytes, writer.length());
  }

  /** What each Slot was given within two seconds, bps. */
  private long[] given(long estimateBps) {
    int before = viewer.media().size();
    seconds(2, estimateBps);
    long[] bps = new long[PICTURES];
    for (RtpPacket packet : viewer.media().subList(before, viewer.media().size())) {
      bps[(packet.ssrc() - FIRST_SSRC) / 2] += packet.length() * 8L / 2;
    }
    return bps;
  }

  private static void within(long bps, long least, long most) {
    assertTrue(bps >= least && bps <= most, bps + " bit/s");
  }

  private static void tilesAreTheLowest(long[] given) {
    for (int i = 1; i < PICTURES; i++) {
      within(given[i], 80_000, 130_000);
    }
  }

  @Test
  void theLargePictureIsTheTopLayerAndTilesAreTheLowestOnALineThatTakesAnything() {
    sized();
    seconds(3, 0);
    long[] given = given(0);
    within(given[LARGE], 1_500_000, 1_800_000);
    tilesAreTheLowest(given);
  }

  @Test
  void tilesOnALineWithoutRoomLeaveTheLargePictureItsTopLayer() {
    sized();
    seconds(4, 3_200_000);
    long[] given = given(3_200_000);
    within(given[LARGE], 1_500_000, 1_800_000);
    within(Arrays.stream(given).sum(), 2_200_000, 3_200_000);
  }

  @Test
  void theLargePictureGivesWayBeforeATileGoesDark() {
    sized();
    seconds(4, 1_700_000);
    long[] given = given(1_700_000);
    within(given[LARGE], 350_000, 500_000);
    tilesAreTheLowest(given);
    within(Arrays.stream(given).sum(), 1_000_000, 1_700_000);
  }

  @Test
  void picturesForWhichNothingIsLeftStandStill() {
    for (int i = 0; i < PICTURES; i++) {
      loop.offer(new LoopCommand.Size(viewer.id, "" + i, TILE_PIXELS - 160L * i));
    }
    seconds(4, 400_000);
    long[] given = given(400_000);
    within(Arrays.stream(given).sum(), 250_000, 400_000);
    for (int i = 0; i < 3; i++) {
      within(given[i], 80_000, 130_000);
    }
    seconds(4, 3_200_000);
    for (long each : given(3_200_000)) {
      within(each, 80_000, 500_000);
    }
  }

  @Test
  void aTileOfMoreWeightComesBeforeTheLargePicture() {
    sized();
    loop.offer(new LoopCommand.Size(viewer.id, "3", 640 * 360));
    seconds(4, 1_500_000);
    long[] bySize = given(1_500_000);
    within(bySize[LARGE], 350_000, 500_000);
    within(bySize[3], 80_000, 130_000);
    weigh("cam-3", 2);
    seconds(4, 1_500_000);
    long[] byWeight = given(1_500_000);
    within(byWeight[3], 350_000, 500_000);
    within(byWeight[LARGE], 80_000, 130_000);
    weigh("cam-3", 1);
    seconds(4, 1_500_000);
    within(given(1_500_000)[LARGE], 350_000, 500_000);
  }

  @Test
  void onALineThatHasRoomForFewTheSmallestTileIsShownIfItHasMostWeight() {
    weigh("cam-9", 1_000);
    for (int i = 0; i < PICTURES; i++) {
      loop.offer(new LoopCommand.Size(viewer.id, "" + i, TILE_PIXELS - 160L * i));
    }
    seconds(4, 400_000);
    within(given(400_000)[9], 80_000, 130_000);
  }

  private void weigh(String camera, int weight) {
    Duration interval = Duration.ofMillis(300);
    StreamTuning tuning = new StreamTuning(Duration.ZERO, Duration.ofSeconds(1), interval, weight);
    loop.offer(new LoopCommand.Tune(new StreamId(camera), tuning));
  }

  @Test
  void theSameHoldsForAViewerWhoComesWhenTheKeyFramesOfAllLayersAreLongPast() {
    seconds(20, 0);
    viewer = new VirtualPeer();
    join();
    sized();
    seconds(3, 0);
    long[] given = given(0);
    within(given[LARGE], 1_500_000, 1_800_000);
    tilesAreTheLowest(given);
  }

  @Test
  void aTileThatIsMadeLargeIsGivenTheTopLayer() {
    sized();
    seconds(3, 0);
    loop.offer(new LoopCommand.Size(viewer.id, "3", LARGE_PIXELS));
    seconds(1, 0);
    within(given(0)[3], 1_500_000, 1_800_000);
  }

  @Test
  void aPictureIsStretchedAsFarAsIsSetBeforeALargerLayerIsGiven() {
    sized();
    loop.offer(new LoopCommand.Size(viewer.id, "1", 400 * 225));
    seconds(3, 0);
    within(given(0)[1], 350_000, 500_000);
    loop.offer(new LoopCommand.TuneViewer(viewer.id, new ViewerTuning(true, 25, 130)));
    seconds(2, 0);
    within(given(0)[1], 80_000, 130_000);
    loop.offer(new LoopCommand.TuneViewer(viewer.id, new ViewerTuning(true, 25, 90)));
    seconds(2, 0);
    long[] sharp = given(0);
    within(sharp[1], 350_000, 500_000);
    within(sharp[2], 350_000, 500_000);
  }

  @Test
  void whereNobodySaysHowLargePicturesAreAllAreAlike() {
    seconds(4, 5_000_000);
    long[] given = given(5_000_000);
    for (long each : given) {
      within(each, 350_000, 500_000);
    }
    assertEquals(PICTURES, given.length);
  }
}

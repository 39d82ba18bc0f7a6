package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.vigie.bridge.rtp.RtcpWriter;
import org.vigie.bridge.rtp.RtpPacket;

/**
 * A viewer who tells only an estimate of his own, held to 1.5 times what arrives
 * (draft-ietf-rmcat-gcc-02), of a camera with layers of 100, 400 and 1,600 kbit/s.
 */
class RembLineTest extends VirtualTime {
  private static final String[] RIDS = {"q", "h", "f"};
  private static final int[] WIDTHS = {320, 640, 1_280};
  private static final int[] PART_BYTES = {400, 830, 950};
  private static final int[] PARTS = {1, 2, 7};
  private static final double GROWTH = 1.08;
  private static final long MIDDLE_BPS = 300_000;
  private static final long TOP_BPS = 1_200_000;
  private static final long EVERYTHING = 100_000_000;

  private final LayeredCamera camera = new LayeredCamera(Codec.VP8);
  private final VirtualPeer viewer = new VirtualPeer();
  private final int[] sequences = new int[3];
  private final Map<Integer, Integer> answered = new HashMap<>();
  private final List<Long> given = new ArrayList<>();
  private int pictures;
  private long saidBps;
  private long takesBps = EVERYTHING;
  private boolean drops;

  @BeforeEach
  void everyoneIsThere() {
    connect(camera.peer, camera.open("cam-1", true));
    PayloadFormat format = new PayloadFormat(96, Codec.VP8, 1, Map.of(), OptionalInt.of(97));
    Set<Feedback> feedback = Set.of(Feedback.NACK, Feedback.PLI, Feedback.REMB);
    SlotSpec spec = new SlotSpec("0", MediaKind.VIDEO, List.of(format), Map.of(), feedback);
    SlotDescription slot =
        new SlotDescription(
            "0", VirtualPeer.VIEWER_SSRC, OptionalLong.of(VirtualPeer.VIEWER_RTX_SSRC));
    connect(viewer, viewer.openViewer(List.of(spec), List.of(slot)));
    loop.offer(new LoopCommand.Show(viewer.id, "0", new StreamId("cam-1")));
    turn();
  }

  /** Says at first this for five seconds, whatever arrives. */
  private void begin(long bps) {
    for (int i = 0; i < 5; i++) {
      second();
      say(bps);
    }
  }

  private void seconds(int seconds) {
    for (int i = 0; i < seconds; i++) {
      long bps = second();
      long most = (long) (1.5 * Math.min(bps, takesBps)) + 10_000;
      boolean over = bps > takesBps && !drops;
      long less = Math.min(saidBps, (long) (0.85 * takesBps));
      say(over ? less : Math.max(saidBps, Math.min((long) (saidBps * GROWTH), most)));
    }
  }

  private void say(long bps) {
    saidBps = bps;
    RtcpWriter writer = new RtcpWriter();
    byte[] bytes = new byte[1_000];
    writer.begin(bytes, 0, 900);
    writer.receiverReport(9);
    long sent = given.getLast();
    int lost = drops && sent > takesBps ? (int) (256 * (sent - takesBps) / sent) : 0;
    writer.reportBlock((int) VirtualPeer.VIEWER_SSRC, lost, 0, 0, 0, 0, 0);
    writer.remb(9, bps, new int[] {(int) VirtualPeer.VIEWER_SSRC}, 1);
    arrive(viewer, viewer.protectRtcp(bytes, writer.length()));
  }

  /** Plays for a second; what the viewer was given in it, bps. */
  private long second() {
    int before = viewer.media().size();
    long end = now + SECOND;
    while (now < end) {
      for (int layer = 0; layer < RIDS.length; layer++) {
        picture(layer);
      }
      turn();
      pictures++;
      advance(33 * MILLI);
    }
    arrive(viewer, viewer.check());
    arrive(camera.peer, camera.peer.check());
    long bps = 0;
    for (RtpPacket packet : viewer.media().subList(before, viewer.media().size())) {
      bps += packet.length() * 8L;
    }
    given.add(bps);
    return bps;
  }

  private void picture(int layer) {
    int ssrc = 0x10_000 + layer;
    int wanted = Collections.frequency(camera.peer.keyFramesWanted, ssrc);
    boolean key = pictures == 0 || wanted > answered.getOrDefault(ssrc, 0);
    answered.put(ssrc, wanted);
    for (int part = 0; part < PARTS[layer]; part++) {
      byte[] start =
          part > 0
              ? LayeredCamera.continuation()
              : key ? LayeredCamera.keyFrame(WIDTHS[layer]) : LayeredCamera.picture();
      LayeredCamera.Packet packet =
          camera
              .packet(
                  ssrc,
                  sequences[layer]++,
                  3_000 * pictures,
                  Arrays.copyOf(start, PART_BYTES[layer]))
              .rid(RIDS[layer]);
      boolean last = part == PARTS[layer] - 1;
      socket.arrive(camera.peer.path, (last ? packet : packet.unfinished()).protect());
    }
  }

  /** The second from which on never less than this was given. */
  private int steadyFrom(long bps) {
    int from = given.size();
    while (from > 0 && given.get(from - 1) >= bps) {
      from--;
    }
    return from;
  }

  /** The seconds in which more than this began to be given. */
  private List<Integer> trials(long bps) {
    List<Integer> begun = new ArrayList<>();
    for (int i = 1; i < given.size(); i++) {
      if (given.get(i) > bps && given.get(i - 1) <= bps) {
        begun.add(i);
      }
    }
    return begun;
  }

  private static void assertEverRarer(List<Integer> begun) {
    for (int i = 2; i < begun.size(); i++) {
      int gap = begun.get(i) - begun.get(i - 1);
      int before = begun.get(i - 1) - begun.get(i - 2);
      assertTrue(gap > before + 2, "begun at " + begun);
    }
  }

  @Test
  void theTopLayerIsBackOnALineThatTakesEverything() {
    begin(150_000);
    assertTrue(given.get(4) < 150_000, given.toString());
    seconds(60);
    assertTrue(steadyFrom(TOP_BPS) <= 40, given.toString());
  }

  @Test
  void soItIsForOneWhoWasGivenKeyFramesOnly() {
    begin(40_000);
    assertTrue(given.get(4) < 60_000, given.toString());
    seconds(80);
    assertTrue(steadyFrom(TOP_BPS) <= 70, given.toString());
  }

  @Test
  void aLineThatTakesTheMiddleLayerIsGivenMoreEverMoreRarely() {
    begin(150_000);
    takesBps = 600_000;
    seconds(150);
    assertTrue(given.subList(25, 155).stream().allMatch(bps -> bps > MIDDLE_BPS), given.toString());
    List<Integer> begun = trials(TOP_BPS);
    assertTrue(begun.size() >= 3 && begun.size() <= 8, "begun at " + begun);
    assertEverRarer(begun);
    assertTrue(given.stream().filter(bps -> bps > takesBps).count() < 25, given.toString());
  }

  @Test
  void aLineThatDropsWhatIsTooMuchIsGivenItForThreeSecondsAtMost() {
    begin(150_000);
    takesBps = 600_000;
    drops = true;
    seconds(100);
    assertTrue(given.subList(25, 105).stream().allMatch(bps -> bps > MIDDLE_BPS), given.toString());
    List<Integer> begun = trials(TOP_BPS);
    assertTrue(begun.size() >= 3 && begun.size() <= 6, "begun at " + begun);
    assertEverRarer(begun);
    long over = given.stream().filter(bps -> bps > takesBps).count();
    assertTrue(over <= 1 + 3L * begun.size(), given.toString());
  }

  @Test
  void aLineThatTakesTheLeastLayerIsGivenMoreEverMoreRarely() {
    begin(150_000);
    takesBps = 200_000;
    seconds(150);
    List<Integer> begun = trials(takesBps);
    assertTrue(begun.size() >= 3 && begun.size() <= 8, "begun at " + begun);
    assertEverRarer(begun);
    assertEquals(List.of(), trials(TOP_BPS));
  }
}

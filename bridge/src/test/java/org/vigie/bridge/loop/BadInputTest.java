package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vigie.bridge.api.BridgeStats;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.rtp.Mutations;
import org.vigie.bridge.rtp.RtcpWriter;
import org.vigie.bridge.rtp.RtpPacket;

/** Descriptors, payloads and feedback that lie, from peers who are who they say. */
class BadInputTest extends VirtualTime {
  private static final int SSRC = 0x2000;
  private static final HexFormat HEX = HexFormat.of();

  /** A structure of two spatial and two temporal layers. */
  private static final byte[] STRUCTURE = HEX.parseHex("800387e00ae0000009f5014009f0b4");

  private final LayeredCamera camera = new LayeredCamera(Codec.VP8);
  private final VirtualPeer other = new VirtualPeer();
  private VirtualPeer bystander = other;
  private int sequence = 65_000;

  /** Whatever came, no fault of ours, a camera beside it is shown on, and nothing is left. */
  @AfterEach
  void theLoopHasLivedThroughItAndNothingIsLeft() {
    int before = bystander.media().size();
    arrive(other, other.picture(2, 3_000, false));
    assertEquals(before + 1, bystander.media().size());
    for (VirtualPeer peer : List.copyOf(peers)) {
      loop.offer(new LoopCommand.End(peer.id, EndReason.DELETED));
    }
    turn();
    advance(3 * SECOND);
    BridgeStats left = stats();
    assertEquals(0, left.counters().getOrDefault("dropped.internal-error", 0L));
    assertEquals(List.of(), left.sessions());
    assertEquals(0, left.counters().get("loop.paths"));
    assertEquals(0, left.counters().get("relay.views"));
    assertEquals(0, left.counters().get("history.chunks"));
  }

  private VirtualPeer watch(LayeredCamera of, Codec codec) {
    connect(other, other.openCamera("cam-2"));
    bystander = viewer("cam-2");
    arrive(other, other.picture(1, 0, true));
    connect(of.peer, of.open("cam-1", false));
    VirtualPeer viewer = new VirtualPeer();
    loop.offer(LayeredCamera.openViewer(viewer, codec));
    connect(viewer, new LoopCommand.Show(viewer.id, "0", new StreamId("cam-1")));
    return viewer;
  }

  private LayeredCamera.Packet next(LayeredCamera of, byte... payload) {
    return of.packet(SSRC, sequence++, (int) (now / MILLI * 90), payload);
  }

  private void send(byte[] payload, byte... descriptor) {
    arrive(camera.peer, next(camera, payload).descriptor(descriptor).protect());
    now += 20 * MILLI;
  }

  @Test
  void descriptorsThatPointNowhereLeaveThePayloadToTellTheKeyFrame() {
    VirtualPeer viewer = watch(camera, Codec.VP8);
    byte[] noStructure = HEX.parseHex("c50001");
    send(LayeredCamera.picture(), noStructure);
    assertEquals(List.of(), viewer.media());
    send(LayeredCamera.keyFrame(640), noStructure);
    send(LayeredCamera.picture(), HEX.parseHex("c5000240"));
    send(LayeredCamera.picture(), HEX.parseHex("ff"));
    send(LayeredCamera.picture(), HEX.parseHex("c000"));
    assertConsecutive(viewer, 4);
  }

  @Test
  void aTemplateThatIsNotInTheStructureLeavesThePayloadToTellTheKeyFrame() {
    VirtualPeer viewer = watch(camera, Codec.VP8);
    send(LayeredCamera.keyFrame(640), STRUCTURE);
    for (int template = 4; template < 64; template++) {
      send(LayeredCamera.picture(), (byte) (0xc0 | template), (byte) 0, (byte) template);
    }
    send(LayeredCamera.keyFrame(640), (byte) 0xff, (byte) 0, (byte) 99);
    send(LayeredCamera.picture(), (byte) 0xc0, (byte) 0, (byte) 100);
    assertConsecutive(viewer, 63);
  }

  @Test
  void aStructureThatIsCutShortAnywhereIsNoStructureAndNoKeyFrame() {
    VirtualPeer viewer = watch(camera, Codec.VP8);
    for (int length = 0; length < STRUCTURE.length - 1; length++) {
      send(LayeredCamera.picture(), Arrays.copyOf(STRUCTURE, length));
    }
    assertEquals(List.of(), viewer.media());
    send(LayeredCamera.keyFrame(640), STRUCTURE);
    for (int length = 0; length < STRUCTURE.length - 1; length++) {
      send(LayeredCamera.picture(), Arrays.copyOf(STRUCTURE, length));
    }
    assertConsecutive(viewer, STRUCTURE.length);
  }

  @Test
  void mutatedDescriptorsReachNobodyButTheViewersOfTheirCamera() {
    VirtualPeer viewer = watch(camera, Codec.VP8);
    List<byte[]> samples = List.of(STRUCTURE, HEX.parseHex("c00001"), HEX.parseHex("be000787e0db"));
    Mutations mutations = new Mutations(7, samples);
    send(LayeredCamera.keyFrame(640), STRUCTURE);
    for (int i = 0; i < 1_000; i++) {
      byte[] mutated = mutations.next();
      send(LayeredCamera.picture(), Arrays.copyOf(mutated, Math.min(250, mutated.length)));
    }
    assertConsecutive(viewer, 1_001);
  }

  @ParameterizedTest
  @EnumSource(names = {"VP8", "VP9", "AV1", "H264"})
  void mutatedPayloadsLeaveNoGapAndDoNoHarm(Codec codec) {
    LayeredCamera liar = new LayeredCamera(codec);
    VirtualPeer viewer = watch(liar, codec);
    Mutations mutations = new Mutations(codec.ordinal(), samples(codec));
    arrive(liar.peer, next(liar, samples(codec).getFirst()).protect());
    for (int i = 0; i < 3_000; i++) {
      byte[] mutated = mutations.next();
      byte[] payload = Arrays.copyOf(mutated, Math.clamp(mutated.length, 1, 1_200));
      LayeredCamera.Packet packet = next(liar, payload);
      arrive(liar.peer, (i % 3 == 0 ? packet : packet.unfinished()).protect());
    }
    List<RtpPacket> shown = viewer.media();
    assertTrue(shown.size() >= 2_900, shown.size() + " packets");
    for (int i = 1; i < shown.size(); i++) {
      assertEquals(shown.get(i - 1).sequenceNumber() + 1 & 0xffff, shown.get(i).sequenceNumber());
    }
  }

  private static List<byte[]> samples(Codec codec) {
    return switch (codec) {
      case VP8 -> hex("90808001909c009d012a800268010047088585888584", "b0e08002056011110009");
      case VP9 ->
          hex("8805824983420027f016760a38241c18", "e8055207860040929c24", "f88005200305068600");
      case AV1 -> hex("280c080000000cc5036936be401030aabbcc", "103450aabbcc");
      default -> hex("7800176742c01fda014016ec0440000003004000000503c60ca8000468ce0fc80003658880");
    };
  }

  private static List<byte[]> hex(String... samples) {
    return Arrays.stream(samples).map(HEX::parseHex).toList();
  }

  @Test
  void transportSequencesThatJumpLeaveTheCameraItsReportsAndTheLoopItsTime() {
    VirtualPeer viewer = watch(camera, Codec.VP8);
    Random random = new Random(5);
    arrive(camera.peer, next(camera, LayeredCamera.keyFrame(640)).transportSequence(0).protect());
    int[] lies = {0, 65_535, 1, 32_768, 2, 30_000, 60_000, 24_000, 54_000, 65_534, 3};
    for (int i = 0; i < 3_000; i++) {
      int number = i < 500 ? lies[i % lies.length] : random.nextInt(65_536);
      arrive(
          camera.peer, next(camera, LayeredCamera.picture()).transportSequence(number).protect());
    }
    assertConsecutive(viewer, 3_001);
    long said = camera.peer.rtcp.stream().filter(word -> word.startsWith("feedback")).count();
    assertTrue(said < 3_000, said + " reports of 3001 packets");
    advance(SECOND);
    int settled = camera.peer.rtcp.size();
    advance(SECOND);
    assertTrue(camera.peer.rtcp.size() - settled < 20, "it went on and on");
  }

  @Test
  void whatACameraSaysOfItsOwnReceptionChangesNothing() {
    VirtualPeer viewer = watch(camera, Codec.VP8);
    send(LayeredCamera.keyFrame(640));
    for (long bps : new long[] {0, 1, 1_000_000_000_000_000L, Long.MAX_VALUE}) {
      arrive(camera.peer, remb(camera.peer, bps));
      arrive(camera.peer, arrivals(camera.peer, bps));
      send(LayeredCamera.picture());
    }
    assertConsecutive(viewer, 5);
  }

  @Test
  void estimatesOfNothingAndOfPetabitsLeaveTheViewerHisPicture() {
    VirtualPeer viewer = watch(camera, Codec.VP8);
    send(LayeredCamera.keyFrame(640));
    for (long bps : new long[] {0, 1, 1_000_000_000_000_000L, Long.MAX_VALUE}) {
      arrive(viewer, remb(viewer, bps));
      advance(2 * SECOND);
      send(LayeredCamera.keyFrame(640));
      advance(200 * MILLI);
    }
    int before = viewer.media().size();
    assertTrue(before >= 2, before + " packets");
    send(LayeredCamera.picture());
    assertEquals(before + 1, viewer.media().size(), "the last said that the line takes all");
  }

  @Test
  void liesAboutArrivalsLeaveTheViewerHisPictureAndOthersTheirs() {
    VirtualPeer viewer = watch(camera, Codec.VP8);
    send(LayeredCamera.keyFrame(640));
    Random random = new Random(9);
    for (int i = 0; i < 300; i++) {
      send(LayeredCamera.picture());
      arrive(viewer, viewer.protectRtcp(lie(random), 20 + 2 * 30));
    }
    advance(5 * SECOND);
    int before = viewer.media().size();
    send(LayeredCamera.keyFrame(640));
    send(LayeredCamera.picture());
    assertEquals(before + 2, viewer.media().size());
  }

  /** Transport-wide feedback of a count, chunks and deltas that come out of nowhere. */
  private static byte[] lie(Random random) {
    byte[] bytes = new byte[1_000];
    random.nextBytes(bytes);
    int words = 19;
    byte[] head = {(byte) (0x80 | 15), (byte) 205, 0, (byte) words};
    System.arraycopy(head, 0, bytes, 0, head.length);
    boolean plausible = random.nextBoolean();
    if (plausible) {
      byte[] body = HEX.parseHex("0000000900007777");
      System.arraycopy(body, 0, bytes, 4, body.length);
      bytes[12] = 0;
      bytes[14] = 0;
      bytes[15] = (byte) (1 + random.nextInt(20));
    }
    return bytes;
  }

  private static byte[] remb(VirtualPeer from, long bps) {
    RtcpWriter writer = new RtcpWriter();
    byte[] bytes = new byte[1_000];
    writer.begin(bytes, 0, 900);
    writer.receiverReport(9);
    writer.remb(9, bps, new int[] {(int) VirtualPeer.VIEWER_SSRC, 1, 2}, 3);
    return from.protectRtcp(bytes, writer.length());
  }

  private static byte[] arrivals(VirtualPeer from, long seed) {
    List<Long> micros = new ArrayList<>();
    new Random(seed).longs(50, 0, 1L << 40).forEach(micros::add);
    long[] sequences = new long[50];
    Arrays.setAll(sequences, i -> i * 60L);
    return from.arrivals(sequences, micros.stream().mapToLong(Long::longValue).toArray());
  }

  private static void assertConsecutive(VirtualPeer viewer, int count) {
    List<RtpPacket> shown = viewer.media();
    assertEquals(count, shown.size());
    for (int i = 1; i < count; i++) {
      assertEquals(shown.get(i - 1).sequenceNumber() + 1 & 0xffff, shown.get(i).sequenceNumber());
    }
  }
}

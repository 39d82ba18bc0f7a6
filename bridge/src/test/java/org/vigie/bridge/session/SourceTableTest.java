package org.vigie.bridge.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.IncomingSsrc;
import org.vigie.bridge.api.IncomingTrackSpec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.rtp.RtpHeaderWriter;
import org.vigie.bridge.rtp.RtpPacket;
import org.vigie.bridge.session.SourceTable.Binding;

class SourceTableTest {
  private static final int OPUS = 111;
  private static final int VP8 = 96;
  private static final int RTX = 97;
  private static final int MID = 1;
  private static final int RID = 2;
  private static final int REPAIRED_RID = 3;

  @Test
  void anAnnouncedSourceIsKnownByItsSdpWhateverItsPacketsSay() {
    SourceTable table =
        new SourceTable(List.of(audio("0"), video("1", List.of(), announced(7, 8))));
    assertEquals(new Binding(7, 1, 0, false), table.resolve(packet(7, OPUS)));
    assertEquals(new Binding(8, 1, 0, true), table.resolve(packet(8, VP8)));
  }

  @Test
  void anUnannouncedSourceIsKnownByItsMidAndStaysKnownWithoutIt() {
    SourceTable table =
        new SourceTable(List.of(video("0", List.of()), video("1", List.of()), audio("2")));
    Binding expected = new Binding(7, 1, 0, false);
    assertNull(table.resolve(packet(7, VP8)), "two m-lines have this payload type");
    assertEquals(expected, table.resolve(packet(7, VP8, MID, "1")));
    assertEquals(expected, table.resolve(packet(7, VP8)));
    assertNull(table.resolve(packet(9, VP8, MID, "nothing")));
  }

  @Test
  void simulcastLayersAreKnownByMidAndRidAndTheirRepairsByRepairedRid() {
    SourceTable table = new SourceTable(List.of(video("0", List.of("q", "h", "f"))));
    assertEquals(new Binding(5, 0, 2, false), table.resolve(packet(5, VP8, MID, "0", RID, "f")));
    assertEquals(
        new Binding(6, 0, 1, true), table.resolve(packet(6, RTX, MID, "0", REPAIRED_RID, "h")));
    assertNull(table.resolve(packet(7, RTX, MID, "0", RID, "h")), "that is no repaired rid");
    assertNull(table.resolve(packet(8, VP8, MID, "0", RID, "x")));
    assertNull(table.resolve(packet(9, VP8)), "the payload type tells no layer");
  }

  @Test
  void aPayloadTypeThatOnlyOneMediumHasTellsTheMedium() {
    SourceTable table = new SourceTable(List.of(audio("0"), video("1", List.of())));
    assertEquals(new Binding(5, 0, 0, false), table.resolve(packet(5, OPUS)));
    assertEquals(new Binding(6, 1, 0, false), table.resolve(packet(6, VP8)));
    assertEquals(new Binding(7, 1, 0, true), table.resolve(packet(7, RTX)));
    assertNull(table.resolve(packet(8, 50)));
  }

  @Test
  void howeverManySourcesBelongNowhereOneThatBelongsSomewhereIsBound() {
    SourceTable table = new SourceTable(List.of(video("0", List.of("q")), video("1", List.of())));
    for (int ssrc = 1; ssrc <= 100; ssrc++) {
      assertNull(table.resolve(packet(ssrc, VP8, MID, "0", RID, "never" + ssrc)));
    }
    assertNotNull(table.resolve(packet(200, VP8, MID, "0", RID, "q")));
    assertNotNull(table.resolve(packet(201, VP8, MID, "1")));
    assertNotNull(table.resolve(packet(3, VP8, MID, "1")), "what it says now counts");
  }

  @Test
  void noMoreThanThirtyTwoSourcesAreBound() {
    SourceTable table = new SourceTable(List.of(video("0", List.of())));
    for (int ssrc = 1; ssrc <= 32; ssrc++) {
      assertNotNull(table.resolve(packet(ssrc, VP8)));
    }
    assertNull(table.resolve(packet(33, VP8)));
    assertNotNull(table.resolve(packet(32, VP8)));
  }

  private static IncomingTrackSpec audio(String mid) {
    return track(mid, MediaKind.AUDIO, format(OPUS, Codec.OPUS), List.of());
  }

  private static IncomingTrackSpec video(String mid, List<String> rids, IncomingSsrc... ssrcs) {
    return track(mid, MediaKind.VIDEO, format(VP8, Codec.VP8), rids, ssrcs);
  }

  private static PayloadFormat format(int payloadType, Codec codec) {
    OptionalInt rtx = codec == Codec.OPUS ? OptionalInt.empty() : OptionalInt.of(RTX);
    return new PayloadFormat(payloadType, codec, 1, Map.of(), rtx);
  }

  private static IncomingTrackSpec track(
      String mid, MediaKind kind, PayloadFormat format, List<String> rids, IncomingSsrc... ssrcs) {
    return new IncomingTrackSpec(
        mid,
        kind,
        List.of(format),
        Map.of(
            HeaderExtension.MID, MID,
            HeaderExtension.RID, RID,
            HeaderExtension.REPAIRED_RID, REPAIRED_RID),
        Set.of(),
        List.of(ssrcs),
        rids);
  }

  private static IncomingSsrc announced(long ssrc, long rtxSsrc) {
    return new IncomingSsrc(ssrc, OptionalLong.of(rtxSsrc));
  }

  /** A packet with extensions, given as id and text in turn. */
  private static RtpPacket packet(int ssrc, int payloadType, Object... extensions) {
    byte[] bytes = new byte[100];
    RtpHeaderWriter header = new RtpHeaderWriter();
    header.begin(payloadType, true, 1, 1, ssrc);
    for (int i = 0; i < extensions.length; i += 2) {
      byte[] text = extensions[i + 1].toString().getBytes(StandardCharsets.UTF_8);
      header.extension((Integer) extensions[i], text, 0, text.length);
    }
    int length = header.write(bytes, 0, bytes.length);
    RtpPacket packet = new RtpPacket();
    if (!packet.wrap(bytes, 0, length + 4)) {
      throw new AssertionError("the test builds malformed packets");
    }
    return packet;
  }
}

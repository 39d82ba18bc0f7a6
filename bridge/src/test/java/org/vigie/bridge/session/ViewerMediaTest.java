package org.vigie.bridge.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.api.SlotDescription;
import org.vigie.bridge.api.SlotSpec;
import org.vigie.bridge.feedback.NtpClock;
import org.vigie.bridge.forward.Layer;
import org.vigie.bridge.rtp.RtcpWriter;
import org.vigie.bridge.udp.FakeUdpSocket;

class ViewerMediaTest {
  private final Looks looks = new Looks();
  private final ViewerMedia media = media();

  /** Counts how often a Slot looks at the Track that it shows. */
  private static final class Looks implements SlotSource {
    int count;

    @Override
    public void requestKeyFrame(long nowNanos, int layer) {}

    @Override
    public Layer layer(int index) {
      count++;
      return null;
    }

    @Override
    public boolean timeIsKnown(long nowNanos) {
      return false;
    }

    @Override
    public int weight() {
      return 1;
    }
  }

  private static ViewerMedia media() {
    FakeUdpSocket socket = new FakeUdpSocket(new InetSocketAddress("192.0.2.9", 1));
    PayloadFormat vp8 = new PayloadFormat(96, Codec.VP8, 1, Map.of(), OptionalInt.empty());
    return new ViewerMedia(
        new SecureTransport(new Outbox(socket), new DropCounters()),
        List.of(new SlotSpec("0", MediaKind.VIDEO, List.of(vp8), Map.of(), Set.of())),
        List.of(new SlotDescription("0", 1, OptionalLong.empty())),
        "cname",
        new NtpClock(0),
        new Replays(1_000_000),
        new Random(1),
        0);
  }

  @Test
  void theLineIsSharedOncePerDatagramHoweverOftenItSpeaksOfTheLine() {
    media.show(0, Objects.requireNonNull(media.slot("0")), looks);
    int one = looksFor(1);
    assertTrue(one > 0);
    assertEquals(one, looksFor(40));
  }

  private int looksFor(int estimates) {
    byte[] array = new byte[1_200];
    RtcpWriter writer = new RtcpWriter();
    writer.begin(array, 0, array.length);
    for (int i = 0; i < estimates; i++) {
      assertTrue(writer.remb(9, 300_000, new int[0], 0));
    }
    int before = looks.count;
    media.rtcp(0, array, 0, writer.length());
    return looks.count - before;
  }
}
